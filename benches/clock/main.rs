//! Our code against what one would write by hand, each pair in one run: `cargo bench --all-features`.
//!
//! Prints one table of ratios. Times of different runs are not comparable, ratios within a run are.

mod decode;
mod pairs;
mod sample;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(_runtime) = runtime else { return eprintln!("no runtime") };
    println!(
        "{:<58}{:>10}{:>10}{:>8}{:>8}",
        "ours / by hand, median of pairs", "ours", "by hand", "ratio", "bound"
    );
    decode::run();
}
