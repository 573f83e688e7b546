//! The library commands of the program: saved pieces are listed, searched, changed, restored, exported and imported.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A temporary library.
struct Shelf(TempDir);

impl Shelf {
    /// A library with the sample and a short page.
    fn new() -> Self {
        let shelf = Self(tempfile::tempdir().unwrap());
        let page = "<html lang=en><title>Bees</title><article><h1>Bees</h1><p>“Bees are late this year,” said Ada Vane, keeper of hives.</p>\
            <p>The hives stand on the hill above the town, and nobody has counted them since the spring of 1951.</p></article>";
        std::fs::write(shelf.path("bees.html"), page).unwrap();
        assert_eq!(shelf.ok(&["add", "--sample"]), "added: 1  The town that wants its clock to stay late\n");
        let arguments =
            ["add", "--tag", "bees,hill", "--star", "--url", "https://e.example/bees?utm_source=x", "bees.html"];
        assert_eq!(shelf.ok(&arguments), "added: 2  Bees\n");
        shelf
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> (String, String, Option<i32>) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        command.args(arguments).current_dir(self.0.path()).env_clear().env("HOME", self.0.path());
        let output = command.env("SAYSO_LIBRARY", self.path("library.sqlite")).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr), output.status.code())
    }

    /// Returns the standard output of a run that must succeed without messages.
    #[track_caller]
    fn ok(&self, arguments: &[&str]) -> String {
        let (out, err, status) = self.run(arguments);
        assert_eq!((err.as_str(), status), ("", Some(0)), "{arguments:?}");
        out
    }

    /// Returns the standard error of a run that must end with this status and print nothing else.
    #[track_caller]
    fn fails(&self, arguments: &[&str], expected: i32) -> String {
        let (out, err, status) = self.run(arguments);
        assert_eq!((out.as_str(), status), ("", Some(expected)), "{arguments:?} {err}");
        err
    }

    /// Returns the rows of a list as (title, state, starred, tags).
    fn rows(&self, filter: &[&str]) -> Vec<(String, String, bool, String)> {
        let out = self.ok(&[&["list", "--format", "jsonl"], filter].concat());
        let row = |line: &str| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            let tags: Vec<_> = row["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap()).collect();
            (text("title"), text("state"), row["starred"].as_bool().unwrap(), tags.join(","))
        };
        out.lines().map(row).collect()
    }
}

fn bees(state: &str, starred: bool, tags: &str) -> (String, String, bool, String) {
    ("Bees".into(), state.into(), starred, tags.into())
}

#[test]
fn added_piece_is_listed_filtered_and_found() {
    let shelf = Shelf::new();
    assert_eq!(shelf.rows(&["tag:bees"]), [bees("unread", true, "bees,hill")]);
    assert_eq!(shelf.rows(&[]).len(), 2);
    assert_eq!(shelf.rows(&["said:vane", "-clock"]), [bees("unread", true, "bees,hill")]);
    assert!(shelf.ok(&["search", "nobody", "counted"]).contains("Bees"));
    assert_eq!(shelf.ok(&["add", "--url", "https://e.example/bees", "bees.html"]), "already saved: 2  Bees\n");
    assert_eq!(
        shelf.fails(&["list", "is:nonsense"], 2),
        "sayso: unknown state is:nonsense · try unread, reading, archive, starred\n"
    );
    let (out, err, status) = shelf.run(&["search", "xyzzy"]);
    assert_eq!((out.as_str(), err.as_str(), status), ("", "sayso: no matches\n", Some(0)));
}

#[test]
fn filters_of_a_command_find_what_the_screen_finds() {
    let shelf = Shelf::new();
    let titles = |filter: &[&str]| shelf.rows(filter).into_iter().map(|row| row.0).collect::<Vec<_>>();
    for filter in [
        &["counte"][..],
        &["tag:be"],
        &["said:Ada Vane", "hill"],
        &["(tag:bees", "OR", "is:archive)"],
        &["saved:today", "-clock"],
        &["saved:this", "week", "tag:hill"],
        &["after:2000", "tag:hill"],
        &["min:<2", "lang:english", "tag:hill"],
        &["title:bees"],
    ] {
        assert_eq!(titles(filter), ["Bees"], "{filter:?}");
    }
    for filter in ["saved:yesterday", "published:1999", "lang:de", "min:>60"] {
        assert_eq!(shelf.run(&["list", "--format", "jsonl", filter]).0, "", "{filter}");
    }
    let (out, err, _) = shelf.run(&["list", "--format", "jsonl", "said:Vaen"]);
    assert!(out.contains("Bees") && err == "sayso: nothing for “Vaen”; showing vane\n", "{out}{err}");
    assert_eq!(shelf.fails(&["list", "sait:x"], 2), "sayso: unknown operator sait: · did you mean said:?\n");
    assert_eq!(shelf.fails(&["list", "(bees"], 2), "sayso: missing )\n");
}

