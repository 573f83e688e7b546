//! Detects hard-wrapped lines from their lengths.

use super::{Form, Line};

/// Narrowest and widest margin, in characters.
const WRAP_WIDTHS: std::ops::RangeInclusive<usize> = 36..=120;
/// Share of the line ends within paragraphs that must be at the margin.
const MIN_SHARE_AT_MARGIN: f32 = 0.75;
/// Fewest line ends that prove a margin.
const MIN_LINE_ENDS: usize = 2;

/// The margin, if the text has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrapping {
    margin: Option<usize>,
    /// True if the text has too few lines to detect a margin.
    is_short: bool,
}

impl Wrapping {
    /// Detects the margin: the width that nearly all lines keep to, if at nearly every line end within a paragraph
    /// the next word would have exceeded it.
    pub fn of(lines: &[Line<'_>]) -> Self {
        const MAX_SHORT: usize = 40;
        let is_short = lines.len() <= MAX_SHORT;
        let mut widths: Vec<usize> = lines.iter().filter(|line| !line.is_blank()).map(Line::full_width).collect();
        widths.sort_unstable();
        let Some(&margin) = widths.get((widths.len() * 97 / 100).min(widths.len().saturating_sub(1))) else {
            return Self { margin: None, is_short };
        };
        let Some(&widest) = widths.last() else { return Self { margin: None, is_short } };
        let margin = if widest <= margin + margin / 8 { widest } else { margin };
        if !WRAP_WIDTHS.contains(&margin) {
            return Self { margin: None, is_short };
        }
        let ends = lines.windows(2).filter(|pair| {
            pair.iter().all(|line| matches!(line.form, Form::Plain | Form::Item(..)))
                && pair[0].quotes == pair[1].quotes
        });
        let (mut all, mut full) = (0, 0);
        for pair in ends {
            all += 1;
            full += usize::from(is_full(&pair[0], &pair[1], margin));
        }
        let is_wrapped = all >= MIN_LINE_ENDS && full as f32 >= MIN_SHARE_AT_MARGIN * all as f32;
        Self { margin: is_wrapped.then_some(margin), is_short }
    }

    /// Returns true if `below` continues the broken line `above`.
    pub fn joins(self, above: &Line<'_>, below: &Line<'_>) -> bool {
        let Some(margin) = self.margin else { return self.is_short && goes_on(above, below) };
        let is_new = below.indent >= above.indent + 2 && !matches!(above.form, Form::Item(..));
        !is_new && is_full(above, below, margin)
    }
}

/// Returns true if a sentence of `above` clearly continues in `below`: in a short text the line ends prove nothing.
fn goes_on(above: &Line<'_>, below: &Line<'_>) -> bool {
    const MIN_WIDTH: usize = 24;
    let is_open = above.text.ends_with(|c: char| c.is_alphabetic() || matches!(c, ',' | '-'));
    let is_sentence = above.width >= MIN_WIDTH && above.text.split_whitespace().nth(3).is_some();
    let are_plain = above.form == Form::Plain && below.form == Form::Plain;
    are_plain && is_open && is_sentence && below.text.starts_with(char::is_lowercase)
}

/// Returns true if the first word of `below` would not have fitted after `above`, with some tolerance for a ragged
/// margin.
fn is_full(above: &Line<'_>, below: &Line<'_>, margin: usize) -> bool {
    let word = below.text.split_whitespace().next().map_or(0, |word| word.chars().count());
    above.full_width() + 1 + word + margin / 12 > margin
}

impl Line<'_> {
    fn full_width(&self) -> usize {
        self.indent + self.width
    }
}
