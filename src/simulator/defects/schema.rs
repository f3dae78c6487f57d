//! Successes whose values are not of the described kind.

use serde_json::{Map, Value, json};

use crate::simulator::fields::Field;
use crate::simulator::page::is_rare;
use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;

/// Makes every value that is meant into another one.
fn each(scene: &Scene<'_>, meant: impl Fn(&Field<'_>) -> bool, make: impl Fn(&Value) -> Value) -> Reply {
    scene.edit_fields(|field, value| {
        if meant(field) {
            *value = make(value);
        }
    })
}

/// The same by the name of a property.
fn named(scene: &Scene<'_>, name: &str, make: impl Fn(&Value) -> Value) -> Reply {
    each(scene, |field| field.name == name, make)
}

/// The same for what tells one item from another.
fn identity(scene: &Scene<'_>, make: impl Fn(i64) -> Value) -> Reply {
    let identity = scene.pagination().map_or("", |pagination| &pagination.identity);
    named(scene, identity, |value| value.as_i64().map_or(value.clone(), &make))
}

/// Changes each object that has properties.
fn objects(scene: &Scene<'_>, change: impl Fn(&mut Map<String, Value>)) -> Reply {
    scene.edit_fields(|_, value| {
        if let Value::Object(entries) = value {
            change(entries);
        }
    })
}

/// Changes a property on a few items only, which are the same on every page.
fn rarely(scene: &Scene<'_>, name: &str, make: impl Fn(&Value) -> Value) -> Reply {
    let Some(pagination) = scene.pagination() else { return scene.ask() };
    scene.edit(|page| {
        for item in page.items.iter_mut().filter(|item| is_rare(pagination, item)) {
            if let Some(value) = item.get_mut(name) {
                *value = make(value);
            }
        }
    })
}

/// Puts something else where the items of a page stand.
fn items(scene: &Scene<'_>, make: impl FnOnce(Value) -> Option<Value>) -> Reply {
    at(scene, scene.pagination().map(|pagination| pagination.items.as_str()), make)
}

/// The same for what leads to the next page, with everything around it.
fn page_info(scene: &Scene<'_>, make: impl FnOnce(Value) -> Option<Value>) -> Reply {
    let next = scene.pagination().map(|pagination| pagination.next.as_str());
    at(scene, next.and_then(|next| next.rsplit_once('/')).map(|(parent, _)| parent), make)
}

fn at(scene: &Scene<'_>, pointer: Option<&str>, make: impl FnOnce(Value) -> Option<Value>) -> Reply {
    let Some((parent, name)) = pointer.and_then(|pointer| pointer.rsplit_once('/')) else {
        return scene.ask();
    };
    scene.on_success(|reply| {
        reply.edit(|body| {
            if let Some(Value::Object(parent)) = body.pointer_mut(parent)
                && let Some(value) = parent.remove(name).and_then(make)
            {
                parent.insert(name.to_owned(), value);
            }
        })
    })
}

fn as_text(value: &Value) -> Value {
    json!(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// A time as text that a pattern of the parts makes.
fn time(scene: &Scene<'_>, form: &str) -> Reply {
    each(scene, |field| field.is_time(), |value| reformed(value, form))
}

fn reformed(value: &Value, form: &str) -> Value {
    let time = value.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    time.map_or(value.clone(), |time| json!(time.strftime(form).to_string()))
}

pub(super) fn items_missing(scene: &Scene<'_>) -> Reply {
    items(scene, |_| None)
}

pub(super) fn items_null(scene: &Scene<'_>) -> Reply {
    items(scene, |_| Some(Value::Null))
}

pub(super) fn items_object(scene: &Scene<'_>) -> Reply {
    items(scene, |items| {
        let items = items.as_array().cloned().unwrap_or_default().into_iter().enumerate();
        Some(items.map(|(index, item)| (index.to_string(), item)).collect())
    })
}

pub(super) fn items_as_text(scene: &Scene<'_>) -> Reply {
    items(scene, |items| Some(as_text(&items)))
}

pub(super) fn items_with_null(scene: &Scene<'_>) -> Reply {
    items(scene, |mut items| {
        items.as_array_mut()?.push(Value::Null);
        Some(items)
    })
}

pub(super) fn body_is_the_list(scene: &Scene<'_>) -> Reply {
    scene.on_success(|reply| match scene.open(reply) {
        Ok(mut page) => {
            let items = Value::Array(std::mem::take(&mut page.items));
            page.close().with_body(items.to_string())
        }
        Err(reply) => reply,
    })
}

pub(super) fn page_info_missing(scene: &Scene<'_>) -> Reply {
    page_info(scene, |_| None)
}

pub(super) fn page_info_list(scene: &Scene<'_>) -> Reply {
    page_info(scene, |info| Some(json!([info])))
}

pub(super) fn page_info_null(scene: &Scene<'_>) -> Reply {
    page_info(scene, |_| Some(Value::Null))
}

pub(super) fn marker_number(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        if page.next().is_some() {
            page.lead_to(1234);
        }
    })
}

pub(super) fn marker_object(scene: &Scene<'_>) -> Reply {
    scene.edit(|page| {
        if let Some(next) = page.next().map(str::to_owned) {
            page.lead_to(json!({ "value": next }));
        }
    })
}

pub(super) fn id_text(scene: &Scene<'_>) -> Reply {
    identity(scene, |id| json!(id.to_string()))
}

pub(super) fn id_float(scene: &Scene<'_>) -> Reply {
    identity(scene, |id| json!(id as f64))
}

pub(super) fn id_fraction(scene: &Scene<'_>) -> Reply {
    identity(scene, |id| json!(id as f64 + 0.5))
}

