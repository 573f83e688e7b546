//! The program by its output: standard output, standard error and status are always compared together.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A run of the program in its own folder, with an empty environment.
struct Run {
    folder: TempDir,
    arguments: Vec<String>,
    input: Vec<u8>,
    environment: Vec<(&'static str, String)>,
}

/// Output of a run.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    out: String,
    err: String,
    status: Option<i32>,
}

fn sayso(arguments: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    Run {
        folder,
        arguments: arguments.iter().map(|it| (*it).to_owned()).collect(),
        input: Vec::new(),
        environment: Vec::new(),
    }
}

impl Run {
    fn file(self, name: impl AsRef<Path>, content: &[u8]) -> Self {
        std::fs::write(self.folder.path().join(name), content).unwrap();
        self
    }

    fn input(mut self, input: &[u8]) -> Self {
        self.input = input.to_vec();
        self
    }

    fn env(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        let home = self.folder.path().join("home");
        command.args(&self.arguments).current_dir(self.folder.path()).env_clear().env("HOME", home);
        command.env("TMPDIR", self.temporary()).envs(self.environment.iter().cloned());
        command
    }

    fn temporary(&self) -> PathBuf {
        let path = self.folder.path().join("tmp");
        std::fs::create_dir_all(&path).unwrap();
        path
    }

    /// Runs the program; files left in the temporary folder are a failure.
    #[track_caller]
    fn run(self) -> Answer {
        let mut child =
            self.command().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // The program need not read its input.
        let _ = stdin.write_all(&self.input);
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        assert_eq!(std::fs::read_dir(self.temporary()).unwrap().count(), 0, "temporary files are left");
        Answer {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            status: output.status.code(),
        }
    }

    /// Runs the program and compares its complete output.
    #[track_caller]
    fn gives(self, out: &str, err: &str, status: i32) {
        assert_eq!(self.run(), Answer { out: out.into(), err: err.into(), status: Some(status) });
    }
}

const PAGE: &str = "<!doctype html><html lang=en><title>Late</title><article><h1>Late</h1>\
<p>A railway has asked the town to put its clock right, which has run slow since the winter of 1887.</p>\
<p>“We are not slow at all,” said Oriel Pask, mayor of Lower Brindle, on Monday.</p></article>";

#[test]
fn source_without_terminal_is_printed_as_text() {
    let text = "Late\n\nA railway has asked the town to put its clock right, which has run slow since the winter of 1887.\n\n\
        “We are not slow at all,” said Oriel Pask, mayor of Lower Brindle, on Monday.\n";
    sayso(&["a.html"]).file("a.html", PAGE.as_bytes()).gives(text, "", 0);
    sayso(&["show", "a.html"]).file("a.html", PAGE.as_bytes()).gives(text, "", 0);
    sayso(&["-"]).input(PAGE.as_bytes()).gives(text, "", 0);
}

#[test]
fn text_is_wrapped_at_requested_width() {
    let text = "Late\n\nA railway has asked the town\nto put its clock right, which\nhas run slow since the winter\nof 1887.\n\n\
        “We are not slow at all,” said\nOriel Pask, mayor of Lower\nBrindle, on Monday.\n";
    sayso(&["show", "--width", "30", "a.html"]).file("a.html", PAGE.as_bytes()).gives(text, "", 0);
}

#[test]
fn wrapped_text_is_laid_out_as_on_screen() {
    let page = "# Tides\n\n- high water at the mole\n- low water\n  1. at noon\n\n> It comes and goes, and nobody has\n> ever asked it to.\n>\n\
                > So it is.\n\n| port | metres |\n| --- | --- |\n| Brindle | 4.2 |\n| Quay | 12 |\n\n```\nfn f() {\n\t1\n}\n```\n";
    let text = "Tides\n\n • high water at the mole\n • low water\n   1. at noon\n\n│ It comes and goes, and\n│ nobody has ever asked it\n\
                │ to.\n│\n│ So it is.\n\nport     metres\n───────  ──────\nBrindle     4.2\nQuay         12\n\nfn f() {\n    1\n}\n";
    sayso(&["show", "--width", "26", "a.md"]).file("a.md", page.as_bytes()).gives(text, "", 0);
}

#[test]
fn word_after_the_first_is_not_a_command() {
    let text = "One line of words that make up the text of this file.\n";
    for arguments in [&["./show"][..], &["--", "show"], &["-q", "--", "show"], &["show", "show"]] {
        sayso(arguments).file("show", text.as_bytes()).gives(text, "", 0);
    }
}

