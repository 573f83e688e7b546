//! The characters written for the cells of a row, where terminals need others than those that the layout has set:
//! right-to-left letters, decomposed letters, and clusters that terminals measure differently.

use crate::layout::has_right_to_left;
use crate::tui::terminal_name::{CellWriting, JoinedEmoji, RightToLeft};
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::style::Modifier;
use std::borrow::Cow;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Left-to-right mark: keeps a terminal from reordering the letters around it.
const MARK: char = '\u{200e}';

/// Characters that differ from those in the buffer, by cell.
pub type Substitutes<'a> = BTreeMap<(u16, u16), Cow<'a, str>>;

/// Returns true if a row has to be written whole: a part of it would depend on the rest.
pub fn is_delicate(buffer: &Buffer, y: u16, writing: CellWriting) -> bool {
    cells(buffer, y).any(|(_, cell)| {
        let symbol = cell.symbol();
        symbol.len() > 1
            && is_text(cell)
            && (is_cluster(symbol) || writing.order != RightToLeft::AsSet && is_turned(symbol))
    })
}

/// Returns true if the cell holds text, not a part of a picture.
pub fn is_text(cell: &Cell) -> bool {
    matches!(cell.diff_option, CellDiffOption::None)
}

/// Returns true for several characters in one cell, such as emoji with a variation selector and Indic syllables.
/// Terminals disagree about their width, so that the cells below are painted first.
pub fn is_cluster(symbol: &str) -> bool {
    symbol.chars().nth(1).is_some()
}

/// Adds the substitutes of a row.
pub fn substitute<'a>(buffer: &'a Buffer, y: u16, writing: CellWriting, found: &mut Substitutes<'a>) {
    if writing.order == RightToLeft::RunsReversed {
        reverse_runs(buffer, y, found);
    }
    for (x, cell) in cells(buffer, y).filter(|(_, cell)| cell.symbol().len() > 1 && is_text(cell)) {
        let symbol = found.remove(&(x, y)).unwrap_or_else(|| cell.symbol().into());
        let mut symbol = composed(symbol);
        if writing.order == RightToLeft::RowReordered && is_turned(&symbol) {
            symbol.to_mut().push(MARK);
        }
        if writing.joined == JoinedEmoji::FirstOnly
            && let Some(end) = symbol.find(is_joint)
        {
            symbol.to_mut().truncate(end);
        }
        if symbol != cell.symbol() {
            found.insert((x, y), symbol);
        }
    }
}

/// Swaps the letters of each run that the terminal reverses: adjacent letters of one weight and slant. The styles stay in
/// their cells.
fn reverse_runs<'a>(buffer: &'a Buffer, y: u16, found: &mut Substitutes<'a>) {
    let mut run: Vec<(u16, &'a Cell)> = Vec::new();
    let font = |cell: &Cell| cell.modifier.intersection(Modifier::BOLD | Modifier::ITALIC);
    let mut close = |run: &mut Vec<(u16, &'a Cell)>| {
        let symbols = run.iter().rev().map(|(_, cell)| cell.symbol());
        found.extend(run.iter().map(|(x, _)| (*x, y)).zip(symbols.map(Cow::Borrowed)));
        run.clear();
    };
    for (x, cell) in cells(buffer, y) {
        let is_letter = is_turned(cell.symbol());
        if !is_letter || run.last().is_some_and(|(_, last)| font(last) != font(cell)) {
            close(&mut run);
        }
        if is_letter {
            run.push((x, cell));
        }
    }
    close(&mut run);
}

/// Returns true for characters that join a further emoji to the one before: the zero-width joiner, and the tones of skin.
fn is_joint(letter: char) -> bool {
    matches!(letter, '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Returns true if a cell holds a letter that is read from right to left.
fn is_turned(symbol: &str) -> bool {
    symbol.chars().next().is_some_and(char::is_alphabetic) && has_right_to_left(symbol)
}

/// Returns a letter with its marks as one character where there is one: terminals without clusters drop the marks.
fn composed(symbol: Cow<'_, str>) -> Cow<'_, str> {
    if !is_cluster(&symbol) || unicode_normalization::is_nfc(&symbol) {
        return symbol;
    }
    Cow::Owned(symbol.nfc().collect())
}

fn cells(buffer: &Buffer, y: u16) -> impl Iterator<Item = (u16, &Cell)> {
    (buffer.area.left()..buffer.area.right()).filter_map(move |x| Some((x, buffer.cell((x, y))?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn written(buffer: &Buffer, order: RightToLeft) -> String {
        written_by(buffer, CellWriting { order, ..CellWriting::default() })
    }

    fn written_by(buffer: &Buffer, writing: CellWriting) -> String {
        let mut found = Substitutes::new();
        substitute(buffer, 0, writing, &mut found);
        cells(buffer, 0)
            .map(|(x, cell)| found.get(&(x, 0)).map_or(cell.symbol(), |symbol| symbol.as_ref()).to_owned())
            .collect()
    }

    #[test]
    fn right_to_left_letters_are_written_as_the_terminal_needs_them() {
        let buffer = Buffer::with_lines(["a \"גבא\" 12 דג"]);
        assert_eq!(written(&buffer, RightToLeft::AsSet), "a \"גבא\" 12 דג");
        assert_eq!(written(&buffer, RightToLeft::RunsReversed), "a \"אבג\" 12 גד");
        let marked = "a \"ג\u{200e}ב\u{200e}א\u{200e}\" 12 ד\u{200e}ג\u{200e}";
        assert_eq!(written(&buffer, RightToLeft::RowReordered), marked);
    }

    #[test]
    fn letters_of_another_weight_are_a_run_of_their_own() {
        let mut buffer = Buffer::with_lines(["דגבא"]);
        for x in 0..2 {
            buffer[(x, 0)].set_style(Style::new().bold());
        }
        assert_eq!(written(&buffer, RightToLeft::RunsReversed), "גדאב");
    }

    #[test]
    fn joined_emoji_are_written_as_their_first_part_where_the_terminal_counts_all() {
        let buffer = Buffer::with_lines(["a 👨\u{200d}👩\u{200d}👧 b 👍🏽 c ❤️ d 🇫🇷"]);
        let writing = CellWriting { joined: JoinedEmoji::FirstOnly, ..CellWriting::default() };
        assert_eq!(written_by(&buffer, writing).replace(' ', ""), "a👨b👍c❤️d🇫🇷");
        assert_eq!(written(&buffer, RightToLeft::AsSet).replace(' ', ""), "a👨\u{200d}👩\u{200d}👧b👍🏽c❤️d🇫🇷");
    }

    #[test]
    fn decomposed_letters_are_composed() {
        let buffer = Buffer::with_lines(["cafe\u{301} Vie\u{323}\u{302}t q\u{301}"]);
        assert_eq!(written(&buffer, RightToLeft::AsSet), "café Việt q\u{301}");
    }

    #[test]
    fn rows_with_clusters_or_turned_letters_are_delicate() {
        let writing = |order| CellWriting { order, ..CellWriting::default() };
        let is = |line: &str, order| is_delicate(&Buffer::with_lines([line]), 0, writing(order));
        assert!(is("a ❤️ b", RightToLeft::AsSet) && is("विदेश", RightToLeft::AsSet));
        assert!(!is("naïve “words” 日本", RightToLeft::RowReordered));
        assert!(is("אבג", RightToLeft::RowReordered) && !is("אבג", RightToLeft::AsSet));
    }
}
