//! Contents and selection of the side panes.

mod lines;

pub use lines::{RelatedLine, RelatedPart};

use crate::document::Style;
use crate::reading::{Grade, Reading, RelatedStory, Speaker};
use crate::tui::reader::library_context::SimilarPiece;
use crate::tui::reader::voices::Voices;
use crate::white_space;
use std::collections::HashSet;

/// A row of the list of speakers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeakerRow {
    /// A speaker by id; `None` for quotations without a speaker.
    Speaker(Option<u32>),
    /// The role of a speaker, by id.
    Role(u32),
    /// A quotation by id, below its speaker.
    Quote(u32),
    /// Heading of the folded group of speakers below the shown grade, with their number.
    Doubtful(usize),
}

/// The list of speakers. One of them may be open, with its quotations below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VoiceList {
    /// Rows from top to bottom.
    pub rows: Vec<SpeakerRow>,
    /// The open speaker, if any; `Some(None)` is the entry for quotations without a speaker.
    pub open: Option<Option<u32>>,
    /// Index of the selected row.
    pub selected: usize,
    /// Index of the first visible row.
    pub top: usize,
    /// Lowest grade shown outside the folded group at the end.
    pub least: Grade,
    /// True if the group at the end is unfolded.
    pub unfolded: bool,
}

impl VoiceList {
    /// Lists the speakers, with the quotations of the `open` one; the selection is kept.
    pub fn refill(&mut self, voices: &Voices, open: Option<Option<u32>>) {
        let kept = self.rows.get(self.selected).copied();
        if self.open != open || self.rows.is_empty() {
            self.open = open;
            self.rows = rows(voices, open, self.unfolded);
        }
        if let Some(row) = kept {
            self.select(row);
        }
    }

    /// Folds or unfolds the group at the end.
    pub fn fold(&mut self, voices: &Voices) {
        self.unfolded = !self.unfolded;
        self.rows = rows(voices, self.open, self.unfolded);
    }

    /// Selects a row if it is in the list.
    pub fn select(&mut self, row: SpeakerRow) {
        self.selected = self.rows.iter().position(|r| *r == row).unwrap_or(self.selected.min(self.rows.len()));
    }

    /// Returns the row `by` entries after the selection; rows with a role are skipped.
    pub fn step(&self, by: isize) -> Option<SpeakerRow> {
        let entries = |range: &mut dyn Iterator<Item = usize>, n: usize| {
            let mut last = None;
            for index in range.filter(|i| !matches!(self.rows[*i], SpeakerRow::Role(_))).take(n) {
                last = Some(self.rows[index]);
            }
            last
        };
        let n = by.unsigned_abs();
        if by >= 0 {
            entries(&mut ((self.selected + 1).min(self.rows.len())..self.rows.len()), n)
        } else {
            entries(&mut (0..self.selected.min(self.rows.len())).rev(), n)
        }
    }

    /// Returns the selected row.
    pub fn row(&self) -> Option<SpeakerRow> {
        self.rows.get(self.selected).copied()
    }

    /// Scrolls so that the selection is visible, with its speaker if there is room.
    pub fn fit(&mut self, voices: Option<&Voices>, height: u16) {
        let height = usize::from(height).max(1);
        if voices.is_none() || self.rows.is_empty() {
            return;
        }
        let head = (0..=self.selected.min(self.rows.len() - 1))
            .rev()
            .find(|i| matches!(self.rows[*i], SpeakerRow::Speaker(_) | SpeakerRow::Doubtful(_)));
        let last = self.selected + usize::from(matches!(self.rows.get(self.selected + 1), Some(SpeakerRow::Role(_))));
        let first = head.filter(|h| last - h < height).unwrap_or(self.selected);
        if first < self.top {
            self.top = first;
        } else if last >= self.top + height {
            self.top = last + 1 - height;
        }
        self.top = self.top.min(self.rows.len().saturating_sub(height));
        // A role at the top, without its speaker above it, would look like that of the speaker below.
        if self.top < self.selected && matches!(self.rows[self.top], SpeakerRow::Role(_)) {
            self.top += 1;
        }
    }
}

