//! What there is to clean up: a made-up figure that grows with every day and shrinks with every clean-up.

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::task::Job;

/// How often something is added; in between, a clean-up frees what a dry run before it has told.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What lies about.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Waste {
    seed: u64,
    /// When something was added for the last time.
    grown: Timestamp,
    days: u64,
    /// What no artifact refers to.
    loose: Amount,
    /// What only artifacts without a tag refer to.
    untagged: Amount,
}

impl Waste {
    /// What the first day has left behind.
    pub(super) fn new(seed: u64, now: Timestamp) -> Self {
        let (loose, untagged) = (Amount::default(), Amount::default());
        let mut waste = Self { seed, grown: now, days: 0, loose, untagged };
        waste.add_a_day();
        waste
    }

    fn add_a_day(&mut self) {
        let mut random = Rng::with_seed(self.seed ^ self.days.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        self.days = self.days.wrapping_add(1);
        self.loose = self.loose + Amount::of_a_day(&mut random);
        self.untagged = self.untagged + Amount::of_a_day(&mut random).part(40);
    }

    /// The reason, with its place, if there cannot be so much.
    pub(super) fn check(&self) -> Result<(), String> {
        for (name, Amount { blobs, manifests, space }) in [("loose", self.loose), ("untagged", self.untagged)]
        {
            if let Some(number) = [blobs, manifests, space].into_iter().find(|number| *number < 0) {
                return Err(format!("/waste/{name}: {number} is below zero"));
            }
        }
        Ok(())
    }

    /// Adds what every day up to now leaves behind.
    pub(super) fn grow(&mut self, now: Timestamp) {
        while let Ok(next) = self.grown.checked_add(DAY)
            && next <= now
        {
            self.grown = next;
            self.add_a_day();
        }
    }

    /// What a clean-up with these parameters would remove.
    pub(super) fn within(&self, job: &Job) -> Amount {
        if job.deletes_untagged() { self.loose + self.untagged } else { self.loose }
    }

    /// Removes what a clean-up with these parameters does, or a part of it, in hundredths.
    pub(super) fn remove(&mut self, job: &Job, hundredths: i64) {
        if job.is_dry() {
            return;
        }
        self.loose = self.loose - self.loose.part(hundredths);
        if job.deletes_untagged() {
            self.untagged = self.untagged - self.untagged.part(hundredths);
        }
    }
}
