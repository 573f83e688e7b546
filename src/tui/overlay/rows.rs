//! Rows of a list at a given width. Text is wrapped, so that no word is cut off on a narrow screen.

use crate::document::Span;
use crate::layout::display_width;
use crate::tui::overlay::{ListEntry, Measure};
use crate::tui::paint::wrapped;
use crate::tui::theme::Ink;

/// Indentation, in cells, of the lines below an entry that belong to it.
const BELOW: u16 = 2;

/// A lead wider than 1/`LEAD_PART` of the width gets a row of its own.
const LEAD_PART: u16 = 3;

/// A drawn row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRow {
    /// Index of the entry among the shown ones.
    pub at: usize,
    /// Pieces of text: column in cells, text, style.
    pub pieces: Vec<(u16, String, Ink)>,
    /// Text at the right.
    pub right: String,
}

/// Lays out the entry at index `at` of the shown ones.
pub fn of(entry: &ListEntry, at: usize, width: u16) -> Vec<ListRow> {
    // If the keys leave too little room for the text, show only the first.
    let first = entry.right.split("  ").next().unwrap_or_default();
    let keys = if display_width(&entry.right) * 3 > width { first } else { entry.right.as_str() };
    let room = width.saturating_sub(if keys.is_empty() { 0 } else { display_width(keys) + 2 });
    let mut rows = Rows { at, width, made: Vec::new() };
    match &entry.measure {
        Some(measure) => rows.measured(entry, measure, room),
        None => rows.words(entry, room),
    }
    rows.detail(entry, room);
    for (at, (words, ink)) in entry.below.iter().enumerate() {
        let first = rows.made.len();
        rows.wrapped(words, entry.indent + BELOW, *ink);
        if at == 0 {
            rows.mark(first, words, &entry.marks.0, entry.marks.1);
        }
    }
    if let Some(row) = rows.made.first_mut() {
        keys.clone_into(&mut row.right);
    }
    rows.made
}

struct Rows {
    at: usize,
    width: u16,
    made: Vec<ListRow>,
}

impl Rows {
    fn push(&mut self, x: u16, words: &str, ink: Ink) {
        self.made.push(ListRow { at: self.at, pieces: vec![(x, words.to_owned(), ink)], right: String::new() });
    }

    fn wrapped(&mut self, words: &str, x: u16, ink: Ink) {
        for line in wrapped(words, self.width.saturating_sub(x)) {
            self.push(x, &line, ink);
        }
    }

    /// Writes parts of a wrapped text, which begins at row `first`, in another ink.
    fn mark(&mut self, first: usize, words: &str, marks: &[Span], ink: Ink) {
        let mut from = 0;
        for row in self.made.iter_mut().skip(first) {
            let Some((x, line, plain)) = row.pieces.pop() else { continue };
            let Some(start) = words.get(from..).and_then(|rest| rest.find(&line)).map(|at| from + at) else {
                row.pieces.push((x, line, plain));
                continue;
            };
            let end = start + line.len();
            let mut at = start;
            let mut push = |to: usize, ink: Ink| {
                if let Some(part) = words.get(at..to).filter(|part| !part.is_empty()) {
                    row.pieces.push((x + display_width(&words[start..at]), part.to_owned(), ink));
                    at = to;
                }
            };
            for mark in marks.iter().filter(|mark| mark.start < end && mark.end > start) {
                push(mark.start.max(start), plain);
                push(mark.end.min(end), ink);
            }
            push(end, plain);
            from = end;
        }
    }

    /// Adds the main text next to its lead, with hanging indentation; on a narrow screen, below it.
    fn words(&mut self, entry: &ListEntry, room: u16) {
        let ListEntry { words, lead, indent, ink, .. } = entry;
        let alone = !lead.is_empty() && entry.hang * LEAD_PART > self.width;
        if alone {
            self.push(*indent, lead, entry.lead_ink.unwrap_or(*ink));
        }
        let begin = if lead.is_empty() { *indent } else { indent + if alone { BELOW } else { entry.hang } };
        let rest = if alone { begin } else { indent + entry.hang };
        // Only the first row shares the width with the text at the right.
        let first = if begin + display_width(words) <= room {
            words.clone()
        } else {
            wrapped(words, room.saturating_sub(begin)).into_iter().next().unwrap_or_default()
        };
        let top = self.made.len();
        self.push(begin, &first, *ink);
        let on = words.find(&first).map_or("", |at| words[at + first.len()..].trim_start());
        if !on.is_empty() {
            self.wrapped(on, rest, *ink);
        }
        if let Some(row) = self.made.get_mut(top).filter(|_| !alone && !lead.is_empty()) {
            row.pieces.insert(0, (*indent, lead.clone(), entry.lead_ink.unwrap_or(*ink)));
        }
    }

