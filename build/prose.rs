//! Prose of the API description as rustdoc text.

/// `text` so that rustdoc shows it as it reads: no accidental links, tags or code blocks.
pub fn doc(text: &str) -> String {
    text.trim().lines().map(|line| escape(line.trim())).collect::<Vec<_>>().join("\n")
}

fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for (index, part) in line.split('`').enumerate() {
        if index > 0 {
            out.push('`');
        }
        if index % 2 == 1 {
            out.push_str(part);
            continue;
        }
        for word in part.split_inclusive(' ') {
            let bare = word.trim_end();
            if bare.starts_with("https://") || bare.starts_with("http://") {
                let url = bare.trim_end_matches(['.', ',', ';', ')']);
                out.push_str(&format!("<{url}>{}", &word[url.len()..]));
            } else {
                out.push_str(&word.replace('<', "\\<").replace('[', "\\["));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::doc;

    #[test]
    fn prose_cannot_become_a_link_a_tag_or_a_code_block() {
        assert_eq!(doc("give <id> or [limit]"), "give \\<id> or \\[limit]");
        assert_eq!(doc("    indented\n\nnext"), "indented\n\nnext");
        assert_eq!(doc("see https://example.com/a."), "see <https://example.com/a>.");
    }

    #[test]
    fn code_stays_as_it_is() {
        assert_eq!(doc("use `<id>[0]` here"), "use `<id>[0]` here");
    }
}
