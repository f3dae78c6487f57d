//! Where each value of a file stands, as a tree beside the tree of values.

use std::collections::HashMap;

use super::Span;

/// Where a value stands, and where those stand that lie in it.
#[derive(Clone, Debug)]
pub(super) struct Places {
    span: Span,
    below: Below,
}

#[derive(Clone, Debug)]
enum Below {
    Nothing,
    List(Vec<Places>),
    Map(HashMap<String, Places>),
}

impl Places {
    pub(super) fn leaf(span: Span) -> Self {
        Self { span, below: Below::Nothing }
    }

    pub(super) fn list(span: Span, items: Vec<Self>) -> Self {
        Self { span, below: Below::List(items) }
    }

    pub(super) fn map(span: Span, entries: HashMap<String, Self>) -> Self {
        Self { span, below: Below::Map(entries) }
    }

    /// The same values seen from another place.
    pub(super) fn moved(&mut self, span: Span) {
        self.span = span;
    }

    pub(super) fn items(self) -> Vec<Self> {
        if let Below::List(items) = self.below { items } else { Vec::new() }
    }

    pub(super) fn entries(self) -> HashMap<String, Self> {
        if let Below::Map(entries) = self.below { entries } else { HashMap::new() }
    }

    /// The place of the value at `pointer`, or of its nearest parent that exists.
    pub(super) fn find(&self, pointer: &str) -> Span {
        let mut place = self;
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            let next = match &place.below {
                Below::List(items) => token.parse::<usize>().ok().and_then(|index| items.get(index)),
                Below::Map(entries) => entries.get(&token),
                Below::Nothing => None,
            };
            let Some(next) = next else { break };
            place = next;
        }
        place.span
    }
}
