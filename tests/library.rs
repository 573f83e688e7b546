//! The library's safety with the real binary: killed at any moment, a full disk, two at once, read-only, broken, foreign
//! and newer files, a backup before a migration. And the round trip: what is exported comes back the same.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

/// A folder of its own with a library in it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("library.sqlite")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        command.arg("--library").arg(self.file()).args(words).stdin(Stdio::null());
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    #[track_caller]
    fn done(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn fails(&self, words: &[&str], told: &str) {
        let output = self.run(words);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {error}");
        assert!(error.contains(told), "{error:?} does not tell {told:?}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }

    /// The library's file holds together, whatever was done to it.
    #[track_caller]
    fn is_sound(&self) {
        let db = rusqlite::Connection::open(self.file()).unwrap();
        let found: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(found, "ok");
        // The sums that triggers keep are those of the rows.
        let kept = "SELECT coalesce(sum(pieces), 0) FROM tally";
        let counted = "SELECT count(*) FROM piece WHERE deleted = 0";
        let number = |sql| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(number(kept), number(counted));
    }

    /// A table for import with so many rows from a number on.
    fn table(&self, name: &str, rows: std::ops::Range<usize>) -> PathBuf {
        let path = self.path(name);
        let mut file = std::fs::File::create(&path).unwrap();
        writeln!(file, "title,url,time_added,tags,status").unwrap();
        for row in rows {
            writeln!(file, "Title {row},https://a.example/{row},{},a|b,unread", 1_600_000_000 + row).unwrap();
        }
        path
    }

    fn urls(&self) -> Vec<String> {
        let rows = self.done(&["list", "--format", "jsonl"]);
        let url =
            |row: &str| serde_json::from_str::<serde_json::Value>(row).unwrap()["url"].as_str().unwrap().to_owned();
        rows.lines().map(url).collect()
    }
}

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
        db.execute_batch(include_str!("../src/library/schema/001_pieces.sql")).unwrap();
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

#[test]
fn killed_while_restoring_the_library_is_the_old_or_the_new_one() {
    let place = Place::new();
    let table = place.table("pocket.csv", 0..2_000);
    place.done(&["add", "--no-fetch", "https://a.example/first"]);
    place.done(&["backup", place.path("backup").to_str().unwrap()]);
    place.done(&["import", "--no-fetch", table.to_str().unwrap()]);
    for moment in moments() {
        let mut child = place
            .command(&["restore", place.path("backup").to_str().unwrap()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(moment / 8);
        let _ = child.kill();
        child.wait().unwrap();
        let count = place.urls().len();
        assert!(count == 1 || count == 2_001, "{count}");
        place.is_sound();
    }
}

#[test]
fn a_backup_comes_back_by_one_command() {
    let place = Place::new();
    place.fails(&["restore"], "there is no backup beside it");
    place.done(&["add", "--no-fetch", "https://a.example/1"]);
    let told = place.done(&["backup"]);
    assert!(told.starts_with("1 pieces written to "), "{told}");
    place.done(&["add", "--no-fetch", "https://a.example/2"]);
    let listed = place.done(&["restore", "--list"]);
    assert_eq!(listed.lines().count(), 1, "{listed}");
    let told = place.done(&["restore"]);
    assert!(told.starts_with("1 pieces are back from ") && told.contains("what was there stands in "), "{told}");
    assert_eq!(place.urls(), ["https://a.example/1"]);
    // A damaged library comes back in the same way.
    let bytes = std::fs::read(place.file()).unwrap();
    std::fs::write(place.file(), &bytes[..bytes.len() / 3]).unwrap();
    place.fails(&["list"], "`sayso restore` brings the last backup back");
    place.done(&["restore"]);
    assert_eq!(place.urls(), ["https://a.example/1"]);
    place.fails(&["restore", place.path("none").to_str().unwrap()], "the library is as it was");
    place.is_sound();
}

#[cfg(unix)]
#[test]
fn an_interrupted_import_ends_in_order_and_goes_on_without_doubles() {
    use std::os::unix::process::ExitStatusExt;
    let place = Place::new();
    place.done(&["list"]);
    let table = place.table("pocket.csv", 0..40_000);
    let words = ["import", "--no-fetch", table.to_str().unwrap()];
    let child = place.command(&words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    while place.urls().is_empty() {}
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.code() == Some(130) || output.status.signal() == Some(2), "{:?}", output.status);
    assert!(told.contains("interrupted, what was written stays"), "{told}");
    let held = place.urls().len();
    assert!(held < 40_000, "it was over before the signal");
    let told = place.done(&words);
    assert!(told.contains(&format!("{} new, {held} there already", 40_000 - held)), "{told}");
    place.is_sound();
}

/// The most memory that a run had, in KiB, as the system tells while it runs.
#[cfg(target_os = "linux")]
fn most_memory(mut child: std::process::Child) -> u64 {
    let file = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let status = std::fs::read_to_string(&file).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        most = most.max(line.trim().trim_end_matches(" kB").parse().unwrap_or(0));
    }
    most
}

#[cfg(target_os = "linux")]
#[test]
fn an_import_takes_the_same_memory_whatever_the_size_of_the_file() {
    let place = Place::new();
    let padding = "x".repeat(100_000);
    let table = |rows: usize| {
        let path = place.path(&format!("{rows}.csv"));
        let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
        writeln!(file, "title,url,time_added,cursor,tags,status").unwrap();
        (0..rows).for_each(|n| writeln!(file, "T{n},https://a.example/{n},1600000000,{padding},a,unread").unwrap());
        path
    };
    let tree = |rows: usize| {
        let path = place.path(&format!("{rows}.json"));
        let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
        write!(file, "{{\"bookmarks\":[").unwrap();
        for n in 0..rows {
            let comma = if n == 0 { "" } else { "," };
            write!(file, "{comma}{{\"createdAt\":1600000000,\"title\":\"J{n}\",\"tags\":[],\"assets\":\"{padding}\",\"content\":{{\"type\":\"link\",\"url\":\"https://b.example/{n}\"}}}}").unwrap();
        }
        write!(file, "]}}").unwrap();
        path
    };
    let makers: [&dyn Fn(usize) -> PathBuf; 2] = [&table, &tree];
    for make in makers {
        let run = |rows: usize| {
            let path = make(rows);
            let words = ["import", "--no-fetch", path.to_str().unwrap()];
            most_memory(place.command(&words).stdout(Stdio::null()).spawn().unwrap())
        };
        let (few, many) = (run(50), run(500));
        assert!(many < few + 20_000, "{many} KiB for 50 MB, {few} KiB for 5");
    }
    assert_eq!(place.urls().len(), 1_000);
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
