//! The `swr-gc` command.

fn main() -> std::process::ExitCode {
    swr_gc::cli::main()
}
