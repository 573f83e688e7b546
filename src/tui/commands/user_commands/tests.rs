//! Tests of the user's commands by messages: keys and output in, jobs, requests and cells out.

use super::{expand_tabs, filled};
use crate::config::{CommandInput, Config};
use crate::library::{Change, StepId};
use crate::tui::commands::library::tests::reader::{saved, unsaved};
use crate::tui::commands::library::tests::{press, screen};
use crate::tui::keys::{Key, user};
use crate::tui::state::request::{Request, Response, UndoScope};
use crate::tui::state::{App, Effect, Message, UserCommandJob};
use crate::tui::values::Notice;

const SETTINGS: &str = "[commands.define]\nkey = \"F2\"\nrun = [\"dict\", \"{selection}\"]\n\
    [commands.quote]\nkey = \"F3 q\"\nrun = [\"cat\"]\ninput = \"quotation\"\n\
    [commands.translate]\nkey = \"F4\"\nrun = [\"trans\"]\ninput = \"article\"\noutput = \"note\"\nseconds = 9\n\
    [commands.look]\nkey = \"F6\"\nrun = [\"trans\", \"{selection}\"]\noutput = \"note\"\n\
    [commands.send]\nrun = [\"curl\", \"-d{url}\"]\noutput = \"nothing\"\n";

fn with_settings(mut app: App) -> App {
    let (config, problems) = Config::parse(SETTINGS);
    assert_eq!(problems, []);
    let (keymap, problems) = user::keymap(&config);
    assert_eq!(problems, []);
    (app.config.commands, app.keymap) = (config.commands, keymap);
    app
}

/// Presses keys and returns the jobs that they start.
fn jobs(app: &mut App, keys: &str) -> Vec<UserCommandJob> {
    let effects = keys.split(' ').flat_map(|key| app.update(Message::Key(Key::parse(key).unwrap())));
    let job = |effect| if let Effect::RunUserCommand(job) = effect { Some(*job) } else { None };
    effects.filter_map(job).collect()
}

fn ended(app: &mut App, job: &UserCommandJob, output: &str) -> Vec<Request> {
    let effects = app.update(Message::CommandEnded { ticket: job.ticket, result: Ok(output.into()) });
    let request = |effect| if let Effect::Library(request) = effect { Some(request) } else { None };
    effects.into_iter().filter_map(request).collect()
}

fn told(app: &App) -> &str {
    match &app.notice {
        Some(Notice::Info(words) | Notice::Error(words)) => words,
        None => "",
    }
}

#[test]
fn key_of_a_command_forgets_what_the_undo_key_asked() {
    let mut app = with_settings(unsaved());
    let asked = || Message::Library(Response::UndoAsked(StepId(7), "import of 3 articles".into()));
    let _ = app.update(asked());
    let _ = jobs(&mut app, "F2");
    assert_eq!(press(&mut app, "u"), [Request::Undo(UndoScope::Reader(None))]);
    let _ = app.update(asked());
    assert_eq!(press(&mut app, "u"), [Request::Undo(UndoScope::Step(StepId(7)))]);
}

#[test]
fn selection_goes_in_and_output_is_shown_over_the_text() {
    let mut app = with_settings(unsaved());
    assert!(jobs(&mut app, "F2").is_empty());
    assert_eq!(told(&app), "no text is selected · v to select");
    let [job] = jobs(&mut app, "v w F2").try_into().unwrap();
    assert_eq!(job.words, ["dict", "“T"]);
    assert!(app.reader().unwrap().passage.is_none() && job.input.is_none() && job.wants_output);
    assert!(screen(&app).contains("running define") && screen(&app).contains("Esc cancel"), "{}", screen(&app));
    ended(&mut app, &job, "\n1.\tthe\u{1b}[31m article\n\n   2. more\n");
    let shown = screen(&app);
    assert!(shown.contains("DEFINE") && shown.contains("1.      the article"), "{shown}");
    assert!(shown.contains("   2. more") && !shown.contains("running"), "{shown}");
    press(&mut app, "Esc");
    assert!(app.overlays.is_empty());
}

#[test]
fn quotation_goes_in_as_json() {
    let mut app = with_settings(unsaved());
    press(&mut app, "F3");
    assert!(screen(&app).contains("q  quote"), "{}", screen(&app));
    press(&mut app, "Esc n");
    let [job] = jobs(&mut app, "F3 q").try_into().unwrap();
    let json: serde_json::Value = serde_json::from_str(&job.input.unwrap()).unwrap();
    assert_eq!(json["text"], "The bridge stays shut,");
    assert_eq!(json["citation"]["speakers"][0]["name"], "Ada Moreau");
    assert_eq!(json["citation"]["url"], "https://lantern.example/bridge");
}

