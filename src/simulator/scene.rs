//! What a defect or a variant sees: the request, what is described about it, and the way to what is beneath.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;

use super::asked::Asked;
use super::fields::{self, Field};
use super::home::Home;
use super::memory::Memory;
use super::page::Page;
use super::parameters::Values;
use super::query::Query;
use super::registry::listing::Collection;
use super::reply::Reply;
use crate::generated::files;
use crate::spec::{Operation, Pagination, Source};

/// Makes the reply to one request, with or without asking what lies beneath.
pub(super) type Play = fn(&Scene<'_>) -> Reply;

/// Answers what a part asks of what lies beneath it.
pub(super) type Beneath<'a> = &'a dyn Fn(&Asked<'_>) -> Reply;

/// One request at one part of the layer.
pub(super) struct Scene<'a> {
    pub(super) asked: Asked<'a>,
    pub(super) query: Query,
    /// Values of the path's placeholders.
    pub(super) path: Vec<(String, String)>,
    pub(super) operation: &'a Operation,
    pub(super) memory: &'a Memory,
    pub(super) home: &'a Home,
    pub(super) beneath: Beneath<'a>,
}

/// Ways to ask.
impl Scene<'_> {
    /// What is answered beneath.
    pub(super) fn ask(&self) -> Reply {
        self.ask_as(&self.asked)
    }

    /// What is answered beneath to another request.
    pub(super) fn ask_as(&self, asked: &Asked<'_>) -> Reply {
        (self.beneath)(asked)
    }

    /// What is answered beneath to another query of somebody who is let in: a signature would not fit it.
    pub(super) fn ask_for(&self, query: &Query) -> Reply {
        let headers = &self.home.permitted;
        self.ask_as(&Asked { query: &query.to_string(), headers, ..self.asked })
    }

    /// The same about the project and the instance that there are.
    pub(super) fn ask_at_home(&self) -> Reply {
        let mut path = self.operation.path.clone();
        for (name, given) in &self.path {
            let known = self.home.known.get(name.as_str()).unwrap_or(given);
            path = path.replace(&format!("{{{name}}}"), known);
        }
        self.ask_as(&Asked { path: &path, headers: &self.home.permitted, ..self.asked })
    }

    /// Whether the path names something by the parameter `name` that there is not.
    pub(super) fn is_strange(&self, name: &str) -> bool {
        let given = self.path.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        given.is_some_and(|given| self.home.known.get(name).is_some_and(|known| known != given))
    }

    /// The documented answer with an error status.
    pub(super) fn described(&self, status: u16) -> Reply {
        let response = self.operation.responses.get(&status);
        let file = response.and_then(|response| response.examples.first()).map(|example| &example.file);
        let text = file.and_then(|file| files::EXAMPLES.iter().find(|(name, _)| name == file));
        Reply::new(
            status,
            text.map_or(Bytes::from_static(b"{}"), |(_, text)| Bytes::from_static(text.as_bytes())),
        )
    }
}

