//! What `build.rs` made of `openapi/swr-gc.yaml`.

#![allow(clippy::all, clippy::pedantic)]
#![allow(dead_code, missing_docs, non_snake_case, unreachable_pub, unused_imports, unused_mut)]

include!(concat!(env!("OUT_DIR"), "/generated.rs"));
