use serde_json::{Value, json};

use super::look;
use crate::auth::Identity;
use crate::credentials::chain::Absent;
use crate::credentials::testing::{Home, key, reason};

fn read(content: impl AsRef<[u8]>) -> Result<Identity, Absent> {
    let home = Home::new();
    home.write(".hcloud/config.json", content);
    look(&home.environment())
}

/// A file whose current profile is this one, between others.
fn with(profile: Value) -> String {
    let mut profile = profile;
    profile["name"] = "work".into();
    let other = |name: &str| json!({ "name": name, "mode": "AKSK", "accessKeyId": "other", "secretAccessKey": "other" });
    json!({ "current": "work", "language": "cn", "profiles": [other("default"), profile, other("more")] })
        .to_string()
}

#[test]
fn the_current_profile_counts_with_its_region_and_its_project() {
    let file = with(json!({
        "mode": "AKSK", "accessKeyId": "AK1", "secretAccessKey": "sk-1", "securityToken": "st-1",
        "region": "mars-1", "projectId": "p-1", "domainId": "d-1", "readTimeout": 10,
    }));
    for file in [file.clone(), format!("\u{feff}{file}")] {
        let identity = read(file);
        let (region, project) =
            identity.as_ref().map(|found| (found.region.clone(), found.project_id.clone())).expect("a key");
        assert_eq!((region.as_deref(), project.as_deref()), (Some("mars-1"), Some("p-1")));
        assert_eq!(key(identity), ("AK1".into(), "sk-1".into(), Some("st-1".into())));
    }
}

#[test]
fn a_profile_of_single_sign_on_has_its_keys_further_inside() {
    let token = json!({ "accessKeyId": "AK1", "secretAccessKey": "sk-1", "securityToken": "st-1" });
    let file =
        with(json!({ "mode": "SSO", "accessKeyId": "other", "ssoAuth": { "stsToken": token, "more": [] } }));
    assert_eq!(key(read(file)), ("AK1".into(), "sk-1".into(), Some("st-1".into())));
}

#[test]
fn null_is_as_good_as_nothing() {
    let file = with(json!({
        "mode": null, "accessKeyId": "AK1", "secretAccessKey": "sk-1", "securityToken": null, "region": null,
        "projectId": null, "ssoAuth": null,
    }));
    let identity = read(file);
    let (region, project) =
        identity.as_ref().map(|found| (found.region.clone(), found.project_id.clone())).expect("a key");
    assert_eq!((region, project), (None, None));
    assert_eq!(key(identity), ("AK1".into(), "sk-1".into(), None));
    let file = with(json!({ "mode": "SSO", "accessKeyId": null, "ssoAuth": { "stsToken": null } }));
    assert!(reason(read(file)).contains("has no access key in it"));
    for file in [r#"{"current":null,"profiles":null}"#, "{}"] {
        assert!(reason(read(file)).contains("has no current profile"), "{file}");
    }
}

#[test]
fn a_profile_without_keys_is_named_with_its_mode() {
    for (profile, mode) in [
        (json!({ "mode": "ecsAgency" }), "ecsAgency"),
        (json!({ "mode": "ecsAgency", "accessKeyId": "AK1", "secretAccessKey": "canary" }), "ecsAgency"),
        (json!({ "mode": "SSO", "accessKeyId": "AK1", "secretAccessKey": "canary" }), "SSO"),
        (json!({ "mode": "AKSK", "accessKeyId": "AK1", "secretAccessKey": "" }), "AKSK"),
        (json!({ "mode": "AKSK", "accessKeyId": "  ", "secretAccessKey": "canary" }), "AKSK"),
        (json!({ "secretAccessKey": "canary" }), "no mode"),
    ] {
        let reason = reason(read(with(profile)));
        assert!(reason.contains("\"work\"") && reason.contains(mode), "{reason}");
        assert!(reason.contains("configure one of mode AKSK") && !reason.contains("canary"), "{reason}");
    }
}

#[test]
fn an_encrypted_profile_is_recognised_and_the_way_out_is_named() {
    let encrypted = ["Y2FuYXJ5LWNhbmFyeQ==", "canary+canary/canary", &"canary".repeat(16), "{AES}canary"];
    for id in encrypted {
        for (mode, inside) in [("AKSK", false), ("SSO", true)] {
            let keys = json!({ "accessKeyId": id, "secretAccessKey": "canary" });
            let profile = match inside {
                true => json!({ "mode": mode, "ssoAuth": { "stsToken": keys } }),
                false => json!({ "mode": mode, "accessKeyId": id, "secretAccessKey": "canary" }),
            };
            let reason = reason(read(with(profile)));
            assert!(
                reason.contains("is encrypted") && reason.contains("--cli-auth-encrypt=false"),
                "{reason}"
            );
            assert!(reason.contains("HUAWEICLOUD_SDK_AK") && !reason.contains("canary"), "{reason}");
        }
    }
}

#[test]
fn a_file_that_is_none_of_kooclis_is_told_by_place_and_not_quoted() {
    let huge = format!("{}{}", " ".repeat(2_000_000), with(json!({ "accessKeyId": "canary" })));
    for (content, told) in [
        (
            r#"{"current":"work","profiles":[{"name":"other","accessKeyId":"canary"}]}"#,
            "has no profile \"work\"",
        ),
        ("", "line 1"),
        ("{\"current\":\"work\",\n\"profiles\":[{\"secretAccessKey\":\"canary", "line 2"),
        (r#"{"profiles":[{"secretAccessKey":["canary"]}]}"#, "line 1"),
        (r#""canary""#, "is not the JSON"),
        (huge.as_str(), "has more than"),
    ] {
        let reason = reason(read(content));
        assert!(reason.contains(told) && reason.contains("config.json"), "{reason}");
        assert!(!reason.contains("canary"), "{reason}");
    }
    let reason = reason(read(b"{\"current\":\"canary\xff\"}"));
    assert!(reason.contains("config.json") && !reason.contains("canary"), "{reason}");
}

#[test]
fn a_file_that_is_not_there_or_cannot_be_read_is_named() {
    let home = Home::new();
    assert!(reason(look(&home.environment())).starts_with("there is no file "));
    home.write(".hcloud/config.json/in-the-way", "");
    let told = reason(look(&home.environment()));
    assert!(told.contains("cannot be read") && told.contains("config.json"), "{told}");
    assert_eq!(reason(look(&crate::environment::Environment::of(&[]))), "the home folder is not known");
}