pub(super) fn id_beyond_int64(scene: &Scene<'_>) -> Reply {
    identity(scene, |id| json!(i64::MAX as u64 + id.unsigned_abs()))
}

pub(super) fn id_null(scene: &Scene<'_>) -> Reply {
    identity(scene, |_| Value::Null)
}

pub(super) fn id_missing(scene: &Scene<'_>) -> Reply {
    let identity = scene.pagination().map_or("", |pagination| &pagination.identity);
    objects(scene, |entries| drop(entries.remove(identity)))
}

pub(super) fn name_number(scene: &Scene<'_>) -> Reply {
    each(scene, |field| field.is_free(), |_| json!(7))
}

pub(super) fn kind_unknown_word(scene: &Scene<'_>) -> Reply {
    named(scene, "job_kind", |_| json!("EVENT_BASED"))
}

pub(super) fn kind_lower_case(scene: &Scene<'_>) -> Reply {
    named(scene, "job_kind", lower)
}

pub(super) fn status_unknown_word(scene: &Scene<'_>) -> Reply {
    named(scene, "job_status", |_| json!("Scheduled"))
}

pub(super) fn status_lower_case(scene: &Scene<'_>) -> Reply {
    named(scene, "job_status", lower)
}

pub(super) fn status_number(scene: &Scene<'_>) -> Reply {
    named(scene, "job_status", |_| json!(3))
}

pub(super) fn status_rarely_unknown(scene: &Scene<'_>) -> Reply {
    rarely(scene, "job_status", |_| json!("Scheduled"))
}

fn lower(word: &Value) -> Value {
    word.as_str().map_or(word.clone(), |word| json!(word.to_lowercase()))
}

pub(super) fn time_without_zone(scene: &Scene<'_>) -> Reply {
    time(scene, "%Y-%m-%dT%H:%M:%S")
}

pub(super) fn time_local_form(scene: &Scene<'_>) -> Reply {
    time(scene, "%Y-%m-%d %H:%M:%S")
}

pub(super) fn time_date_only(scene: &Scene<'_>) -> Reply {
    time(scene, "%Y-%m-%d")
}

pub(super) fn time_impossible(scene: &Scene<'_>) -> Reply {
    time(scene, "%Y-02-30T%H:%M:%SZ")
}

pub(super) fn time_empty(scene: &Scene<'_>) -> Reply {
    time(scene, "")
}

pub(super) fn time_epoch(scene: &Scene<'_>) -> Reply {
    each(
        scene,
        |field| field.is_time(),
        |value| {
            reformed(value, "%s")
                .as_str()
                .and_then(|text| text.parse::<i64>().ok())
                .map_or(Value::Null, Value::from)
        },
    )
}

pub(super) fn time_rarely_without_zone(scene: &Scene<'_>) -> Reply {
    rarely(scene, "update_time", |value| reformed(value, "%Y-%m-%dT%H:%M:%S"))
}

pub(super) fn flag_text(scene: &Scene<'_>) -> Reply {
    each(scene, |field| field.is("boolean"), as_text)
}

pub(super) fn flag_number(scene: &Scene<'_>) -> Reply {
    each(scene, |field| field.is("boolean"), |flag| json!(i32::from(flag == &Value::Bool(true))))
}

pub(super) fn workers_zero(scene: &Scene<'_>) -> Reply {
    named(scene, "workers", |_| json!(0))
}

pub(super) fn workers_six(scene: &Scene<'_>) -> Reply {
    named(scene, "workers", |_| json!(6))
}

pub(super) fn workers_text(scene: &Scene<'_>) -> Reply {
    named(scene, "workers", as_text)
}

pub(super) fn workers_null(scene: &Scene<'_>) -> Reply {
    named(scene, "workers", |_| Value::Null)
}

pub(super) fn freed_space_negative(scene: &Scene<'_>) -> Reply {
    named(scene, "freed_space", |_| json!(-1))
}

pub(super) fn freed_space_text(scene: &Scene<'_>) -> Reply {
    named(scene, "freed_space", |value| json!(format!("{value} B")))
}

pub(super) fn freed_space_rarely_negative(scene: &Scene<'_>) -> Reply {
    let wrapped = |freed: &Value| json!(freed.as_i64().map_or(-1, |freed| -1 - (freed & 0x7fff_ffff)));
    rarely(scene, "job_parameters", |parameters| {
        let mut parameters = parameters.clone();
        if let Some(freed) = parameters.get_mut("freed_space") {
            *freed = wrapped(freed);
        }
        parameters
    })
}

pub(super) fn counters_negative(scene: &Scene<'_>) -> Reply {
    each(scene, |field| field.name.starts_with("purged_"), |_| json!(-1))
}

pub(super) fn parameters_in_text(scene: &Scene<'_>) -> Reply {
    each(scene, |field| field.is_embedded(), as_text)
}

pub(super) fn parameters_list(scene: &Scene<'_>) -> Reply {
    each(scene, |field| field.is_embedded(), |value| json!([value]))
}

pub(super) fn parameters_null(scene: &Scene<'_>) -> Reply {
    each(scene, |field| field.is_embedded(), |_| Value::Null)
}

pub(super) fn undescribed_property(scene: &Scene<'_>) -> Reply {
    let Some(pagination) = scene.pagination() else { return scene.ask() };
    objects(scene, |entries| {
        if entries.contains_key(&pagination.identity) {
            entries.insert("operator".to_owned(), json!("system"));
        }
    })
}

pub(super) fn names_in_camel_case(scene: &Scene<'_>) -> Reply {
    fn camel(name: &str) -> String {
        let mut words = name.split('_');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
    }
    objects(scene, |entries| {
        *entries = std::mem::take(entries).into_iter().map(|(name, value)| (camel(&name), value)).collect();
    })
}
