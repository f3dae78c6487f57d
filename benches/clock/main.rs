//! Our code against what one would write by hand, each pair in one run: `cargo bench --all-features`.
//!
//! Prints one table. Times of different runs are not comparable; the ratios within a run are.

mod ahead;
#[path = "../../src/contract/compiled/mod.rs"]
#[allow(dead_code)]
mod compiled;
mod decode;
mod judging;
mod listing;
mod memory;
mod pairs;
mod sample;
mod server;
#[path = "../../src/auth/signer.rs"]
#[allow(dead_code)]
mod signer;
mod signing;
mod simulator;
#[path = "../../src/spec/mod.rs"]
#[allow(dead_code, unused_imports)]
mod spec;
mod startup;
#[path = "../../src/yaml/mod.rs"]
#[allow(dead_code, unused_imports)]
mod yaml;

fn main() {
    // The memory of a process is measured in one that does nothing else.
    if let Some(work) = memory::asked() {
        return work();
    }
    // `cargo bench --all-features -- decode` measures only what is named.
    let named: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    println!("{:<60}{:>11}{:>11}{:>9}{:>7}", "median of pairs", "ours", "rival", "ratio", "bound");
    let parts: [(&str, fn()); 8] = [
        ("decode", decode::run),
        ("judging", judging::run),
        ("listing", listing::run),
        ("ahead", ahead::run),
        ("signing", signing::run),
        ("simulator", simulator::run),
        ("memory", memory::run),
        ("startup", startup::run),
    ];
    for (name, run) in parts {
        if named.is_empty() || named.iter().any(|asked| asked == name) {
            run();
        }
    }
}