#[test]
fn output_becomes_a_note_behind_the_earlier_one() {
    let mut app = with_settings(saved());
    let [job] = jobs(&mut app, "F4").try_into().unwrap();
    assert_eq!((job.input.as_deref().unwrap().lines().count() > 2, job.seconds), (true, 9));
    let requests = ended(&mut app, &job, "La\n pont.\n");
    assert!(
        matches!(&requests[..], [Request::Change(_, Change::Note(Some(note)))] if note == "La pont."),
        "{requests:?}"
    );
    assert_eq!(told(&app), "output of translate saved as a note · u to undo");
    // A text that is not saved is saved with it.
    let mut app = with_settings(unsaved());
    let [job] = jobs(&mut app, "F4").try_into().unwrap();
    let requests = ended(&mut app, &job, "x");
    assert!(matches!(&requests[..], [Request::Save(save)] if save.incoming.user_data.note.as_deref() == Some("x")));
}

#[test]
fn output_for_a_selection_becomes_a_note_on_a_highlight() {
    let mut app = with_settings(saved());
    for (output, expected) in [("one", "one"), ("two", "one two")] {
        let [job] = jobs(&mut app, "g v w F6").try_into().unwrap();
        let requests = ended(&mut app, &job, output);
        let [Request::Change(_, Change::Highlights(all))] = &requests[..] else { panic!("{requests:?}") };
        assert_eq!((all.len(), all[0].note.as_deref()), (1, Some(expected)));
    }
}

#[test]
fn running_command_is_cancelled_and_its_output_dropped() {
    let mut app = with_settings(unsaved());
    let [job] = jobs(&mut app, "v F2").try_into().unwrap();
    let effects = app.update(Message::Key(Key::parse("Esc").unwrap()));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Forget(ticket) if *ticket == job.ticket)));
    assert_eq!(told(&app), "define cancelled");
    ended(&mut app, &job, "late");
    assert!(app.overlays.is_empty() && !app.is_busy());
}

#[test]
fn failure_and_empty_output_are_one_message() {
    let mut app = with_settings(unsaved());
    let [job] = jobs(&mut app, "v F2").try_into().unwrap();
    let _ = app.update(Message::CommandEnded { ticket: job.ticket, result: Err("no\u{1b}[2J match".into()) });
    assert_eq!(app.notice, Some(Notice::Error("define failed: no match".into())));
    for (output, expected) in [(" \n", "define printed nothing"), ("a\0b", "define failed: its output is not text")] {
        let [job] = jobs(&mut app, "v F2").try_into().unwrap();
        ended(&mut app, &job, output);
        assert_eq!(told(&app), expected);
    }
}

#[test]
fn help_and_palette_list_commands_and_run_them() {
    let mut app = with_settings(unsaved());
    press(&mut app, "? /");
    for letter in "translate".chars() {
        let _ = app.update(Message::Key(Key::char(letter)));
    }
    assert!(screen(&app).contains("F4"), "{}", screen(&app));
    press(&mut app, "Esc Esc :");
    for letter in "send".chars() {
        let _ = app.update(Message::Key(Key::char(letter)));
    }
    assert!(screen(&app).contains("your command"), "{}", screen(&app));
    let [job] = jobs(&mut app, "Enter").try_into().unwrap();
    assert_eq!(
        (job.words.as_slice(), job.wants_output),
        (&["curl".to_owned(), "-dhttps://lantern.example/bridge".to_owned()][..], false)
    );
    ended(&mut app, &job, "");
    assert_eq!(told(&app), "send done");
}

#[test]
fn output_that_comes_during_a_prompt_waits_behind_it() {
    let mut app = with_settings(unsaved());
    let [job] = jobs(&mut app, "v F2").try_into().unwrap();
    press(&mut app, "/ s");
    ended(&mut app, &job, "a meaning");
    press(&mut app, "h");
    assert!(!screen(&app).contains("not found"));
    press(&mut app, "Enter");
    assert!(screen(&app).contains("a meaning"));
}

#[test]
fn placeholders_are_replaced_once_and_never_become_options() {
    let values =
        [(CommandInput::Selection, "{url} -x".to_owned()), (CommandInput::Url, "https://a.example/".to_owned())];
    assert_eq!(filled("a{selection}{url}{{print}{", &values), "a{url} -xhttps://a.example/{{print}{");
    let parse = |run: &str| Config::parse(&format!("[commands.a]\nrun = {run}\n")).0.commands.remove(0);
    let values = [(CommandInput::Selection, "--delete".to_owned())];
    let words = |run: &str| super::arguments(&parse(run), &values).unwrap();
    assert_eq!(words("['a', '{selection}', '-q', '-w{selection}']"), ["a", " --delete", "-q", "-w--delete"]);
    assert_eq!(words("['a', '--', '{selection}']"), ["a", "--", "--delete"]);
    let long = [(CommandInput::Selection, "x".repeat(200_000))];
    let told = super::arguments(&parse("['a', '{selection}']"), &long).unwrap_err();
    assert_eq!(told, "a: the selection is too long for an argument · set input = \"selection\"");
}

#[test]
fn tabs_reach_the_next_stop() {
    assert_eq!(expand_tabs("\ta\tbc"), "        a       bc");
}
