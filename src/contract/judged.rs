//! Everything that the rules say of a run, and which of them had something to judge.

use std::collections::BTreeSet;

use super::body::Body;
use super::found::{Found, Run, is_sound};
use super::need::Need;
use super::record::{Answer, Exchange, Intent, Purpose, Walk};
use super::rule::ALL;
use super::started::started;
use super::walks::pairs;
use super::words::is_later_page;
use super::written::written;
use crate::findings::Finding;
use crate::text::Cleaner;

/// Everything that the rules have to say.
#[derive(Default)]
pub(crate) struct Judged {
    pub(crate) findings: Vec<Finding>,
    /// Each rule, and whether there was something for it to judge.
    pub(crate) checked: Vec<(&'static str, bool)>,
    /// What could not be told, in words.
    pub(crate) open: BTreeSet<String>,
}

impl Run<'_> {
    /// Has every rule look through it.
    pub(crate) fn judged(&self, cleaner: &Cleaner) -> Judged {
        let (mut found, mut checked) = (Found::default(), Vec::new());
        for rule in ALL {
            rule.judge(self, &mut found);
            checked.push((rule.about().id, rule.about().needs.is_met(self)));
        }
        let named = |id: &str| ALL.iter().find(|rule| rule.about().id == id);
        let follows = |id: &str| named(id).map_or(&[][..], |rule| rule.follows());
        let (findings, open) = found.finish(self, cleaner, follows);
        Judged { findings, checked, open }
    }
}

impl Need {
    /// Whether there is such a thing in what was recorded.
    fn is_met(self, run: &Run<'_>) -> bool {
        let any = |is: &dyn Fn(&Exchange) -> bool| run.exchanges().any(|(_, exchange)| is(exchange));
        let body = |is: &dyn Fn(&Answer) -> bool| {
            run.answers().any(|(_, exchange, answer)| {
                let response = run.operation(exchange).responses.get(&answer.status);
                response.is_some_and(|response| response.schema.is_some()) && is(answer)
            })
        };
        let walk = |is: &dyn Fn(&Walk) -> bool| run.walks().any(|(walk, _)| is(walk));
        match self {
            Self::Body => body(&|answer| !matches!(answer.body, Body::Unrecorded)),
            Self::Json => body(&|answer| answer.body.json().is_some()),
            Self::Refusal => body(&|answer| answer.status >= 400 && answer.body.json().is_some()),
            Self::Page => run.pages().any(|(place, ..)| run.has_value(place)),
            Self::Sent => run.record.file.is_none() && any(&|_| true),
            Self::Status => any(&|exchange| exchange.number.is_some() && exchange.outcome.is_ok()),
            Self::Headers => run.answers().any(|(.., answer)| answer.headers.is_some()),
            Self::Sound => any(&|exchange| exchange.outcome.is_ok() && is_sound(exchange)),
            Self::LaterPage => any(&|exchange| is_later_page(run, exchange)),
            Self::WrongValue => any(&|exchange| matches!(exchange.intent, Intent::Wrong { .. })),
            Self::Walk => walk(&|walk| walk.pages.len() > 1 || walk.purpose != Purpose::Part),
            Self::FilteredWalk => walk(&|walk| walk.filter.is_some()),
            Self::Pair => pairs(run).iter().any(|pair| pair.walk.filter.is_none() && pair.is_steady(run)),
            Self::FilteredPair => {
                pairs(run).iter().any(|pair| pair.walk.filter.is_some() && pair.is_steady(run))
            }
            Self::Repeat => any(&|exchange| matches!(exchange.intent, Intent::Repeat { .. })),
            Self::Pages => run.pages().filter(|(_, exchange, _)| is_sound(exchange)).nth(1).is_some(),
            Self::DefaultSize => run.pages().any(|(_, exchange, pagination)| {
                matches!(exchange.intent, Intent::Page { size: None, .. })
                    && run.record.base(exchange.operation, pagination).is_some()
            }),
            Self::Stranger => any(&|exchange| exchange.intent.is_of_stranger()),
            Self::Forbidden => any(&|exchange| exchange.intent == Intent::Forbidden),
            Self::UnknownResource => {
                any(&|exchange| matches!(exchange.intent, Intent::UnknownResource { .. }))
            }
            Self::Item => any(&|exchange| matches!(exchange.intent, Intent::Item { .. })),
            Self::Start => !started(run).is_empty(),
            Self::Stop => any(&|exchange| matches!(exchange.intent, Intent::Stop { .. })),
            Self::Write => !written(run).is_empty(),
            Self::WrongBody => any(&|exchange| matches!(exchange.intent, Intent::WrongBody(_))),
        }
    }
}
