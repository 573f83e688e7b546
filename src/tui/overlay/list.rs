//! A list over the text: entries, a filter typed by the user, a selection.

use crate::tui::keys::Key;
use crate::tui::overlay::{Choice, ListEntry, ListRow, rows};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::layout::Rect;
use std::ops::Range;

/// State of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Heading above the entries.
    pub title: String,
    /// Singular and plural of what is listed, for the count; none if a bare number does.
    pub unit: Option<(&'static str, &'static str)>,
    /// All entries, unfiltered.
    pub entries: Vec<ListEntry>,
    /// The filter as typed.
    pub filter: String,
    /// Indexes of the entries that match the filter, best first; headings are included only without a filter.
    pub shown: Vec<usize>,
    /// Index of the selection in `shown`.
    pub selected: usize,
    /// Rows of the shown entries at the width `laid_out`.
    pub lines: Vec<ListRow>,
    /// Index of the first visible row.
    pub top: usize,
    /// Number of visible rows.
    pub rows: usize,
    /// Width, in cells, for which `lines` was made.
    pub laid_out: Option<u16>,
    /// True if the selection has to be scrolled into view.
    pub follow: bool,
    /// Set if the filter itself can be chosen: text and action of the last entry then follow the filter.
    pub typed: Option<TypedChoice>,
    /// Kind of list; some have key bindings of their own.
    pub purpose: ListPurpose,
    /// True once `/` has begun a filter in a list whose letters do something else.
    pub finding: bool,
    /// Key of a command that waits to be pressed again for confirmation.
    pub asked: Option<Key>,
}

/// Kinds of lists, by their key bindings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListPurpose {
    /// A list with only the common keys.
    #[default]
    Any,
    /// The library's list of speakers.
    Speakers,
    /// The library's list of saved views.
    Views,
    /// Quotations of one speaker; the filter has terms of its own, and the entries are made anew for it.
    Said,
    /// The themes, low on the screen so that the text above shows them.
    Themes,
    /// The keys: letters move in it, until `/` begins a filter.
    Keys,
}

/// Ways to turn the filter into an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedChoice {
    /// As the name of the speaker of this quotation.
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
    /// A list whose first choosable entry is selected.
    pub fn new(title: impl Into<String>, entries: Vec<ListEntry>) -> Self {
        let mut list = Self { title: title.into(), entries, ..Self::default() };
        list.refilter();
        list
    }

    /// Selects the first entry whose choice passes `wanted`.
    #[must_use]
    pub fn at(mut self, wanted: impl Fn(&Choice) -> bool) -> Self {
        self.go_to(wanted);
        self
    }

    /// Selects the first shown entry whose choice passes `wanted`.
    pub fn go_to(&mut self, wanted: impl Fn(&Choice) -> bool) {
        let found = self.shown.iter().position(|i| self.entries[*i].choice.as_ref().is_some_and(&wanted));
        self.selected = found.unwrap_or(self.selected);
    }

    /// Adds an entry for the filter itself.
    #[must_use]
    pub fn or_typed(mut self, typed: TypedChoice) -> Self {
        self.entries.push(typed.entry(""));
        self.typed = Some(typed);
        self.refilter();
        self
    }

    /// Returns the action of the selected entry.
    pub fn choice(&self) -> Option<&Choice> {
        self.shown.get(self.selected).and_then(|i| self.entries[*i].choice.as_ref())
    }

    /// Returns true if any entry can be chosen, so that a filter makes sense.
    pub fn has_choices(&self) -> bool {
        self.purpose == ListPurpose::Said || self.entries.iter().any(|e| e.choice.is_some())
    }

    /// Replaces the entries; the filter stays.
    pub fn refill(&mut self, entries: Vec<ListEntry>) {
        self.entries = entries;
        self.refilter();
    }

    /// Rows of a list that leaves the text above it in sight.
    pub fn low(&self) -> Option<u16> {
        (self.purpose == ListPurpose::Themes).then(|| u16::try_from(self.entries.len()).unwrap_or(u16::MAX).min(100))
    }

    /// Returns true if not all rows are visible at once.
    pub const fn is_longer(&self) -> bool {
        self.lines.len() > self.rows
    }

    /// Appends a letter to the filter.
    pub fn type_letter(&mut self, letter: char) {
        if self.has_choices() && self.filter.len() < 200 {
            self.filter.push(letter);
            self.refilter();
        }
    }

    /// Deletes the last letter of the filter.
    pub fn erase(&mut self) {
        self.filter.pop();
        self.refilter();
    }

    /// Clears the filter.
    pub fn clear(&mut self) {
        self.filter.clear();
        self.refilter();
    }

    /// Selects the choosable entry `by` entries further. A list without choices is scrolled instead, and so are hidden
    /// rows of the selected entry and lines before the first or after the last entry.
    pub fn step(&mut self, by: isize) {
        self.travel(by, |_, n| n == by.unsigned_abs());
    }

    /// Moves the selection by about one page of rows, at least by one entry.
    pub fn page(&mut self, rows: isize) {
        let from = self.rows_of(self.selected).start;
        self.travel(rows, |list, _| {
            let Some(next) = list.beside(list.selected, rows).map(|at| list.rows_of(at).start) else { return true };
            next.abs_diff(from) > rows.unsigned_abs()
        });
    }

    /// Moves the selection entry by entry until there is no further one or `is_enough` returns true for the number of
    /// steps taken.
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

    /// Returns the next choosable entry before or after `at`.
    fn beside(&self, at: usize, by: isize) -> Option<usize> {
        let takes = |i: &usize| self.entries[self.shown[*i]].choice.is_some();
        if by > 0 { (at + 1..self.shown.len()).find(takes) } else { (0..at).rev().find(takes) }
    }

    fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by).min(self.lines.len().saturating_sub(self.rows));
    }

    /// Returns the rows of a shown entry.
    fn rows_of(&self, at: usize) -> Range<usize> {
        self.lines.partition_point(|row| row.at < at)..self.lines.partition_point(|row| row.at <= at)
    }

    /// Selects the entry at a row. Returns false if that entry cannot be chosen.
    pub fn select(&mut self, row: usize) -> bool {
        let at = self.lines.get(row).map(|row| row.at);
        let found = at.filter(|at| self.shown.get(*at).is_some_and(|i| self.entries[*i].choice.is_some()));
        self.selected = found.unwrap_or(self.selected);
        found.is_some()
    }

    /// Wraps the entries to the width of an area and scrolls so that the selection is visible.
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

    /// Scrolls the selected entry into view, or its start if it is too long. Lines above the first entry are shown with
    /// it.
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
        let is_whole = self.filter.trim().is_empty() || self.purpose == ListPurpose::Said;
        self.shown = if is_whole { (0..self.entries.len()).collect() } else { self.matching() };
        self.follow_typed();
        (self.top, self.lines, self.laid_out, self.follow) = (0, Vec::new(), None, true);
        self.selected = self.shown.iter().position(|i| self.entries[*i].choice.is_some()).unwrap_or(0);
    }

    /// Updates the entry for the filter and moves it to the end; it is hidden while the filter is empty.
    fn follow_typed(&mut self) {
        let Some((typed, last)) = self.typed.zip(self.entries.len().checked_sub(1)) else { return };
        self.shown.retain(|at| *at != last);
        if !self.filter.trim().is_empty() {
            self.entries[last] = typed.entry(&self.filter);
            self.shown.push(last);
        }
    }

    /// Returns the entries that match the filter, best first, ties in list order. The text at the right (a key) must
    /// match exactly.
    fn matching(&self) -> Vec<usize> {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(&self.filter, CaseMatching::Smart, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut scored: Vec<(std::cmp::Reverse<u32>, usize)> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate().filter(|(_, e)| e.choice.is_some()) {
            let hay = format!("{} {} {}", entry.detail, entry.words, entry.aliases);
            let by_words = pattern.score(Utf32Str::new(&hay, &mut buffer), &mut matcher);
            let is_key = |keys: &str| keys.split("  ").any(|key| key == self.filter.trim());
            let by_key = (is_key(&entry.right) || is_key(&entry.lead)).then_some(u32::MAX);
            if let Some(score) = by_key.or_else(|| Some(by_words?.saturating_add(rank(entry, self.filter.trim())))) {
                scored.push((std::cmp::Reverse(score), index));
            }
        }
        scored.sort_unstable();
        scored.into_iter().map(|(_, index)| index).collect()
    }
}

