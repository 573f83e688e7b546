//! Concurrent processes, and a full disk.

use super::place::Place;
use super::program::program;
use std::path::Path;
use std::process::Stdio;
#[cfg(unix)]
use std::process::{Command, Output};
use std::time::{Duration, Instant};

#[test]
fn two_processes_can_write() {
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

/// Returns the duration of concurrent writes: `SAYSO_TEST_SECONDS`, or one second.
fn together() -> Duration {
    Duration::from_secs(std::env::var("SAYSO_TEST_SECONDS").ok().and_then(|number| number.parse().ok()).unwrap_or(1))
}

#[test]
fn two_writers_lose_nothing() {
    let place = Place::new();
    place.done(&["reanalyse"]);
    let end = Instant::now() + together();
    let work = |name: &str| {
        let mut written = Vec::new();
        while Instant::now() < end {
            let url = format!("https://{name}.example/{}", written.len());
            place.done(&["add", "--no-fetch", "--tag", name, &url]);
            let number = place.done(&["list", "--format", "jsonl", &format!("tag:{name}")]).lines().count();
            assert_eq!(number, written.len() + 1, "{name} sees what it wrote");
            written.push(url);
        }
        written
    };
    let all = std::thread::scope(|scope| {
        let both = ["one", "other"].map(|name| scope.spawn(move || work(name)));
        both.map(|thread| thread.join().unwrap()).concat()
    });
    let mut urls = place.urls();
    urls.sort();
    let mut all = all;
    all.sort();
    assert_eq!(urls, all);
    place.is_valid();
}

/// Runs a command that can write no file larger than `kib` KiB, as if the disk were full at that point.
#[cfg(unix)]
fn limited(place: &Place, kib: u64, words: &[&str]) -> Output {
    // The shell ignores the signal of the limit, so that writes fail as on a full disk.
    let script = format!("trap '' XFSZ; ulimit -f {kib}; exec \"$@\"");
    let mut command = Command::new("bash");
    command.args(["-c", &script, "bash", &program(), "--library"]).arg(place.file()).args(words);
    command.stdin(Stdio::null()).output().unwrap()
}

/// Returns true if the run succeeded; otherwise checks that it reported the full disk in one line.
#[cfg(unix)]
#[track_caller]
fn done(output: &Output) -> bool {
    let error = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        return true;
    }
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("disk") && error.contains("full") && error.lines().count() == 1, "{error}");
    false
}

#[cfg(unix)]
#[test]
fn full_disk_is_reported_and_loses_nothing() {
    let place = Place::new();
    let small = place.table("small.csv", 0..50);
    place.done(&["import", "--no-fetch", small.to_str().unwrap()]);
    let large = place.table("large.csv", 50..30_000);
    let kib = std::fs::metadata(place.file()).unwrap().len() / 1024 + 400;
    assert!(!done(&limited(&place, kib, &["import", "--no-fetch", large.to_str().unwrap()])));
    let urls = place.urls();
    assert!(urls.len() >= 50 && urls.contains(&"https://a.example/0".to_owned()), "{}", urls.len());
    place.done(&["import", "--no-fetch", large.to_str().unwrap()]);
    assert_eq!(place.urls().len(), 30_000);
}

/// Limits from zero up to enough, so that each write is the failing one once.
#[cfg(unix)]
fn limits() -> impl Iterator<Item = u64> {
    (0..40).map(|n| n * 20)
}

#[cfg(unix)]
#[test]
fn full_disk_at_any_write_keeps_existing_data() {
    let place = Place::new();
    place.done(&["add", "--no-fetch", "--star", "https://a.example/first"]);
    let mut there = vec!["https://a.example/first".to_owned()];
    let (mut failed, mut written) = (0, 0);
    for kib in limits() {
        let url = format!("https://a.example/{kib}");
        if done(&limited(&place, kib, &["add", "--no-fetch", &url])) {
            there.push(url);
            written += 1;
        } else {
            failed += 1;
        }
        let urls = place.urls();
        assert!(there.iter().all(|url| urls.contains(url)), "{kib}: {there:?} in {urls:?}");
        place.is_valid();
    }
    assert!(failed > 0 && written > 0, "{failed} failed, {written} written");
}

#[cfg(unix)]
#[test]
fn full_disk_during_migration_or_backup_changes_nothing() {
    // Most of the time is spent waiting for the disk: four at once.
    let quarter = |first| limits().skip(first).step_by(4).filter(|&kib| migrated_or_unchanged(kib)).count();
    let written: usize = std::thread::scope(|scope| {
        let quarters: Vec<_> = (0..4).map(|first| scope.spawn(move || quarter(first))).collect();
        quarters.into_iter().map(|quarter| quarter.join().unwrap()).sum()
    });
    assert!((1..limits().count()).contains(&written), "{written} written");
}

/// Opens an old library and backs it up on a disk of `kib`; returns true if there was room for the migration.
#[cfg(unix)]
fn migrated_or_unchanged(kib: u64) -> bool {
    let place = super::killed::old(300);
    let migrated = done(&limited(&place, kib, &["list"]));
    assert_eq!(place.urls().len(), 300);
    place.is_valid();
    let backup = place.path("backup");
    let whole = done(&limited(&place, kib, &["backup", backup.to_str().unwrap()]));
    assert_eq!(backup.exists(), whole, "{kib}");
    super::killed::nothing_half_is_left(&place);
    migrated
}
