//! The hosts of every region: against the vendor's tables, broken, edited, and nowhere but in the YAML.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Code, Difference, literals};
use super::support::{FILE, REGIONS, YAML, contract, files, generate_with, read};
use crate::build::File;
use crate::spec::{Service, Source, services};

/// Regions of the registry in the vendor's SDKs (Python 3.1.219, Go 0.1.188). `I`: IAM has a host in the
/// table of their core; `i`: only in that of their IAM package; `S`: STS has one.
const TABLE: &[(&str, &str)] = &[
    ("ae-ad-1", "I"),
    ("af-north-1", ""),
    ("af-south-1", "IS"),
    ("ap-southeast-1", "IS"),
    ("ap-southeast-2", "IS"),
    ("ap-southeast-3", "IS"),
    ("ap-southeast-4", "IS"),
    ("ap-southeast-5", ""),
    ("cn-east-2", "I"),
    ("cn-east-3", "IS"),
    ("cn-east-4", "I"),
    ("cn-east-5", "I"),
    ("cn-north-1", "I"),
    ("cn-north-11", ""),
    ("cn-north-12", "I"),
    ("cn-north-2", "I"),
    ("cn-north-4", "IS"),
    ("cn-north-9", "I"),
    ("cn-south-1", "IS"),
    ("cn-south-2", "I"),
    ("cn-south-4", ""),
    ("cn-southwest-2", "IS"),
    ("cn-southwest-3", ""),
    ("eu-west-0", "I"),
    ("eu-west-101", "i"),
    ("la-north-2", "I"),
    ("la-south-2", "IS"),
    ("me-east-1", "I"),
    ("my-kualalumpur-1", "I"),
    ("na-mexico-1", "I"),
    ("ru-moscow-1", "I"),
    ("ru-northwest-2", ""),
    ("sa-brazil-1", "IS"),
    ("sa-peru-1", ""),
    ("tr-west-1", "IS"),
];

fn described() -> Vec<Service> {
    let source = Source::parse(REGIONS.name, REGIONS.text).unwrap_or_else(|problem| panic!("{problem}"));
    services(&source, &contract())
}

#[test]
fn every_region_has_the_host_of_the_vendors_table_or_one_that_is_called_derived() {
    let regions: Vec<_> = TABLE.iter().map(|(region, _)| *region).collect();
    assert_eq!(contract().regions.keys().collect::<Vec<_>>(), regions);
    let count = |mark: char| TABLE.iter().filter(|(_, marks)| marks.contains(mark)).count();
    assert_eq!((regions.len(), count('I'), count('i'), count('S')), (35, 27, 1, 12));
    for (service, marks) in described().iter().zip([['I', 'i'], ['S', 'S']]) {
        let name = &service.name;
        let found = service.hosts.iter().map(|host| (host.region.as_str(), host.url.clone(), host.derived));
        let expected = TABLE.iter().map(|(region, has)| {
            let domain = if *region == "eu-west-101" { "eu" } else { "com" };
            (*region, format!("https://{name}.{region}.myhuaweicloud.{domain}"), !has.contains(marks))
        });
        assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }
}

#[test]
fn the_registry_is_where_the_vendors_table_has_it() {
    for (region, url) in contract().regions {
        let domain = if region == "eu-west-101" { "eu" } else { "com" };
        assert_eq!(url, format!("https://swr-api.{region}.myhuaweicloud.{domain}"));
    }
}

#[test]
fn only_iam_has_a_host_for_no_region_in_particular() {
    let global: BTreeMap<_, _> =
        described().into_iter().map(|service| (service.name, service.global)).collect();
    assert_eq!(global["iam"].as_deref(), Some("https://iam.myhuaweicloud.com"));
    assert_eq!(global["sts"], None);
}

const SOUND: &str = "\
iam:
  url: https://iam.{region}.example
  global: https://iam.example
  x-swr-source: sdk
  regions: [cn-north-1, cn-north-4]
  exceptions:
    eu-west-101:
      url: https://iam.example.eu
      x-swr-source: sdk
