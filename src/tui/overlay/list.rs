//! A list over the text: entries, a filter that is typed, a selection.

use crate::tui::keys::Key;
use crate::tui::overlay::{Choice, ListEntry, ListRow, rows};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::layout::Rect;
use std::ops::Range;

/// A list over the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Its heading.
    pub title: String,
    /// What stands in it.
    pub entries: Vec<ListEntry>,
    /// What was typed.
    pub filter: String,
    /// Indexes of the entries that pass the filter, best first; headings only without a filter.
    pub shown: Vec<usize>,
    /// Index into `shown`.
    pub selected: usize,
    /// The rows of what is shown, at the width of the screen.
    pub lines: Vec<ListRow>,
    /// Index of the first visible row.
    pub top: usize,
    /// How many rows are visible.
    pub rows: usize,
    /// The width that the rows were made for.
    pub laid_out: Option<u16>,
    /// Whether the selection has to be brought into sight.
    pub follow: bool,
    /// What is typed may itself be taken: the last entry, its words and its choice follow the filter.
    pub typed: Option<TypedChoice>,
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
pub enum TypedChoice {
    /// The name of whoever said the quotation of that number.
    Speaker(u32),
}

impl TypedChoice {
    fn entry(self, typed: &str) -> ListEntry {
        let name = typed.trim().to_owned();
        match self {
            Self::Speaker(quote) => ListEntry::new(name.clone(), Choice::Correct(quote, Some(name))).detail("new name"),
        }
    }
}

impl List {
    /// A list of entries; the first that can be taken is selected.
    pub fn new(title: impl Into<String>, entries: Vec<ListEntry>) -> Self {
        let mut list = Self { title: title.into(), entries, ..Self::default() };
        list.refilter();
        list
    }

    /// The same with an entry selected.
    #[must_use]
    pub fn at(mut self, wanted: impl Fn(&Choice) -> bool) -> Self {
        self.go_to(wanted);
        self
    }

    /// Selects the first entry that is wanted, if it is shown.
    pub fn go_to(&mut self, wanted: impl Fn(&Choice) -> bool) {
        let found = self.shown.iter().position(|i| self.entries[*i].choice.as_ref().is_some_and(&wanted));
        self.selected = found.unwrap_or(self.selected);
    }

    /// The same, where what is typed may be taken too.
    #[must_use]
    pub fn or_typed(mut self, typed: TypedChoice) -> Self {
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

    /// Whether there is more of it than can be seen at once.
    pub const fn is_longer(&self) -> bool {
        self.lines.len() > self.rows
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

    /// Selects the entry `by` further that can be taken. A list to read is scrolled; so is what of the selected entry is
    /// not in sight, and what stands above the first entry and below the last.
    pub fn step(&mut self, by: isize) {
        self.travel(by, |_, n| n == by.unsigned_abs());
    }

    /// The same by rows: as far as a page goes, at least one entry.
    pub fn page(&mut self, rows: isize) {
        let from = self.rows_of(self.selected).start;
        self.travel(rows, |list, _| {
            let Some(next) = list.beside(list.selected, rows).map(|at| list.rows_of(at).start) else { return true };
            next.abs_diff(from) > rows.unsigned_abs()
        });
    }

    /// Goes from entry to entry, until there is none or it was far enough after so many.
    fn travel(&mut self, by: isize, is_enough: impl Fn(&Self, usize) -> bool) {
        let own = self.rows_of(self.selected);
        let hidden =
            if by > 0 { own.end.saturating_sub(self.top + self.rows) } else { self.top.saturating_sub(own.start) };
        if !self.has_choices() || self.rows > 0 && hidden > 0 {
            return self.scroll(by);
        }
        let mut steps = 0;
        while let Some(at) = self.beside(self.selected, by).filter(|_| steps == 0 || !is_enough(self, steps)) {
            self.selected = at;
            self.follow = true;
            steps += 1;
        }
        if steps == 0 {
            self.scroll(by);
        }
    }

    /// The nearest entry before or behind one that can be taken.
    fn beside(&self, at: usize, by: isize) -> Option<usize> {
        let takes = |i: &usize| self.entries[self.shown[*i]].choice.is_some();
        if by > 0 { (at + 1..self.shown.len()).find(takes) } else { (0..at).rev().find(takes) }
    }

    fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by).min(self.lines.len().saturating_sub(self.rows));
    }

    /// The rows of a shown entry.
    fn rows_of(&self, at: usize) -> Range<usize> {
        self.lines.partition_point(|row| row.at < at)..self.lines.partition_point(|row| row.at <= at)
    }

    /// Selects the entry that a row belongs to, if it can be taken; whether it can.
    pub fn select(&mut self, row: usize) -> bool {
        let at = self.lines.get(row).map(|row| row.at);
        let found = at.filter(|at| self.shown.get(*at).is_some_and(|i| self.entries[*i].choice.is_some()));
        self.selected = found.unwrap_or(self.selected);
        found.is_some()
    }

