//! How much a clean-up removes.

use std::ops::{Add, Sub};

use fastrand::Rng;
use serde::{Deserialize, Serialize};

/// What a clean-up removes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::simulator) struct Amount {
    pub(in crate::simulator) blobs: i64,
    pub(in crate::simulator) manifests: i64,
    /// In bytes.
    pub(in crate::simulator) space: i64,
}

impl Amount {
    /// What a day leaves behind.
    pub(in crate::simulator) fn of_a_day(random: &mut Rng) -> Self {
        let blobs = random.i64(200..2000);
        Self { blobs, manifests: blobs / 11, space: blobs * random.i64(2_000_000..9_000_000) }
    }

    /// A part of it, in hundredths.
    pub(super) fn part(self, hundredths: i64) -> Self {
        let part = |whole: i64| whole / 100 * hundredths + whole % 100 * hundredths / 100;
        Self { blobs: part(self.blobs), manifests: part(self.manifests), space: part(self.space) }
    }
}

impl Add for Amount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            blobs: self.blobs.saturating_add(other.blobs),
            manifests: self.manifests.saturating_add(other.manifests),
            space: self.space.saturating_add(other.space),
        }
    }
}

impl Sub for Amount {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            blobs: self.blobs - other.blobs,
            manifests: self.manifests - other.manifests,
            space: self.space - other.space,
        }
    }
}
