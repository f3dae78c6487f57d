//! Names of defects and variants: made from those of functions, looked up, and guessed.

/// The bytes of a name with hyphens for its underscores.
pub(super) const fn hyphenated<const LENGTH: usize>(name: &str) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    let mut index = 0;
    while index < LENGTH {
        let byte = name.as_bytes()[index];
        bytes[index] = if byte == b'_' { b'-' } else { byte };
        index += 1;
    }
    bytes
}

/// The name of a function in kebab-case.
macro_rules! kebab {
    ($function:ident) => {{
        const NAME: &str = stringify!($function);
        const BYTES: [u8; NAME.len()] = $crate::simulator::naming::hyphenated(NAME);
        match std::str::from_utf8(&BYTES) {
            Ok(name) => name,
            Err(_) => NAME,
        }
    }};
}

pub(super) use kebab;

/// More names than these are no help.
const MOST: usize = 5;

/// What to say of a name that is not among the `known` ones; `all` says which those are.
pub(super) fn unknown(name: &str, known: impl Iterator<Item = &'static str>, all: &str) -> String {
    let nearest = nearest(name, known);
    match nearest.as_slice() {
        [] => format!("{name:?} is not known, nor is a name like it; {all}"),
        _ if nearest.len() > MOST => format!("{name:?} is not known; {all}"),
        [near] => format!("{name:?} is not known; did you mean {near}?"),
        [near @ .., last] => format!("{name:?} is not known; did you mean {} or {last}?", near.join(", ")),
    }
}

/// The names that a slip of the pen makes the given one of; if there are none, those it is a part of.
fn nearest(name: &str, known: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let written = name.trim().to_lowercase().replace(['_', ' '], "-");
    let mut near: Vec<_> = known.map(|known| (strsim::osa_distance(&written, known), known)).collect();
    near.sort_unstable();
    let best = near.first().map_or(0, |(distance, _)| *distance);
    if best <= 1 + written.len() / 4 {
        near.retain(|(distance, _)| *distance == best);
    } else {
        near.retain(|(_, known)| !written.is_empty() && known.contains(&written));
    }
    near.into_iter().map(|(_, known)| known).collect()
}
