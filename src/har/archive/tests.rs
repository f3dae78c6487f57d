use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Archive;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// The entries of a file, which has to be whole.
#[track_caller]
fn entries(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).expect("the file is there");
    let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(value["log"]["version"], "1.2");
    assert_eq!(value["log"]["creator"]["name"], "swr-gc");
    value["log"]["entries"].as_array().expect("a list").clone()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn it_is_whole_after_each_entry_and_leaves_nothing_else_behind() {
    let folder = folder();
    let path = folder.path().join("out.har");
    let mut archive = Archive::create(&path).expect("it can be made");
    for number in 0..50 {
        assert_eq!(entries(&path).len(), number);
        let text = "x".repeat(number * 1000);
        archive.add(&serde_json::json!({ "number": number, "text": text }).to_string()).expect("it is added");
    }
    let numbers: Vec<_> = entries(&path).iter().map(|entry| entry["number"].clone()).collect();
    assert_eq!(numbers, (0..50).map(Value::from).collect::<Vec<_>>());
    drop(archive);
    assert_eq!(names(folder.path()), ["out.har"]);
    assert_eq!(entries(&path).len(), 50);
}

#[test]
fn one_that_was_there_is_replaced_and_so_is_what_a_killed_process_left() {
    let folder = folder();
    let path = folder.path().join("out.har");
    let mut killed = Archive::create(&path).expect("it can be made");
    killed.add("{}").expect("it is added");
    std::mem::forget(killed);
    assert!(names(folder.path()).len() > 1, "{:?}", names(folder.path()));
    let held = fs::File::open(&path).expect("somebody has it open");
    let mut archive = Archive::create(&path).expect("it can be made");
    archive.add(r#"{"new":1}"#).expect("it is added");
    assert_eq!(entries(&path), [serde_json::json!({ "new": 1 })]);
    assert!(!std::io::read_to_string(held).expect("it can be read").contains("new"));
    drop(archive);
    assert_eq!(names(folder.path()), ["out.har"]);
}

#[cfg(unix)]
#[test]
fn nobody_but_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder();
    let path = folder.path().join("out.har");
    fs::write(&path, "for everybody").expect("it can be written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).expect("it is ours");
    let mut archive = Archive::create(&path).expect("it can be made");
    for _ in 0..3 {
        for name in names(folder.path()) {
            let mode = fs::metadata(folder.path().join(&name)).expect("it is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        archive.add("{}").expect("it is added");
    }
}

#[test]
fn what_is_no_regular_file_is_left_alone() {
    let folder = folder();
    let inside = folder.path().join("folder");
    fs::create_dir(&inside).expect("it can be made");
    let refusal = |path: &Path| Archive::create(path).err().expect("it is refused").to_string();
    assert!(refusal(&inside).contains("no regular file"));
    assert!(refusal(&folder.path().join("..")).contains("no regular file"));
    assert!(!refusal(&folder.path().join("none").join("out.har")).is_empty());
    #[cfg(unix)]
    {
        let link = folder.path().join("link.har");
        std::os::unix::fs::symlink(folder.path().join("target"), &link).expect("it can be made");
        assert!(refusal(&link).contains("no regular file"));
        assert!(refusal(Path::new("/dev/null")).contains("no regular file"));
    }
    assert!(!names(folder.path()).iter().any(|name| name.starts_with('.')));
}

#[test]
fn an_entry_that_cannot_be_written_leaves_the_file_as_it_was() {
    let folder = folder();
    let path = folder.path().join("out.har");
    let mut archive = Archive::create(&path).expect("it can be made");
    archive.add("{}").expect("it is added");
    // Something is in the way.
    fs::create_dir(&archive.passing).expect("it can be made");
    assert!(archive.add(r#"{"second":2}"#).is_err());
    assert_eq!(entries(&path).len(), 1);
}
