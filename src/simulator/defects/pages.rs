//! Pages that do not lead through the listing.

use serde_json::Value;

use crate::simulator::page::Page;
use crate::simulator::registry::listing::marker;
use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;

/// A page is large from here on.
const LARGE: i64 = 50;

pub(super) fn marker_loop(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        if let (Some(marker), Some(_)) = (scene.marker(), page.next()) {
            page.lead_to(marker);
        }
    })
}

pub(super) fn marker_loop_of_two(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        let Ok(first) = scene.page_for(&scene.without_marker()) else { return };
        let Some(to_second) = first.next() else { return };
        let second = scene.page_for(&scene.with_marker(to_second));
        if scene.marker().is_some() && second.is_ok_and(|second| second.next() == scene.marker()) {
            page.lead_to(to_second);
        }
    })
}

pub(super) fn last_page_leads_back(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        if let (Some(_), None, Ok(first)) =
            (scene.marker(), page.next(), scene.page_for(&scene.without_marker()))
        {
            page.follow(&first);
        }
    })
}

pub(super) fn pages_without_end(scene: &Scene<'_>) -> Reply {
    const FURTHER: &str = "further-";
    let number = scene.marker().and_then(|marker| marker.strip_prefix(FURTHER)?.parse::<u32>().ok());
    match number {
        Some(number) => scene.accept(&scene.without_marker(), |page| {
            page.items.clear();
            page.lead_to(format!("{FURTHER}{}", number.saturating_add(1)));
        }),
        None => scene.edit(|page| {
            if page.next().is_none() {
                page.lead_to(format!("{FURTHER}1"));
            }
        }),
    }
}

pub(super) fn dead_marker(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        if scene.marker().is_some() && page.next().is_some() {
            page.lead_to("c3RhbGU=");
        }
    })
}

pub(super) fn marker_good_once(scene: &Scene<'_>) -> Reply {
    match scene.marker() {
        Some(marker) if scene.memory.times(marker) > 1 => match scene.page() {
            Ok(_) => scene.described(400),
            Err(reply) => reply,
        },
        _ => scene.ask(),
    }
}

pub(super) fn marker_constant(scene: &Scene<'_>) -> Reply {
    const CURSOR: &str = "cursor";
    let remember = |page: &mut Page| {
        if let Some(next) = page.next() {
            scene.memory.keep(CURSOR, next);
            page.lead_to(CURSOR);
        }
    };
    match scene.memory.recall(CURSOR).filter(|_| scene.marker() == Some(CURSOR)) {
        Some(position) => scene.accept(&scene.with_marker(&position), remember),
        None => scene.edit(remember),
    }
}

pub(super) fn answers_alternate(scene: &Scene<'_>) -> Reply {
    let again = scene.memory.times(scene.asked.query).is_multiple_of(2);
    scene.edit(|page| {
        if again {
            page.items.reverse();
        }
    })
}

pub(super) fn limit_ignored(scene: &Scene<'_>) -> Reply {
    scene.edit_for(&scene.without_limit(), |_| {})
}

pub(super) fn all_in_one_page(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| scene.fill(page, i64::MAX))
}

pub(super) fn page_one_too_many(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| scene.fill(page, scene.limit().unwrap_or_default() + 1))
}

pub(super) fn page_one_too_few(scene: &Scene<'_>) -> Reply {
    match scene.limit() {
        Some(limit) if limit > 1 => scene.edit_for(&scene.with_limit(limit - 1), |_| {}),
        _ => scene.ask(),
    }
}

pub(super) fn short_second_page(scene: &Scene<'_>) -> Reply {
    match scene.limit() {
        Some(limit) if limit > 1 && scene.is_second() => scene.edit_for(&scene.with_limit(limit / 2), |_| {}),
        _ => scene.ask(),
    }
}

pub(super) fn empty_page_between(scene: &Scene<'_>) -> Reply {
    const PAUSE: &str = "pause-";
    match scene.marker().and_then(|marker| marker.strip_prefix(PAUSE)) {
        Some(next) => scene.accept(&scene.without_marker(), |page| {
            page.items.clear();
            page.lead_to(next);
        }),
        None => scene.edit(|page| {
            if let (None, Some(next)) = (scene.marker(), page.next()) {
                page.lead_to(format!("{PAUSE}{next}"));
            }
        }),
    }
}

pub(super) fn limit_capped(scene: &Scene<'_>) -> Reply {
    if scene.limit() > Some(LARGE) { scene.edit_for(&scene.with_limit(LARGE), |_| {}) } else { scene.ask() }
}

/// A second page that goes on to nowhere.
fn broken_off(scene: &Scene<'_>, stop: impl FnOnce(&mut Page)) -> Reply {
    scene.edit(|page| {
        if page.next().is_some() && scene.is_second() {
            stop(page);
        }
    })
}

pub(super) fn marker_missing_too_early(scene: &Scene<'_>) -> Reply {
    broken_off(scene, Page::stop)
}

pub(super) fn marker_null_too_early(scene: &Scene<'_>) -> Reply {
    broken_off(scene, |page| page.lead_to(Value::Null))
}

pub(super) fn marker_empty_too_early(scene: &Scene<'_>) -> Reply {
    broken_off(scene, |page| page.lead_to(""))
}

pub(super) fn list_cut_at_hundred(scene: &Scene<'_>) -> Reply {
    let mut items = scene.selected();
    items.truncate(100);
    scene.serve(items)
}

pub(super) fn page_repeats_task(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        if let (Some(pagination), [.., last_but_one, _], Some(_)) =
            (scene.pagination(), &*page.items, page.next())
        {
            page.lead_to(marker(pagination, last_but_one));
        }
    })
}

pub(super) fn page_skips_task(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        let (Some(pagination), Some(next)) = (scene.pagination(), page.next()) else { return };
        if let Ok(lost) = scene.page_for(&scene.with_limit(1).with(&pagination.marker, next)) {
            page.follow(&lost);
        }
    })
}

pub(super) fn page_served_twice(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        if scene.is_second()
            && let Ok(first) = scene.page_for(&scene.without_marker())
        {
            page.items = first.items;
        }
    })
}

pub(super) fn order_depends_on_limit(scene: &Scene<'_>) -> Reply {
    if scene.limit() < Some(LARGE) {
        return scene.ask();
    }
    let mut items = scene.selected();
    items.reverse();
    scene.serve(items)
}

pub(super) fn odd_pages_reversed(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        if scene.limit().is_some_and(|limit| limit % 2 == 1) {
            page.items.reverse();
        }
    })
}

pub(super) fn large_page_loses_task(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        if scene.limit() >= Some(LARGE) && page.items.len() > 1 {
            page.items.remove(page.items.len() / 2);
        }
    })
}

pub(super) fn marker_works_without_filter_only(scene: &Scene<'_>) -> Reply {
    match (scene.marker(), scene.filter(), scene.page()) {
        (Some(_), Some(_), Ok(_)) => scene.described(400),
        _ => scene.ask(),
    }
}
