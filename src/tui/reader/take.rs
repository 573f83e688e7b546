//! What is taken out of a text: the current quotation, the address, the whole piece.

use super::voices::Voices;
use super::{Reader, grow};
use crate::reading::Reading;
use crate::tui::app::{App, Effect};

/// `y`: the current quotation with its citation.
pub fn copy(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader() else { return };
    let Some((voices, id)) = reader.voices.as_ref().zip(reader.current) else { return };
    let (words, indirect) = voices.shown(id, reader.article());
    let words = if indirect || words.starts_with('“') { words } else { format!("“{words}”") };
    let text = with_citation(reader, &words, Some(id));
    app.ask(Effect::Copy(text, "the quotation with its citation"));
}

/// `Y`.
pub fn copy_address(app: &mut App, _: Option<u32>) {
    let address = app.reader().and_then(|r| r.address()).map(str::to_owned);
    if let Some(address) = address {
        app.ask(Effect::Copy(address, "the address"));
    }
}

/// `E`.
pub fn editor(app: &mut App, _: Option<u32>) {
    if let Some(reader) = grow::whole_text(app) {
        let text = reader.article().text.clone();
        app.ask(Effect::Edit(text));
    }
}

/// Words, and below them who said them and where.
pub fn with_citation(reader: &Reader, words: &str, quote: Option<u32>) -> String {
    let voices = reader.voices.as_ref();
    let speaker = quote.and_then(|q| voices?.speaker_of(q));
    let meta = &reader.article().meta;
    let named = speaker.map(|s| match &s.role {
        Some(role) => format!("{}, {role}", s.name),
        None => s.name.clone(),
    });
    let title = meta.title.as_ref().map(|t| format!("“{t}”"));
    let author = if named.is_none() && !meta.authors.is_empty() { Some(meta.authors.join(", ")) } else { None };
    let parts = [named, author, title, meta.site.clone(), meta.published.clone(), reader.address().map(str::to_owned)];
    let citation: Vec<String> = parts.into_iter().flatten().collect();
    if citation.is_empty() { words.to_owned() } else { format!("{words}\n— {}", citation.join(", ")) }
}

impl Reader {
    /// The reading with its attributions, as exports need it.
    pub fn whole(&self) -> Reading {
        let attributions = self.voices.as_ref().map(|v| v.all.clone()).unwrap_or_default();
        Reading { attributions, ..Reading::clone(&self.piece) }
    }

    /// How many blocks are hidden and not told elsewhere on the screen.
    pub fn hidden(&self) -> usize {
        let told = |reason| reason == crate::article::Reason::Related && !self.related.stories.is_empty();
        let hidden =
            self.article().clutter.iter().filter(|h| !told(h.reason) && !self.overrides.shown.contains(&h.order));
        hidden.count() + self.overrides.hidden.len()
    }
}

impl Reader {
    /// Sets the speaker of a quotation by hand (none: nobody).
    pub fn correct(&mut self, quote: u32, speaker: Option<u32>) {
        let Some(voices) = self.voices.take() else { return };
        let colours = voices.colours.clone();
        let mut all = voices.all;
        for other in &mut all.speakers {
            other.quotes.retain(|q| *q != quote);
        }
        if let Some(speaker) = speaker.and_then(|id| all.speakers.get_mut(id as usize)) {
            let at = speaker.quotes.partition_point(|q| *q < quote);
            speaker.quotes.insert(at, quote);
        }
        if let Some(quote) = all.quotes.get_mut(quote as usize) {
            quote.speakers = speaker.into_iter().collect();
            (quote.confidence, quote.by) = (1.0, "reader".into());
        }
        let voices = Voices { colours, ..Voices::of(all, &self.piece.article, 0) };
        self.list.rows.clear();
        self.list.refill(&voices, Some(speaker));
        self.voices = Some(voices);
        self.choose(quote);
    }
}
