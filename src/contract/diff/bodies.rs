//! Bodies and their media types.

use super::compare::{At, Compare};
use super::direction::Direction;
use super::document::Node;
use super::table;
use super::value::equal;

impl<'d> Compare<'d> {
    pub(super) fn request_body(&mut self, was: &Node<'d>, is: &Node<'d>, direction: Direction) {
        let (one, other) = (was.get("requestBody"), is.get("requestBody"));
        let (one, other) = match (one, other) {
            (None, None) => return,
            (None, Some(site)) => {
                let is_required = self.new.resolved(&site).is_some_and(|body| body.flag("required"));
                let rule = if is_required { &table::REQUIRED_BODY_ADDED } else { &table::BODY_ADDED };
                return self.tell(rule, direction, At::New(site.at.to_string()), "a body is new".to_owned());
            }
            (Some(site), None) => {
                let was_required = self.old.resolved(&site).is_some_and(|body| body.flag("required"));
                let rule = if was_required { &table::REQUIRED_BODY_REMOVED } else { &table::BODY_REMOVED };
                return self.tell(
                    rule,
                    direction,
                    At::Old(site.at.to_string()),
                    "the body is gone".to_owned(),
                );
            }
            (Some(one), Some(other)) => (one, other),
        };
        let Some((was, is)) = self.targets(&one, &other) else { return };
        self.notes(std::slice::from_ref(&was), std::slice::from_ref(&is), direction);
        match (was.flag("required"), is.flag("required")) {
            (false, true) => {
                let at = At::New(is.below("required"));
                self.tell(&table::BODY_MADE_REQUIRED, direction, at, "the body is required".to_owned());
            }
            (true, false) => {
                let at = is
                    .get("required")
                    .map_or(At::Old(was.below("required")), |node| At::New(node.at.to_string()));
                self.tell(
                    &table::BODY_MADE_OPTIONAL,
                    direction,
                    at,
                    "the body is no longer required".to_owned(),
                );
            }
            _ => {}
        }
        self.content(&was, &is, direction);
    }

    /// Compares what a body may be made of.
    pub(super) fn content(&mut self, was: &Node<'d>, is: &Node<'d>, direction: Direction) {
        let media = |node: &Node<'d>| -> Vec<(String, Node<'d>)> {
            let media =
                node.entries_of("content").into_iter().filter(|(medium, _)| !medium.starts_with("x-"));
            media.map(|(medium, node)| (normal(medium), node)).collect()
        };
        let (old, new) = (media(was), media(is));
        self.has_xml |= old.iter().chain(&new).any(|(medium, _)| medium.contains("xml"));
        match (old.is_empty(), new.is_empty()) {
            (true, true) => return,
            (true, false) => {
                let at = At::New(is.below("content"));
                return self.tell(&table::BODY_ADDED, direction, at, "a body is new".to_owned());
            }
            (false, true) => {
                let at = At::Old(was.below("content"));
                return self.tell(&table::BODY_REMOVED, direction, at, "the body is gone".to_owned());
            }
            (false, false) => {}
        }
        let mut paired = vec![false; new.len()];
        for (medium, one) in &old {
            let exact = new.iter().position(|(other, _)| other == medium);
            let wider = || new.iter().position(|(other, _)| covers(other, medium));
            if let Some(found) = exact.or_else(wider) {
                let Some((other_medium, other)) = new.get(found) else { continue };
                if let Some(paired) = paired.get_mut(found) {
                    *paired = true;
                }
                if exact.is_none() {
                    let reason = format!("the media type was `{medium}`, is any of `{other_medium}`");
                    self.tell(&table::MEDIA_TYPE_WIDENED, direction, At::New(other.at.to_string()), reason);
                }
                self.medium(one, other, direction);
                continue;
            }
            let mut is_narrowed = false;
            for ((other_medium, other), paired) in new.iter().zip(&mut paired) {
                if covers(medium, other_medium) {
                    (is_narrowed, *paired) = (true, true);
                    self.medium(one, other, direction);
                }
            }
            let at = At::Old(one.at.to_string());
            if is_narrowed {
                let reason = format!("the media type was any of `{medium}`, and no longer is");
                self.tell(&table::MEDIA_TYPE_NARROWED, direction, at, reason);
            } else {
                let reason = format!("the media type `{medium}` is gone");
                self.tell(&table::MEDIA_TYPE_REMOVED, direction, at, reason);
            }
        }
        for ((medium, other), _) in new.iter().zip(paired).filter(|(_, paired)| !paired) {
            let reason = format!("the media type `{medium}` is new");
            self.tell(&table::MEDIA_TYPE_ADDED, direction, At::New(other.at.to_string()), reason);
        }
    }

    fn medium(&mut self, was: &Node<'d>, is: &Node<'d>, direction: Direction) {
        self.notes(std::slice::from_ref(was), std::slice::from_ref(is), direction);
        let schema = |node: &Node<'d>| node.get("schema").into_iter().collect::<Vec<_>>();
        self.later(schema(was), schema(is), direction);
        let encoding = |node: &Node<'d>| {
            let encoding = node.value.get("encoding");
            encoding.filter(|encoding| encoding.as_object().is_some_and(|entries| !entries.is_empty()))
        };
        if !equal(encoding(was), encoding(is)) {
            let at = is
                .get("encoding")
                .map_or(At::Old(was.below("encoding")), |node| At::New(node.at.to_string()));
            let reason = "the parts of the body are encoded otherwise".to_owned();
            self.tell(&table::ENCODING_CHANGED, direction, at, reason);
        }
    }
}

/// A media type as it is compared: case, order of parameters and the usual encoding make no difference.
pub(super) fn normal(medium: &str) -> String {
    let lower = medium.to_ascii_lowercase();
    let mut parts = lower.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default().to_owned();
    let spelt = parts.map(|part| part.replace([' ', '"'], ""));
    let mut parameters: Vec<_> = spelt.filter(|part| !part.is_empty() && part != "charset=utf-8").collect();
    parameters.sort_unstable();
    parameters.iter().fold(name, |name, parameter| format!("{name};{parameter}"))
}

/// Whether a range has this media type in it, and is more than it.
fn covers(range: &str, medium: &str) -> bool {
    range != medium
        && (range == "*/*"
            || range.strip_suffix('*').is_some_and(|kind| kind.ends_with('/') && medium.starts_with(kind)))
}

#[cfg(test)]
mod tests {
    use super::{covers, normal};

    #[test]
    fn media_types_are_compared_without_what_makes_no_difference() {
        assert_eq!(normal("Application/JSON; charset=UTF-8"), "application/json");
        assert_eq!(normal("text/plain; b=\"1\" ;a=2"), "text/plain;a=2;b=1");
    }

    #[test]
    fn ranges_cover_what_lies_in_them() {
        assert!(covers("*/*", "text/plain") && covers("*/*", "text/*") && covers("text/*", "text/plain"));
        assert!(
            !covers("text/*", "text/*") && !covers("text/*", "image/png") && !covers("text/plain", "text/*")
        );
    }
}
