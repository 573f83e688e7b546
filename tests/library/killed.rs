//! Killing the program at any moment: no acknowledged write is lost, the file stays valid, no partial file is left.
//!
//! Each test kills eight times; `SAYSO_TEST_KILLS=200` changes that, and `SAYSO_TEST_PROGRAM=target/quick/sayso` makes
//! it fast.

use super::place::Place;
use std::process::{Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

fn kills() -> u32 {
    std::env::var("SAYSO_TEST_KILLS").ok().and_then(|number| number.parse().ok()).unwrap_or(8)
}

/// Returns moments spread over 1.1 times a duration, each at a different point of the run: multiples of the golden
/// ratio, which look random and get denser with their number.
fn moments(whole: Duration) -> impl Iterator<Item = Duration> {
    (1..=kills()).map(move |n| whole.mul_f64((f64::from(n) * 0.618_033_988_75).fract() * 1.1))
}

/// Measures the duration of `work`.
fn time_of(work: impl FnOnce()) -> Duration {
    let since = Instant::now();
    work();
    since.elapsed()
}

/// Runs a command and kills it after a while, unless it has ended.
fn killed(place: &Place, words: &[&str], after: Duration) -> Output {
    let mut child = place.command(words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(after);
    let _ = child.kill();
    child.wait_with_output().unwrap()
}

/// Returns the names in a folder.
fn names(place: &Place) -> Vec<String> {
    let listed = std::fs::read_dir(place.folder.path()).unwrap();
    let mut names: Vec<_> = listed.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[track_caller]
pub fn nothing_half_is_left(place: &Place) {
    assert!(names(place).iter().all(|name| !name.contains("half")), "{:?}", names(place));
}

/// More rows than an import writes in one transaction.
const ROWS: usize = 5_000;

#[test]
fn kill_during_import_loses_nothing_acknowledged() {
    let ready = || {
        let place = Place::new();
        place.done(&["add", "--no-fetch", "https://a.example/first"]);
        let table = place.table("pocket.csv", 0..ROWS);
        (place, ["import".to_owned(), "--no-fetch".into(), table.to_str().unwrap().into()])
    };
    let words = |words: &[String; 3]| words.clone();
    let (place, first) = ready();
    let whole = time_of(|| drop(place.done(&first.each_ref().map(String::as_str))));
    for moment in moments(whole) {
        let (place, import) = ready();
        let import = words(&import);
        let import = import.each_ref().map(String::as_str);
        let told = killed(&place, &import, moment).stdout;
        let urls = place.urls();
        assert!(urls.contains(&"https://a.example/first".to_owned()));
        assert!(told.is_empty() || urls.len() == ROWS + 1, "{} after it was told done", urls.len());
        place.is_valid();
        // The import continues from where it stopped.
        let held = urls.len() - 1;
        let report = place.done(&import);
        assert!(report.contains(&format!("{} new", ROWS - held)), "{held} held: {report}");
        let mut urls = place.urls();
        urls.sort();
        urls.dedup();
        assert_eq!(urls.len(), ROWS + 1);
        place.is_valid();
    }
}

#[test]
fn kill_during_write_keeps_acknowledged_changes() {
    let place = Place::new();
    place.done(&["reanalyse"]);
    let whole = time_of(|| drop(place.done(&["add", "--no-fetch", "--star", "https://a.example/0"])));
    let mut starred = vec!["https://a.example/0".to_owned()];
    for (number, moment) in moments(whole).enumerate() {
        let urls: Vec<_> = (0..3).map(|one| format!("https://a.example/{number}/{one}")).collect();
        let words = ["add", "--no-fetch", "--star"].into_iter().chain(urls.iter().map(String::as_str));
        let told = killed(&place, &words.collect::<Vec<_>>(), moment).stdout;
        let told = String::from_utf8(told).unwrap();
        starred.extend(urls.into_iter().take(told.lines().count()));
        // Making a change and undoing it are both writes.
        let is_archived = || !place.done(&["list", "--format", "jsonl", "is:archive"]).is_empty();
        let told = killed(&place, &["archive", "1"], moment).stdout;
        assert!(told.is_empty() || is_archived());
        if !is_archived() {
            place.done(&["archive", "1"]);
        }
        let told = killed(&place, &["undo"], moment).stdout;
        assert!(told.is_empty() || !is_archived());
        if is_archived() {
            place.done(&["undo"]);
        }
        let listed = place.done(&["list", "--format", "jsonl", "is:starred"]);
        for url in &starred {
            assert!(listed.contains(&format!("\"{url}\"")), "{url} was acknowledged");
        }
        place.is_valid();
    }
}

/// A library as written by the first version, with one piece.
pub fn old(rows: usize) -> Place {
    let place = Place::new();
    let mut db = rusqlite::Connection::open(place.file()).unwrap();
    db.execute_batch(include_str!("../../src/library/schema/001_pieces.sql")).unwrap();
    db.execute_batch("PRAGMA application_id = 1935767923; PRAGMA user_version = 1;").unwrap();
    let all = db.transaction().unwrap();
    for row in 0..rows {
        let words = (format!("https://a.example/{row}"), row as i64);
        all.execute("INSERT INTO piece(place, url, title, saved) VALUES (?2, ?1, 'Old', 5)", words).unwrap();
    }
    all.commit().unwrap();
    place
}

#[test]
fn kill_during_migration_leaves_library_whole() {
    const PIECES: usize = 300;
    let place = old(PIECES);
    let whole = time_of(|| drop(place.done(&["list"])));
    for moment in moments(whole) {
        let place = old(PIECES);
        killed(&place, &["list"], moment);
        assert_eq!(place.urls().len(), PIECES);
        place.is_valid();
        nothing_half_is_left(&place);
        let backup = rusqlite::Connection::open(place.path("library.sqlite.before-2")).unwrap();
        let kept: usize = backup.query_row("SELECT count(*) FROM piece WHERE title = 'Old'", [], |r| r.get(0)).unwrap();
        assert_eq!(kept, PIECES);
        let found: String = backup.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(found, "ok");
    }
}

#[test]
fn kill_during_restore_leaves_old_or_new_library() {
    let place = Place::new();
    let table = place.table("pocket.csv", 0..2_000);
    place.done(&["add", "--no-fetch", "https://a.example/first"]);
    let backup = place.path("backup");
    let restore = ["restore", backup.to_str().unwrap()];
    place.done(&["backup", restore[1]]);
    let fill = || place.done(&["import", "--no-fetch", table.to_str().unwrap()]);
    fill();
    let whole = time_of(|| drop(place.done(&restore)));
    fill();
    for moment in moments(whole) {
        killed(&place, &restore, moment);
        let count = place.urls().len();
        assert!(count == 1 || count == 2_001, "{count}");
        place.is_valid();
        if count == 1 {
            fill();
        }
        // Remove replaced libraries, which would fill the disk after many restores.
        for name in names(&place).into_iter().filter(|name| name.contains(".replaced-") && !name.contains("half")) {
            std::fs::remove_file(place.path(&name)).unwrap();
        }
    }
    place.done(&["backup"]);
    nothing_half_is_left(&place);
}
