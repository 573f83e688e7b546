//! Every theme at four sizes: readable on the screen itself, and laid out alike.

use super::stage;
use super::support::pieces;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use sayso::tui::state::Message;
use sayso::tui::theme::{self, Depth, Rgb, Theme};
use sayso::tui::view;
use std::fmt::Write;

/// Columns and rows.
const SIZES: [(u16, u16); 4] = [(120, 40), (80, 24), (40, 12), (200, 50)];

/// Keys that lead to a screen of the reader.
const STATES: [&str; 6] = ["", "n n n", "c", "?", "j j j v ) s", "/ t h e Enter n"];

/// WCAG 2.2, level AA.
const AA: f64 = 4.5;

fn rgb(color: Color) -> Option<Rgb> {
    match color {
        Color::Rgb(r, g, b) => Some(Rgb(r, g, b)),
        _ => None,
    }
}

/// Returns the contrast of a cell with words in it.
fn contrast(cell: &Cell) -> Option<f64> {
    let is_words = cell.symbol().contains(char::is_alphanumeric) && !cell.modifier.contains(Modifier::HIDDEN);
    let (ink, ground) = (rgb(cell.fg).filter(|_| is_words)?, rgb(cell.bg)?);
    Some(ink.contrast(ground))
}

/// Appends what is wrong with a screen, and returns its characters.
fn examine(buffer: &Buffer, name: &str, wrong: &mut String) -> String {
    let faint = buffer.content.iter().filter_map(contrast).fold(f64::MAX, f64::min);
    if faint < AA {
        let _ = writeln!(wrong, "{name}: contrast of only {faint:.2}");
    }
    for (at, cell) in buffer.content.iter().enumerate().filter(|(_, cell)| rgb(cell.bg).is_none()).take(3) {
        let (x, y) = buffer.pos_of(at);
        let _ = writeln!(wrong, "{name}: no ground in column {x} of row {y}: {:?}", cell.symbol());
    }
    buffer.content.iter().map(Cell::symbol).collect()
}

#[test]
fn every_theme_is_readable_and_laid_out_alike_at_four_sizes() {
    let mut wrong = String::new();
    for (width, height) in SIZES {
        let mut all = STATES.map(|keys| {
            let mut stage = stage(width, height);
            stage.press(keys);
            (keys, stage)
        });
        let mut library = pieces::library(width, height);
        for (state, stage) in all.iter_mut().map(|(keys, stage)| (*keys, stage)).chain([("library", &mut library)]) {
            let mut first = None;
            for theme in theme::names(None) {
                let (palette, _) = theme::named(&theme, None).unwrap();
                stage.send(Message::Theme(Box::new(Theme::new(&theme, palette, Depth::True))));
                let name = format!("{theme} {width}x{height} {state:?}");
                let symbols = examine(&view::draw(&stage.app).0, &name, &mut wrong);
                if *first.get_or_insert_with(|| symbols.clone()) != symbols {
                    let _ = writeln!(wrong, "{name}: laid out differently");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