#[expect(clippy::option_option, reason = "nobody open, those without a name open, a speaker open")]
fn rows(voices: &Voices, open: Option<Option<u32>>, unfolded: bool) -> Vec<SpeakerRow> {
    let mut rows = Vec::with_capacity(voices.all.speakers.len() * 2 + 1);
    let quotes = |id: Option<u32>| {
        let said = if open == Some(id) { voices.said(id) } else { &[] };
        said.iter().map(|q| SpeakerRow::Quote(*q))
    };
    let push = |speaker: &Speaker, rows: &mut Vec<SpeakerRow>| {
        rows.push(SpeakerRow::Speaker(Some(speaker.id)));
        if speaker.role.is_some() {
            rows.push(SpeakerRow::Role(speaker.id));
        }
        rows.extend(quotes(Some(speaker.id)));
    };
    voices.shown_speakers().for_each(|speaker| push(speaker, &mut rows));
    let shown = |id: &u32| !voices.is_doubtful(*id);
    let named_nobody = !voices.unattributed.is_empty();
    let some_shown = voices.unattributed.iter().any(shown);
    if some_shown {
        rows.push(SpeakerRow::Speaker(None));
        rows.extend(quotes(None));
    }
    let doubtful = voices.doubtful_speakers().count() + usize::from(named_nobody && !some_shown);
    if doubtful > 0 {
        rows.push(SpeakerRow::Doubtful(doubtful));
    }
    // The speaker of the current quotation is never folded.
    let is_open = |speaker: &&Speaker| unfolded || open == Some(Some(speaker.id));
    voices.doubtful_speakers().filter(is_open).for_each(|speaker| push(speaker, &mut rows));
    if named_nobody && !some_shown && (unfolded || open == Some(None)) {
        rows.push(SpeakerRow::Speaker(None));
        rows.extend(quotes(None));
    }
    rows
}

/// A link in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedLink {
    /// Link text.
    pub text: String,
    /// Target address.
    pub url: String,
}

/// Maximum number of links listed.
const MAX_LINKS: usize = 1_000;

/// An entry of the related pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelatedEntry {
    /// Index in [`Reading::related`].
    Story(usize),
    /// Index in [`Related::pieces`].
    Piece(usize),
    /// Index in [`Related::links`].
    Link(usize),
}

/// The related pane: the page's related stories, similar pieces of the library, the links in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Related {
    /// The page's related stories.
    pub stories: Vec<RelatedStory>,
    /// Similar pieces of the library.
    pub pieces: Vec<SimilarPiece>,
    /// Links in the text, each address once.
    pub links: Vec<RelatedLink>,
    /// Number of links beyond those listed.
    pub more: usize,
    /// Index of the selected entry.
    pub selected: usize,
    /// Lines at the current width.
    pub lines: Vec<RelatedLine>,
    /// Index of the first visible line.
    pub top: usize,
    laid_out: Option<(u16, Option<usize>)>,
}

impl Related {
    /// Collects stories and links of a reading.
    pub fn of(reading: &Reading) -> Self {
        let mut related = Self { stories: reading.related.clone(), ..Self::default() };
        let mut seen = HashSet::new();
        for placed in &reading.article.blocks {
            for mark in &placed.block.marks {
                let Style::Link(url) = &mark.style else { continue };
                let text = white_space::fold(mark.span.of(&placed.block.text));
                if url.starts_with('#') || !text.contains(char::is_alphanumeric) || !seen.insert(url.clone()) {
                    continue;
                }
                if related.links.len() < MAX_LINKS {
                    related.links.push(RelatedLink { text, url: url.clone() });
                } else {
                    related.more += 1;
                }
            }
        }
        related
    }

    /// Number of entries.
    pub const fn len(&self) -> usize {
        self.stories.len() + self.pieces.len() + self.links.len()
    }

    /// Sets the similar pieces; the selection is kept.
    pub fn set_pieces(&mut self, pieces: Vec<SimilarPiece>) {
        if self.selected > 0 && self.selected >= self.stories.len() + self.pieces.len() {
            self.selected = (self.selected + pieces.len()).saturating_sub(self.pieces.len());
        }
        self.pieces = pieces;
        self.laid_out = None;
    }

