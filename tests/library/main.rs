//! Safety of the library, tested with the program: killed at any moment, full disk, concurrent processes, jumping
//! clock, read-only, damaged, foreign and newer files, backup before migration, fetching. Also the export–import round
//! trip.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod backups;
mod clock;
mod feeds;
mod fetching;
mod following;
mod imports;
mod killed;
mod place;
#[path = "../child/program.rs"]
mod program;
#[path = "../server/mod.rs"]
mod server;
mod together;

use place::Place;
use std::path::Path;

#[cfg(unix)]
#[test]
fn read_only_library_reads_and_rejects_writes() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let place = Place::new();
    place.done(&["add", "--no-fetch", "https://a.example/"]);
    let mode = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    mode(&place.file(), 0o444);
    mode(place.folder.path(), 0o555);
    let nobody = |words: &[&str]| {
        let mut command = place.command(words);
        // Permissions do not apply to root, so become nobody.
        if std::fs::write(place.path("probe"), "").is_ok() {
            let _ = std::fs::remove_file(place.path("probe"));
            command.uid(65_534).gid(65_534);
        }
        command.output()
    };
    let (Ok(read), Ok(written)) = (nobody(&["list"]), nobody(&["add", "--no-fetch", "https://b.example/"])) else {
        // If another user cannot run the test binary, this cannot be tested.
        mode(place.folder.path(), 0o755);
        return;
    };
    mode(place.folder.path(), 0o755);
    let (text, error) = (String::from_utf8_lossy(&read.stdout), String::from_utf8_lossy(&read.stderr));
    assert!(read.status.success() && text.contains("a.example"), "{text}{error}");
    let error = String::from_utf8_lossy(&written.stderr);
    assert!(written.status.code() == Some(1) && error.contains("read-only"), "{error}");
}

#[test]
fn broken_foreign_and_newer_libraries_are_refused() {
    let place = Place::new();
    let bytes = |text: &[u8]| std::fs::write(place.file(), text).unwrap();
    bytes(&[0].repeat(20_000));
    place.fails(&["list"], "not a sayso library");
    bytes(b"just some text that somebody keeps in a file of that name");
    place.fails(&["list"], "not a sayso library");
    assert!(std::fs::read(place.file()).unwrap().starts_with(b"just some text"));
    std::fs::remove_file(place.file()).unwrap();
    place.done(&["add", "--no-fetch", "https://a.example/"]);
    let whole = std::fs::read(place.file()).unwrap();
    bytes(&whole[..whole.len() / 3]);
    place.fails(&["list"], "damaged");
    bytes(&whole);
    let db = rusqlite::Connection::open(place.file()).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    place.fails(&["list"], "newer sayso");
    place.fails(&["add", "--no-fetch", "https://b.example/"], "newer sayso");
    let mut zeroed = whole.clone();
    zeroed[40_000..].fill(0);
    bytes(&zeroed);
    place.fails(&["list"], "damaged");
}

#[test]
fn export_import_round_trips() {
    let place = Place::new();
    let table = place.table("pocket.csv", 0..20);
    place.done(&["import", "--no-fetch", table.to_str().unwrap()]);
    place.done(&["add", "--sample"]);
    place.done(&["archive", "3"]);
    place.done(&["star", "4"]);
    let jsonl = place.done(&["export", "--format", "jsonl"]);
    let file = place.path("export.jsonl");
    std::fs::write(&file, &jsonl).unwrap();
    let other = Place::new();
    other.done(&["import", "--no-fetch", file.to_str().unwrap()]);
    let back = other.done(&["export", "--format", "jsonl"]);
    for (line, same) in back.lines().zip(jsonl.lines()) {
        let parse = |line| serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line).unwrap();
        let (line, same) = (parse(line), parse(same));
        for (key, value) in &line {
            // Not printed in full: a reading is long.
            assert!(Some(value) == same.get(key), "{key} of {}", line["title"]);
        }
    }
    assert_eq!(back.lines().count(), 21);
    let again = other.done(&["import", "--no-fetch", file.to_str().unwrap()]);
    assert!(again.contains("0 new articles, 21 already saved"), "{again}");
    assert_eq!(other.urls().len(), 21);
}

#[test]
fn undo_works_after_restart() {
    let place = Place::new();
    place.done(&["add", "--no-fetch", "https://a.example/"]);
    place.done(&["rm", "1"]);
    assert_eq!(place.urls(), [""; 0]);
    place.done(&["undo"]);
    assert_eq!(place.urls(), ["https://a.example/"]);
    place.done(&["redo"]);
    assert_eq!(place.urls(), [""; 0]);
}