    /// Adds the text in a column of its own with the share next to it, then bar and total if there is room.
    fn measured(&mut self, entry: &ListEntry, measure: &Measure, room: u16) {
        const NAME: u16 = 26;
        const BAR: u16 = 16;
        const SHARE: u16 = 7;
        const MORE: u16 = 14;
        // A bar of a few cells is useless.
        let (needed, all) = (NAME + 2 + 1 + SHARE, NAME + 2 + 1 + SHARE + 2 + MORE);
        let beside = if room >= all + BAR / 2 { all } else { needed };
        let bar = Some(room.saturating_sub(beside).min(BAR)).filter(|bar| *bar >= BAR / 2);
        let name = if bar.is_some() { NAME } else { NAME.min(room.saturating_sub(2 + SHARE)) };
        if name < NAME / 2 {
            self.words(entry, room);
            return self.push(BELOW, &measure.share, Ink::Dim);
        }
        for line in wrapped(&entry.words, name) {
            self.push(0, &line, entry.ink);
        }
        let Some(row) = self.made.first_mut() else { return };
        let mut x = name + 2;
        if let Some(bar) = bar {
            row.pieces.push((x, "█".repeat((measure.of * usize::from(bar)).div_ceil(1_000)), entry.ink));
            x += bar + 1;
        }
        row.pieces.push((x + SHARE.saturating_sub(display_width(&measure.share)), measure.share.clone(), Ink::Dim));
        if x + SHARE + 2 + MORE <= room {
            row.pieces.push((x + SHARE + 2, measure.more.clone(), Ink::Dim));
        }
    }

    /// Adds the dim text on the same row if it fits, or else below.
    fn detail(&mut self, entry: &ListEntry, room: u16) {
        if entry.detail.is_empty() {
            return;
        }
        let room = if self.made.len() == 1 { room } else { self.width };
        let end = |row: &ListRow| row.pieces.last().map_or(0, |(x, words, _)| x + display_width(words) + 2);
        match self.made.last_mut() {
            Some(row) if end(row) + display_width(&entry.detail) <= room => {
                row.pieces.push((end(row), entry.detail.clone(), Ink::Dim));
            }
            _ => self.wrapped(entry.detail.trim_start(), entry.indent + BELOW, Ink::Dim),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::table::Command;
    use crate::tui::overlay::Choice;

    /// Returns the rows as drawn.
    fn shown(entry: &ListEntry, width: u16) -> Vec<String> {
        let line = |row: &ListRow| {
            let mut line = String::new();
            for (x, words, _) in &row.pieces {
                line = format!("{line:<0$}{words}", usize::from(*x));
            }
            let pad = usize::from(width).saturating_sub(line.chars().count());
            if row.right.is_empty() { line } else { format!("{line}{:>pad$}", row.right) }
        };
        of(entry, 0, width).iter().map(line).collect()
    }

    #[test]
    fn long_description_wraps_beside_its_key() {
        let entry = ListEntry::new("to the next heading of the text", Choice::Run(Command::Help)).right("}").hanging(2);
        assert_eq!(shown(&entry, 40), ["to the next heading of the text        }"]);
        assert_eq!(shown(&entry, 24), ["to the next heading    }", "  of the text"]);
    }

    #[test]
    fn detail_without_room_moves_below_text() {
        let entry = ListEntry::line("Ada Moreau", Ink::Text).detail("mayor of the old town").right("3");
        assert_eq!(shown(&entry, 40), ["Ada Moreau  mayor of the old town      3"]);
        assert_eq!(shown(&entry, 20), ["Ada Moreau         3", "  mayor of the old", "  town"]);
        let entry = ListEntry::line("Ada", Ink::Text).below("She said that the bridge is shut.", Ink::Text);
        assert_eq!(shown(&entry, 20), ["Ada", "  She said that the", "  bridge is shut."]);
    }

    #[test]
    fn lead_is_beside_or_above_text() {
        let entry = ListEntry::line("The Harbour Post", Ink::Text).lead("site", 8);
        assert_eq!(shown(&entry, 24), ["site    The Harbour Post"]);
        assert_eq!(shown(&entry, 20), ["site", "  The Harbour Post"]);
        let entry = ListEntry::line("one two three", Ink::Text).lead("-", 2);
        assert_eq!(shown(&entry, 9), ["- one two", "  three"]);
        assert_eq!(shown(&ListEntry::line("", Ink::Dim), 9), [""]);
    }
}
