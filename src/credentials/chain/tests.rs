use super::{Absent, Source, ask, beside};
use crate::auth::{Identity, Proof};
use crate::credentials::testing::{Home, World, key, reason};
use crate::environment::Environment;

/// The metadata service of a machine that has none.
const NOWHERE: (&str, &str) = ("SWR_GC_METADATA_ENDPOINT", "http://127.0.0.1:1");

fn look(source: Source, variables: &[(&str, &str)]) -> Result<Identity, Absent> {
    source.look_here(&Environment::of(variables))
}

/// The sources whose key is in two variables.
const PAIRS: [(Source, &str, &str); 3] = [
    (Source::Environment, "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"),
    (Source::Document, "CLOUD_SDK_AK", "CLOUD_SDK_SK"),
    (Source::Terraform, "HW_ACCESS_KEY", "HW_SECRET_KEY"),
];

#[test]
fn a_key_in_two_variables_is_whole_or_none() {
    for (source, id, secret) in PAIRS {
        let found = key(look(source, &[(id, " AK-1 "), (secret, "\tsk-1\r\n")]));
        assert_eq!(found, ("AK-1".into(), "sk-1".into(), None), "{source}");
        for nothing in ["", " ", "\t\r\n"] {
            let neither = reason(look(source, &[(id, nothing), (secret, nothing)]));
            assert_eq!(neither, format!("{id} and {secret} are not set"));
            let half = reason(look(source, &[(id, nothing), (secret, "canary")]));
            assert_eq!(half, format!("{secret} is set, but {id} is not"));
            let half = reason(look(source, &[(id, "canary"), (secret, nothing)]));
            assert_eq!(half, format!("{id} is set, but {secret} is not"));
        }
        assert_eq!(reason(look(source, &[])), format!("{id} and {secret} are not set"));
    }
}

#[test]
fn what_goes_with_a_key_is_read_where_its_tool_reads_it() {
    let identity = look(
        Source::Environment,
        &[
            ("HUAWEICLOUD_SDK_AK", "AK-1"),
            ("HUAWEICLOUD_SDK_SK", "sk-1"),
            ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "st-1"),
            ("HUAWEICLOUD_SDK_PROJECT_ID", "p-1"),
        ],
    );
    assert_eq!(identity.as_ref().ok().and_then(|found| found.project_id.as_deref()), Some("p-1"));
    assert_eq!(key(identity).2.as_deref(), Some("st-1"));

    let identity = look(
        Source::Terraform,
        &[
            ("HW_ACCESS_KEY", "AK-1"),
            ("HW_SECRET_KEY", "sk-1"),
            ("HW_SECURITY_TOKEN", "st-1"),
            ("HW_PROJECT_ID", "p-1"),
            ("HW_REGION_NAME", "mars-1"),
        ],
    )
    .expect("a key");
    let goes_with = (identity.region.as_deref(), identity.project_id.as_deref());
    assert_eq!(goes_with, (Some("mars-1"), Some("p-1")));
    assert_eq!(key(Ok(identity)).2.as_deref(), Some("st-1"));

    let blank = [("HW_ACCESS_KEY", "a"), ("HW_SECRET_KEY", "s"), ("HW_SECURITY_TOKEN", " ")];
    assert_eq!(key(look(Source::Terraform, &blank)).2, None);
}

#[test]
fn a_token_is_a_token() {
    let found = look(Source::Token, &[("SWR_GC_TOKEN", " t-1\n")]).expect("a token");
    assert!(matches!(&found.proof, Proof::Token(token) if token.expose() == "t-1"));
    assert_eq!(reason(look(Source::Token, &[("SWR_GC_TOKEN", "  ")])), "SWR_GC_TOKEN is not set");
}

#[cfg(unix)]
#[test]
fn a_value_that_is_no_text_is_named_and_not_shown() {
    use std::os::unix::ffi::OsStrExt;
    let value = std::ffi::OsStr::from_bytes(b"canary\xff");
    let names = PAIRS.map(|(source, _, secret)| (source, secret)).into_iter();
    let more = [(Source::Token, "SWR_GC_TOKEN"), (Source::Profile, "HUAWEICLOUD_SDK_CREDENTIALS_FILE")];
    for (source, name) in names.chain(more) {
        let told = reason(source.look_here(&Environment::of(&[]).with(name, value)));
        assert_eq!(told, format!("{name} is not UTF-8 text"));
    }
}

