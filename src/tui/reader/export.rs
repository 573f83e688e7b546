//! Copying and exporting a text: citations, addresses, corrections applied. Also counts the hidden blocks.

use crate::article::{HiddenBlock, Reason};
use crate::library::apply_overrides;
use crate::reading::Reading;
use crate::reading::cite::{Citation, Paragraphs};
use crate::tui::reader::Reader;
use crate::web_address::has_web_scheme;

impl Reader {
    /// Returns the address of the page.
    pub fn address(&self) -> Option<&str> {
        let location = self.piece.source.location.as_str();
        let is_web = has_web_scheme(location);
        self.article().meta.url.as_deref().or(is_web.then_some(location))
    }
}

/// Returns words with a citation line below. With a quotation, the line names its speakers, otherwise the authors.
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
    /// Returns the reading with attributions and corrections applied, for exports.
    pub fn whole(&self) -> Reading {
        apply_overrides(self.uncorrected(), &self.annotations.marks.corrections)
    }

    /// Number of hidden blocks that the screen does not show elsewhere: without restored blocks and those whose stories
    /// are in the related pane, with those hidden by the user.
    pub fn hidden(&self) -> usize {
        self.hidden_blocks().filter(|hidden| !self.is_in_related_pane(hidden.reason)).count()
            + self.annotations.overrides.hidden.len()
    }

    /// Returns the hidden blocks, without those that the user restored.
    pub fn hidden_blocks(&self) -> impl Iterator<Item = &HiddenBlock> {
        self.article().clutter.iter().filter(|hidden| !self.annotations.overrides.shown.contains(&hidden.order))
    }

    /// Returns true if blocks hidden for this reason are shown in the related pane.
    pub fn is_in_related_pane(&self, reason: Reason) -> bool {
        reason == Reason::Related && !self.related.stories.is_empty()
    }
}
