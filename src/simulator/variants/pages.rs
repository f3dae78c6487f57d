//! Other markers, and other ends.

use serde_json::Value;

use crate::simulator::page::Page;
use crate::simulator::registry::listing;
use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;

/// Puts something in place of the marker that the last page does not have.
fn at_the_end(scene: &Scene<'_>, marker: impl Into<Value>) -> Reply {
    scene.edit(|page| {
        if page.next().is_none() {
            page.lead_to(marker);
        }
    })
}

pub(super) fn last_page_null(scene: &Scene<'_>) -> Reply {
    at_the_end(scene, Value::Null)
}

pub(super) fn last_page_empty_marker(scene: &Scene<'_>) -> Reply {
    at_the_end(scene, "")
}

pub(super) fn empty_last_page(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        let is_full = usize::try_from(scene.limit().unwrap_or_default()) == Ok(page.items.len());
        if let (Some(pagination), Some(last), None, true) =
            (scene.pagination(), page.items.last(), page.next(), is_full)
        {
            page.lead_to(listing::marker(pagination, last));
        }
    })
}

/// Writes markers in another way.
fn rewritten(
    scene: &Scene<'_>,
    write: impl Fn(&str) -> String,
    read: impl Fn(&str) -> Option<String>,
) -> Reply {
    let edit = |page: &mut Page| {
        if let Some(next) = page.next() {
            page.lead_to(write(next));
        }
    };
    match scene.marker() {
        Some(marker) => {
            // What was never written that way stays unknown.
            let marker = read(marker).unwrap_or_else(|| format!("{marker}?"));
            let reply = scene.ask();
            if reply.status == 400 {
                scene.edit_reply(scene.ask_for(&scene.with_marker(&marker)), edit)
            } else {
                reply
            }
        }
        None => scene.edit(edit),
    }
}

pub(super) fn odd_markers(scene: &Scene<'_>) -> Reply {
    const ODD: &str = "a b+c&d=e%20f#/?;清";
    rewritten(scene, |next| format!("{ODD}{next}"), |marker| marker.strip_prefix(ODD).map(str::to_owned))
}

pub(super) fn long_markers(scene: &Scene<'_>) -> Reply {
    const LENGTH: usize = 1500;
    rewritten(
        scene,
        |next| format!("{next:~<LENGTH$}"),
        |marker| (marker.len() == LENGTH).then(|| marker.trim_end_matches('~').to_owned()),
    )
}

pub(super) fn marker_needs_limit(scene: &Scene<'_>) -> Reply {
    let Some(pagination) = scene.pagination() else { return scene.ask() };
    let alone = scene.marker().is_some() && scene.query.get(&pagination.limit).is_none();
    scene.on_success(|reply| if alone { scene.described(400) } else { reply })
}
