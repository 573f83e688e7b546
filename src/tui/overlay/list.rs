//! A list over the text: entries, a filter that is typed, a selection.

use crate::tui::app::Paper;
use crate::tui::keys::Key;
use crate::tui::keys::table::Command;
use crate::tui::reader::flow::Place;
use crate::tui::theme::Ink;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// What taking an entry does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Does what the command does.
    Run(Command),
    /// Goes to a place of the text.
    Go(Place),
    /// Goes to a byte of the article's text.
    Byte(usize),
    /// Goes to a quotation.
    Quote(u32),
    /// Goes to the first quotation of a speaker (none: of nobody).
    Speaker(Option<u32>),
    /// Sets the speaker of a quotation by name, or that nobody named said it.
    Correct(u32, Option<String>),
    /// Goes to a highlight and selects it.
    Highlight(usize),
    /// Shows what the library has for these words.
    SearchLibrary(String),
    /// Another theme.
    Theme(String),
    /// Writes the piece.
    Export(Paper),
    /// Lists what a speaker of the library said; the number, the name, whether others were joined to it.
    Said(i64, String, bool),
    /// Opens a piece of the library, at a byte of its text, else where it was left.
    Piece(i64, Option<usize>),
    /// Goes to the library's saved view of that number.
    View(u8),
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its words.
    pub words: String,
    /// Dim words after them.
    pub detail: String,
    /// Words at the right: a key, a count.
    pub right: String,
    /// How its words look.
    pub ink: Ink,
    /// Cells it is set in.
    pub indent: u16,
    /// A share, drawn beside the words as far as there is room.
    pub measure: Option<Measure>,
    /// What taking it does; none: it is a heading or a line to read.
    pub choice: Option<Choice>,
}

/// A share of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The length of its bar, per mille of the longest.
    pub of: usize,
    /// In words.
    pub share: String,
    /// What it is a share of.
    pub more: String,
}

impl Entry {
    /// A line to read.
    pub fn line(words: impl Into<String>, ink: Ink) -> Self {
        Self {
            words: words.into(),
            detail: String::new(),
            right: String::new(),
            ink,
            indent: 0,
            measure: None,
            choice: None,
        }
    }

    /// An entry to take.
    pub fn new(words: impl Into<String>, choice: Choice) -> Self {
        Self { choice: Some(choice), ..Self::line(words, Ink::Text) }
    }

    /// With dim words after its own.
    #[must_use]
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    /// With words at the right.
    #[must_use]
    pub fn right(self, right: impl Into<String>) -> Self {
        Self { right: right.into(), ..self }
    }

    /// In another ink.
    #[must_use]
    pub fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// Set in.
    #[must_use]
    pub fn indent(self, indent: u16) -> Self {
        Self { indent, ..self }
    }
}

/// A list over the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Its heading.
    pub title: String,
    /// What stands in it.
    pub entries: Vec<Entry>,
    /// What was typed.
    pub filter: String,
    /// Indexes of the entries that pass the filter, best first; headings only without a filter.
    pub shown: Vec<usize>,
    /// Index into `shown`.
    pub selected: usize,
    /// Index into `shown` of the first visible entry.
    pub top: usize,
    /// Rows for entries.
    pub rows: usize,
    /// What is typed may itself be taken: the last entry, its words and its choice follow the filter.
    pub typed: Option<Typed>,
    /// Whether it has keys of its own.
    pub purpose: ListPurpose,
    /// The key of a command that has asked to be pressed again.
    pub asked: Option<Key>,
}

/// Whether a list has keys of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListPurpose {
    /// It has those of all lists.
    #[default]
    Any,
    /// It lists the library's speakers.
    Speakers,
    /// It lists the library's saved views.
    Views,
}

/// How what is typed becomes an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The name of whoever said the quotation of that number.
    Speaker(u32),
}

impl Typed {
    fn entry(self, typed: &str) -> Entry {
        let name = typed.trim().to_owned();
        match self {
            Self::Speaker(quote) => {
                Entry::new(name.clone(), Choice::Correct(quote, Some(name))).detail("a name not listed")
            }
        }
    }
}

impl List {
    /// A list of entries; the first that can be taken is selected.
    pub fn new(title: impl Into<String>, entries: Vec<Entry>) -> Self {
        let mut list = Self { title: title.into(), entries, ..Self::default() };
        list.refilter();
        list
    }

    /// The same with an entry selected.
    #[must_use]
    pub fn at(mut self, wanted: impl Fn(&Choice) -> bool) -> Self {
        let found = self.shown.iter().position(|i| self.entries[*i].choice.as_ref().is_some_and(&wanted));
        self.selected = found.unwrap_or(self.selected);
        self
    }

    /// The same, where what is typed may be taken too.
    #[must_use]
    pub fn or_typed(mut self, typed: Typed) -> Self {
        self.entries.push(typed.entry(""));
        self.typed = Some(typed);
        self.refilter();
        self
    }

    /// What the selected entry does.
    pub fn choice(&self) -> Option<&Choice> {
        self.shown.get(self.selected).and_then(|i| self.entries[*i].choice.as_ref())
    }