#[test]
fn failing_source_is_reported_and_others_continue() {
    let told = "sayso: none.html: no such file\nsayso: folder: this is a folder; name the files in it\n";
    let run = sayso(&["extract", "none.html", "a.html", "folder", "a.html"]).file("a.html", PAGE.as_bytes());
    std::fs::create_dir(run.folder.path().join("folder")).unwrap();
    let answer = run.run();
    assert_eq!((answer.err.as_str(), answer.status), (told, Some(1)));
    assert_eq!(locations(&answer.out), ["a.html", "a.html"]);
}

#[test]
fn messages_have_no_control_characters() {
    let name = "a\u{1b}[31mb\u{202e}.html";
    let answer = sayso(&["show", name]).run();
    assert_eq!(answer, Answer { out: String::new(), err: "sayso: ab.html: no such file\n".into(), status: Some(1) });
    let answer = sayso(&["extract", name]).file(name, PAGE.as_bytes()).run();
    assert!(answer.out.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}')), "{:?}", answer.out);
    assert_eq!(locations(&answer.out), ["ab.html"]);
}

#[test]
fn wrong_usage_exits_with_status_2() {
    for (arguments, word) in [
        (&["show"][..], "no source given"),
        (&["extract"], "no source given"),
        (&["show", "--width", "x", "a"], "invalid value 'x'"),
        (&["show", "--colour", "never", "a"], "--color"),
        (&["quotes", "--min-confidence", "2", "a"], "not a number from 0 to 1"),
        (&["quotes", "--template", "{speeker}", "a"], "did you mean `{speaker}`?"),
        (&["--url", "file:///etc", "a"], "not an http or https URL"),
    ] {
        let answer = sayso(arguments).run();
        assert_eq!((answer.out.as_str(), answer.status), ("", Some(2)), "{arguments:?}: {}", answer.err);
        assert!(answer.err.contains(word), "{arguments:?}: {}", answer.err);
    }
}

#[test]
fn unquoted_speaker_is_reported_with_suggestion() {
    let page = "The bridge\n\n“We won the county by nine votes,” said Ann Lee, the mayor of Harborough.\n";
    let ask = |name| sayso(&["quotes", "--speaker", name, "a.txt"]).file("a.txt", page.as_bytes()).run();
    assert_eq!(ask("lee").status, Some(0));
    let answer = ask("Leigh");
    let hint = "sayso: no quotations by “Leigh”; the speakers are Ann Lee\n";
    assert_eq!((answer.err.as_str(), answer.status), (hint, Some(1)), "{}", answer.out);
}

#[test]
fn help_and_version_go_to_standard_output() {
    for arguments in [&["--help"][..], &["-h"], &["show", "--help"], &["a.html", "--help"], &["--version"], &["man"]] {
        let answer = sayso(arguments).run();
        assert_eq!((answer.err.as_str(), answer.status), ("", Some(0)), "{arguments:?}");
        assert!(answer.out.contains("sayso"), "{arguments:?}");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let answer = sayso(&["completions", shell]).run();
        assert_eq!((answer.err.as_str(), answer.status), ("", Some(0)));
        assert!(answer.out.contains("extract"), "{shell}");
    }
}

#[test]
fn json_is_one_document_and_jsonl_one_line_per_source() {
    let page = PAGE.as_bytes();
    let one = sayso(&["extract", "--format", "json", "a.html"]).file("a.html", page).run();
    assert_eq!(parsed(&one.out)["source"]["location"], "a.html");
    let two =
        sayso(&["extract", "--format", "json", "a.html", "b.html"]).file("a.html", page).file("b.html", page).run();
    assert_eq!(parsed(&two.out).as_array().map(Vec::len), Some(2));
    let none = sayso(&["extract", "--format", "json", "a.html", "b.html"]).run();
    assert_eq!((none.out.as_str(), none.status), ("[]\n", Some(1)));
}

#[test]
fn sources_are_read_from_list_file_or_standard_input() {
    let list = "b.html\n\na.html\r\nnone.html\n";
    let files = |run: Run| run.file("a.html", PAGE.as_bytes()).file("b.html", PAGE.replace("Late", "Slow").as_bytes());
    for run in [
        files(sayso(&["extract", "--sources", "list"]).file("list", list.as_bytes())),
        files(sayso(&["extract", "--sources", "-"]).input(list.as_bytes())),
    ] {
        let answer = run.run();
        assert_eq!((answer.err.as_str(), answer.status), ("sayso: none.html: no such file\n", Some(1)));
        assert_eq!(locations(&answer.out), ["b.html", "a.html"]);
    }
}

