//! Values beyond the described bounds that are accepted, allowed ones that are not, and what breaks on them.

use crate::simulator::page::Page;
use crate::simulator::query::Query;
use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;

/// A refusal of this query's page size becomes the page that `instead` asks for.
fn sized(scene: &Scene<'_>, fits: impl Fn(i64) -> bool, instead: &Query) -> Reply {
    if scene.sized(|limit, _| fits(limit)) { scene.accept(instead, |_| {}) } else { scene.ask() }
}

/// A page of nothing.
fn nothing(page: &mut Page) {
    page.items.clear();
    page.stop();
}

/// Whether the page size is there and no integer.
fn is_text(scene: &Scene<'_>) -> bool {
    scene.pagination().is_some_and(|known| scene.query.get(&known.limit).is_some()) && scene.limit().is_none()
}

/// Whether the marker is what is wrong with the request.
fn is_lost(scene: &Scene<'_>) -> bool {
    scene.marker().is_some() && scene.ask().status == 400 && scene.page_for(&scene.without_marker()).is_ok()
}

/// Whether a filter has a word that is not one of its own.
fn is_unknown_word(scene: &Scene<'_>) -> bool {
    scene.filter().is_some_and(|(name, _, wanted)| !scene.words(name).iter().any(|word| word == wanted))
}

pub(super) fn limit_zero_accepted(scene: &Scene<'_>) -> Reply {
    sized(scene, |limit| limit == 0, &scene.without_limit())
}

pub(super) fn limit_zero_empty_page(scene: &Scene<'_>) -> Reply {
    if !scene.sized(|limit, _| limit == 0) {
        return scene.ask();
    }
    scene.accept(&scene.without_limit(), nothing)
}

pub(super) fn limit_negative_accepted(scene: &Scene<'_>) -> Reply {
    sized(scene, |limit| limit < 0, &scene.without_limit())
}

pub(super) fn limit_above_maximum_clamped(scene: &Scene<'_>) -> Reply {
    let Some(pagination) = scene.pagination() else { return scene.ask() };
    let maximum = pagination.limit_maximum;
    sized(scene, |limit| limit > maximum, &scene.with_limit(maximum))
}

pub(super) fn limit_above_maximum_served(scene: &Scene<'_>) -> Reply {
    match (scene.pagination(), scene.limit()) {
        (Some(pagination), Some(limit)) if limit > pagination.limit_maximum => {
            scene.accept(&scene.with_limit(pagination.limit_maximum), |page| scene.fill(page, limit))
        }
        _ => scene.ask(),
    }
}

pub(super) fn limit_text_accepted(scene: &Scene<'_>) -> Reply {
    if is_text(scene) { scene.accept(&scene.without_limit(), |_| {}) } else { scene.ask() }
}

pub(super) fn limit_text_crashes(scene: &Scene<'_>) -> Reply {
    crash(scene, is_text(scene))
}

pub(super) fn limit_zero_crashes(scene: &Scene<'_>) -> Reply {
    crash(scene, scene.sized(|limit, _| limit == 0))
}

pub(super) fn limit_above_maximum_crashes(scene: &Scene<'_>) -> Reply {
    crash(scene, scene.sized(|limit, known| limit > known.limit_maximum))
}

pub(super) fn marker_unknown_crashes(scene: &Scene<'_>) -> Reply {
    crash(scene, is_lost(scene))
}

pub(super) fn filter_unknown_crashes(scene: &Scene<'_>) -> Reply {
    crash(scene, is_unknown_word(scene))
}

fn crash(scene: &Scene<'_>, here: bool) -> Reply {
    let reply = scene.ask();
    if here && reply.status == 400 { scene.described(500) } else { reply }
}

pub(super) fn limit_maximum_refused(scene: &Scene<'_>) -> Reply {
    refuse(scene, scene.sized(|limit, known| limit == known.limit_maximum))
}

pub(super) fn limit_minimum_refused(scene: &Scene<'_>) -> Reply {
    refuse(scene, scene.sized(|limit, known| limit == known.limit_minimum))
}

fn refuse(scene: &Scene<'_>, here: bool) -> Reply {
    scene.on_success(|reply| if here { scene.described(400) } else { reply })
}

pub(super) fn default_limit_doubled(scene: &Scene<'_>) -> Reply {
    let Some(pagination) = scene.pagination() else { return scene.ask() };
    match scene.query.get(&pagination.limit) {
        None => scene.edit_for(&scene.with_limit(2 * pagination.limit_default), |_| {}),
        Some(_) => scene.ask(),
    }
}

pub(super) fn filter_unknown_accepted(scene: &Scene<'_>) -> Reply {
    if !is_unknown_word(scene) {
        return scene.ask();
    }
    scene.accept(&scene.without_filters(), |_| {})
}

pub(super) fn filter_unknown_empty(scene: &Scene<'_>) -> Reply {
    if !is_unknown_word(scene) {
        return scene.ask();
    }
    scene.accept(&scene.without_filters(), nothing)
}

pub(super) fn marker_unknown_accepted(scene: &Scene<'_>) -> Reply {
    if is_lost(scene) { scene.accept(&scene.without_marker(), |_| {}) } else { scene.ask() }
}

pub(super) fn marker_unknown_empty(scene: &Scene<'_>) -> Reply {
    if is_lost(scene) { scene.accept(&scene.without_marker(), nothing) } else { scene.ask() }
}

pub(super) fn bad_parameter_with_422(scene: &Scene<'_>) -> Reply {
    let reply = scene.ask();
    if reply.status == 400 { Reply { status: 422, ..reply } } else { reply }
}

pub(super) fn bad_parameter_with_404(scene: &Scene<'_>) -> Reply {
    if scene.ask().status == 400 { scene.described(404) } else { scene.ask() }
}
