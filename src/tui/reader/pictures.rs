//! Pictures in the text: fetched when asked for (`p`) or, where the settings say so, as they come into view.

use super::Reader;
use super::flow::block_of;
use super::page::Row;
use crate::config::Policy;
use crate::document::{Image, Kind, Media};
use crate::tui::app::{App, Effect, Notice};
use crate::tui::images::Picture;
use ratatui::layout::Size;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known of the pictures of a text, by their addresses.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    known: BTreeMap<String, State>,
}

/// How far a picture has come.
#[derive(Clone, Debug)]
enum State {
    Fetching,
    Failed,
    Here(Arc<Picture>),
}

impl Pictures {
    /// The picture of an address, if it is here.
    pub fn get(&self, url: &str) -> Option<&Picture> {
        match self.known.get(url) {
            Some(State::Here(picture)) => Some(picture),
            _ => None,
        }
    }
}

/// `p`: fetches the pictures on the screen; those that are shown already go.
pub fn show(app: &mut App, _: Option<u32>) {
    if app.config.images.policy == Policy::Never {
        return app.tell("pictures are turned off: [images] policy in the settings");
    }
    let Some(reader) = app.reader() else { return };
    let seen = on_screen(reader);
    if seen.is_empty() {
        return app.tell("no picture that could be fetched is on the screen");
    }
    let shown = |url: &&String| reader.pictures.get(url).is_some();
    let (gone, wanted): (Vec<&String>, Vec<&String>) = seen.iter().partition(shown);
    if !wanted.is_empty() {
        let wanted = wanted.into_iter().cloned().collect();
        return fetch(app, wanted);
    }
    let gone: Vec<String> = gone.into_iter().cloned().collect();
    if let Some(reader) = app.reader_mut() {
        reader.pictures.known.retain(|url, _| !gone.contains(url));
        reader.frame_pictures();
    }
}

/// Asks for the pictures that have come into view, where the settings say so.
pub fn follow(app: &mut App) {
    if app.config.images.policy != Policy::Always {
        return;
    }
    let Some(reader) = app.reader() else { return };
    let new: BTreeSet<String> =
        on_screen(reader).into_iter().filter(|url| !reader.pictures.known.contains_key(url)).collect();
    fetch(app, new);
}

/// A picture is here, or cannot be shown: a clause why.
pub fn arrived(reader: &mut Reader, url: &str, picture: Result<Arc<Picture>, String>) -> Option<Notice> {
    let state = reader.pictures.known.get_mut(url)?;
    let (now, told) = match picture {
        Ok(picture) => (State::Here(picture), None),
        Err(why) => (State::Failed, Some(Notice::Failed(format!("the picture is not shown: {why}")))),
    };
    *state = now;
    reader.frame_pictures();
    told
}

fn fetch(app: &mut App, urls: BTreeSet<String>) {
    let room = Size::new(app.areas().text.width, app.config.images.height);
    for url in urls {
        if let Some(reader) = app.reader_mut() {
            reader.pictures.known.insert(url.clone(), State::Fetching);
        }
        app.ask(Effect::Picture { url, room });
    }
}

/// The addresses of the pictures whose words or cells are on the screen.
fn on_screen(reader: &Reader) -> BTreeSet<String> {
    let text = reader.text();
    let item = |row| match row {
        Row::Line(index, _) => text.flow.items.get(index),
        Row::Blank(_) => None,
    };
    let address = |row| address(&block_of(text.article, item(row)?.origin)?.kind).map(str::to_owned);
    reader.page.rows(text).filter_map(address).collect()
}

/// The address of a picture that can be fetched.
pub fn address(kind: &Kind) -> Option<&str> {
    match kind {
        Kind::Image(Image { url: Some(url), media: Media::Image }) => Some(url),
        _ => None,
    }
}

