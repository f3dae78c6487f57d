//! Credentials from each place where they can be: `auth status` tells, `list` uses them.

use serde_json::json;

use super::cloud::Cloud;

/// A source that has something, set up by variables and files.
struct Case {
    source: &'static str,
    variables: Vec<(&'static str, String)>,
    file: Option<(&'static str, String)>,
    kind: &'static str,
}

fn cases(cloud: &Cloud) -> Vec<Case> {
    let simulator = &cloud.simulator;
    let (id, secret) = (simulator.access_key().to_owned(), simulator.secret_key().to_owned());
    let key = |names: [&'static str; 2]| vec![(names[0], id.clone()), (names[1], secret.clone())];
    let case = |source, variables, kind| Case { source, variables, file: None, kind };
    let profile = format!("[basic]\nak = {id}\nsk = {secret}\n");
    let koocli = json!({
        "current": "work",
        "profiles": [{ "name": "work", "mode": "AKSK", "accessKeyId": id, "secretAccessKey": secret }],
    });
    vec![
        case("token", vec![("SWR_GC_TOKEN", simulator.token().to_owned())], "token"),
        case(
            "iam",
            vec![
                ("SWR_GC_IAM_USER", simulator.user().to_owned()),
                ("SWR_GC_IAM_DOMAIN", simulator.domain().to_owned()),
                ("SWR_GC_IAM_PASSWORD", simulator.password().to_owned()),
            ],
            "token",
        ),
        case("environment", key(["HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"]), "access key"),
        case("document", key(["CLOUD_SDK_AK", "CLOUD_SDK_SK"]), "access key"),
        case("terraform", key(["HW_ACCESS_KEY", "HW_SECRET_KEY"]), "access key"),
        Case {
            file: Some((".huaweicloud/credentials", profile)),
            ..case("profile", Vec::new(), "access key")
        },
        Case {
            file: Some((".hcloud/config.json", koocli.to_string())),
            ..case("koocli", Vec::new(), "access key")
        },
        case("metadata", vec![("SWR_GC_METADATA_ENDPOINT", simulator.endpoint())], "temporary access key"),
    ]
}

#[test]
fn each_source_signs_in_and_tells_which_it_is_and_no_secret() {
    let model = Cloud::start();
    for (index, _) in cases(&model).iter().enumerate() {
        let cloud = Cloud::start();
        let Case { source, variables, file, kind } = cases(&cloud).swap_remove(index);
        if let Some((path, text)) = &file {
            cloud.write(path, text);
        }
        let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let ran = cloud.run(&["auth", "status", "--output", "json"], &variables);
        assert_eq!(ran.code, Some(0), "{source}: {}", ran.stderr);
        let report = ran.json();
        assert_eq!(report["source"], json!(source));
        assert_eq!(report["kind"], json!(kind), "{source}");
        assert_eq!(report["project_id"], json!(cloud.simulator.project_id()), "{source}");
        assert_eq!(report["region"], json!(cloud.simulator.region()), "{source}");
        assert_eq!(report["endpoint"], json!(cloud.simulator.endpoint()), "{source}");
        let expires = matches!(source, "iam" | "metadata");
        assert_eq!(report["expires_at"].is_string(), expires, "{source}: {report}");
        let tried: Vec<_> = report["tried"].as_array().expect("a list").iter().collect();
        assert_eq!(tried.len(), index, "{source}: the sources before it were tried: {report}");
        for secret in [cloud.simulator.secret_key(), cloud.simulator.password(), cloud.simulator.token()] {
            assert!(!ran.stdout.contains(secret) && !ran.stderr.contains(secret), "{source}");
        }
        let ran = cloud.run(&["list", "--limit", "1", "--output", "json"], &variables);
        assert_eq!(ran.code, Some(0), "{source}: {}", ran.stderr);
        assert_eq!(ran.json().as_array().map(Vec::len), Some(1), "{source}");
        let text = cloud.run(&["auth", "status"], &variables).stdout;
        assert!(text.contains(&format!("source    {source}: ")), "{text}");
        assert_eq!(text.lines().filter(|line| line.starts_with("tried ")).count(), index, "{text}");
    }
}

#[test]
fn one_source_alone_is_asked_when_a_flag_says_so() {
    let cloud = Cloud::start();
    let mut variables = vec![("SWR_GC_TOKEN", "another")];
    variables.extend(cloud.key());
    let ran = cloud.run(&["auth", "status", "--credentials", "environment"], &variables);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("environment: ") && !ran.stdout.contains("tried"), "{}", ran.stdout);
    let ran = cloud.run(&["list", "--credentials", "terraform"], &variables);
    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""));
    ran.assert_says(&["terraform: HW_ACCESS_KEY and HW_SECRET_KEY are not set"]);
    assert!(!ran.stderr.contains("token:"), "{}", ran.stderr);
    let ran = cloud.run(&["list", "--credentials", "vault"], &[]);
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["vault", "profile", "koocli", "metadata"]);
}

