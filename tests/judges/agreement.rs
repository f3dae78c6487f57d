//! The comparison itself.

use std::collections::BTreeSet;

use crate::classes::CLASSES;
use crate::verdict::{Reading, Sample, Verdict, claimed, verdicts};
use crate::{files, table};

fn samples() -> Vec<Sample> {
    let mut samples = files::samples();
    samples.extend(table::samples());
    samples
}

/// A difference that no class explains, and a class that makes no difference, both show here.
#[tokio::test]
async fn the_judges_agree_or_differ_exactly_as_the_named_classes_say() {
    let samples = samples();
    let mut wrong = Vec::new();
    for (sample, said) in samples.iter().zip(verdicts(&samples).await) {
        let classes = claimed(sample);
        let fits = match classes.as_slice() {
            [] => said.is_unanimous(),
            classes => said == Verdict::of(classes),
        };
        if !fits {
            let body: String = String::from_utf8_lossy(&sample.body).chars().take(200).collect();
            wrong.push(format!("{}: claims {:?}, but {said}: {body}", sample.name, sample.classes));
        }
    }
    assert!(wrong.is_empty(), "{} of {} samples\n{}", wrong.len(), samples.len(), wrong.join("\n"));
}

/// Without this, one of several classes could be claimed for nothing.
#[test]
fn every_class_that_a_sample_claims_makes_a_difference_of_its_own() {
    for sample in samples() {
        let classes = claimed(&sample);
        for left_out in 0..classes.len() {
            let mut fewer = classes.clone();
            let class = fewer.remove(left_out);
            assert_ne!(Verdict::of(&fewer), Verdict::of(&classes), "{}: {}", sample.name, class.name);
        }
    }
}

#[test]
fn every_class_has_a_sample_that_shows_it_alone() {
    let samples = samples();
    let single = samples.iter().filter(|sample| sample.classes.len() == 1);
    let alone: BTreeSet<_> = single.flat_map(|sample| sample.classes.iter().copied()).collect();
    let named: BTreeSet<_> = CLASSES.iter().map(|class| class.name).collect();
    assert_eq!(named.difference(&alone).collect::<Vec<_>>(), [&""; 0]);
}

#[tokio::test]
async fn the_samples_are_many_and_a_good_part_of_them_is_bad() {
    let samples = samples();
    let names: BTreeSet<_> = samples.iter().map(|sample| &sample.name).collect();
    assert_eq!(names.len(), samples.len(), "a name stands twice");
    let mut bad = BTreeSet::new();
    let mut refused = BTreeSet::new();
    for (sample, said) in samples.iter().zip(verdicts(&samples).await) {
        if !said.contract {
            bad.insert(&sample.body);
        }
        if said.client == Reading::Refused {
            refused.insert(&sample.body);
        }
    }
    let bodies: BTreeSet<_> = samples.iter().map(|sample| &sample.body).collect();
    let counts = (bodies.len(), bad.len(), refused.len());
    assert!(counts.0 >= 150 && counts.1 >= 100 && counts.2 >= 15, "{counts:?}");
    assert!(counts.0 - counts.1 >= 40, "{counts:?}");
}
