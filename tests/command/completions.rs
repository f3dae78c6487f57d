//! What a shell offers after Tab.

use std::process::Command;

use crate::run::run;

/// Asks bash for what it would offer for the last of `words`; nothing where there is no bash.
fn offered(words: &[&str]) -> Option<String> {
    let script = run(&["completions", "bash"]).stdout;
    let (word, before) = match words {
        [.., before, word] => (*word, *before),
        [word] => (*word, "swr-gc"),
        [] => ("", "swr-gc"),
    };
    let asked = format!(
        "{script}\nCOMP_WORDS=(swr-gc {}); COMP_CWORD={}\n_swr__gc swr-gc '{word}' '{before}'\necho \"${{COMPREPLY[@]}}\"",
        words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" "),
        words.len()
    );
    let output = Command::new("bash").arg("-c").arg(asked).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[test]
fn bash_offers_subcommands_and_their_flags() {
    let Some(subcommands) = offered(&["li"]) else { return println!("skipped: there is no bash") };
    assert_eq!(subcommands, "list");
    assert_eq!(offered(&["list", "--outp"]).as_deref(), Some("--output"));
    let statuses = offered(&["list", "--status", ""]).unwrap_or_default();
    assert!(statuses.contains("Running"), "{statuses:?}");
}

#[test]
fn every_shell_has_a_script() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = run(&["completions", shell]);
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{shell}");
        assert!(ran.stdout.contains("page-size"), "{shell}");
    }
}

#[test]
fn the_manual_tells_of_each_subcommand() {
    assert!(run(&["man"]).stdout.contains(".TH swr-gc 1"));
    assert!(run(&["man", "list"]).stdout.contains("page\\-size"));
    assert!(run(&["man", "auth", "status"]).stdout.contains("which credentials are used"));
    let ran = run(&["man", "lisst"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""));
    for told in ["\"lisst\"", "list, ", "contract, auth, ", "simulate, "] {
        assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
    }
}
