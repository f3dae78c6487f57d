//! Pairs of measurements, taken in turn so that a machine that slows down slows both.

use std::time::{Duration, Instant};

/// How many pairs are measured; odd, so that the median is one of them.
const PAIRS: usize = 15;

/// Measures the two in turn, prints medians and the median ratio beside the bound it should keep.
pub fn compare(name: &str, bound: f64, mut ours: impl FnMut(), mut rival: impl FnMut()) {
    let timed = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    timed(&mut ours);
    timed(&mut rival);
    let mut times: Vec<(Duration, Duration)> = Vec::with_capacity(PAIRS);
    for pair in 0..PAIRS {
        // The one that goes first may profit or suffer from it.
        let (ours, rival) = if pair % 2 == 0 {
            let ours = timed(&mut ours);
            (ours, timed(&mut rival))
        } else {
            let rival = timed(&mut rival);
            (timed(&mut ours), rival)
        };
        times.push((ours, rival));
    }
    report(name, bound, &times);
}

fn report(name: &str, bound: f64, times: &[(Duration, Duration)]) {
    let mut ratios: Vec<f64> =
        times.iter().map(|(ours, rival)| ours.as_secs_f64() / rival.as_secs_f64()).collect();
    let ratio = median(&mut ratios);
    let mut ours: Vec<f64> = times.iter().map(|(ours, _)| ours.as_secs_f64() * 1e3).collect();
    let mut rival: Vec<f64> = times.iter().map(|(_, rival)| rival.as_secs_f64() * 1e3).collect();
    println!("{name:<58}{:>7.2} ms{:>7.2} ms{ratio:>8.3}{bound:>8.2}", median(&mut ours), median(&mut rival));
}

pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