    /// Whether any entry can be taken, and so a filter makes sense.
    pub fn has_choices(&self) -> bool {
        self.entries.iter().any(|e| e.choice.is_some())
    }

    /// Types a letter.
    pub fn type_letter(&mut self, letter: char) {
        if self.has_choices() && self.filter.len() < 200 {
            self.filter.push(letter);
            self.refilter();
        }
    }

    /// Takes the last letter back.
    pub fn erase(&mut self) {
        self.filter.pop();
        self.refilter();
    }

    /// Empties the filter.
    pub fn clear(&mut self) {
        self.filter.clear();
        self.refilter();
    }

    /// Selects the entry `by` further that can be taken; a list to read is scrolled, and so is what stands above the first
    /// entry until that can be seen.
    pub fn step(&mut self, by: isize) {
        if !self.has_choices() {
            let last = self.shown.len().saturating_sub(self.rows);
            self.top = self.top.saturating_add_signed(by).min(last);
            self.selected = self.top;
            return;
        }
        if by > 0 && self.rows > 0 && self.selected >= self.top + self.rows {
            self.top = (self.top + by.unsigned_abs()).min(self.selected + 1 - self.rows);
            return;
        }
        let takes = |i: &usize| self.entries[self.shown[*i]].choice.is_some();
        let n = by.unsigned_abs();
        let found = if by > 0 {
            (self.selected + 1..self.shown.len()).filter(takes).take(n).last()
        } else {
            (0..self.selected).rev().filter(takes).take(n).last()
        };
        self.selected = found.unwrap_or(self.selected);
        if found.is_none() && by < 0 {
            self.top = 0;
        }
    }

    /// Selects the entry on a line, if it can be taken; whether it can.
    pub fn select(&mut self, line: usize) -> bool {
        let takes = self.shown.get(line).is_some_and(|i| self.entries[*i].choice.is_some());
        if takes {
            self.selected = line;
        }
        takes
    }

    /// Scrolls so that the selection can be seen.
    pub fn fit(&mut self, rows: u16) {
        self.rows = usize::from(rows).max(1);
        if !self.has_choices() {
            self.top = self.top.min(self.shown.len().saturating_sub(self.rows));
            return;
        }
        if self.selected < self.top {
            self.top = self.selected;
        }
        let is_first = (0..self.selected).all(|i| self.entries[self.shown[i]].choice.is_none());
        if self.selected >= self.top + self.rows && !is_first {
            self.top = self.selected + 1 - self.rows;
        }
        if is_first && self.selected < self.rows {
            self.top = 0;
        }
    }

    fn refilter(&mut self) {
        self.shown = if self.filter.trim().is_empty() { (0..self.entries.len()).collect() } else { self.matching() };
        self.follow_typed();
        self.top = 0;
        self.selected = self.shown.iter().position(|i| self.entries[*i].choice.is_some()).unwrap_or(0);
    }

    /// The entry of what is typed stands last, as soon as anything is.
    fn follow_typed(&mut self) {
        let Some((typed, last)) = self.typed.zip(self.entries.len().checked_sub(1)) else { return };
        self.shown.retain(|at| *at != last);
        if !self.filter.trim().is_empty() {
            self.entries[last] = typed.entry(&self.filter);
            self.shown.push(last);
        }
    }

    /// The entries that match the filter, the best first, equals in their order; what stands at the right of an entry (its
    /// key) matches as a whole.
    fn matching(&self) -> Vec<usize> {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(&self.filter, CaseMatching::Smart, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, usize)> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate().filter(|(_, e)| e.choice.is_some()) {
            let hay = format!("{} {}", entry.detail, entry.words);
            let by_words = pattern.score(Utf32Str::new(&hay, &mut buffer), &mut matcher);
            let by_right = entry.right.split("  ").any(|key| key == self.filter.trim()).then_some(u32::MAX);
            if let Some(score) = by_right.or(by_words) {
                scored.push((score, index));
            }
        }
        scored.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
        scored.into_iter().map(|(_, index)| index).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> List {
        let take = |words: &str| Entry::new(words, Choice::Theme(words.into()));
        List::new(
            "T",
            vec![
                Entry::line("HEAD", Ink::Dim),
                take("alpha"),
                take("beta"),
                Entry::line("", Ink::Dim),
                take("alphabet"),
            ],
        )
    }

    #[test]
    fn the_selection_steps_over_headings() {
        let mut list = list();
        let words = |l: &List| l.entries[l.shown[l.selected]].words.clone();
        assert_eq!(words(&list), "alpha");
        list.step(2);
        assert_eq!(words(&list), "alphabet");
        list.step(5);
        assert_eq!(words(&list), "alphabet");
        list.step(-9);
        assert_eq!(words(&list), "alpha");
    }

    #[test]
    fn typing_filters_and_erasing_brings_back() {
        let mut list = list();
        for letter in "bet".chars() {
            list.type_letter(letter);
        }
        let shown: Vec<_> = list.shown.iter().map(|i| list.entries[*i].words.as_str()).collect();
        assert_eq!(shown, ["beta", "alphabet"]);
        list.clear();
        assert_eq!(list.shown.len(), 5);
    }
}
