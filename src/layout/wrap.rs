//! Line breaking: greedy over the break opportunities of UAX #14.
//!
//! Each line is found from its first byte alone, so a layout can start at any line, and its cost is that of the lines
//! requested: text is examined in windows that grow only until a line ends.

use super::hyphen;
use super::width::{cluster_width, clusters, display_width};
use super::words::{Plain, plain_word};
use unicode_linebreak::{BreakOpportunity, linebreaks};

/// Invisible character that allows a break with a hyphen.
pub const SOFT_HYPHEN: char = '\u{ad}';

/// A line is hyphenated if more than 1/`HYPHEN_SHARE` of it would stay empty.
const HYPHEN_SHARE: u16 = 12;

/// A line of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinePiece {
    /// First byte.
    pub start: usize,
    /// End of the shown bytes, exclusive.
    pub end: usize,
    /// First byte of the next line.
    pub next: usize,
    /// Kind of the line's end.
    pub ending: LineEnding,
}

/// Kinds of line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnding {
    /// Between words.
    Space,
    /// At a line break of the text, or at its end.
    Hard,
    /// Inside a word, with a hyphen to be added.
    Hyphen,
    /// Inside a word at a soft hyphen, the last character shown.
    SoftHyphen,
    /// Inside a word that is longer than the line.
    Inside,
}

/// Returns the line of `text` that starts at byte `from`, at most `width` cells wide unless its first cluster alone is
/// wider.
pub fn next_line(text: &str, from: usize, width: u16, hyphens: Option<hypher::Lang>) -> LinePiece {
    let mut window = usize::from(width) * 16 + 256;
    loop {
        let end = text.ceil_char_boundary(from.saturating_add(window).min(text.len()));
        if let Some(piece) = in_window(&text[from..end], end == text.len(), width, hyphens) {
            return LinePiece { start: from, end: from + piece.end, next: from + piece.next, ending: piece.ending };
        }
        window = window.saturating_mul(2);
    }
}

/// Returns the line at the start of `text`; `None` if the window ends before the line does.
fn in_window(text: &str, whole: bool, width: u16, hyphens: Option<hypher::Lang>) -> Option<LinePiece> {
    let mut best: Option<LinePiece> = None;
    let (mut done, mut used) = (0, 0u16);
    while done < text.len() {
        let word = next_word(&text[done..]);
        let at = done + word.whole;
        let shown = &text[done..done + word.shown];
        let needed = used.saturating_add(word.cells);
        let cut_off = at == text.len() && !whole;
        if needed > width {
            let room = width.saturating_sub(used).saturating_sub(1);
            let worthwhile = !cut_off && room > width / HYPHEN_SHARE;
            let point = hyphens.filter(|_| worthwhile).and_then(|language| hyphen::point(shown, room, language));
            if let Some(point) = point {
                let end = done + point;
                return Some(LinePiece { start: 0, end, next: end, ending: LineEnding::Hyphen });
            }
            return Some(best.unwrap_or_else(|| inside(text, width)));
        }
        if cut_off {
            return None;
        }
        let end = done + word.shown;
        if word.last {
            return Some(LinePiece { start: 0, end, next: at, ending: LineEnding::Hard });
        }
        let soft = shown.ends_with(SOFT_HYPHEN);
        if !soft || needed < width {
            let ending = if soft { LineEnding::SoftHyphen } else { LineEnding::Space };
            best = Some(LinePiece { start: 0, end, next: at, ending });
        }
        used = needed.saturating_add(word.blank);
        done = at;
    }
    Some(best.unwrap_or(LinePiece { start: 0, end: text.len(), next: text.len(), ending: LineEnding::Hard }))
}

/// Text up to the next break opportunity.
struct Word {
    shown: usize,
    whole: usize,
    cells: u16,
    blank: u16,
    last: bool,
}

/// Returns the stretch from the start of `text`, which follows a break opportunity, to the next one.
fn next_word(text: &str) -> Word {
    if let Some(Plain { shown, whole, cells }) = plain_word(text) {
        return Word { shown, whole, cells, blank: (whole - shown) as u16, last: false };
    }
    let (at, opportunity) = linebreaks(text).next().unwrap_or((text.len(), BreakOpportunity::Mandatory));
    let word = &text[..at];
    let shown = word.trim_end_matches(falls_to_break);
    Word {
        shown: shown.len(),
        whole: at,
        cells: display_width(shown),
        blank: display_width(&word[shown.len()..]),
        last: opportunity == BreakOpportunity::Mandatory,
    }
}

/// Breaks inside a word: as many clusters as fit, at least one.
fn inside(text: &str, width: u16) -> LinePiece {
    let (mut used, mut end) = (0u16, 0);
    for (cluster, cells) in clusters(text) {
        if end > 0 && used.saturating_add(cells) > width {
            break;
        }
        used = used.saturating_add(cells);
        end += cluster.len();
    }
    LinePiece { start: 0, end, next: end, ending: LineEnding::Inside }
}

/// Returns true if a character disappears at a line's end: white space, except fixed-width and no-break spaces.
pub fn falls_to_break(c: char) -> bool {
    c == ' ' || c == '\n' || (c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}'))
}

/// Returns the length, in bytes, of as many clusters of a code line as fit `width`, at least one.
pub fn fitting(text: &str, width: u16, tab: u16) -> usize {
    let (mut column, mut end) = (0u16, 0);
    for (cluster, _) in clusters(text) {
        let cells = if cluster == "\t" { tab - column % tab } else { cluster_width(cluster) };
        if end > 0 && column.saturating_add(cells) > width {
            break;
        }
        column = column.saturating_add(cells);
        end += cluster.len();
    }
    end
}
