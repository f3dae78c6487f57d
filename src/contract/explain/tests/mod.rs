//! Samples of every class, and mistakes made at random.

mod random;
mod samples;