sts:
  url: https://sts.{region}.example
  x-swr-source: sdk
  regions: []
";

/// What is replaced in the sound document, by what, and what is told.
const BROKEN: &[(&str, &str, &[&str])] = &[
    (
        "  global:",
        "  globel:",
        &["3:3: unknown key `globel` in a Service object (at #/iam/globel); did you mean `global`?"],
    ),
    (
        "sts:",
        "sst:",
        &[
            "1:1: a Regions object has no `sts` (at #); add `sts`",
            "10:1: unknown key `sst` in a Regions object (at #/sst); did you mean `sts`?",
        ],
    ),
    (
        "sts:\n",
        "sts: sometimes\nother:\n",
        &[
            "10:6: a Service object is expected, this is the text \"sometimes\" (at #/sts); write a mapping \
             here",
            "11:1: unknown key `other` in a Regions object (at #/other); remove it, or teach \
             src/spec/grammar.rs what it means",
        ],
    ),
    ("  regions: []\n", "", &["10:1: a Service object has no `regions` (at #/sts); add `regions`"]),
    (
        "[cn-north-1, cn-north-4]",
        "[cn-north-1, 4]",
        &["5:25: `regions` holds `4`, expected texts only (at #/iam/regions/1); correct the value of \
             `regions`"],
    ),
    (
        "[cn-north-1, cn-north-4]",
        "[cn-noth-1, mars-1]",
        &[
            "5:13: openapi/swr-gc.yaml has no server in the region `cn-noth-1` (at #/iam/regions/0); did you \
             mean `cn-north-1`?",
            "5:24: openapi/swr-gc.yaml has no server in the region `mars-1` (at #/iam/regions/1); add it to \
             `servers` of openapi/swr-gc.yaml first",
        ],
    ),
    (
        "[cn-north-1, cn-north-4]",
        "[cn-north-1, cn-north-1]",
        &["5:25: the region `cn-north-1` stands twice (at #/iam/regions/1); keep one of the two"],
    ),
    (
        "    eu-west-101:",
        "    cn-north-4:",
        &["7:5: the exception `cn-north-4` stands in `regions` too (at #/iam/exceptions/cn-north-4); \
             remove it there: a region has one host"],
    ),
    (
        "    eu-west-101:",
        "    eu-west-102:",
        &["7:5: openapi/swr-gc.yaml has no server in the region `eu-west-102` (at \
             #/iam/exceptions/eu-west-102); did you mean `eu-west-101`?"],
    ),
    (
        "https://sts.{region}.example",
        "https://sts.example",
        &["11:8: `https://sts.example` holds `{region}` not once, or another placeholder (at #/sts/url); \
             write {region} where the name of the region stands"],
    ),
    (
        "https://sts.{region}.example",
        "https://{service}.{region}.example",
        &["11:8: `https://{service}.{region}.example` holds `{region}` not once, or another placeholder \
             (at #/sts/url); write {region} where the name of the region stands"],
    ),
    (
        "https://sts.{region}.example",
        "http://sts.{region}.example",
        &["11:8: `http://sts.{region}.example` is not the https URL of a host alone (at #/sts/url); write \
             https:// and the name of the host, and nothing behind it"],
    ),
    (
        "https://iam.example\n",
        "https://iam.example/v3\n",
        &["3:11: `https://iam.example/v3` is not the https URL of a host alone (at #/iam/global); write \
             https:// and the name of the host, and nothing behind it"],
    ),
    (
        "https://iam.example.eu",
        "https://iam.{region}.eu",
        &["8:12: `https://iam.{region}.eu` holds a placeholder (at #/iam/exceptions/eu-west-101/url); \
             write the host out"],
    ),
    (
        "      x-swr-source: sdk\n",
        "      x-swr-source: rumour\n",
        &["9:21: `x-swr-source` says \"rumour\", which is none of document, example, error-code-page, sdk, \
             inferred (at #/iam/exceptions/eu-west-101/x-swr-source); correct the value of `x-swr-source`"],
    ),
    (
        "  url: https://sts.{region}.example\n  x-swr-source: sdk\n  regions: []\n",
        "  $ref: '#/iam'\n",
        &["11:3: references are not followed here (at #/sts/$ref); write out what it refers to"],
    ),
    (
        "  exceptions:\n",
        "  exceptions: &none\n",
        &["6:15: anchors and aliases are not supported (at #/iam/exceptions); write the value out where it \
             is used"],
    ),
];

