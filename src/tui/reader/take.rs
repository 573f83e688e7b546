//! What is taken out of a text: the current quotation, the address, the whole piece.

use super::{Reader, grow};
use crate::article::{Hidden, Reason};
use crate::library::apply_overrides;
use crate::reading::Reading;
use crate::reading::cite::{Citation, Paragraphs};
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

/// Words, and below them who said them and where; of no quotation, who wrote them.
pub fn with_citation(reader: &Reader, words: &str, quote: Option<u32>) -> String {
    let article = reader.article();
    let paragraphs = Paragraphs::of(article);
    let quoted = reader.voices.as_ref().and_then(|voices| Some((&voices.all, voices.quote(quote?)?)));
    let citation = match quoted {
        Some((said, quote)) => Citation::within(article, said, quote, &paragraphs),
        None => Citation::of_place(article, None, &paragraphs),
    };
    let authors = citation.authors.join(", ");
    let line = Citation { url: reader.address(), ..citation.clone() }.line();
    let author = Some(authors).filter(|authors| citation.speakers.is_empty() && !authors.is_empty());
    let source: Vec<String> = author.into_iter().chain(Some(line).filter(|line| !line.is_empty())).collect();
    if source.is_empty() { words.to_owned() } else { format!("{words}\n— {}", source.join(", ")) }
}

impl Reader {
    /// The reading with its attributions and all that was corrected, as exports need it.
    pub fn whole(&self) -> Reading {
        apply_overrides(self.as_made(), &self.kept.marks.corrections)
    }

    /// How many blocks are hidden and not told elsewhere on the screen: without those that the reader brought back and those
    /// whose stories stand in the related pane, with those that were hidden by hand.
    pub fn hidden(&self) -> usize {
        self.hidden_blocks().filter(|hidden| !self.is_told(hidden.reason)).count() + self.kept.overrides.hidden.len()
    }

    /// The blocks that the program hid and the reader did not bring back.
    pub fn hidden_blocks(&self) -> impl Iterator<Item = &Hidden> {
        self.article().clutter.iter().filter(|hidden| !self.kept.overrides.shown.contains(&hidden.order))
    }

    /// Whether blocks of this reason stand in the related pane.
    pub fn is_told(&self, reason: Reason) -> bool {
        reason == Reason::Related && !self.related.stories.is_empty()
    }
}
