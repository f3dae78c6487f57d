//! Makes the client out of `openapi/swr-gc.yaml` and `openapi/regions.yaml`; the work is in `build/`.

#[path = "build/mod.rs"]
mod build;
#[path = "src/spec/mod.rs"]
#[allow(dead_code, unused_imports)]
mod spec;
#[path = "src/yaml/mod.rs"]
#[allow(dead_code)]
mod yaml;

use std::path::{Path, PathBuf};
use std::{env, fs};

const CONTRACT: &str = "openapi/swr-gc.yaml";
const REGIONS: &str = "openapi/regions.yaml";

fn main() {
    println!("cargo::rerun-if-changed={CONTRACT}");
    println!("cargo::rerun-if-changed={REGIONS}");
    println!("cargo::rerun-if-changed=openapi/examples");
    // Errors are reported by `cargo::error`, which fails the build by itself: an exit code on top would only
    // add noise below the lines that matter.
    let read = |name| fs::read_to_string(name).map_err(|error| format!("{name}: {error}"));
    let (text, regions) = match read(CONTRACT).and_then(|text| Ok((text, read(REGIONS)?))) {
        Ok(texts) => texts,
        Err(problem) => return println!("cargo::error={problem}"),
    };
    let folder = Path::new(CONTRACT).parent().unwrap_or(Path::new(""));
    let missing = build::missing_examples(CONTRACT, &text, |name| folder.join(name).is_file());
    if !missing.is_empty() {
        return missing.iter().for_each(|problem| println!("cargo::error={problem}"));
    }
    let contract = build::File { name: CONTRACT, text: &text };
    let regions = build::File { name: REGIONS, text: &regions };
    let code = match build::generate(contract, regions) {
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
