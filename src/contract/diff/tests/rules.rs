//! The table of rules itself.

use std::collections::BTreeMap;

use super::super::direction::Direction;
use super::super::level::{Level, Semver};
use super::super::table::ALL;

const BOTH: [Direction; 2] = [Direction::Sent, Direction::Received];

#[test]
fn every_rule_has_a_mirror_that_has_it_for_its_own() {
    for direction in BOTH {
        let mirrors: BTreeMap<_, _> =
            ALL.iter().map(|rule| (rule.id(direction), rule.mirror(direction))).collect();
        assert_eq!(mirrors.len(), ALL.len(), "two rules have one name");
        for (id, mirror) in &mirrors {
            assert_eq!(mirrors.get(mirror), Some(id), "{id}");
        }
    }
}

/// A change that is the same backwards cannot be ordered: it says `changed`, or what it is about does not travel.
#[test]
fn rules_that_are_their_own_mirror_are_those_that_cannot_be_ordered() {
    for rule in ALL {
        let id = rule.id(Direction::Sent);
        let is_unordered = ["-changed", "-moved", "-renamed"].iter().any(|end| id.ends_with(end));
        assert_eq!(id == rule.mirror(Direction::Sent), is_unordered, "{id}");
    }
}

/// What only gets wider breaks nobody who sends, what only gets narrower nobody who receives: of two mirrors at least
/// one is harmless, unless something goes away for good.
#[test]
fn no_change_breaks_forth_and_back_that_can_be_ordered() {
    for rule in ALL {
        for direction in BOTH {
            let (id, mirror) = (rule.id(direction), rule.mirror(direction));
            let back = ALL.iter().find(|other| other.id(direction) == mirror).expect("it has a mirror");
            let both = [rule.weight(direction).0, back.weight(direction).0] == [Level::Breaking; 2];
            let goes = [&id, &mirror].iter().any(|name| name.contains("removed"));
            assert!(!both || id == mirror || goes, "{id} and {mirror}");
        }
    }
}

#[test]
fn words_for_people_are_a_patch_and_what_breaks_is_more() {
    for rule in ALL {
        for direction in BOTH {
            let (level, semver) = rule.weight(direction);
            let id = rule.id(direction);
            assert_ne!(semver, Semver::None, "{id}");
            match level {
                Level::Breaking => assert!(semver >= Semver::Minor, "{id}"),
                Level::Cosmetic => assert!(semver == Semver::Patch || id.contains("setting"), "{id}"),
                Level::Compatible => {}
            }
        }
    }
}