#[test]
fn a_total_failure_lists_each_source_and_why_it_does_not_apply() {
    let cloud = Cloud::start();
    cloud.write(".hcloud/config.json", r#"{"current":"work","profiles":[]}"#);
    cloud.write(".huaweicloud/credentials", "[global]\nak = x\n");
    let ran = cloud.run(
        &["list"],
        &[("HUAWEICLOUD_SDK_AK", "AK"), ("HW_SECRET_KEY", "x"), ("HUAWEICLOUD_SDK_IDP_ID", "idp")],
    );
    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""));
    ran.assert_says(&[
        "token: SWR_GC_TOKEN is not set",
        "iam: SWR_GC_IAM_USER",
        "environment: HUAWEICLOUD_SDK_AK is set, but HUAWEICLOUD_SDK_SK is not",
        "document: CLOUD_SDK_AK and CLOUD_SDK_SK are not set",
        "terraform: HW_SECRET_KEY is set, but HW_ACCESS_KEY is not",
        "profile: ",
        "has no section [basic]",
        "koocli: ",
        "has no profile \"work\"",
        "metadata: ",
        "federation: not supported, although HUAWEICLOUD_SDK_IDP_ID is set",
    ]);
}

#[test]
fn the_region_and_project_of_koocli_are_enough_to_go() {
    let cloud = Cloud::start();
    let simulator = &cloud.simulator;
    let region = simulator.region();
    let koocli = json!({
        "current": "work",
        "profiles": [{
            "name": "work", "mode": "AKSK", "region": region, "projectId": simulator.project_id(),
            "accessKeyId": simulator.access_key(), "secretAccessKey": simulator.secret_key(),
        }],
    });
    cloud.write(".hcloud/config.json", &koocli.to_string());
    let mut command = cloud.command(&["list", "--limit", "1", "--output", "json"]);
    command.env_remove("SWR_GC_ENDPOINT").env_remove("SWR_GC_REGION");
    let name = format!("HUAWEICLOUD_SDK_REGION_SWR_{}", region.replace('-', "_").to_uppercase());
    command.env(name, simulator.endpoint());
    let ran = super::run::Running::start(command).finish();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.json().as_array().map(Vec::len), Some(1));
}

#[test]
fn a_project_of_another_region_is_not_taken() {
    let cloud = Cloud::start();
    let simulator = &cloud.simulator;
    let koocli = json!({
        "current": "work",
        "profiles": [{
            "name": "work", "mode": "AKSK", "region": "ae-ad-1", "projectId": "project-of-ae-ad-1",
            "accessKeyId": simulator.access_key(), "secretAccessKey": simulator.secret_key(),
        }],
    });
    cloud.write(".hcloud/config.json", &koocli.to_string());
    let ran = cloud.run(&["auth", "status", "--output", "json"], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.json()["project_id"], json!(simulator.project_id()));
}

#[test]
fn which_credentials_there_are_is_told_also_where_nothing_else_is_known() {
    let cloud = Cloud::start();
    let mut command = cloud.command(&["auth", "status", "--output", "json"]);
    command.env_remove("SWR_GC_ENDPOINT").env_remove("SWR_GC_REGION").envs(cloud.key());
    let ran = super::run::Running::start(command).finish();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let report = ran.json();
    assert_eq!((&report["source"], &report["endpoint"]), (&json!("environment"), &json!(null)));
    let mut command = cloud.command(&["auth", "status"]);
    command.env_remove("SWR_GC_ENDPOINT").env_remove("SWR_GC_REGION");
    let ran = super::run::Running::start(command).finish();
    assert_eq!(ran.code, Some(2));
    ran.assert_says(&["token: SWR_GC_TOKEN is not set", "metadata: "]);
}

#[test]
fn the_profile_says_where_iam_is() {
    let cloud = Cloud::start();
    let simulator = &cloud.simulator;
    let (id, secret, endpoint) = (simulator.access_key(), simulator.secret_key(), simulator.endpoint());
    let profile = format!("[basic]\nak = {id}\nsk = {secret}\niam_endpoint = {endpoint}\n");
    cloud.write(".huaweicloud/credentials", &profile);
    let mut command = cloud.command(&["list", "--limit", "1", "--output", "json"]);
    command.env("HUAWEICLOUD_SDK_IAM_ENDPOINT", "http://127.0.0.1:9");
    let ran = super::run::Running::start(command).finish();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

#[test]
fn a_secret_on_its_way_to_this_machine_passes_no_proxy() {
    let cloud = Cloud::start();
    let proxy = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", proxy.local_addr().expect("an address"));
    let mut command = cloud.command(&["auth", "status", "--region", "cn-north-4"]);
    command.env_remove("SWR_GC_ENDPOINT").env("HTTP_PROXY", &url).env("http_proxy", &url);
    command.envs([
        ("SWR_GC_IAM_USER", cloud.simulator.user()),
        ("SWR_GC_IAM_DOMAIN", cloud.simulator.domain()),
        ("SWR_GC_IAM_PASSWORD", cloud.simulator.password()),
    ]);
    let ran = super::run::Running::start(command).finish();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    proxy.set_nonblocking(true).expect("it can be asked");
    assert!(proxy.accept().is_err(), "the proxy was asked");
}
