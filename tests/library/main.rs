//! The library's safety with the real binary: killed at any moment, a full disk, two at once, read-only, broken, foreign
//! and newer files, a backup before a migration. And the round trip: what is exported comes back the same.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod backups;
mod imports;
mod place;

use place::Place;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// Moments from at once to long after, without a random number: each is another place in the program.
fn moments() -> impl Iterator<Item = Duration> {
    (0..12).map(|n| Duration::from_micros(2_000 + 9_731 * n * n / 2))
}

#[test]
fn killed_while_importing_nothing_acknowledged_is_lost() {
    let place = Place::new();
    let table = place.table("pocket.csv", 0..4_000);
    place.done(&["add", "--no-fetch", "https://a.example/first"]);
    let mut held = 1;
    for moment in moments() {
        let mut child = place
            .command(&["import", "--no-fetch", table.to_str().unwrap()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(moment);
        child.kill().unwrap();
        child.wait().unwrap();
        let urls = place.urls();
        assert!(urls.contains(&"https://a.example/first".to_owned()));
        assert!(urls.len() >= held, "{} after {held}", urls.len());
        held = urls.len();
        place.is_sound();
    }
    place.done(&["import", "--no-fetch", table.to_str().unwrap()]);
    let mut urls = place.urls();
    urls.sort();
    urls.dedup();
    assert_eq!(urls.len(), 4_001);
}

#[test]
fn killed_while_adding_each_answer_holds() {
    let place = Place::new();
    place.done(&["list"]);
    let mut acknowledged = Vec::new();
    for (number, moment) in moments().enumerate() {
        let url = format!("https://a.example/{number}");
        let mut child =
            place.command(&["add", "--no-fetch", &url]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(moment / 8);
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        if !output.stdout.is_empty() {
            acknowledged.push(url);
        }
        let urls = place.urls();
        assert!(acknowledged.iter().all(|url| urls.contains(url)), "{acknowledged:?} in {urls:?}");
        place.is_sound();
    }
}

#[test]
fn killed_while_migrating_the_library_is_whole_and_backed_up() {
    for moment in moments() {
        let place = Place::new();
        let db = rusqlite::Connection::open(place.file()).unwrap();
        db.execute_batch(include_str!("../../src/library/schema/001_pieces.sql")).unwrap();
        db.execute_batch("PRAGMA application_id = 1935767923; PRAGMA user_version = 1;").unwrap();
        db.execute("INSERT INTO piece(place, url, title, saved) VALUES (5, 'https://a.example/', 'Old', 5)", [])
            .unwrap();
        drop(db);
        let mut child = place.command(&["list"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(moment / 20);
        let _ = child.kill();
        child.wait().unwrap();
        assert_eq!(place.urls(), ["https://a.example/"]);
        let backup = rusqlite::Connection::open(place.path("library.sqlite.before-2")).unwrap();
        let title: String = backup.query_row("SELECT title FROM piece", [], |row| row.get(0)).unwrap();
        assert_eq!(title, "Old");
        place.is_sound();
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_nothing_before_it_is_lost() {
    let place = Place::new();
    let small = place.table("small.csv", 0..50);
    place.done(&["import", "--no-fetch", small.to_str().unwrap()]);
    let large = place.table("large.csv", 50..30_000);
    let blocks = std::fs::metadata(place.file()).unwrap().len() / 512 + 400;
    // The shell ignores the signal that goes with the limit, so that writing fails as it does on a full disk.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    let output = Command::new("bash")
        .args(["-c", &script, "bash", env!("CARGO_BIN_EXE_sayso"), "--library"])
        .arg(place.file())
        .args(["import", "--no-fetch", large.to_str().unwrap()])
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("disk") && error.contains("full"), "{error}");
    let urls = place.urls();
    assert!(urls.len() >= 50 && urls.contains(&"https://a.example/0".to_owned()), "{}", urls.len());
    place.done(&["import", "--no-fetch", large.to_str().unwrap()]);
    assert_eq!(place.urls().len(), 30_000);
}

#[test]
fn two_at_once_both_write() {
    let place = Place::new();
    let (one, other) = (place.table("one.csv", 0..3_000), place.table("other.csv", 2_000..5_000));
    let begin = |table: &Path| {
        place.command(&["import", "--no-fetch", table.to_str().unwrap()]).stdout(Stdio::null()).spawn().unwrap()
    };
    let mut both = [begin(&one), begin(&other)];
    for child in &mut both {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(place.urls().len(), 5_000);
}

#[cfg(unix)]
#[test]
fn a_read_only_library_is_read_and_writing_is_told() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let place = Place::new();
    place.done(&["add", "--no-fetch", "https://a.example/"]);
    let mode = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    mode(&place.file(), 0o444);
    mode(place.folder.path(), 0o555);
    let nobody = |words: &[&str]| {
        let mut command = place.command(words);
        // Rights don't hold root back: as root, be nobody.
        if std::fs::write(place.path("probe"), "").is_ok() {
            let _ = std::fs::remove_file(place.path("probe"));
            command.uid(65_534).gid(65_534);
        }
        command.output()
    };
    let (Ok(read), Ok(written)) = (nobody(&["list"]), nobody(&["add", "--no-fetch", "https://b.example/"])) else {
        // Where another user may not run the test's binary, this can't be shown.
        mode(place.folder.path(), 0o755);
        return;
    };
    mode(place.folder.path(), 0o755);
    let (text, error) = (String::from_utf8_lossy(&read.stdout), String::from_utf8_lossy(&read.stderr));
    assert!(read.status.success() && text.contains("a.example"), "{text}{error}");
    let error = String::from_utf8_lossy(&written.stderr);
    assert!(written.status.code() == Some(1) && error.contains("only be read"), "{error}");
}

#[test]
fn broken_foreign_and_newer_files_are_told_and_left_alone() {
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
fn what_is_exported_comes_back_the_same() {
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
            // Not printed whole: a reading is long.
            assert!(Some(value) == same.get(key), "{key} of {}", line["title"]);
        }
    }
    assert_eq!(back.lines().count(), 21);
    let again = other.done(&["import", "--no-fetch", file.to_str().unwrap()]);
    assert!(again.contains("0 new, 21 there already"), "{again}");
    assert_eq!(other.urls().len(), 21);
}

#[test]
fn undo_holds_after_a_restart() {
    let place = Place::new();
    place.done(&["add", "--no-fetch", "https://a.example/"]);
    place.done(&["rm", "1"]);
    assert_eq!(place.urls(), [""; 0]);
    place.done(&["undo"]);
    assert_eq!(place.urls(), ["https://a.example/"]);
    place.done(&["redo"]);
    assert_eq!(place.urls(), [""; 0]);
}