#[test]
fn no_arguments_list_the_library_or_show_the_sample() {
    let shelf = Shelf::new();
    let listed = shelf.ok(&[]);
    assert!(listed.starts_with("NO ") && listed.contains("Bees"), "{listed}");
    let empty = Shelf(tempfile::tempdir().unwrap());
    assert!(empty.ok(&[]).starts_with("The town that wants its clock to stay late\n"));
}

#[test]
fn changes_are_counted_and_undone() {
    let shelf = Shelf::new();
    assert_eq!(shelf.ok(&["archive", "2"]), "archived 1 of 1 article\n");
    assert_eq!(shelf.ok(&["star", "--undo", "https://e.example/bees"]), "unstarred 1 of 1 article\n");
    assert_eq!(shelf.ok(&["tag", "--remove", "hill", "--filter", "tag:bees"]), "untagged 1 of 1 article\n");
    assert_eq!(shelf.rows(&["tag:bees"]), [bees("archive", false, "bees")]);
    for _ in 0..3 {
        shelf.ok(&["undo"]);
    }
    assert_eq!(shelf.rows(&["tag:bees"]), [bees("unread", true, "bees,hill")]);
    assert_eq!(shelf.ok(&["rm", "2"]), "deleted 1 of 1 article\n");
    assert_eq!(shelf.rows(&[]).len(), 1);
    assert_eq!(shelf.ok(&["rm", "--undo", "2"]), "restored 1 of 1 article\n");
    assert_eq!(shelf.ok(&["tag"]), "     1  bees\n     1  hill\n");
    assert_eq!(
        shelf.fails(&["archive", "99"], 1),
        "sayso: no article 99 in the library; `sayso list` shows the numbers\n"
    );
    assert!(shelf.fails(&["archive"], 2).contains("no article given"));
}

#[test]
fn speakers_are_found_across_pieces() {
    let shelf = Shelf::new();
    let said = shelf.ok(&["who", "--format", "csv", "ada", "vane"]);
    let line = said.lines().nth(1).unwrap_or_default();
    assert!(line.starts_with("Ada Vane,person,") && line.contains("Bees are late this year"), "{said}");
    assert_eq!(shelf.fails(&["who", "Nemo"], 1), "sayso: no quotations by Nemo in the library\n");
    let voices: serde_json::Value =
        serde_json::from_str(&shelf.ok(&["speakers", "--format", "json", "tag:bees"])).unwrap();
    assert_eq!(voices[0]["name"], "Ada Vane");
    assert_eq!(voices[0]["quotes"], 1);
    assert_eq!(voices[0]["share"], 1.0);
    assert!(shelf.ok(&["voices", "tag:bees"]).contains("100.0 %"));
}

#[test]
fn exported_library_is_imported_whole() {
    let shelf = Shelf::new();
    shelf.ok(&["archive", "1"]);
    let (out, err, status) = shelf.run(&["export", "--output", "all.jsonl"]);
    assert_eq!((out.as_str(), err.as_str(), status), ("", "sayso: 2 articles written to all.jsonl\n", Some(0)));
    let other = Shelf(tempfile::tempdir().unwrap());
    std::fs::copy(shelf.path("all.jsonl"), other.path("all.jsonl")).unwrap();
    let told = other.ok(&["import", "all.jsonl"]);
    assert!(told.ends_with(" (sayso export): 2 new articles\n"), "{told}");
    assert!(other.ok(&["import", "all.jsonl"]).ends_with("): 0 new articles, 2 already saved\n"));
    // Pieces saved within the same second have no defined order.
    let sorted = |shelf: &Shelf| {
        let mut rows = shelf.rows(&[]);
        rows.sort();
        rows
    };
    assert_eq!(sorted(&other), sorted(&shelf));
    let (_, err, status) = shelf.run(&["export", "--format", "markdown", "--output", "notes"]);
    assert_eq!((err.as_str(), status), ("sayso: 2 articles written to notes\n", Some(0)));
    assert_eq!(std::fs::read_dir(shelf.path("notes")).unwrap().count(), 2);
}

