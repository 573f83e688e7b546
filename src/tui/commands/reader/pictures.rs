//! Picture commands: pictures are fetched on request (`p`) or, depending on the settings, as they come into view.

use crate::config::Policy;
use crate::tui::images::Picture;
use crate::tui::reader::pictures::{State, on_screen};
use crate::tui::state::open_texts::LoadState;
use crate::tui::state::{App, Effect};
use ratatui::layout::Size;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Fetches the pictures on the screen; if they are already shown, hides them (`p`).
pub fn show(app: &mut App, _: Option<u32>) {
    if app.config.images.policy == Policy::Never {
        return app.notify("pictures are off · see [images] policy in the settings");
    }
    let Some(reader) = app.reader() else { return };
    let seen = on_screen(reader);
    if seen.is_empty() {
        return app.notify("no pictures to load on screen");
    }
    let shown = |url: &&String| reader.pictures.get(url).is_some();
    let (gone, wanted): (Vec<&String>, Vec<&String>) = seen.iter().partition(shown);
    let (gone, wanted): (Vec<String>, Vec<String>) =
        (gone.into_iter().cloned().collect(), wanted.into_iter().cloned().collect());
    if !wanted.is_empty() {
        return bring(app, wanted);
    }
    if let Some(reader) = app.reader_mut() {
        for url in gone {
            if let Some(State::Here(picture)) = reader.pictures.known.get(&url).cloned() {
                reader.pictures.known.insert(url, State::Hidden(picture));
            }
        }
        reader.frame_pictures();
    }
}

/// Shows pictures: those that were hidden at once, the others when they have been fetched.
fn bring(app: &mut App, urls: Vec<String>) {
    let Some(reader) = app.reader_mut() else { return };
    let mut missing = BTreeSet::new();
    for url in urls {
        match reader.pictures.known.get(&url).cloned() {
            Some(State::Hidden(picture)) => {
                reader.pictures.known.insert(url, State::Here(picture));
            }
            Some(State::Fetching) => {}
            _ => {
                missing.insert(url);
            }
        }
    }
    reader.frame_pictures();
    fetch(app, missing);
}

/// Has all pictures encoded again, for a terminal that shows them in another way or in cells of another size.
pub fn encode_again(app: &mut App) {
    let room = room(app);
    let ready = app.texts.pieces.iter().filter_map(|piece| match &piece.state {
        LoadState::Ready(reader) => Some((&reader.piece.source.location, &reader.pictures.known)),
        _ => None,
    });
    let all: BTreeMap<String, (String, Arc<Picture>)> = ready
        .flat_map(|(location, known)| known.iter().map(move |(url, state)| (location, url, state)))
        .filter_map(|(location, url, state)| match state {
            State::Here(picture) | State::Hidden(picture) => {
                Some((url.clone(), (location.clone(), Arc::clone(picture))))
            }
            State::Fetching | State::Failed => None,
        })
        .collect();
    for (url, (location, picture)) in all {
        app.emit(Effect::Picture { url, room, location, known: Some(picture) });
    }
}

/// Requests pictures that have come into view, if the settings allow it.
pub fn follow(app: &mut App) {
    if app.config.images.policy != Policy::Always {
        return;
    }
    let Some(reader) = app.reader() else { return };
    let new: BTreeSet<String> =
        on_screen(reader).into_iter().filter(|url| !reader.pictures.known.contains_key(url)).collect();
    fetch(app, new);
}

/// Returns the maximum size of a picture, in cells.
fn room(app: &App) -> Size {
    Size::new(app.areas().text.width, app.config.images.height)
}

