//! `dev pictures`: draws screens of the real program on its sample into assets/pictures/ for the README.
//!
//! A test draws them again and compares.

use super::headless::Stage;
use super::svg::{Ground, svg};
use crate::library::{Counts, Feed, FeedId, FeedSettings, ListPage, Piece, PieceId, PieceState};
use crate::sample;
use crate::tui::state::feeds::FeedsResponse;
use crate::tui::state::library::Preview;
use crate::tui::state::request::{LastView, Listed, Response};
use crate::tui::state::{Message, Screen};
use crate::tui::view;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A picture: its name, columns and rows, theme, and the keys pressed before.
type Picture = (&'static str, (u16, u16), &'static str, &'static str);

const PICTURES: &[Picture] = &[
    ("reader-120x40-dark", (120, 40), "dark", "n n n n n"),
    ("reader-120x40-light", (120, 40), "light", "n n"),
    ("reader-80x24-dark", (80, 24), "dark", "n n n"),
    ("clutter-120x40-dark", (120, 40), "dark", "c"),
    ("help-120x40-dark", (120, 40), "dark", "n ?"),
];

/// The picture of the library with the pieces of [`shelf_of_examples`].
const LIBRARY: Picture = ("library-120x40-dark", (120, 40), "dark", "");

/// The picture of the library with feeds.
const FEEDS: Picture = ("feeds-120x40-dark", (120, 40), "dark", "S-Tab j j j j");

/// Time of the library's clock in the picture, in seconds since 1970.
const NOW: i64 = 1_780_000_000;

/// Draws all pictures.
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

/// Returns every picture with its name.
fn all() -> impl Iterator<Item = (&'static str, String)> {
    PICTURES
        .iter()
        .map(|picture| (picture.0, draw(picture)))
        .chain([(LIBRARY.0, draw_library()), (FEEDS.0, draw_feeds())])
}

/// Returns the folder of pictures and recording.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures")
}

fn draw(picture: &Picture) -> String {
    let mut stage = Stage::new(picture.1, picture.2);
    stage.open(OsStr::new(sample::LOCATION));
    stage.press(picture.3);
    drawn(&stage, picture.0)
}

/// `dev picture SOURCE COLUMNSxROWS THEME KEY…`: draws one screen of any source.
///
/// # Errors
///
/// The arguments are invalid.
pub fn picture(words: &[String]) -> Result<(), String> {
    const USAGE: &str = "usage: dev picture SOURCE COLUMNSxROWS THEME KEY…";
    let [source, size, theme, keys @ ..] = words else { return Err(USAGE.into()) };
    let (columns, rows) = size.split_once('x').ok_or(USAGE)?;
    let size = (columns.parse().map_err(|_| USAGE)?, rows.parse().map_err(|_| USAGE)?);
    let mut stage = Stage::new(size, theme);
    stage.open(OsStr::new(source));
    stage.press(&keys.join(" "));
    std::io::stdout().write_all(drawn(&stage, source).as_bytes()).map_err(|error| error.to_string())
}

fn draw_library() -> String {
    drawn(&library(&LIBRARY), LIBRARY.0)
}

fn draw_feeds() -> String {
    let mut stage = library(&FEEDS);
    stage.send(Message::Library(Response::Feeds(FeedsResponse::Feeds(feeds()))));
    stage.press(FEEDS.3);
    drawn(&stage, FEEDS.0)
}