#[test]
fn unfetched_addresses_are_saved_and_failures_reported() {
    let shelf = Shelf::new();
    assert_eq!(shelf.ok(&["add", "--no-fetch", "http://127.0.0.1:9/x"]), "added: 3  http://127.0.0.1:9/x\n");
    let (out, err, status) = shelf.run(&["add", "none.html", "bees.html"]);
    assert_eq!((out.as_str(), status), ("already saved: 2  Bees\n", Some(1)));
    assert_eq!(err, "sayso: none.html: no such file\n");
    let (out, err, status) = shelf.run(&["fetch"]);
    assert_eq!((out.as_str(), status), ("", Some(1)));
    assert!(err.starts_with("sayso: http://127.0.0.1:9/x: cannot reach 127.0.0.1: "), "{err}");
}

#[test]
fn unopenable_library_is_reported_with_its_file() {
    let shelf = Shelf::new();
    std::fs::write(shelf.path("notes.txt"), "no library").unwrap();
    let err = shelf.fails(&["--library", "notes.txt", "list"], 1);
    assert_eq!(err, "sayso: notes.txt: this file is not a sayso library; it was left untouched\n");
    assert_eq!(std::fs::read(Path::new(&shelf.path("notes.txt"))).unwrap(), b"no library");
}

#[test]
fn settings_and_themes_are_printed() {
    let shelf = Shelf::new();
    let default = shelf.ok(&["config", "--default"]);
    std::fs::write(shelf.path("own.toml"), &default).unwrap();
    assert_eq!(shelf.ok(&["config", "--check", "--file", "own.toml"]), "own.toml: no problems\n");
    std::fs::write(shelf.path("own.toml"), "[reader]\nwidht = 5\n").unwrap();
    let err = shelf.fails(&["config", "--check", "--file", "own.toml"], 1);
    assert_eq!(err, "sayso: own.toml: line 2: `[reader]` has no `widht`; did you mean `width`?\n");
    assert!(shelf.ok(&["themes"]).lines().any(|line| line == "sepia"));
}

#[test]
fn missing_pieces_are_reported_and_others_changed() {
    let shelf = Shelf::new();
    let (out, err, status) = shelf.run(&["rm", "2", "999", "998"]);
    let missing = |n| format!("sayso: no article {n} in the library; `sayso list` shows the numbers\n");
    assert_eq!((out.as_str(), err, status), ("deleted 1 of 1 article\n", missing(999) + &missing(998), Some(1)));
    let (_, err, status) = shelf.run(&["fetch", "2", "999"]);
    assert_eq!((err, status), (missing(999) + "sayso: article 2: it is deleted; restore it to download it\n", Some(1)));
    assert_eq!(shelf.fails(&["who", "ada", "vane"], 1), "sayso: no quotations by ada vane in the library\n");
}

#[test]
fn missing_feed_and_file_are_reported() {
    let shelf = Shelf::new();
    assert!(shelf.fails(&["feed", "add", "nosuch.xml"], 1).contains("not a web URL: nosuch.xml"));
    let (out, hint, status) = shelf.run(&["feed", "list"]);
    assert_eq!((out.as_str(), status), ("", Some(0)));
    assert!(hint.contains("sayso feed add URL"), "{hint}");
    assert!(shelf.ok(&["config", "--check"]).starts_with("no settings file; the defaults apply · "));
    assert!(shelf.fails(&["config", "--check", "--file", "none.toml"], 1).contains("no such file"));
    assert!(shelf.ok(&["voices", "--per", "kind"]).starts_with("KIND"));
    assert!(shelf.ok(&["voices", "--per", "site"]).starts_with("SITE"));
}

#[test]
fn who_counts_an_utterance_in_several_articles_once() {
    let shelf = Shelf::new();
    let page = "<html lang=en><title>Hives</title><article><h1>Hives</h1><p>The keeper of hives, Ada Vane, said: “Bees are late this year.”</p>\
        <p>The hives stand on the hill above the town, and nobody has counted them since the spring of 1951.</p></article>";
    std::fs::write(shelf.path("hives.html"), page).unwrap();
    shelf.ok(&["add", "--url", "https://f.example/hives", "hives.html"]);
    let said: serde_json::Value = serde_json::from_str(&shelf.ok(&["who", "--format", "json", "ada", "vane"])).unwrap();
    assert_eq!(said.as_array().map(Vec::len), Some(1), "{said}");
    assert_eq!((&said[0]["articles"], said[0]["also"].as_array().map(Vec::len)), (&2.into(), Some(1)));
    let table = shelf.ok(&["who", "ada", "vane"]);
    assert!(table.contains("1 quotation in 2 articles") && table.contains("in 2 articles, first in"), "{table}");
    assert!(shelf.ok(&["who", "--topic", "hill", "ada", "vane"]).contains("Bees are late"));
    assert!(!shelf.run(&["who", "--kind", "indirect", "ada", "vane"]).0.contains("Bees are late"));
    assert!(shelf.fails(&["who", "--after", "soon", "ada"], 2).contains("--after: soon is not a date"));
}

