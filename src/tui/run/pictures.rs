//! Fetches pictures on threads of their own, in the form that the terminal can show.

use crate::config::Protocol;
use crate::load;
use crate::tui::images::{Canvas, Picture};
use crate::tui::run::tasks;
use crate::tui::run::terminal::signals::Event;
use crate::tui::state::Message;
use crate::tui::terminal_name::TerminalName;
use crate::tui::theme::Depth;
use ratatui::layout::Size;
use std::cell::OnceCell;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// The terminal's means for pictures, found out with the first one.
#[derive(Debug, Default)]
pub struct PictureService {
    /// Empty before the first picture; `None` inside if the terminal can show none.
    canvas: OnceCell<Option<Canvas>>,
}

/// Properties of the terminal that decide on the protocol.
#[derive(Clone, Copy, Debug)]
pub struct Means<'a> {
    /// Protocol in the settings.
    pub protocol: Protocol,
    /// Number of colours.
    pub depth: Depth,
    /// The terminal's name.
    pub name: &'a TerminalName,
}

impl Means<'_> {
    fn canvas(self) -> Option<Canvas> {
        Canvas::new(self.protocol, self.depth, self.name, |name| std::env::var(name).ok())
    }
}

impl PictureService {
    /// Fetches a picture of the page or book at `location`, or encodes one again that has been fetched, and sends it as a
    /// message.
    ///
    /// # Errors
    ///
    /// The thread cannot be started.
    pub fn fetch(
        &self,
        url: String,
        location: String,
        room: Size,
        known: Option<Arc<Picture>>,
        means: Means<'_>,
        events: &Sender<Event>,
    ) -> io::Result<()> {
        let canvas = self.canvas.get_or_init(|| means.canvas()).clone();
        let events = events.clone();
        std::thread::Builder::new().name(tasks::THREAD.into()).spawn(move || {
            let fetched = match (canvas, known) {
                (None, _) => Err("this terminal can't show pictures".to_owned()),
                (Some(canvas), Some(picture)) => canvas.picture(picture.bytes(), room),
                (Some(canvas), None) => canvas.fetch(&url, &location, room, &load::Options::default()),
            };
            let picture = fetched.map(Arc::new);
            let _ = events.send(Event::Message(Message::Picture { url, picture }));
        })?;
        Ok(())
    }

    /// Looks at the terminal again. Returns true if the pictures have to be encoded again: it shows them by another protocol,
    /// or in cells of another size.
    pub fn has_changed(&mut self, means: Means<'_>) -> bool {
        let Some(canvas) = self.canvas.get_mut() else { return false };
        let now = means.canvas();
        let same = match (&canvas, &now) {
            (Some(before), Some(now)) => before.is_like(now),
            (None, None) => true,
            _ => false,
        };
        *canvas = now;
        !same
    }
}
