//! A text as it is copied and exported: citations, addresses, corrections applied; and what is hidden of it.

use crate::article::{HiddenBlock, Reason};
use crate::library::apply_overrides;
use crate::reading::Reading;
use crate::reading::cite::{Citation, Paragraphs};
use crate::tui::reader::Reader;

impl Reader {
    /// The address of the page itself.
    pub fn address(&self) -> Option<&str> {
        let location = self.piece.source.location.as_str();
        let is_web = location.starts_with("http://") || location.starts_with("https://");
        self.article().meta.url.as_deref().or(is_web.then_some(location))
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
        apply_overrides(self.uncorrected(), &self.annotations.marks.corrections)
    }

    /// How many blocks are hidden and not told elsewhere on the screen: without those that the reader brought back and those
    /// whose stories stand in the related pane, with those that were hidden by hand.
    pub fn hidden(&self) -> usize {
        self.hidden_blocks().filter(|hidden| !self.is_in_related_pane(hidden.reason)).count()
            + self.annotations.overrides.hidden.len()
    }

    /// The blocks that the program hid and the reader did not bring back.
    pub fn hidden_blocks(&self) -> impl Iterator<Item = &HiddenBlock> {
        self.article().clutter.iter().filter(|hidden| !self.annotations.overrides.shown.contains(&hidden.order))
    }

    /// Whether blocks of this reason stand in the related pane.
    pub fn is_in_related_pane(&self, reason: Reason) -> bool {
        reason == Reason::Related && !self.related.stories.is_empty()
    }
}
