//! A clock that jumps: nothing is lost, the order of steps is kept, and the user is told.

use super::place::Place;
use std::process::Output;

/// Times of a clock that is wrong, right, and wrong again, in seconds since 1970.
const PAST: &str = "1000";
const RIGHT: &str = "1750000000";
const FUTURE: &str = "4200000000";

/// Runs a command at this time; it must succeed.
#[track_caller]
fn at(place: &Place, now: &str, words: &[&str]) -> Output {
    let output = place.command(words).env("SAYSO_NOW", now).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Returns the listed addresses and dates.
fn listed(place: &Place, now: &str) -> Vec<(String, String)> {
    let output = at(place, now, &["list", "--format", "jsonl"]);
    let row = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| row[name].as_str().unwrap().to_owned();
        (text("url").trim_start_matches("https://a.example/").to_owned(), text("saved"))
    };
    String::from_utf8(output.stdout).unwrap().lines().map(row).collect()
}

fn add(place: &Place, now: &str, name: &str) -> Output {
    at(place, now, &["add", "--no-fetch", &format!("https://a.example/{name}")])
}

/// Three pieces, saved by a clock that ran ahead, was corrected, and fell back.
fn jumped() -> Place {
    let place = Place::new();
    assert_eq!(told(&add(&place, FUTURE, "ahead")), "");
    let doubt = told(&add(&place, RIGHT, "right"));
    assert!(
        doubt.contains("the clock says 2025-06-15, but the library was last changed on 2103-02-04; nothing is lost"),
        "{doubt}"
    );
    assert_eq!(doubt.lines().count(), 1, "{doubt}");
    // The warning appears once: the next step has the current time.
    assert_eq!(told(&at(&place, RIGHT, &["list"])), "");
    assert!(told(&add(&place, PAST, "back")).contains("the clock says 1970-01-01, but"));
    place
}

#[test]
fn clock_jump_loses_nothing_and_warns() {
    let place = jumped();
    let all = [("ahead", "2103-02-04T02:40:00Z"), ("right", "2025-06-15T15:06:40Z"), ("back", "1970-01-01T00:16:40Z")];
    let all = all.map(|(name, saved)| (name.to_owned(), saved.to_owned()));
    for now in [FUTURE, RIGHT, PAST] {
        assert_eq!(listed(&place, now), all, "whatever the clock says");
    }
    assert_eq!(listed(&place, RIGHT).len(), 3);
    place.is_valid();
}

#[test]
fn clock_jump_keeps_undo_order() {
    let place = jumped();
    let names = |place: &Place| listed(place, RIGHT).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    for (now, left) in [(FUTURE, vec!["ahead", "right"]), (PAST, vec!["ahead"]), (RIGHT, vec![])] {
        at(&place, now, &["undo"]);
        assert_eq!(names(&place), left, "undone at {now}");
    }
    for (now, left) in
        [(PAST, vec!["ahead"]), (FUTURE, vec!["ahead", "right"]), (RIGHT, vec!["ahead", "right", "back"])]
    {
        at(&place, now, &["redo"]);
        assert_eq!(names(&place), left, "done again at {now}");
    }
    place.is_valid();
}

#[test]
fn dates_after_clock_jump_round_trip() {
    let place = jumped();
    for (format, name) in [("jsonl", "all.jsonl"), ("markdown", "notes")] {
        let file = place.path(name);
        at(&place, RIGHT, &["export", "--format", format, "--output", file.to_str().unwrap()]);
        let other = Place::new();
        at(&other, RIGHT, &["import", "--no-fetch", file.to_str().unwrap()]);
        assert_eq!(listed(&other, RIGHT), listed(&place, RIGHT), "{format}");
    }
}