#[test]
fn many_sources_keep_their_order() {
    let names: Vec<_> = (0..200).map(|number| format!("{number}.txt")).collect();
    let arguments: Vec<_> = ["extract", "-j", "7"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let mut run = sayso(&arguments);
    for name in &names {
        run = run.file(name, "A line of words. ".repeat(1 + name.len() * 30).as_bytes());
    }
    let answer = run.run();
    assert_eq!(locations(&answer.out), names);
    assert_eq!((answer.err.as_str(), answer.status), ("", Some(0)));
}

#[test]
fn closed_pipe_ends_silently_with_success() {
    for arguments in [&["extract", "a.html", "b.html"][..], &["show", "a.html"], &["quotes", "a.html"], &["man"]] {
        let big = format!("{}{}", PAGE, "<p>More words that fill the pipe to its brim.</p>".repeat(3_000));
        let run = sayso(arguments).file("a.html", big.as_bytes()).file("b.html", big.as_bytes());
        let mut child =
            run.command().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{arguments:?}");
    }
}

#[test]
fn colour_is_used_on_request() {
    let page = PAGE.as_bytes();
    let styled = |run: Run| run.file("a.html", page).run().out.contains('\x1b');
    assert!(!styled(sayso(&["show", "a.html"]).env("TERM", "xterm")));
    assert!(styled(sayso(&["show", "--color", "always", "a.html"]).env("NO_COLOR", "1")));
    assert!(styled(sayso(&["show", "a.html"]).env("CLICOLOR_FORCE", "1")));
    assert!(!styled(sayso(&["show", "a.html"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")));
}

/// Returns the locations of readings in JSON lines.
fn locations(lines: &str) -> Vec<String> {
    let location = |line: &str| parsed(line)["source"]["location"].as_str().unwrap().to_owned();
    lines.lines().map(location).collect()
}

fn parsed(json: &str) -> serde_json::Value {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json:?}"))
}

/// A source with two speakers, and a draft that quotes them.
const SOURCE: &str = "<html><head><title>Bridge vote</title></head><body><article><h1>Bridge vote</h1>\
    <p>“We will not be rushed into a decision that costs 12 million,” said Ann Lee, the mayor of Hill Valley.</p>\
    <p>“The council has never asked us about the bridge,” said Joe Ross, a farmer from Hill Valley.</p>\
    <p>The vote on the bridge was put off until the spring because the engineer was ill that week.</p></article></body></html>";

fn checked(draft: &str, options: &[&str]) -> Answer {
    let arguments: Vec<&str> = [&["check", "draft.md"][..], options, &["--against", "source.html"]].concat();
    sayso(&arguments).file("source.html", SOURCE.as_bytes()).file("draft.md", draft.as_bytes()).run()
}

fn verdicts(answer: &Answer) -> Vec<(String, serde_json::Value)> {
    let lines = answer.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    lines.map(|row| (row["verdict"].as_str().unwrap().to_owned(), row)).collect()
}

#[test]
fn check_gives_each_quotation_a_verdict() {
    let draft = "“We will not be rushed into a decision that costs 15 million,” Ann Lee said.\n\n\
        “The council has never asked us about the bridge,” Joe Ross said.\n\n\
        “The council has never asked us about the bridge,” Ann Lee said.\n\n\
        “Nobody can swim across a river that deep at night,” Joe Ross said.\n";
    let answer = checked(draft, &["--format", "jsonl"]);
    assert_eq!((answer.err.as_str(), answer.status), ("", Some(3)));
    let rows = verdicts(&answer);
    let found: Vec<&str> = rows.iter().map(|(verdict, _)| verdict.as_str()).collect();
    assert_eq!(found, ["altered", "exact", "other speaker", "not found"]);
    let change = serde_json::json!([{"kind": "number", "draft": "15", "source": "12"}]);
    assert_eq!(rows[0].1["changes"], change);
    let source = &rows[2].1["source"];
    assert_eq!((&source["speaker"], &source["paragraph"]), (&"Joe Ross".into(), &2.into()));
    assert_eq!((&source["title"], &source["location"]), (&"Bridge vote".into(), &"source.html".into()));
    assert_eq!(rows[3].1["source"], serde_json::Value::Null);
}

#[test]
fn check_passes_a_true_draft_and_fails_as_told() {
    let draft = "“The council has never asked us about the bridge,” Joe Ross said.\n";
    let answer = checked(draft, &[]);
    assert_eq!((answer.err.as_str(), answer.status), ("", Some(0)));
    assert!(answer.out.contains("1 quotation: 1 exact"), "{}", answer.out);
    let cut =
        "“We will not be rushed into a decision,” Ann Lee said. “The council asked us about the bridge,” Ross said.\n";
    assert_eq!(checked(cut, &["--fail-on", "none"]).status, Some(0));
    assert_eq!(checked(cut, &[]).status, Some(3));
}

#[test]
fn check_tells_what_it_cannot_read_and_goes_on() {
    let answer = checked("Nobody speaks here.\n", &[]);
    assert_eq!(answer.status, Some(0));
    assert_eq!(
        (answer.err.as_str(), answer.out.as_str()),
        ("sayso: draft.md: no quotations found; nothing to check\n", "")
    );
    let open = "“The council has never asked us about the bridge\n\nRoss went home.\n";
    let answer = checked(open, &["--format", "jsonl"]);
    assert!(
        answer.err.contains("the quote mark before “The council has never asked …” never closes"),
        "{}",
        answer.err
    );
    assert_eq!(verdicts(&answer)[0].0, "exact");
    let missing = sayso(&["check", "draft.md", "--against", "nowhere.html", "source.html"]);
    let true_quote = "“The council has never asked us about the bridge,” Joe Ross said.\n";
    let answer = missing.file("source.html", SOURCE.as_bytes()).file("draft.md", true_quote.as_bytes()).run();
    assert_eq!((answer.status, answer.err.lines().count()), (Some(1), 1), "{}", answer.err);
    assert!(answer.out.contains("1 exact"), "{}", answer.out);
}

#[test]
fn check_for_the_screen_prints_without_a_terminal() {
    let draft = "“The council has never asked us about the bridge,” Joe Ross said.\n";
    let answer = checked(draft, &["--screen"]);
    assert!(answer.status == Some(0) && answer.out.contains("1 quotation: 1 exact"), "{}", answer.out);
    assert_eq!(checked(draft, &["--screen", "--format", "json"]).status, Some(2));
}

#[test]
fn check_as_sarif_points_into_the_draft() {
    let draft = "# Bridge\n\nJoe Ross said: “The council has never told us about the bridge.”\n";
    let answer = checked(draft, &["--format", "sarif"]);
    let document: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    let result = &document["runs"][0]["results"][0];
    assert_eq!((&document["version"], &result["ruleId"]), (&"2.1.0".into(), &"altered".into()));
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&3.into(), &17.into()));
}

#[test]
fn compare_puts_the_same_words_side_by_side() {
    let other = "<html><head><title>Bridge talks</title></head><body><article><h1>Bridge talks</h1>\
        <p>Ann Lee, the mayor of Hill Valley, said: “We will not be pushed into a decision that costs 12 million.”</p>\
        <p>“Trains are the future of this valley,” said Bea Kim, who runs the local shop at the station.</p>\
        </article></body></html>";
    let compared = |options: &[&str]| {
        let run = sayso(&[&["compare", "source.html", "other.html"], options].concat());
        run.file("source.html", SOURCE.as_bytes()).file("other.html", other.as_bytes()).run()
    };
    let answer = compared(&["--format", "json"]);
    assert_eq!((answer.err.as_str(), answer.status), ("", Some(0)));
    let document = parsed(&answer.out);
    let lee = &document["speakers"][0];
    assert_eq!((&lee["name"], lee["articles"][1]["words"].as_u64()), (&"Ann Lee".into(), Some(12)));
    let shared = &document["shared"][0]["quotes"];
    assert_eq!((&shared[0]["article"], &shared[1]["article"]), (&0.into(), &1.into()));
    assert_eq!(shared[1]["changes"][0]["here"], "pushed");
    assert_eq!(document["articles"][1]["first"]["speaker"], "Ann Lee");
    let table = compared(&[]).out;
    for words in ["A  Bridge vote", "THE SAME WORDS", "“pushed” for “rushed”", "QUOTED FIRST"] {
        assert!(table.contains(words), "{words} in\n{table}");
    }
    assert!(compared(&["--format", "markdown"]).out.contains("| Ann Lee | 1 quote, 12 words | 1 quote, 12 words |"));
    let alone = sayso(&["compare", "source.html", "nowhere.html"]).file("source.html", SOURCE.as_bytes()).run();
    assert_eq!((alone.out.as_str(), alone.status), ("", Some(1)));
}

#[test]
fn compare_tells_that_two_articles_give_the_same_words_to_two_speakers() {
    let other = "<html><body><article><p>“We will not be rushed into a decision that costs 12 million,” said Joe Ross, a \
        farmer from Hill Valley, on Monday.</p><p>The bridge was built a hundred years ago.</p></article></body></html>";
    let compared = |format: &str| {
        let run = sayso(&["compare", "source.html", "other.html", "--format", format]);
        run.file("source.html", SOURCE.as_bytes()).file("other.html", other.as_bytes()).run()
    };
    let shared = &parsed(&compared("json").out)["shared"][0];
    assert_eq!(shared["speaker"], "Ann Lee");
    let disputed: Vec<&serde_json::Value> =
        shared["quotes"].as_array().unwrap().iter().map(|one| &one["disputed"]).collect();
    assert_eq!(disputed, [false, true]);
    let table = compared("table").out;
    assert!(table.contains("said here by: Joe Ross"), "{table}");
}