impl Reader {
    /// Makes room in the page for the pictures that are here.
    fn frame_pictures(&mut self) {
        let blocks = self.piece.article.blocks.iter().map(|placed| (placed.order, &placed.block));
        let hidden = self.piece.article.clutter.iter().map(|hidden| (hidden.order, &hidden.block));
        let rows = |block: &crate::document::Block| Some(self.pictures.get(address(&block.kind)?)?.size().height);
        let framed = blocks.chain(hidden).filter_map(|(order, block)| Some((order, rows(block)?))).collect();
        self.page.frame(framed);
        self.reflow();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Verdict};
    use crate::config::Protocol;
    use crate::document::{Block, Document};
    use crate::reading::Reading;
    use crate::tui::app::{Message, shelf};
    use crate::tui::draw;
    use crate::tui::images::Canvas;
    use crate::tui::keys::table::Command;
    use crate::tui::theme::{Depth, Theme};
    use ratatui::style::Color;

    const URL: &str = "https://example.org/tower.png";

    fn app(policy: Policy) -> (App, Vec<Effect>) {
        let picture = Kind::Image(Image { url: Some(URL.into()), media: Media::Image });
        let image = Block { kind: picture, text: "A tower".into(), ..Block::default() };
        let words = Block { text: "Words below.".into(), ..Block::default() };
        let document = Document { blocks: vec![image, words], ..Document::default() };
        let verdicts = [Verdict::Show(crate::article::Role::Body); 2];
        let article = Article::assemble(document, &verdicts, None);
        let mut app = App::new(Size::new(80, 24), Theme::default());
        app.config.images.policy = policy;
        shelf::begin(&mut app, vec!["page.html".into()], None);
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
            Effect::Picture { url, room } => Some((url.clone(), *room)),
            _ => None,
        })
    }

    fn press(app: &mut App) -> Vec<Effect> {
        app.run(Command::Pictures, None);
        app.update(Message::Turn)
    }

    /// On which row the words below the picture stand, and how many rows have coloured cells in the text's column.
    fn seen(app: &App) -> (u16, usize) {
        let (buffer, _) = draw(app);
        let column = app.areas().text.x;
        let row = |y: u16| (0..80).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        let words = (0..24).find(|y| row(*y).contains("Words below")).unwrap();
        let ground = app.theme.style(crate::tui::theme::Ink::Ground).bg.unwrap_or(Color::Reset);
        (words, (0..24).filter(|y| buffer[(column, *y)].bg != ground).count())
    }

    #[test]
    fn a_picture_is_asked_for_shown_and_put_away() {
        let (mut app, effects) = app(Policy::Ask);
        assert!(asked(&effects).is_none(), "nothing is fetched unasked");
        let (before, _) = seen(&app);
        let (url, room) = asked(&press(&mut app)).unwrap();
        assert_eq!((url.as_str(), room.height), (URL, 18));
        let canvas = Canvas::new(Protocol::Blocks, Depth::True, |_| None).unwrap();
        let picture = canvas.picture(include_bytes!("../../../tests/fixtures/screen/square.png"), room);
        let _ = app.update(Message::Picture { url, picture: picture.map(Arc::new) });
        assert_eq!(seen(&app), (before + 4, 4));
        press(&mut app);
        assert_eq!(seen(&app), (before, 0));
    }

    #[test]
    fn the_settings_decide() {
        assert!(asked(&app(Policy::Always).1).is_some());
        let (mut never, _) = app(Policy::Never);
        assert!(asked(&press(&mut never)).is_none());
    }

    #[test]
    fn what_cannot_be_shown_says_so_and_can_be_asked_for_again() {
        let (mut app, _) = app(Policy::Ask);
        press(&mut app);
        let _ = app.update(Message::Picture { url: URL.into(), picture: Err("no such host".into()) });
        assert_eq!(app.notice, Some(Notice::Failed("the picture is not shown: no such host".into())));
        assert!(asked(&press(&mut app)).is_some());
    }
}