fn fetch(app: &mut App, urls: BTreeSet<String>) {
    let room = room(app);
    for url in urls {
        let Some(reader) = app.reader_mut() else { return };
        reader.pictures.known.insert(url.clone(), State::Fetching);
        let location = reader.piece.source.location.clone();
        app.emit(Effect::Picture { url, room, location, known: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Verdict};
    use crate::config::Protocol;
    use crate::document::{Block, Document};
    use crate::document::{BlockKind, Image, Media};
    use crate::reading::Reading;
    use crate::tui::commands::texts;
    use crate::tui::images::Canvas;
    use crate::tui::keys::table::Command;
    use crate::tui::state::Message;
    use crate::tui::terminal_name::TerminalName;
    use crate::tui::theme::Ink;
    use crate::tui::theme::{Depth, Theme};
    use crate::tui::values::Notice;
    use crate::tui::view::draw;
    use ratatui::buffer::CellDiffOption;
    use ratatui::style::Color;

    const URL: &str = "https://example.org/tower.png";

    fn app(policy: Policy) -> (App, Vec<Effect>) {
        let picture = BlockKind::Image(Image { url: Some(URL.into()), media: Media::Image });
        let image = Block { kind: picture, text: "A tower".into(), ..Block::default() };
        let words = Block { text: "Words below.".into(), ..Block::default() };
        let document = Document { blocks: vec![image, words], ..Document::default() };
        let verdicts = [Verdict::Show(crate::article::Role::Body); 2];
        let article = Article::assemble(document, &verdicts, None);
        let mut app = App::new(Size::new(80, 24), Theme::default());
        app.config.images.policy = policy;
        texts::begin(&mut app, vec!["page.html".into()], None);
        let effects = app.update(Message::Resize(Size::new(80, 24)));
        let load = effects.iter().find_map(|effect| match effect {
            Effect::Load { ticket, .. } => Some(*ticket),
            _ => None,
        });
        let reading = Arc::new(Reading { article, ..Reading::default() });
        let effects = app.update(Message::Text { ticket: load.unwrap(), result: Ok(reading) });
        (app, effects)
    }

    fn asked(effects: &[Effect]) -> Option<(String, Size)> {
        effects.iter().find_map(|effect| match effect {
            Effect::Picture { url, room, known: None, .. } => Some((url.clone(), *room)),
            _ => None,
        })
    }

    fn square(room: Size) -> Result<Arc<Picture>, String> {
        let canvas = Canvas::new(Protocol::Blocks, Depth::True, &TerminalName::default(), |_| None).unwrap();
        canvas.picture(include_bytes!("../../../../tests/fixtures/screen/square.png"), room).map(Arc::new)
    }

    fn press(app: &mut App) -> Vec<Effect> {
        app.run(Command::Pictures, None);
        app.update(Message::Tick)
    }

    /// Returns the row of the words below the picture, and the number of rows with coloured cells in the text's column.
    fn seen(app: &App) -> (u16, usize) {
        let (buffer, _) = draw(app);
        let column = app.areas().text.x;
        let row = |y: u16| (0..80).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        let words = (0..24).find(|y| row(*y).contains("Words below")).unwrap();
        let ground = app.theme.style(Ink::Background).bg.unwrap_or(Color::Reset);
        (words, (0..24).filter(|y| buffer[(column, *y)].bg != ground).count())
    }

    #[test]
    fn picture_is_requested_shown_and_hidden() {
        let (mut app, effects) = app(Policy::Ask);
        assert!(asked(&effects).is_none(), "nothing is fetched unasked");
        let (before, _) = seen(&app);
        let (url, room) = asked(&press(&mut app)).unwrap();
        assert_eq!((url.as_str(), room.height), (URL, 18));
        let _ = app.update(Message::Picture { url, picture: square(room) });
        assert_eq!(seen(&app), (before + 4, 4));
        press(&mut app);
        assert_eq!(seen(&app), (before, 0));
        assert!(asked(&press(&mut app)).is_none(), "it is not fetched again");
        assert_eq!(seen(&app), (before + 4, 4));
    }

    #[test]
    fn sixels_spare_the_last_row() {
        let (mut app, _) = app(Policy::Ask);
        app.view.zen = true;
        let _ = app.update(Message::Resize(Size::new(80, 3)));
        let (url, room) = asked(&press(&mut app)).unwrap();
        let canvas = Canvas::new(Protocol::Sixel, Depth::True, &TerminalName::default(), |_| None).unwrap();
        let picture = canvas.picture(include_bytes!("../../../../tests/fixtures/screen/square.png"), room).unwrap();
        assert!(picture.size().height > 3);
        let _ = app.update(Message::Picture { url, picture: Ok(Arc::new(picture)) });
        app.run(Command::Top, None);
        let _ = app.update(Message::Tick);
        let (buffer, _) = draw(&app);
        let x = app.areas().text.x;
        let covered = |y: u16| buffer[(x, y)].diff_option != CellDiffOption::None;
        assert_eq!([0, 1, 2].map(covered), [true, true, false]);
    }

    #[test]
    fn picture_that_is_always_shown_can_be_hidden() {
        let (mut app, effects) = app(Policy::Always);
        let (url, room) = asked(&effects).unwrap();
        let _ = app.update(Message::Picture { url, picture: square(room) });
        let (words, rows) = seen(&app);
        assert_eq!(rows, 4);
        assert!(asked(&press(&mut app)).is_none() && asked(&app.update(Message::Tick)).is_none());
        assert_eq!(seen(&app), (words - 4, 0));
    }

    #[test]
    fn pictures_are_encoded_again_for_cells_of_another_size() {
        let (mut app, _) = app(Policy::Ask);
        let (url, room) = asked(&press(&mut app)).unwrap();
        let _ = app.update(Message::Picture { url, picture: square(room) });
        let effects = app.update(Message::PicturesOutdated);
        let again = |effect: &Effect| matches!(effect, Effect::Picture { url, known: Some(_), .. } if url == URL);
        assert!(effects.iter().any(again), "{effects:?}");
    }

    #[test]
    fn picture_policy_decides_on_fetching() {
        assert!(asked(&app(Policy::Always).1).is_some());
        let (mut never, _) = app(Policy::Never);
        assert!(asked(&press(&mut never)).is_none());
    }

    #[test]
    fn failed_picture_is_reported_and_can_be_retried() {
        let (mut app, _) = app(Policy::Ask);
        press(&mut app);
        let _ = app.update(Message::Picture { url: URL.into(), picture: Err("no such host".into()) });
        assert_eq!(app.notice, Some(Notice::Error("picture not shown: no such host".into())));
        assert!(asked(&press(&mut app)).is_some());
    }
}