/// Invented feeds: title, tag, unread and all articles, hours since the last fetch, what is wrong.
fn feeds() -> Vec<Feed> {
    type Row = (&'static str, &'static str, usize, usize, i64, Option<&'static str>);
    const ROWS: [Row; 6] = [
        ("Harbour Gazette", "coast", 2, 214, 1, None),
        ("Radio Eastmere", "news", 2, 530, 1, None),
        ("Tide tables", "coast", 0, 58, 75, Some("HTTP 404: no such feed; check the address")),
        ("The Fenland Examiner", "news", 1, 1_402, 1, None),
        ("The Weekly Lantern", "", 1, 96, 1, None),
        ("Westmarch Review", "", 1, 41, 1, None),
    ];
    let feed = |(id, (title, tag, unread, articles, hours, problem)): (i64, Row)| Feed {
        id: FeedId(id),
        title: Some(title.into()),
        settings: FeedSettings {
            tags: Some(tag.to_owned()).filter(|tag| !tag.is_empty()).into_iter().collect(),
            ..FeedSettings::default()
        },
        fetched: Some(NOW - hours * 3600),
        problem: problem.map(str::to_owned),
        unread,
        articles,
        ..Feed::default()
    };
    (1..).zip(ROWS).map(feed).collect()
}

/// The library's screen with the pieces of [`shelf_of_examples`].
fn library(picture: &Picture) -> Stage {
    let mut stage = Stage::new(picture.1, picture.2);
    stage.app.screen = Screen::Library;
    stage.send(Message::Library(Response::Opened(Vec::new(), LastView::default())));
    let pieces = shelf_of_examples();
    let preview = preview(&pieces);
    let counts = Counts { unread: 7, reading: 3, archive: 2, starred: 2 };
    let page = ListPage { total: pieces.len(), pieces, ..ListPage::default() };
    let listed = Listed { offset: 0, page, counts, now: NOW, problems: Vec::new(), more: false };
    let asked = stage.app.library.asked;
    stage.send(Message::Library(Response::Page(asked, Box::new(listed))));
    stage.send(Message::Library(Response::Preview(Box::new(preview))));
    stage
}

/// Invented pieces: title, publication, hours since saving, words, speakers, state, star, per mille read, tags.
fn shelf_of_examples() -> Vec<Piece> {
    type Row =
        (&'static str, &'static str, i64, u32, u32, PieceState, Option<&'static str>, u16, &'static [&'static str]);
    const ROWS: [Row; 12] = [
        (
            "The town that wants its clock to stay late",
            "The Fenland Examiner",
            1,
            860,
            15,
            PieceState::Reading,
            Some("*"),
            310,
            &["time", "towns"],
        ),
        (
            "Ferry crews vote on the winter timetable",
            "Harbour Gazette",
            5,
            1_240,
            9,
            PieceState::Unread,
            None,
            0,
            &["work"],
        ),
        (
            "What the flood of 1953 left in the archive",
            "The Weekly Lantern",
            27,
            3_400,
            12,
            PieceState::Reading,
            Some("*"),
            720,
            &["archives"],
        ),
        ("Minister defends the new bridge toll", "Radio Eastmere", 30, 540, 4, PieceState::Unread, None, 0, &[]),
        (
            "A year among the eel catchers",
            "The Weekly Lantern",
            74,
            5_100,
            21,
            PieceState::Unread,
            None,
            0,
            &["longread", "water"],
        ),
        ("Council finds the missing market books", "Harbour Gazette", 98, 610, 5, PieceState::Unread, None, 0, &[]),
        ("“We counted every lamp twice”", "Radio Eastmere", 121, 980, 8, PieceState::Unread, None, 0, &["work"]),
        ("Opinion: the case for slower news", "The Fenland Examiner", 150, 1_450, 0, PieceState::Unread, None, 0, &[]),
        (
            "Why small presses print at night",
            "Westmarch Review",
            190,
            2_050,
            6,
            PieceState::Unread,
            None,
            0,
            &["books"],
        ),
        (
            "The lock keeper who counts swans",
            "The Fenland Examiner",
            412,
            720,
            3,
            PieceState::Archive,
            None,
            1_000,
            &["water"],
        ),
        (
            "Oral history of the night shift",
            "Westmarch Review",
            900,
            7_700,
            22,
            PieceState::Reading,
            None,
            640,
            &["work"],
        ),
        (
            "Chalk, tide and timber: how the mole was built",
            "The Weekly Lantern",
            2_200,
            2_300,
            7,
            PieceState::Archive,
            None,
            1_000,
            &[],
        ),
    ];
    let piece = |(id, row): (PieceId, Row)| {
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
    (1..).map(PieceId).zip(ROWS).map(piece).collect()
}

fn preview(pieces: &[Piece]) -> Preview {
    let voice = |name: &str, role: Option<&str>, quotes| (name.to_owned(), role.map(str::to_owned), quotes);
    Preview {
        piece: pieces.first().map_or(PieceId(1), |piece| piece.id),
        found: None,
        revised: None,
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
        left_at: Some(
            "According to Marguerite Vane, a historian of timekeeping, the town was late before it was slow.".into(),
        ),
        also: vec![("The lock keeper who counts swans".into(), "Marguerite Vane · tide, tower".into())],
        problem: None,
    }
}

fn drawn(stage: &Stage, name: &str) -> String {
    svg(&view::draw(&stage.app).0, Ground::of(stage.palette()), &format!("sayso: {name}"))
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
