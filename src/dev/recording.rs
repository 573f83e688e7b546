//! `dev recording`: records the program on its sample, key by key, as a `.cast` file (asciinema's format, version 2)
//! and as an animated SVG. Both are deterministic; a test generates them again and compares.

use super::cast::{CastFrame, film};
use super::headless::Stage;
use super::pictures::folder;
use super::svg::{Ground, packed};
use crate::sample;
use crate::tui::keys::Key;
use crate::tui::keys::table::Command;
use crate::tui::run::terminal::painter::{Links, Painter};
use crate::tui::view;
use crate::tui::view::frame::FrameExtras;
use serde_json::{Value, json};
use std::ffi::OsStr;

/// Number of columns and rows.
const SIZE: (u16, u16) = (100, 30);
/// Time between typed keys in milliseconds.
const TYPING: u32 = 140;
/// Time of the first and the last screen in milliseconds.
const REST: u32 = 1_800;

/// Steps: keys, description, and time of the screen in milliseconds.
const SCRIPT: &[(&str, Told, u32)] = &[
    ("n", Told::Command(Command::Next), 1_500),
    ("n", Told::Command(Command::Next), 900),
    ("n", Told::Command(Command::Next), 900),
    ("]", Told::Command(Command::NextSame), 1_500),
    ("w", Told::Command(Command::Card), 2_400),
    ("Esc", Told::Words("closes it"), 500),
    ("@ v a n e", Told::Command(Command::PickSpeaker), 1_300),
    ("Enter", Told::Words("to what she said first"), 1_500),
    ("c", Told::Command(Command::Clutter), 2_000),
    ("} }", Told::Command(Command::NextHeading), 1_400),
    ("c", Told::Words("and hides it again"), 800),
    ("/ c l o c k", Told::Command(Command::Search), 1_300),
    ("Enter n n", Told::Words("from hit to hit"), 1_300),
    ("Esc", Told::Words("ends the search"), 500),
    ("\"", Told::Command(Command::QuotesOnly), 2_200),
    ("Esc", Told::Words("closes it"), 400),
    ("Tab", Told::Words("to the stories beside the text"), 700),
    ("j j", Told::Words("Enter would open one here"), 1_400),
    ("Tab Tab g", Told::Words("back to the beginning"), 0),
];

/// Text below the screen for a step.
#[derive(Clone, Copy, Debug)]
enum Told {
    /// The command's text in the key table, up to the first semicolon.
    Command(Command),
    /// A fixed text.
    Words(&'static str),
}

impl Told {
    fn words(self) -> &'static str {
        match self {
            Self::Command(command) => command.entry().description.split([';', ':']).next().unwrap_or_default(),
            Self::Words(words) => words,
        }
    }
}

/// Generates both files.
///
/// # Errors
///
/// A file can't be written.
pub fn recording(_: &[String]) -> Result<(), String> {
    for (name, text) in files() {
        let file = folder().join(name);
        std::fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}

/// Returns both files by name.
fn files() -> [(&'static str, String); 2] {
    let mut stage = Stage::new(SIZE, "dark");
    stage.open(OsStr::new(sample::LOCATION));
    let (frames, length) = play(&mut stage);
    let palette = stage.palette();
    let moving = film(&frames, length, Ground::of(palette), packed(palette.accent), "sayso reads its sample");
    [("recording.cast", cast(frames, length)), ("recording.svg", moving)]
}

/// Returns the screens of the script, and its length in milliseconds.
fn play(stage: &mut Stage) -> (Vec<CastFrame>, u32) {
    let frame = |stage: &Stage, at, keys: &str, words: &str| CastFrame {
        at,
        screen: view::draw(&stage.app).0,
        keys: keys.into(),
        words: words.into(),
    };
    let mut frames = vec![frame(stage, 0, "sayso --sample", "the article that comes with it")];
    let mut now = REST;
    for (keys, told, stands) in SCRIPT {
        let shown = keys.split_whitespace().filter_map(Key::parse).collect::<Vec<_>>();
        for (number, key) in shown.iter().enumerate() {
            stage.press(&key.to_string());
            frames.push(frame(stage, now, &shown_keys(&shown[..=number]), told.words()));
            now += TYPING;
        }
        now += stands;
    }
    (frames, now + REST)
}

/// Formats keys for display; typed letters are joined.
fn shown_keys(keys: &[Key]) -> String {
    let mut words: Vec<String> = Vec::new();
    for key in keys {
        match (words.last_mut(), key.typed()) {
            (Some(last), Some(letter)) if keys.len() > 2 && letter != ' ' && last.chars().count() < 9 => {
                last.push(letter);
            }
            _ => words.push(key.to_string()),
        }
    }
    words.join(" ")
}

/// Returns the `.cast` file: the bytes that the program writes with their times in seconds, and a marker at every
/// step.
fn cast(frames: Vec<CastFrame>, length: u32) -> String {
    let seconds = |at: u32| json!(f64::from(at) / 1000.0);
    let head = json!({ "version": 2, "width": SIZE.0, "height": SIZE.1, "title": "sayso reads its sample" });
    let mut lines: Vec<Value> = vec![head, json!([0.0, "o", "\u{1b}[?25l"])];
    let mut painter = Painter::new(Links::Left);
    let mut words = String::new();
    for frame in frames {
        let mut bytes = Vec::new();
        // Writing to memory cannot fail.
        let _ = painter.paint(frame.screen, FrameExtras::default(), &mut bytes);
        if frame.words != words {
            lines.push(json!([seconds(frame.at), "m", format!("{}  {}", frame.keys, frame.words)]));
            words = frame.words;
        }
        lines.push(json!([seconds(frame.at), "o", String::from_utf8_lossy(&bytes)]));
    }
    lines.push(json!([seconds(length), "o", "\u{1b}[?25h"]));
    let mut text = lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recording_matches_program() {
        for (name, text) in files() {
            let stored = std::fs::read_to_string(folder().join(name)).unwrap_or_default();
            assert!(stored == text, "{name} is not what the screen shows: run `sayso dev recording`");
        }
    }

    #[test]
    fn cast_lines_are_json_in_time_order() {
        let (_, text) = files().into_iter().next().unwrap();
        let mut before = 0.0;
        for line in text.lines().skip(1) {
            let event: (f64, String, String) = serde_json::from_str(line).unwrap();
            assert!(event.0 >= before && ["o", "m"].contains(&event.1.as_str()));
            before = event.0;
        }
        assert!((20.0..60.0).contains(&before), "{before} s");
    }
}