#[tokio::test]
async fn an_iam_user_is_whole_or_none() {
    const USER: (&str, &str) = ("SWR_GC_IAM_USER", "u");
    const DOMAIN: (&str, &str) = ("SWR_GC_IAM_DOMAIN", "d");
    const PASSWORD: (&str, &str) = ("SWR_GC_IAM_PASSWORD", "canary");
    for (variables, told) in [
        (&[][..], "SWR_GC_IAM_USER and SWR_GC_IAM_DOMAIN and SWR_GC_IAM_PASSWORD are not set"),
        (&[USER, DOMAIN], "the others are set, but SWR_GC_IAM_PASSWORD is not set"),
        (&[PASSWORD, ("SWR_GC_IAM_USER", " ")], "SWR_GC_IAM_USER and SWR_GC_IAM_DOMAIN are not set"),
    ] {
        let world = World::new(Environment::of(variables));
        let told_of = reason(Source::Iam.look(&world.context()).await);
        assert!(told_of.ends_with(told) && !told_of.contains("canary"), "{told_of}");
    }
}

/// Every source that asks nobody, with the id that it has.
fn everywhere(home: &Home) -> Vec<(Source, Vec<(&'static str, &'static str)>)> {
    home.write(".huaweicloud/credentials", "[basic]\nak = profile\nsk = s\n");
    let koocli = r#"{"current":"c","profiles":[{"name":"c","accessKeyId":"koocli","secretAccessKey":"s"}]}"#;
    home.write(".hcloud/config.json", koocli);
    vec![
        (Source::Token, vec![("SWR_GC_TOKEN", "token")]),
        (Source::Environment, vec![("HUAWEICLOUD_SDK_AK", "environment"), ("HUAWEICLOUD_SDK_SK", "s")]),
        (Source::Document, vec![("CLOUD_SDK_AK", "document"), ("CLOUD_SDK_SK", "s")]),
        (Source::Terraform, vec![("HW_ACCESS_KEY", "terraform"), ("HW_SECRET_KEY", "s")]),
        (Source::Profile, vec![]),
        (Source::KooCli, vec![]),
    ]
}

#[tokio::test]
async fn the_first_source_that_has_something_wins() {
    let home = Home::new();
    let sources = everywhere(&home);
    for first in 0..sources.len() {
        let mut environment = home.environment();
        for (name, value) in sources[first..].iter().flat_map(|(_, variables)| variables) {
            environment = environment.with(name, value);
        }
        let (expected, _) = sources[first];
        if expected == Source::KooCli {
            home.write(".huaweicloud/credentials", "[other]");
        }
        let world = World::new(environment);
        let found = ask(Source::ALL, &world.context()).await.expect("credentials");
        assert_eq!(found.source, Some(expected));
        let id = match &found.identity.proof {
            Proof::Token(token) => token.expose(),
            Proof::AccessKey(key) => &key.id,
        };
        assert_eq!(id, expected.name());
        // Those before it were asked, and have said why not.
        let before = Source::ALL.iter().take_while(|source| **source != expected).count();
        assert_eq!(found.tried.len(), before);
        assert!(found.tried.iter().all(|tried| !tried.reason.is_empty()));
    }
}

#[tokio::test]
async fn a_source_alone_looks_nowhere_else() {
    let home = Home::new();
    let sources = everywhere(&home);
    let variables = sources.iter().flat_map(|(_, variables)| variables);
    let all = variables.fold(home.environment(), |all, (name, value)| all.with(name, value));
    for (source, variables) in &sources {
        let world = World::new(all.clone());
        let found = ask(&[*source], &world.context()).await.expect("credentials");
        assert_eq!((found.source, found.tried.len()), (Some(*source), 0));
        // Without its own it has nothing, whatever the others have.
        if !variables.is_empty() {
            let others = sources.iter().filter(|(other, _)| other != source);
            let others = others.flat_map(|(_, variables)| variables);
            let world =
                World::new(others.fold(home.environment(), |all, (name, value)| all.with(name, value)));
            let error = ask(&[*source], &world.context()).await.expect_err("nothing");
            assert!(error.to_string().contains(&format!("\n  {source}: ")), "{error}");
        }
    }
}