    /// Wraps what is shown to the width of an area, and scrolls so that the selection can be seen.
    pub fn fit(&mut self, area: Rect) {
        let (width, height) = (area.width.max(1), usize::from(area.height).max(1));
        if self.laid_out != Some(width) {
            let read = self.lines.get(self.top).map(|row| row.at);
            let entries = self.shown.iter().map(|i| &self.entries[*i]);
            self.lines = entries.enumerate().flat_map(|(at, entry)| rows::of(entry, at, width)).collect();
            self.top = read.map_or(0, |at| self.rows_of(at).start);
            (self.laid_out, self.follow) = (Some(width), true);
        }
        self.follow |= self.rows != height;
        self.rows = height;
        if std::mem::take(&mut self.follow) && self.has_choices() {
            self.reveal();
        }
        self.top = self.top.min(self.lines.len().saturating_sub(height));
    }

    /// Brings the whole of the selected entry into sight, or its beginning. What stands above the first is read before it.
    fn reveal(&mut self) {
        let own = self.rows_of(self.selected);
        if self.beside(self.selected, -1).is_none() {
            self.top = if own.end <= self.rows { 0 } else { self.top.min(own.start) };
        } else if own.start < self.top {
            self.top = own.start;
        } else if own.end > self.top + self.rows {
            self.top = own.start.min(own.end - self.rows);
        }
    }

    fn refilter(&mut self) {
        self.shown = if self.filter.trim().is_empty() { (0..self.entries.len()).collect() } else { self.matching() };
        self.follow_typed();
        (self.top, self.lines, self.laid_out, self.follow) = (0, Vec::new(), None, true);
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
    use crate::tui::theme::Ink;

    fn list() -> List {
        let take = |words: &str| ListEntry::new(words, Choice::Theme(words.into()));
        List::new(
            "T",
            vec![
                ListEntry::line("HEAD", Ink::Dim),
                take("alpha"),
                take("beta"),
                ListEntry::line("", Ink::Dim),
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

    /// What is in sight.
    fn seen(list: &List) -> Vec<&str> {
        let rows = list.lines.iter().skip(list.top).take(list.rows);
        rows.map(|row| row.pieces[0].1.as_str()).collect()
    }

    #[test]
    fn a_selected_entry_is_in_sight_with_all_that_belongs_to_it() {
        let said = |name: &str| ListEntry::new(name, Choice::Theme(name.into())).below("one two three four", Ink::Text);
        let mut list = List::new("T", vec![said("Ada"), ListEntry::line("", Ink::Dim), said("Ben")]);
        list.fit(Rect::new(0, 0, 12, 5));
        assert_eq!(seen(&list), ["Ada", "one two", "three four", "", "Ben"]);
        list.step(1);
        list.fit(Rect::new(0, 0, 12, 5));
        assert_eq!(seen(&list), ["three four", "", "Ben", "one two", "three four"]);
        // On a narrower screen it is wrapped anew, and is still there from its beginning.
        list.fit(Rect::new(0, 0, 6, 5));
        assert_eq!(seen(&list), ["Ben", "one", "two", "thre", "e"]);
        assert!(list.select(list.top + 2) && list.choice() == Some(&Choice::Theme("Ben".into())));
    }

    #[test]
    fn what_stands_below_the_last_entry_can_be_read() {
        let lines = |words: &'static str| words.split(' ').map(|word| ListEntry::line(word, Ink::Text));
        let take = ListEntry::new("take", Choice::Theme("t".into()));
        let mut list = List::new("T", lines("a b").chain([take]).chain(lines("c d e f")).collect());
        let area = Rect::new(0, 0, 9, 3);
        let step = |list: &mut List, by| {
            list.step(by);
            list.fit(area);
        };
        list.fit(area);
        assert_eq!(seen(&list), ["a", "b", "take"]);
        for _ in 0..9 {
            step(&mut list, 1);
        }
        assert_eq!(seen(&list), ["d", "e", "f"]);
        for _ in 0..9 {
            step(&mut list, -1);
        }
        assert_eq!(seen(&list), ["a", "b", "take"]);
    }

    #[test]
    fn a_page_goes_by_rows() {
        let said = |name: &str| ListEntry::new(name, Choice::Theme(name.into())).below("x y z", Ink::Text);
        let mut list = List::new("T", ["a", "b", "c", "d", "e"].map(said).to_vec());
        let area = Rect::new(0, 0, 9, 8);
        list.fit(area);
        list.page(4);
        assert_eq!(list.selected, 2);
        list.fit(area);
        list.page(1);
        assert_eq!(list.selected, 3);
        list.fit(area);
        list.page(-9);
        assert_eq!(list.selected, 0);
    }
}
