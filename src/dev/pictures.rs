//! `dev pictures`: screens of the real program on its sample, drawn into assets/pictures/ for the README.
//!
//! A test draws them again and compares, so that they stay true.

use super::svg::{Ground, svg};
use crate::attribute::attribute;
use crate::cli::sample;
use crate::knowledge::Knowledge;
use crate::tui::app::{App, Effect, Message, shelf};
use crate::tui::keys::Key;
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

/// Draws all pictures anew.
///
/// # Errors
///
/// A file can't be written.
pub fn pictures(_: &[String]) -> Result<(), String> {
    let folder = folder();
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for picture in PICTURES {
        let file = folder.join(picture.0).with_extension("svg");
        std::fs::write(&file, draw(picture)).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures")
}

fn draw((name, (width, height), theme, keys): &Picture) -> String {
    let palette = theme::file::built_in(theme).unwrap_or_default();
    let ground = Ground { text: packed(palette.text), ground: packed(palette.ground) };
    let theme = if palette.light { Theme::light(Depth::True) } else { Theme::dark(Depth::True) };
    let mut app = App::new(Size::new(*width, *height), theme);
    shelf::begin(&mut app, vec![sample::LOCATION.into()], None);
    let size = app.size;
    let effects = app.update(Message::Resize(size));
    answer(&mut app, &effects);
    for key in keys.split_whitespace().filter_map(Key::parse) {
        let effects = app.update(Message::Key(key));
        answer(&mut app, &effects);
    }
    svg(&crate::tui::draw(&app).0, ground, &format!("sayso: {name}"))
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
        for picture in PICTURES {
            let file = folder().join(picture.0).with_extension("svg");
            let stored = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(stored == draw(picture), "{} is not what the screen shows: run `sayso dev pictures`", picture.0);
        }
    }
}
