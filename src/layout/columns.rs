//! Computes the column widths of a table.

use super::width::display_width;
use crate::document::{Span, Table};

/// Cells between two columns.
pub const GAP: u16 = 2;
/// Minimum width of a narrowed column, in cells; if one would be narrower, the table is stacked.
const MIN_COLUMN_WIDTH: u16 = 8;
/// Maximum width of a word, in cells, that counts for the minimum width of its column.
const MAX_WORD_WIDTH: u16 = 14;

/// Columns of a table that fits.
#[derive(Debug, PartialEq, Eq)]
pub struct Columns {
    /// Width of each column, in cells.
    pub widths: Vec<u16>,
    /// For each column, true if it holds figures and is right-aligned.
    pub figures: Vec<bool>,
    /// True if any cell needs more than one line.
    pub wrapped: bool,
}

/// Width that a column's contents need.
#[derive(Clone, Copy, Default)]
struct Wish {
    natural: u16,
    least: u16,
    cells: u32,
    figures: u32,
}

impl Columns {
    /// Computes the columns of a table in `width` cells; `None` if they would become too narrow.
    pub fn fit(text: &str, table: &Table, width: u16) -> Option<Self> {
        let count = table.rows.iter().map(Vec::len).max()?;
        let gaps = u16::try_from(count.saturating_sub(1)).ok()?.checked_mul(GAP)?;
        let room = width.checked_sub(gaps)?;
        if count == 0 || usize::from(room) < count {
            return None;
        }
        let wishes = wishes(text, table, count);
        let sum = |of: fn(&Wish) -> u16| wishes.iter().map(|wish| u32::from(of(wish))).sum::<u32>();
        let (natural, least) = (sum(|w| w.natural), sum(|w| w.least));
        let figures = wishes.iter().map(|w| w.figures > 0 && w.figures == w.cells).collect();
        let room32 = u32::from(room);
        let widths = if natural <= room32 {
            wishes.iter().map(|w| w.natural).collect()
        } else if least <= room32 {
            shared(&wishes, room32 - least, natural - least)
        } else {
            narrowed(&wishes, room)?
        };
        Some(Self { widths, figures, wrapped: natural > room32 })
    }
}

fn wishes(text: &str, table: &Table, count: usize) -> Vec<Wish> {
    let mut wishes = vec![Wish { natural: 1, least: 1, ..Wish::default() }; count];
    for (number, row) in table.rows.iter().enumerate() {
        for (wish, cell) in wishes.iter_mut().zip(row) {
            let words = Span::of(*cell, text).trim();
            wish.natural = wish.natural.max(display_width(words));
            let longest = words.split_whitespace().map(display_width).max().unwrap_or(0);
            wish.least = wish.least.max(longest.min(MAX_WORD_WIDTH));
            if number >= table.head && !words.is_empty() {
                wish.cells += 1;
                wish.figures += u32::from(is_figure(words));
            }
        }
    }
    wishes
}

/// Returns true if a cell holds a number: digits with signs, separators and a unit of up to three letters.
fn is_figure(words: &str) -> bool {
    let digits = words.chars().filter(|c| c.is_numeric()).count();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    digits > 0 && letters <= 3 && words.chars().count() <= 24
}

/// Gives each column its minimum, and distributes the rest in proportion to the missing widths.
fn shared(wishes: &[Wish], spare: u32, lacking: u32) -> Vec<u16> {
    let mut given = 0;
    let mut wanted = 0;
    let mut widths = Vec::with_capacity(wishes.len());
    for wish in wishes {
        wanted += u32::from(wish.natural - wish.least);
        let until = (u64::from(spare) * u64::from(wanted) / u64::from(lacking.max(1))) as u32;
        widths.push(wish.least + (until - given) as u16);
        given = until;
    }
    widths
}

/// Limits the widest columns to a common width, so that words break in them; `None` if that would make them unreadable.
fn narrowed(wishes: &[Wish], room: u16) -> Option<Vec<u16>> {
    let taken = |limit: u16| wishes.iter().map(|w| u32::from(w.least.min(limit))).sum::<u32>();
    let limit = (MIN_COLUMN_WIDTH..=MAX_WORD_WIDTH).rev().find(|limit| taken(*limit) <= u32::from(room))?;
    Some(wishes.iter().map(|w| w.least.min(limit)).collect())
}