    /// Returns true if there are no entries.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the selected entry.
    pub fn entry(&self) -> Option<RelatedEntry> {
        self.entry_at(self.selected)
    }

    /// The entry of a number: the page's own stories come first, then the library's articles, then links.
    fn entry_at(&self, number: usize) -> Option<RelatedEntry> {
        if number < self.stories.len() {
            return Some(RelatedEntry::Story(number));
        }
        let piece = number - self.stories.len();
        if piece < self.pieces.len() {
            return Some(RelatedEntry::Piece(piece));
        }
        let link = piece - self.pieces.len();
        (link < self.links.len()).then_some(RelatedEntry::Link(link))
    }

    /// Returns the address of the selected entry.
    pub fn address(&self) -> Option<&str> {
        self.address_of(self.selected)
    }

    /// Returns the address of the entry of a number.
    pub fn address_of(&self, number: usize) -> Option<&str> {
        match self.entry_at(number)? {
            RelatedEntry::Story(i) => self.stories[i].url.as_deref(),
            RelatedEntry::Piece(_) => None,
            RelatedEntry::Link(i) => Some(&self.links[i].url),
        }
    }

    /// Selects the entry `by` entries further.
    pub fn step(&mut self, by: isize) {
        self.selected = self.selected.saturating_add_signed(by).min(self.len().saturating_sub(1));
    }

    /// Lays out the lines and scrolls so that the selected entry is visible; while the pane is focused, a selected link
    /// shows its address.
    pub fn fit(&mut self, width: u16, height: u16, focused: bool) {
        if width == 0 || height == 0 {
            return;
        }
        let open = focused.then_some(self.selected);
        if self.laid_out != Some((width, open)) {
            self.laid_out = Some((width, open));
            self.lines = lines::lay_out(self, width, open);
        }
        let height = usize::from(height);
        let mine = |line: &RelatedLine| line.entry == Some(self.selected);
        let first = self.lines.iter().position(mine).unwrap_or(0);
        let last = self.lines.iter().rposition(mine).unwrap_or(0);
        if last >= self.top + height {
            self.top = last + 1 - height;
        }
        if first < self.top {
            self.top = if self.selected == 0 { 0 } else { first };
        }
        self.top = self.top.min(self.lines.len().saturating_sub(height));
        // A heading that has reached the top is drawn as the pane's heading.
        let between = |line: &&RelatedLine| matches!(line.part, RelatedPart::Gap | RelatedPart::Heading);
        self.top += self.lines.iter().skip(self.top).take_while(between).count();
    }

    /// Returns heading and count of the section at the top of the visible part.
    pub fn heading(&self) -> (&str, &str) {
        let above = self.lines.iter().take(self.top).rfind(|line| line.part == RelatedPart::Heading);
        above.map_or(("RELATED", ""), |line| (&line.words, &line.figure))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pane_heading_names_section_below_it() {
        let story = |title: &str| RelatedStory { title: title.into(), ..RelatedStory::default() };
        let link = |text: &str| RelatedLink { text: text.into(), url: String::new() };
        let neighbour = SimilarPiece { title: "Tides".into(), about: "The Lantern".into(), ..SimilarPiece::default() };
        let mut related = Related {
            stories: vec![story("One"), story("Two"), story("Three")],
            links: vec![link("four"), link("five")],
            ..Related::default()
        };
        related.set_pieces(vec![neighbour]);
        let mut seen = Vec::new();
        for _ in 0..related.len() {
            related.fit(20, 3, true);
            let first = &related.lines[related.top];
            assert!(first.entry.is_some(), "{first:?}");
            let (name, figure) = related.heading();
            seen.push((first.words.clone(), format!("{name} {figure}")));
            related.step(1);
        }
        let expected = [
            ("One", "RELATED 3"),
            ("One", "RELATED 3"),
            ("Two", "RELATED 3"),
            ("Tides", "IN YOUR LIBRARY 1"),
            ("four", "LINKS 2"),
            ("four", "LINKS 2"),
        ];
        assert_eq!(seen, expected.map(|(first, heading)| (first.to_owned(), heading.to_owned())));
    }
}
