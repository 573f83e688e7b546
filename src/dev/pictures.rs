//! `dev pictures`: screens of the real program on its sample, drawn into assets/pictures/ for the README.
//!
//! A test draws them again and compares, so that they stay true.

use super::svg::{Ground, svg};
use crate::attribute::attribute;
use crate::cli::sample;
use crate::knowledge::Knowledge;
use crate::library::{Counts, Id, Page, Piece, Sort, State};
use crate::tui::app::{App, Effect, Message, Screen, shelf};
use crate::tui::keys::Key;
use crate::tui::library::{Answer, Listed, Preview};
use crate::tui::reader::voices::Voices;
use crate::tui::theme::{self, Depth, Theme};
use crate::{declutter, pipeline};
use ratatui::layout::Size;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A picture: its name, columns and rows, theme, and the keys that were pressed before.
type Picture = (&'static str, (u16, u16), &'static str, &'static str);

const PICTURES: &[Picture] = &[
    ("reader-120x40-dark", (120, 40), "dark", "n n n n n"),
    ("reader-120x40-light", (120, 40), "light", "n n"),
    ("reader-80x24-dark", (80, 24), "dark", "n n n"),
    ("clutter-120x40-dark", (120, 40), "dark", "c"),
    ("help-120x40-dark", (120, 40), "dark", "n ?"),
];

/// The picture of the library, which holds [`shelf_of_examples`].
const LIBRARY: Picture = ("library-120x40-dark", (120, 40), "dark", "");

/// The time by the library's clock in its picture, in seconds since 1970.
const NOW: i64 = 1_780_000_000;

/// Draws all pictures anew.
///
/// # Errors
///
/// A file can't be written.
pub fn pictures(_: &[String]) -> Result<(), String> {
    let folder = folder();
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for (name, picture) in all() {
        let file = folder.join(name).with_extension("svg");
        std::fs::write(&file, picture).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}

/// Every picture with its name.
fn all() -> impl Iterator<Item = (&'static str, String)> {
    PICTURES.iter().map(|picture| (picture.0, draw(picture))).chain([(LIBRARY.0, draw_library())])
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures")
}

fn draw(picture: &Picture) -> String {
    let mut app = app(picture);
    shelf::begin(&mut app, vec![sample::LOCATION.into()], None);
    let size = app.size;
    let effects = app.update(Message::Resize(size));
    answer(&mut app, &effects);
    for key in picture.3.split_whitespace().filter_map(Key::parse) {
        let effects = app.update(Message::Key(key));
        answer(&mut app, &effects);
    }
    drawn(&app, picture)
}

fn draw_library() -> String {
    let mut app = app(&LIBRARY);
    app.screen = Screen::Library;
    app.update(Message::Library(Answer::Opened(Vec::new(), String::new(), Sort::Newest)));
    let pieces = shelf_of_examples();
    let preview = preview(&pieces);
    let counts = Counts { unread: 4, reading: 2, archive: 1, starred: 2 };
    let page = Page { total: pieces.len(), pieces, or_more: false };
    let listed = Listed { offset: 0, page, counts, now: NOW, problems: Vec::new() };
    app.update(Message::Library(Answer::Listed(app.library.asked, Box::new(listed))));
    app.update(Message::Library(Answer::Preview(Box::new(preview))));
    drawn(&app, &LIBRARY)
}

/// Invented pieces: title, publication, hours since it was saved, words, voices, state, star, per mille read, tags.
fn shelf_of_examples() -> Vec<Piece> {
    type Row = (&'static str, &'static str, i64, u32, u32, State, Option<&'static str>, u16, &'static [&'static str]);
    const ROWS: [Row; 7] = [
        (
            "The town that wants its clock to stay late",
            "The Fenland Examiner",
            1,
            860,
            15,
            State::Reading,
            Some("*"),
            310,
            &["time", "towns"],
        ),
        ("Ferry crews vote on the winter timetable", "Harbour Gazette", 5, 1_240, 9, State::Unread, None, 0, &["work"]),
        (
            "What the flood of 1953 left in the archive",
            "The Weekly Lantern",
            27,
            3_400,
            12,
            State::Reading,
            Some("*"),
            720,
            &["archives"],
        ),
        ("Minister defends the new bridge toll", "Radio Eastmere", 30, 540, 4, State::Unread, None, 0, &[]),
        (
            "A year among the eel catchers",
            "The Weekly Lantern",
            74,
            5_100,
            21,
            State::Unread,
            None,
            0,
            &["longread", "water"],
        ),
        ("Why small presses print at night", "Westmarch Review", 190, 2_050, 6, State::Unread, None, 0, &["books"]),
        (
            "The lock keeper who counts swans",
            "The Fenland Examiner",
            412,
            720,
            3,
            State::Archive,
            None,
            1_000,
            &["water"],
        ),
    ];
    let piece = |(id, row): (Id, Row)| {
        let (title, site, hours, words, voices, state, star, progress, tags) = row;
        Piece {
            id,
            title: title.into(),
            site: Some(site.into()),
            saved: NOW - hours * 3600,
            words,
            voices,
            state,
            starred: star.is_some(),
            progress,
            tags: tags.iter().map(|&tag| tag.into()).collect(),
            fetched: true,
            ..Piece::default()
        }
    };
    (1..).zip(ROWS).map(piece).collect()
}

fn preview(pieces: &[Piece]) -> Preview {
    let voice = |name: &str, role: Option<&str>, quotes| (name.to_owned(), role.map(str::to_owned), quotes);
    Preview {
        piece: pieces.first().map_or(1, |piece| piece.id),
        lead:
            "For 139 years the tower of Lower Brindle has run eleven minutes slow. Now the railway wants it right, and \
               ‘nobody is giving a minute’"
                .into(),
        voices: vec![
            voice("Devin Achterberg", Some("spokesman"), 5),
            voice("Marguerite Vane", Some("historian of timekeeping"), 4),
            voice("Walter Imrie", Some("81-year-old keeper of the clock"), 4),
            voice("Ines Brook", Some("transport minister"), 2),
        ],
        left_at: Some("According to Marguerite Vane, a historian of timekeeping".into()),
        also: vec![("The lock keeper who counts swans".into(), "Marguerite Vane · tide, tower".into())],
        problem: None,
    }
}

/// The program on a screen of that size and theme.
fn app(&(_, (width, height), name, _): &Picture) -> App {
    let palette = theme::file::built_in(name).unwrap_or_default();
    let theme = if palette.light { Theme::light(Depth::True) } else { Theme::dark(Depth::True) };
    App::new(Size::new(width, height), theme)
}

fn drawn(app: &App, &(name, _, theme, _): &Picture) -> String {
    let palette = theme::file::built_in(theme).unwrap_or_default();
    let ground = Ground { text: packed(palette.text), ground: packed(palette.ground) };
    svg(&crate::tui::draw(app).0, ground, &format!("sayso: {name}"))
}

fn packed(theme::Rgb(red, green, blue): theme::Rgb) -> u32 {
    u32::from(red) << 16 | u32::from(green) << 8 | u32::from(blue)
}

/// What the worker would answer to the wish for a text.
fn answer(app: &mut App, effects: &[Effect]) {
    for effect in effects {
        let Effect::Load { ticket, colours, .. } = effect else { continue };
        let knowledge = Knowledge::default();
        let reading = pipeline::read_text(&sample::source(), &knowledge, &declutter::Options::default());
        let attributions = attribute(&reading.article, knowledge.attribution());
        let voices = Box::new(Voices::of(attributions, &reading.article, *colours));
        app.update(Message::Text { ticket: *ticket, result: Ok(Arc::new(reading)) });
        app.update(Message::Voices { ticket: *ticket, voices });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_show_what_the_program_shows() {
        for (name, picture) in all() {
            let file = folder().join(name).with_extension("svg");
            let stored = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(stored == picture, "{name} is not what the screen shows: run `sayso dev pictures`");
        }
    }
}
