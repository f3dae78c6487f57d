//! Pairs of measurements, taken in turn so that a machine that slows down slows both.

use std::time::{Duration, Instant};

/// How many pairs are measured; odd, so that the median is one of them.
const PAIRS: usize = 11;

/// Measures the two in turn, prints medians and the median ratio beside the bound it should keep.
pub fn compare(name: &str, bound: f64, ours: impl FnMut(), rival: impl FnMut()) {
    let times = measure(ours, rival);
    let ratio = median(times.iter().map(|(ours, rival)| ours.as_secs_f64() / rival.as_secs_f64()));
    let ours = median(times.iter().map(|(ours, _)| milliseconds(*ours)));
    let rival = median(times.iter().map(|(_, rival)| milliseconds(*rival)));
    println!("{name:<60}{ours:>8.2} ms{rival:>8.2} ms{ratio:>9.3}{bound:>7.2}{}", mark(ratio > bound));
}

/// The same for two that are compared by their difference.
pub fn difference(name: &str, bound: Duration, ours: impl FnMut(), rival: impl FnMut()) {
    let times = measure(ours, rival);
    let more = median(times.iter().map(|(ours, rival)| milliseconds(*ours) - milliseconds(*rival)));
    let ours = median(times.iter().map(|(ours, _)| milliseconds(*ours)));
    let rival = median(times.iter().map(|(_, rival)| milliseconds(*rival)));
    let bound = milliseconds(bound);
    let over = mark(more > bound);
    println!("{name:<60}{ours:>8.2} ms{rival:>8.2} ms{:>9}{bound:>7.0}{over}", format!("{more:+.1} ms"));
}

/// What stands behind a row that does not keep its bound.
pub fn mark(over: bool) -> &'static str {
    if over { "  over" } else { "" }
}

fn measure(mut ours: impl FnMut(), mut rival: impl FnMut()) -> Vec<(Duration, Duration)> {
    let timed = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    timed(&mut ours);
    timed(&mut rival);
    (0..PAIRS)
        .map(|pair| {
            // The one that goes first may profit or suffer from it.
            if pair % 2 == 0 {
                let ours = timed(&mut ours);
                (ours, timed(&mut rival))
            } else {
                let rival = timed(&mut rival);
                (timed(&mut ours), rival)
            }
        })
        .collect()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
