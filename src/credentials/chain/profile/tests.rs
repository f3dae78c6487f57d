use super::look;
use crate::auth::Identity;
use crate::credentials::chain::Absent;
use crate::credentials::testing::{Home, key, reason};

const PATH: &str = ".huaweicloud/credentials";

fn read(content: impl AsRef<[u8]>) -> Result<Identity, Absent> {
    let home = Home::new();
    home.write(PATH, content);
    look(&home.environment())
}

#[test]
fn a_key_comes_with_its_token_and_its_project() {
    let identity = read("[basic]\nak = AK-1\nsk = sk-1\nsecurity_token = st-1\nproject_id = p-1\n");
    assert_eq!(identity.as_ref().ok().and_then(|identity| identity.project_id.as_deref()), Some("p-1"));
    assert_eq!(key(identity), ("AK-1".into(), "sk-1".into(), Some("st-1".into())));
}

#[test]
fn a_secret_is_read_to_its_end_in_every_form_of_the_file() {
    const SECRET: &str = "a#b;c=d:e/f+g%h [i]";
    for content in [
        "[basic]\nak=AK-1\nsk=SECRET\n",
        "[basic]\r\nak = AK-1\r\nsk = SECRET\r\n",
        "\u{feff}[basic]\nak = AK-1\nsk = SECRET",
        "# a comment with sk = other\n[basic]\n; ak = other\nak = AK-1\n  # sk = other\nsk = SECRET\n",
        "[basic]\nAK: AK-1\nSK: SECRET  \nsecurity_token =\nproject_id = \t\n",
        "[Basic] ; of the SDKs\n\n\tak = AK-1\n\n  sk = SECRET\n",
        "[basiccredentials]\nak = AK-1\nsk = SECRET\n",
        "[global]\nak = other\nsk = other\n[basic]\nak = AK-1\nsk = SECRET\n[more]\nsk = other\n",
        "[basiccredentials]\nak = other\nsk = other\n[basic]\nak = AK-1\nsk = SECRET\n",
    ] {
        let identity = read(content.replace("SECRET", SECRET));
        assert_eq!(identity.as_ref().ok().and_then(|identity| identity.project_id.as_deref()), None);
        assert_eq!(key(identity), ("AK-1".into(), SECRET.into(), None), "{content}");
    }
}

#[test]
fn a_file_that_has_no_key_is_told_what_is_wrong_and_not_quoted() {
    let huge = format!("[basic]\nak = canary\nsk = canary\n{}", "# canary\n".repeat(200_000));
    for (content, told) in [
        ("", "has no section [basic]"),
        ("ak = canary\nsk = canary\n", "has no section [basic]"),
        ("[global]\nak = canary\nsk = canary\n", "has no section [basic]"),
        ("[basic]\n", "has no ak"),
        ("[basic]\nsk = canary\n", "[basic] of"),
        ("[basic]\nsk = canary\n", "has no ak"),
        ("[basic]\nak = canary\n", "has no sk"),
        ("[basic]\nak = canary\nsk = \t\n", "has no sk"),
        ("[basic]\nak\nsk = canary\n", "has no ak"),
        ("[basic\nak = canary\nsk = canary\n", "is no INI file"),
        ("[basic]\n= canary\n", "is no INI file"),
        ("{\"ak\": \"canary\"}", "has no section [basic]"),
        ("[basic]\nidp_id = canary\nid_token_file = canary\n", "federation (idp_id), which is not supported"),
        (huge.as_str(), "has more than"),
    ] {
        let reason = reason(read(content));
        assert!(reason.contains(told) && reason.contains(".huaweicloud"), "{reason}");
        assert!(!reason.contains("canary"), "{reason}");
    }
    let reason = reason(read(b"[basic]\nak = canary\nsk = canary\xff\n"));
    assert!(reason.contains("UTF-8") && !reason.contains("canary"), "{reason}");
}

#[test]
fn a_key_beside_a_federation_is_used() {
    let identity = read("[basic]\nidp_id = i\nid_token_file = f\nak = AK-1\nsk = sk-1\n");
    assert_eq!(key(identity).0, "AK-1");
}

#[test]
fn a_file_that_is_not_there_or_cannot_be_read_is_named() {
    let home = Home::new();
    let told = reason(look(&home.environment()));
    assert!(told.starts_with("there is no file ") && told.contains("credentials"), "{told}");
    home.write(".huaweicloud/credentials/in-the-way", "");
    let told = reason(look(&home.environment()));
    assert!(told.contains("cannot be read") && told.contains(".huaweicloud"), "{told}");
    let told = reason(look(&crate::environment::Environment::of(&[])));
    assert_eq!(told, "the home folder is not known");
}

#[test]
fn a_variable_names_another_file() {
    let home = Home::new();
    home.write(PATH, "[basic]\nak = other\nsk = other\n");
    let file = home.write("elsewhere.ini", "[basic]\nak = AK-1\nsk = sk-1\n");
    let named = |value: &std::path::Path| home.environment().with("HUAWEICLOUD_SDK_CREDENTIALS_FILE", value);
    assert_eq!(key(look(&named(&file))).0, "AK-1");
    assert_eq!(key(look(&named("  ".as_ref()))).0, "other");
    let told = reason(look(&named(&file.with_extension("gone"))));
    assert!(told.contains("elsewhere.gone"), "{told}");
}