#[test]
fn diff_names_the_quotations_that_changed() {
    let shelf = Shelf::new();
    assert!(shelf.fails(&["diff", "2"], 1).contains("there is no earlier version"));
    let page = std::fs::read_to_string(shelf.path("bees.html")).unwrap().replace("late this year", "early this year");
    std::fs::write(shelf.path("bees.html"), page).unwrap();
    shelf.run(&["add", "--url", "https://e.example/bees", "bees.html"]);
    let told = shelf.ok(&["diff", "2"]);
    assert!(told.contains("1 quotation changed") && told.contains("- Ada Vane: “Bees are late this year,”"), "{told}");
    let document: serde_json::Value = serde_json::from_str(&shelf.ok(&["diff", "--json", "2"])).unwrap();
    assert_eq!(document["quotations"][0]["changes"][0]["later"], "early");
}

#[test]
fn one_url_for_several_sources_is_wrong_usage() {
    let shelf = Shelf::new();
    let told = shelf.fails(&["add", "--url", "https://e.example/x", "bees.html", "bees.html"], 2);
    assert_eq!(told, "sayso: --url works with one source; add them one by one\n");
    assert_eq!(shelf.rows(&[]).len(), 2);
}

#[test]
fn missing_library_file_is_reported_and_not_made() {
    let shelf = Shelf::new();
    for command in
        [&["list"][..], &["search", "x"], &["who", "x"], &["speakers"], &["export"], &["feed", "list"], &["tag"]]
    {
        let file = shelf.path("typo/library.db");
        let told = shelf.fails(&[&["--library", "typo/library.db"], command].concat(), 1);
        assert_eq!((told.as_str(), file.exists()), ("sayso: no library at typo/library.db\n", false), "{command:?}");
    }
    assert!(!shelf.path("typo").exists());
}

#[test]
fn nothing_to_print_is_told_on_standard_error() {
    let shelf = Shelf::new();
    let empty = Shelf(tempfile::tempdir().unwrap());
    let told = |shelf: &Shelf, arguments: &[&str]| {
        let (out, err, status) = shelf.run(arguments);
        assert_eq!((out.as_str(), status), ("", Some(0)), "{arguments:?} {err}");
        err
    };
    for command in [&["list"][..], &["speakers"]] {
        assert_eq!(told(&empty, command), "sayso: your library is empty · sayso add URL\n");
    }
    assert_eq!(told(&empty, &["tag"]), "sayso: no tags · `sayso tag TAGS ARTICLE` adds some\n");
    assert_eq!(told(&empty, &["fetch"]), "sayso: nothing to download\n");
    assert_eq!(told(&shelf, &["speakers", "tag:none"]), "sayso: no quotations in articles that match the filter\n");
    assert_eq!(told(&shelf, &["related", "bees.html"]), "sayso: bees.html: no related stories found\n");
    let told = told(&shelf, &["who", "--kind", "indirect", "ada", "vane"]);
    assert_eq!(told, "sayso: no quotations by Ada Vane match these options\n");
}

#[test]
fn theme_that_does_not_exist_is_reported() {
    let shelf = Shelf::new();
    let (out, err, status) = shelf.run(&["--theme", "siepa", "list"]);
    assert!(out.contains("Bees") && status == Some(0), "{out}{err}");
    assert_eq!(err, "sayso: there is no theme `siepa`; did you mean `sepia`? · `sayso themes` lists them\n");
}

#[test]
fn earlier_names_are_still_read() {
    let shelf = Shelf::new();
    assert_eq!(shelf.ok(&["voices", "tag:bees"]), shelf.ok(&["speakers", "tag:bees"]));
    assert_eq!(shelf.ok(&["list", "--sort", "voices"]), shelf.ok(&["list", "--sort", "speakers"]));
    assert_eq!(shelf.run(&["list", "is:waiting"]), shelf.run(&["list", "is:not-downloaded"]));
}

#[test]
fn feed_changes_are_named() {
    let shelf = Shelf::new();
    shelf.run(&["feed", "add", "--unchecked", "--title", "Hill", "--tag", "a", "https://e.example/feed"]);
    assert_eq!(shelf.ok(&["feed", "tag", "1"]), "tags removed: Hill\n");
    assert_eq!(shelf.ok(&["feed", "rename", "1"]), "name reset: https://e.example/feed\n");
    assert!(shelf.fails(&["feed", "set", "1"], 2).contains("nothing to set; name an option"));
}
