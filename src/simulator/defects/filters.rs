//! Filters that select something else.

use serde_json::Value;

use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;

fn has(item: &Value, property: &str, word: &str) -> bool {
    item.get(property).and_then(Value::as_str) == Some(word)
}

/// The word that is described behind `word`, and the first one behind the last.
fn following(words: &[String], word: &str) -> Option<String> {
    let place = words.iter().position(|known| known == word)?;
    words.get((place + 1) % words.len()).cloned()
}

/// Parameter, property and word of a filter that is set to the last of its words.
fn last_word<'a>(scene: &'a Scene<'_>) -> Option<(&'a str, &'a str, &'a str)> {
    scene.filter().filter(|(name, _, wanted)| scene.words(name).last().is_some_and(|last| last == wanted))
}

pub(super) fn filter_ignored(scene: &Scene<'_>) -> Reply {
    if scene.filter().is_none() {
        return scene.ask();
    }
    scene.edit_for(&scene.without_filters(), |_| {})
}

pub(super) fn filter_lost_after_first_page(scene: &Scene<'_>) -> Reply {
    if scene.filter().is_none() || scene.marker().is_none() {
        return scene.ask();
    }
    scene.edit_for(&scene.without_filters(), |_| {})
}

pub(super) fn filter_lost_on_last_page(scene: &Scene<'_>) -> Reply {
    let Some((_, property, wanted)) = scene.filter() else { return scene.ask() };
    scene.edit(|page| {
        let room = scene.limit().and_then(|limit| usize::try_from(limit).ok()).unwrap_or_default();
        let missing = room.saturating_sub(page.items.len());
        if page.next().is_none() {
            let others = scene.everything().into_iter().filter(|item| !has(item, property, wanted));
            page.items.extend(others.take(missing));
        }
    })
}

pub(super) fn filter_after_paging(scene: &Scene<'_>) -> Reply {
    let Some((_, property, wanted)) = scene.filter() else { return scene.ask() };
    scene.edit_for(&scene.without_filters(), |page| page.items.retain(|item| has(item, property, wanted)))
}

pub(super) fn filter_empty_for_last_word(scene: &Scene<'_>) -> Reply {
    if last_word(scene).is_none() {
        return scene.ask();
    }
    scene.edit(|page| {
        page.items.clear();
        page.stop();
    })
}

pub(super) fn filter_loses_first(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        if scene.filter().is_some() && scene.marker().is_none() && page.items.len() > 1 {
            page.items.remove(0);
        }
    })
}

pub(super) fn filter_loses_last(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        if scene.filter().is_some() && page.next().is_none() && page.items.len() > 1 {
            page.items.pop();
        }
    })
}

pub(super) fn filter_shifted(scene: &Scene<'_>) -> Reply {
    match scene.filter().and_then(|(name, _, wanted)| Some((name, following(&scene.words(name), wanted)?))) {
        Some((name, other)) => scene.edit_for(&scene.query.with(name, other), |_| {}),
        None => scene.ask(),
    }
}

pub(super) fn filter_mixes_two(scene: &Scene<'_>) -> Reply {
    let Some((name, property, wanted)) = last_word(scene) else { return scene.ask() };
    let other = following(&scene.words(name), wanted).unwrap_or_default();
    let mut items = scene.everything();
    items.retain(|item| has(item, property, wanted) || has(item, property, &other));
    scene.serve_all(items)
}

pub(super) fn filter_relabels(scene: &Scene<'_>) -> Reply {
    let Some((_, property, wanted)) = scene.filter() else { return scene.ask() };
    scene.edit_for(&scene.without_filters(), |page| {
        for item in page.items.iter_mut().filter_map(Value::as_object_mut) {
            item.insert(property.to_owned(), wanted.into());
        }
    })
}

pub(super) fn filter_in_any_case(scene: &Scene<'_>) -> Reply {
    let known = scene.filter().and_then(|(name, _, wanted)| {
        Some((name, scene.words(name).into_iter().find(|word| word.eq_ignore_ascii_case(wanted))?))
    });
    match known {
        Some((name, word)) => scene.accept(&scene.query.with(name, word), |_| {}),
        None => scene.ask(),
    }
}

pub(super) fn filter_forgets_marker(scene: &Scene<'_>) -> Reply {
    if scene.filter().is_none() {
        return scene.ask();
    }
    scene.edit_for(&scene.without_marker(), |_| {})
}

pub(super) fn filter_forgets_limit(scene: &Scene<'_>) -> Reply {
    if scene.filter().is_none() {
        return scene.ask();
    }
    scene.edit_for(&scene.without_limit(), |_| {})
}

pub(super) fn filter_refuses_last_word(scene: &Scene<'_>) -> Reply {
    let here = last_word(scene).is_some();
    scene.on_success(|reply| if here { scene.described(400) } else { reply })
}

pub(super) fn whole_lacks_last_word(scene: &Scene<'_>) -> Reply {
    let Some((name, property)) = scene.operation.filters.iter().next() else { return scene.ask() };
    if scene.filter().is_some() {
        return scene.ask();
    }
    let words = scene.words(name);
    let mut items = scene.everything();
    items.retain(|item| !words.last().is_some_and(|last| has(item, property, last)));
    scene.serve_all(items)
}
