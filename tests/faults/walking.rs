//! Pages that lead nowhere.

use std::sync::Arc;

use crate::fault::{FOR_EVER, Fault};
use crate::pages::{Asked, answer, listing, marker};
use crate::server::{Script, Step};

pub fn faults() -> Vec<Fault> {
    let page = |body: String| [Step::Say(answer(200, "", body)), Step::Stay];
    let next = |offset| format!("{:?}", marker(offset));
    vec![
        Fault::new("a marker that leads to its own page", 2, FOR_EVER, page(listing([3, 4], &next(2))))
            .given_up(2, &[3, 4])
            .saying("seen before"),
        Fault::new("a marker that leads back", 3, FOR_EVER, page(listing([5], &next(2))))
            .given_up(3, &[5])
            .saying("seen before"),
        Fault::new("a page that repeats", 2, FOR_EVER, page(listing([1, 2], &next(4))))
            .given_up(2, &[1, 2])
            .saying("exactly the items of a page before"),
        Fault::scripted(
            "empty pages without end",
            2,
            Script {
                page: Some(2),
                times: FOR_EVER,
                act: Arc::new(move |asked: &Asked| {
                    let next = format!("\"{}-\"", asked.marker());
                    page(listing([], &next)).to_vec()
                }),
            },
        )
        .given_up(12, &[])
        .saying("11 empty pages"),
        Fault::new("a marker that is a number", 2, FOR_EVER, page(listing([3, 4], "7")))
            .given_up(2, &[3, 4])
            .saying("/page_info/next_marker: unreadable: 7"),
        Fault::new("a list that is none", 2, FOR_EVER, page(r#"{"tasks":{"id":3}}"#.to_owned()))
            .given_up(2, &[])
            .saying("/tasks: unreadable"),
    ]
}
