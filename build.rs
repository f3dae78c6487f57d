//! Makes the client out of `openapi/swr-gc.yaml`; the work is in `build/`.

#[path = "build/mod.rs"]
mod build;
#[path = "src/spec/mod.rs"]
#[allow(dead_code, unused_imports)]
mod spec;

use std::path::{Path, PathBuf};
use std::{env, fs};

const CONTRACT: &str = "openapi/swr-gc.yaml";

fn main() {
    println!("cargo::rerun-if-changed={CONTRACT}");
    println!("cargo::rerun-if-changed=openapi/examples");
    // Errors are reported by `cargo::error`, which fails the build by itself: an exit code on top would only
    // add noise below the lines that matter.
    let text = match fs::read_to_string(CONTRACT) {
        Ok(text) => text,
        Err(error) => return println!("cargo::error={CONTRACT}: {error}"),
    };
    let folder = Path::new(CONTRACT).parent().unwrap_or(Path::new(""));
    let missing = build::missing_examples(CONTRACT, &text, |name| folder.join(name).is_file());
    if !missing.is_empty() {
        return missing.iter().for_each(|problem| println!("cargo::error={problem}"));
    }
    let code = match build::generate(CONTRACT, &text) {
        Ok(code) => code,
        Err(problems) => {
            return problems.iter().for_each(|problem| println!("cargo::error={problem}"));
        }
    };
    let Some(folder) = env::var_os("OUT_DIR") else {
        return println!("cargo::error=OUT_DIR is not set: run this through cargo");
    };
    let target = PathBuf::from(folder).join("generated.rs");
    if let Err(error) = fs::write(&target, code) {
        println!("cargo::error={}: {error}", target.display());
    }
}
