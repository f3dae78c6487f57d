//! The table for people.

use serde_json::json;

use super::run::{assert_reviewed, run};
use super::server::{Answer, Server, task};

const LEFT: [&str; 5] = ["NAME", "KIND", "STATUS", "CREATED (UTC)", "OPTIONS"];
const RIGHT: [&str; 6] = ["ID", "TOOK", "FREED", "BLOBS", "MANIFESTS", "WORKERS"];

/// A line by its columns on the screen: a wide character stands in two of them.
fn screen(line: &str) -> Vec<char> {
    let mut columns = Vec::new();
    for letter in line.chars() {
        columns.push(letter);
        if matches!(letter, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}')
        {
            columns.push('\0');
        }
    }
    columns
}

/// Checks that every cell begins, or ends, where its heading does.
#[track_caller]
fn assert_aligned(table: &str) {
    let mut lines = table.lines();
    let heading = lines.next().expect("a table has a heading");
    let column = |name: &str| heading.find(name).unwrap_or_else(|| panic!("no column {name}"));
    let mut rows = 0;
    for line in lines.take_while(|line| !line.is_empty()) {
        let screen = screen(line);
        for name in LEFT {
            let begin = column(name);
            if let Some(letter) = screen.get(begin) {
                assert_ne!(*letter, ' ', "{name} begins elsewhere: {line}");
                assert_eq!(screen[begin - 2..begin], [' ', ' '], "{name}: {line}");
            }
        }
        for name in RIGHT {
            let end = column(name) + name.len();
            assert_ne!(screen[end - 1], ' ', "{name} ends elsewhere: {line}");
            assert!(screen.get(end).is_none_or(|letter| *letter == ' '), "{name}: {line}");
        }
        rows += 1;
    }
    assert!(rows > 0, "there are no rows:\n{table}");
}

#[test]
fn the_table_of_the_simulated_registry_is_as_reviewed() {
    let ran = run(&["list", "--simulate"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    let mut lines: Vec<_> = ran.stdout.lines().take(12).collect();
    lines.extend(["…", ran.stdout.lines().last().expect("there is output")]);
    assert_reviewed!("table", lines.join("\n"));
}

#[test]
fn columns_are_aligned_also_behind_chinese_names() {
    let ran = run(&["list", "--simulate"]);
    assert!(ran.stdout.contains("清理"), "there is something to align");
    assert_aligned(&ran.stdout);
    assert_eq!(ran.stdout.lines().count(), 1 + 250 + 2, "heading, tasks, an empty line, the count");
}

#[test]
fn a_table_that_is_piped_has_no_trailing_blanks_and_no_escape_codes() {
    for arguments in [&["list", "--simulate"][..], &["list", "--simulate", "--status", "Error"]] {
        let ran = run(arguments);
        assert!(ran.stdout.lines().all(|line| line == line.trim_end()), "{}", ran.stdout);
        assert!(!ran.stdout.contains('\u{1b}'), "{}", ran.stdout);
        assert!(ran.stdout.ends_with('\n'));
    }
}

#[test]
fn long_names_are_cut_in_the_table_and_nowhere_else() {
    let names = ["x".repeat(100), "清理".repeat(30), format!("x{}", "清理".repeat(30)), "y".repeat(32)];
    let tasks: Vec<_> = (1..).zip(&names).map(|(id, name)| json!({ "id": id, "job_name": name })).collect();
    let server = Server::start([Answer::page(&tasks, None)]);
    let ran = server.list(&[]);
    assert_eq!(ran.code, Some(0));
    assert_aligned(&ran.stdout);
    let rows: Vec<_> = ran.stdout.lines().skip(1).take(4).collect();
    for (row, name) in rows.iter().zip(&names).take(3) {
        assert!(row.contains('…') && !row.contains(name.as_str()), "{row}");
        let begin: String = name.chars().take(10).collect();
        assert!(row.contains(&begin), "what fits is shown: {row}");
    }
    assert!(rows[3].contains(&names[3]) && !rows[3].contains('…'), "what fits is not cut: {}", rows[3]);
    for form in ["json", "jsonl"] {
        let server = Server::start([Answer::page(&tasks, None)]);
        let ran = server.list(&["--output", form]);
        assert!(names.iter().all(|name| ran.stdout.contains(name.as_str())), "{form}: {}", ran.stdout);
        assert!(!ran.stdout.contains('…'), "{form}");
    }
}

#[test]
fn what_the_service_did_not_say_is_unknown_and_not_zero() {
    let tasks = [json!({}), json!({ "id": 0, "job_parameters": { "purged_blobs": 0, "freed_space": 0 } })];
    let server = Server::start([Answer::page(&tasks, None)]);
    let ran = server.list(&[]);
    assert_aligned(&ran.stdout);
    let rows: Vec<_> = ran.stdout.lines().skip(1).take(2).collect();
    assert_eq!(rows[0].split_whitespace().collect::<Vec<_>>(), ["unknown"; 11], "{}", rows[0]);
    assert_eq!(rows[1].matches("unknown").count(), 7, "{}", rows[1]);
    assert!(rows[1].contains("0 B"), "{}", rows[1]);
}

#[test]
fn a_single_task_is_not_called_tasks() {
    for (tasks, count) in [(&[task(1)][..], "1 task"), (&[task(1), task(2)], "2 tasks")] {
        let server = Server::start([Answer::page(tasks, None)]);
        assert_eq!(server.list(&[]).stdout.lines().last(), Some(count));
    }
}