#[tokio::test]
async fn when_none_has_any_each_is_listed_with_its_reason() {
    let home = Home::new();
    let environment = home.environment().with(NOWHERE.0, NOWHERE.1).with("HW_SECRET_KEY", "canary");
    let world = World::new(environment);
    let error = ask(Source::ALL, &world.context()).await.expect_err("nothing");
    let text = error.to_string();
    assert!(error.is_usage() && !error.may_have_run() && !text.contains("canary"), "{text}");
    let lines: Vec<_> = text.lines().skip(1).map(str::trim).collect();
    assert_eq!(lines.len(), Source::ALL.len(), "{text}");
    for (line, source) in lines.iter().zip(Source::ALL) {
        let reason = line.strip_prefix(&format!("{source}: ")).unwrap_or_else(|| panic!("{source}: {text}"));
        assert!(reason.len() > 10, "{line}");
    }
    assert!(text.contains("HW_SECRET_KEY is set, but HW_ACCESS_KEY is not"), "{text}");
}

#[tokio::test]
async fn what_is_not_supported_is_recognised_and_named() {
    for (name, what) in [
        ("HUAWEICLOUD_SDK_IDP_ID", "federation"),
        ("HUAWEICLOUD_SDK_ID_TOKEN_FILE", "federation"),
        ("HUAWEICLOUD_OIDC_PROVIDER_URN", "federation"),
        ("HC_CONTAINER_CREDENTIALS_FULL_URI", "pod identity"),
        ("HC_CONTAINER_AUTHORIZATION_TOKEN_FILE", "pod identity"),
    ] {
        let world = World::new(Environment::of(&[NOWHERE, (name, "canary")]));
        let text = ask(Source::ALL, &world.context()).await.expect_err("nothing").to_string();
        let line = text.lines().find(|line| line.trim().starts_with(what)).unwrap_or_default();
        assert!(line.contains("not supported") && line.contains(name), "{text}");
        assert!(!text.contains("canary"), "{text}");
        // It does not get in the way of what is supported.
        let world = World::new(Environment::of(&[(name, "canary"), ("SWR_GC_TOKEN", "t")]));
        assert!(ask(Source::ALL, &world.context()).await.is_ok());
    }
}

#[test]
fn what_goes_beside_is_that_of_the_source_that_wins() {
    let terraform = [
        ("HW_ACCESS_KEY", "a"),
        ("HW_SECRET_KEY", "s"),
        ("HW_REGION_NAME", "mars-1"),
        ("HW_PROJECT_ID", "p-1"),
    ];
    let beside = |sources: &[Source], more: &[(&str, &str)]| {
        let variables = more.iter().chain(&terraform);
        let environment = variables.fold(Environment::of(&[]), |all, (name, value)| all.with(name, value));
        beside(sources, &environment).map(|beside| (beside.region, beside.project_id))
    };
    let ours = Some((Some("mars-1".to_owned()), Some("p-1".to_owned())));
    assert_eq!(beside(Source::ALL, &[]), ours);
    assert_eq!(beside(Source::ALL, &[("SWR_GC_TOKEN", "t")]), Some((None, None)));
    assert_eq!(beside(&[Source::Profile], &[]), None);
    let user = [("SWR_GC_IAM_USER", "u"), ("SWR_GC_IAM_DOMAIN", "d"), ("SWR_GC_IAM_PASSWORD", "p")];
    assert_eq!(beside(Source::ALL, &user), Some((None, None)));
    assert_eq!(beside(Source::ALL, &user[..2]), ours);
}

#[test]
fn a_name_leads_to_its_source_and_to_no_other() {
    for source in Source::ALL {
        assert_eq!(source.name().parse(), Ok(*source));
        assert!(!source.place().is_empty());
    }
    let error = "vault".parse::<Source>().expect_err("unknown");
    assert!(error.to_string().contains("\"vault\"") && error.to_string().contains("koocli"), "{error}");
}