/// A bonus above all scores of scattered letters: for the name itself, its beginning, the beginning of a word.
fn rank(entry: &ListEntry, typed: &str) -> u32 {
    const STEP: u32 = 1 << 20;
    let typed = typed.to_lowercase();
    let name = if entry.detail.is_empty() { &entry.words } else { &entry.detail }.to_lowercase();
    let all = format!("{name} {} {}", entry.words, entry.aliases).to_lowercase();
    let begins = || all.split(|ch: char| !ch.is_alphanumeric()).any(|word| word.starts_with(&typed));
    match () {
        () if name == typed => 3 * STEP,
        () if name.starts_with(&typed) => 2 * STEP,
        () if begins() => STEP,
        () => 0,
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
    fn selection_skips_headings() {
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
    fn typing_filters_and_erasing_restores() {
        let mut list = list();
        for letter in "bet".chars() {
            list.type_letter(letter);
        }
        let shown: Vec<_> = list.shown.iter().map(|i| list.entries[*i].words.as_str()).collect();
        assert_eq!(shown, ["beta", "alphabet"]);
        list.clear();
        assert_eq!(list.shown.len(), 5);
    }

    /// Returns the visible entries' texts.
    fn seen(list: &List) -> Vec<&str> {
        let rows = list.lines.iter().skip(list.top).take(list.rows);
        rows.map(|row| row.pieces[0].1.as_str()).collect()
    }

    #[test]
    fn selected_entry_is_visible_with_its_lines() {
        let said = |name: &str| ListEntry::new(name, Choice::Theme(name.into())).below("one two three four", Ink::Text);
        let mut list = List::new("T", vec![said("Ada"), ListEntry::line("", Ink::Dim), said("Ben")]);
        list.fit(Rect::new(0, 0, 12, 5));
        assert_eq!(seen(&list), ["Ada", "one two", "three four", "", "Ben"]);
        list.step(1);
        list.fit(Rect::new(0, 0, 12, 5));
        assert_eq!(seen(&list), ["three four", "", "Ben", "one two", "three four"]);
        // On a narrower screen the entry is wrapped again and stays visible from its start.
        list.fit(Rect::new(0, 0, 6, 5));
        assert_eq!(seen(&list), ["Ben", "one", "two", "thre", "e"]);
        assert!(list.select(list.top + 2) && list.choice() == Some(&Choice::Theme("Ben".into())));
    }

    #[test]
    fn lines_below_last_entry_can_be_reached() {
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
    fn page_moves_by_rows() {
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