/// What is described.
impl Scene<'_> {
    pub(super) fn source(&self) -> &Source {
        &self.home.contract.source
    }

    pub(super) fn pagination(&self) -> Option<&Pagination> {
        self.operation.pagination.as_ref()
    }

    /// The marker that was sent.
    pub(super) fn marker(&self) -> Option<&str> {
        self.pagination()
            .and_then(|pagination| self.query.get(&pagination.marker))
            .filter(|text| !text.is_empty())
    }

    /// The page size that holds, if it is a number.
    pub(super) fn limit(&self) -> Option<i64> {
        let pagination = self.pagination()?;
        self.query.get(&pagination.limit).map_or(Some(pagination.limit_default), |text| text.parse().ok())
    }

    /// Whether an integer stands as page size that satisfies `condition`.
    pub(super) fn sized(&self, condition: impl Fn(i64, &Pagination) -> bool) -> bool {
        let given = |pagination: &Pagination| self.query.get(&pagination.limit)?.parse().ok();
        self.pagination().is_some_and(|known| given(known).is_some_and(|limit| condition(limit, known)))
    }

    /// The query with another page size.
    pub(super) fn with_limit(&self, limit: impl ToString) -> Query {
        self.pagination().map_or(self.query.clone(), |known| self.query.with(&known.limit, limit))
    }

    pub(super) fn without_limit(&self) -> Query {
        self.pagination().map_or(self.query.clone(), |known| self.query.without(&known.limit))
    }

    /// The query with another marker.
    pub(super) fn with_marker(&self, marker: &str) -> Query {
        self.pagination().map_or(self.query.clone(), |known| self.query.with(&known.marker, marker))
    }

    pub(super) fn without_marker(&self) -> Query {
        self.pagination().map_or(self.query.clone(), |known| self.query.without(&known.marker))
    }

    /// Parameter, property and wanted value of a filter that is set.
    pub(super) fn filter(&self) -> Option<(&str, &str, &str)> {
        let mut filters = self.operation.filters.iter();
        filters.find_map(|(name, property)| Some((name.as_str(), property.as_str(), self.query.get(name)?)))
    }

    pub(super) fn without_filters(&self) -> Query {
        self.operation.filters.keys().fold(self.query.clone(), |query, name| query.without(name))
    }

    /// The words that a parameter may have.
    pub(super) fn words(&self, parameter: &str) -> Vec<String> {
        let parameter = self.operation.parameters.iter().find(|known| known.name == parameter);
        let schema = parameter.and_then(|parameter| self.source().resolve(&parameter.schema));
        let words = schema.and_then(|(_, schema)| schema.get("enum")).and_then(Value::as_array);
        words.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

/// Pages and their parts.
impl Scene<'_> {
    /// The page that is asked for, or what is answered instead.
    pub(super) fn page(&self) -> Result<Page, Reply> {
        self.open(self.ask())
    }

    pub(super) fn page_for(&self, query: &Query) -> Result<Page, Reply> {
        self.open(self.ask_for(query))
    }

    pub(super) fn open(&self, reply: Reply) -> Result<Page, Reply> {
        match self.pagination() {
            Some(pagination) => Page::open(reply, pagination),
            None => Err(reply),
        }
    }

    /// Changes a page; leaves every other answer as it is, and so a page that does not change, to the byte.
    pub(super) fn edit(&self, edit: impl FnOnce(&mut Page)) -> Reply {
        let reply = self.ask();
        self.edit_reply(reply, edit)
    }

    /// The same with the page that another query asks for, where there is a page for this one.
    pub(super) fn edit_for(&self, query: &Query, edit: impl FnOnce(&mut Page)) -> Reply {
        let reply = self.ask();
        if reply.is_success() { self.edit_reply(self.ask_for(query), edit) } else { reply }
    }

    /// The same where this query is refused for what is in it.
    pub(super) fn accept(&self, query: &Query, edit: impl FnOnce(&mut Page)) -> Reply {
        let reply = self.ask();
        if reply.status == 400 { self.edit_reply(self.ask_for(query), edit) } else { reply }
    }

    pub(super) fn edit_reply(&self, reply: Reply, edit: impl FnOnce(&mut Page)) -> Reply {
        let mut page = match self.open(reply.clone()) {
            Ok(page) => page,
            Err(reply) => return reply,
        };
        let before = page.clone();
        edit(&mut page);
        if page == before { reply } else { page.close() }
    }

    /// Whether this is a walk's second page.
    pub(super) fn is_second(&self) -> bool {
        self.marker().is_some_and(|marker| {
            self.page_for(&self.without_marker()).is_ok_and(|first| first.next() == Some(marker))
        })
    }

    /// Everything that fits the filters of this request, from the beginning.
    pub(super) fn selected(&self) -> Vec<Value> {
        self.walk(&self.without_marker())
    }

    /// Everything that there is.
    pub(super) fn everything(&self) -> Vec<Value> {
        self.pagination()
            .map(|pagination| self.walk(&self.without_filters().without(&pagination.marker)))
            .unwrap_or_default()
    }

    fn walk(&self, query: &Query) -> Vec<Value> {
        let Some(Pagination { marker, limit, limit_maximum, .. }) = self.pagination() else {
            return Vec::new();
        };
        let mut items = Vec::new();
        let mut query = query.with(limit, limit_maximum);
        // Another part beneath may have broken the way: an empty page and a marker that repeats end it.
        while let Ok(mut page) = self.page_for(&query) {
            let next = page.next().map(|next| query.with(marker, next));
            let is_empty = page.items.is_empty();
            items.append(&mut page.items);
            match next {
                Some(next) if !is_empty && next != query => query = next,
                _ => break,
            }
        }
        items
    }

    /// The page that is asked for, out of other items, which the filters select from.
    pub(super) fn serve(&self, mut items: Vec<Value>) -> Reply {
        for (name, property) in &self.operation.filters {
            if let Some(wanted) = self.query.get(name) {
                items.retain(|item| item.get(property).and_then(Value::as_str) == Some(wanted));
            }
        }
        self.serve_all(items)
    }

    /// The same without a look at the filters; a refusal stays one.
    pub(super) fn serve_all(&self, items: Vec<Value>) -> Reply {
        let Some(pagination) = self.pagination() else { return self.ask() };
        let mut values = Values::new();
        if let Some(marker) = self.marker() {
            values.insert(pagination.marker.clone(), marker.into());
        }
        if let Some(limit) = self.limit() {
            values.insert(pagination.limit.clone(), limit.into());
        }
        let asked = self.ask();
        let healthy = match asked.status {
            // A marker of an item that is not there beneath.
            400 => self.ask_for(&self.without_marker()),
            _ => asked.clone(),
        };
        match Collection::new(pagination, &BTreeMap::new(), items.into_iter().rev()).page(&values) {
            Ok(body) if healthy.is_success() => healthy.with_body(body),
            _ => asked,
        }
    }

    /// Adds what follows to a page, until it has `count` items or there are no more.
    pub(super) fn fill(&self, page: &mut Page, count: i64) {
        let Some(pagination) = self.pagination() else { return };
        let missing = |page: &Page| count - i64::try_from(page.items.len()).unwrap_or(i64::MAX);
        while missing(page) > 0
            && let Some(next) = page.next()
        {
            let limit = missing(page).min(pagination.limit_maximum);
            let query = self.with_limit(limit).with(&pagination.marker, next);
            let Ok(mut more) = self.page_for(&query) else { return };
            if more.items.is_empty() {
                return;
            }
            page.items.append(&mut more.items);
            page.follow(&more);
        }
    }
}

/// Bodies and their fields.
impl Scene<'_> {
    /// Changes every success.
    pub(super) fn on_success(&self, change: impl FnOnce(Reply) -> Reply) -> Reply {
        let reply = self.ask();
        if reply.is_success() { change(reply) } else { reply }
    }

    /// Changes every refusal.
    pub(super) fn on_error(&self, change: impl FnOnce(Reply) -> Reply) -> Reply {
        let reply = self.ask();
        if reply.status >= 400 { change(reply) } else { reply }
    }

    /// Changes the values in a success that the description knows, the inner ones first.
    pub(super) fn edit_fields(&self, edit: impl FnMut(&Field<'_>, &mut Value)) -> Reply {
        self.edit_fields_of(self.ask(), edit)
    }

    /// The same with another answer.
    pub(super) fn edit_fields_of(&self, reply: Reply, mut edit: impl FnMut(&Field<'_>, &mut Value)) -> Reply {
        let described = self.operation.responses.get(&reply.status).filter(|_| reply.is_success());
        let Some(schema) = described.and_then(|response| response.schema.as_ref()) else { return reply };
        reply.edit(|body| fields::visit(self.source(), schema, body, &mut edit))
    }
}