fn built(regions: &str) -> Result<String, Vec<String>> {
    let contract = File { name: FILE, text: YAML };
    generate_with(contract, File { name: "regions.yaml", text: regions })
        .map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

#[test]
fn a_mistake_is_told_where_it_stands_and_with_what_to_do() {
    assert_eq!(built(SOUND).map(|_| ()), Ok(()));
    for (from, to, told) in BROKEN {
        assert_eq!(SOUND.matches(from).count(), 1, "`{from}`");
        let told: Vec<_> = told.iter().map(|line| format!("regions.yaml:{line}")).collect();
        assert_eq!(built(&SOUND.replace(from, to)).map(|_| ()), Err(told), "`{to}` for `{from}`");
    }
}

#[test]
fn an_edit_of_the_regions_reaches_their_table_and_nothing_else() {
    let code = |regions: &str| Code::parse(&built(regions).unwrap_or_else(|told| panic!("{told:#?}")));
    let before = code(REGIONS.text);
    let row = |code: &Code, region: &str| {
        let row = code.text("hosts::STS").replace(' ', "");
        let start = row.find(&format!("(\"{region}\"")).expect("every region has a row");
        row[start..].split_once(')').map(|(row, _)| row.to_owned() + ")")
    };
    let table = literals(before.tokens("hosts::STS")).len();
    for (line, edited, region, host) in [
        ("sts:", "sts:\n", "cn-east-2", None),
        (
            "    - cn-north-4\n    - cn-south-1\n    - cn-southwest-2\n    - la",
            "    - cn-north-4\n    - cn-north-9\n    - cn-south-1\n    - cn-southwest-2\n    - la",
            "cn-north-9",
            Some(("sts.cn-north-9.myhuaweicloud.com", false)),
        ),
        (
            "https://sts.eu-west-101.myhuaweicloud.eu\n      x-swr-source: inferred",
            "https://token.example\n      x-swr-source: sdk",
            "eu-west-101",
            Some(("token.example", false)),
        ),
    ] {
        assert_eq!(REGIONS.text.matches(line).count(), 1, "`{line}`");
        let after = code(&REGIONS.text.replace(line, edited));
        let mut difference = Difference::default();
        if let Some((host, derived)) = host {
            difference.changed.insert("hosts::STS".to_owned());
            assert_eq!(row(&after, region), Some(format!("(\"{region}\",\"https://{host}\",{derived})")));
        }
        assert_eq!(before.difference(&after), difference, "{edited}");
        assert_eq!(literals(after.tokens("hosts::STS")).len(), table);
    }
}

/// Comments and the examples of `--help` may name one.
#[test]
fn the_code_names_no_region_and_no_host_of_the_vendor() {
    let names: BTreeSet<String> =
        contract().regions.into_keys().chain(["myhuaweicloud".to_owned()]).collect();
    for file in ["src", "build"]
        .into_iter()
        .flat_map(|folder| files(folder).into_iter().map(move |file| format!("{folder}/{file}")))
    {
        for line in read(&file).lines().map(str::trim_start) {
            let is_prose = line.starts_with("//") || line.contains("swr-gc ");
            let named = names.iter().find(|name| !is_prose && line.contains(name.as_str()));
            assert_eq!(named, None, "{file}: {line}");
        }
    }
}
