//! Tables: columns whose lines stand side by side and are no running text.

use super::columns::TextBox;
use super::fragments::FontLook;
use super::lines::{PageLine, TextRun};
use crate::small_sort::SmallSort;

/// Divides the cells of a row.
pub const CELL: &str = "\t";
/// Least number of rows.
const MIN_ROWS: usize = 3;
/// Farthest distance of two baselines of a row, in font sizes.
const SAME_ROW: f32 = 0.25;
/// Least length of a line of running text, in characters other than spaces.
const PROSE_CHARS: usize = 18;
/// Least width of a line of running text, in widths of its column.
const PROSE_FILL: f32 = 0.7;
/// Least ratio of the widths of the columns of a table, one of which is running text.
const UNEQUAL: f32 = 1.5;

/// Returns true if the lines beside a gutter are cells of a table: most of them stand side by side, and one side is no
/// running text.
pub fn is_table(left: &[&PageLine], right: &[&PageLine]) -> bool {
    let (few, many) = if left.len() < right.len() { (left, right) } else { (right, left) };
    let mut baselines: Vec<f32> = many.iter().map(|line| line.baseline).collect();
    baselines.sort_by(f32::total_cmp);
    let paired = few.iter().filter(|line| {
        let near = SAME_ROW * line.size;
        let from = baselines.partition_point(|it| *it < line.baseline - near);
        baselines.get(from).is_some_and(|it| *it <= line.baseline + near)
    });
    let paired = paired.count();
    if paired < MIN_ROWS || paired * 10 < few.len() * 7 {
        return false;
    }
    match (is_prose(left), is_prose(right)) {
        (true, true) => false,
        (false, false) => true,
        // A table beside a column of text is as wide as that.
        _ => {
            let (a, b) = (width(left), width(right));
            a.max(b) >= UNEQUAL * a.min(b)
        }
    }
}

fn width(lines: &[&PageLine]) -> f32 {
    let left = lines.iter().map(|line| line.area.left).fold(f32::MAX, f32::min);
    let right = lines.iter().map(|line| line.area.right).fold(f32::MIN, f32::max);
    right - left
}

/// Returns true if many of the characters stand in lines of running text: long, and nearly as wide as their column.
fn is_prose(lines: &[&PageLine]) -> bool {
    let width = width(lines);
    let is_long = |line: &&&PageLine| line.chars >= PROSE_CHARS && line.area.width() >= PROSE_FILL * width;
    let long: usize = lines.iter().filter(is_long).map(|line| line.chars).sum();
    let all: usize = lines.iter().map(|line| line.chars).sum();
    long * 5 >= all * 2
}

/// Joins the lines of a table to rows.
pub fn table(mut lines: Vec<PageLine>) -> TextBox {
    lines.small_sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut rows: Vec<Vec<PageLine>> = Vec::new();
    for line in lines {
        let same =
            |row: &&mut Vec<PageLine>| row.first().is_some_and(|it| line.baseline - it.baseline <= SAME_ROW * it.size);
        match rows.last_mut().filter(same) {
            Some(row) => row.push(line),
            None => rows.push(vec![line]),
        }
    }
    let rows: Vec<PageLine> = rows.into_iter().filter_map(join_row).collect();
    let area = rows.iter().skip(1).fold(rows[0].area, |all, row| all.union(&row.area));
    TextBox { lines: rows, area, is_table: true }
}

fn join_row(mut cells: Vec<PageLine>) -> Option<PageLine> {
    cells.small_sort_by(|a, b| a.area.left.total_cmp(&b.area.left));
    let mut cells = cells.into_iter();
    let mut row = cells.next()?;
    for cell in cells {
        row.runs.push(TextRun { text: CELL.into(), look: FontLook::default(), raised: false, link: None });
        row.area = row.area.union(&cell.area);
        row.chars += cell.chars;
        row.bold_chars += cell.bold_chars;
        row.runs.extend(cell.runs);
    }
    Some(row)
}
