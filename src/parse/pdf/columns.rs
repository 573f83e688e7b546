//! Boxes: lines that stand below each other in one column.

use super::geometry::Rect;
use super::lines::PageLine;
use crate::small_sort::SmallSort;

/// Lines of one column without a wide gap.
#[derive(Clone, Debug, PartialEq)]
pub struct TextBox {
    /// Its lines, from top to bottom.
    pub lines: Vec<PageLine>,
    /// The area that they cover.
    pub area: Rect,
    /// True if the lines are rows of a table, their cells divided by tabs.
    pub is_table: bool,
}

/// Distance of lines at which they may belong together where nothing else is known, in font sizes.
const USUAL_PITCH: f32 = 1.25;
/// Widest space in a justified line, in font sizes; gutters of narrow columns are not much wider.
const WIDEST_SPACE: f32 = 1.9;
/// Most recent boxes that a line is compared with.
const MAX_OPEN: usize = 200;

/// Gathers the lines of a page, sorted from top to bottom, in boxes.
pub fn boxes(lines: Vec<PageLine>) -> Vec<TextBox> {
    let pitch = pitch(&lines).max(USUAL_PITCH);
    let mut boxes: Vec<TextBox> = Vec::new();
    let mut rows = lines.into_iter().peekable();
    while let Some(line) = rows.next() {
        let mut row = vec![line];
        while rows.peek().is_some_and(|next| (next.baseline - row[0].baseline).abs() < 0.25 * row[0].size) {
            row.extend(rows.next());
        }
        row.small_sort_by(|a, b| a.area.left.total_cmp(&b.area.left));
        place_row(&mut boxes, row, pitch);
    }
    boxes.retain(|it| !it.lines.is_empty());
    boxes
}

/// Puts the pieces of a row in the boxes above them, or in new ones.
fn place_row(boxes: &mut Vec<TextBox>, row: Vec<PageLine>, pitch: f32) {
    let from = boxes.len().saturating_sub(MAX_OPEN);
    let fits: Vec<Vec<usize>> =
        row.iter().map(|line| (from..boxes.len()).filter(|&at| boxes[at].takes(line, pitch)).collect()).collect();
    let mut last: Option<usize> = None;
    let starts: Vec<f32> = row.iter().map(|line| line.area.left).collect();
    for (at, line) in row.into_iter().enumerate() {
        let only = match fits[at].as_slice() {
            [] => None,
            [only] => Some(*only),
            several => join_split_row(boxes, several),
        };
        let target = only.filter(|&target| {
            let shared = |other: Option<&Vec<usize>>| other.is_some_and(|it| it.contains(&target));
            if last == Some(target) {
                // The rest of a justified line with a wide space, not the first line of a second column.
                let gap = line.area.left - boxes[target].lines.last().map_or(0.0, |line| line.area.right);
                return gap < WIDEST_SPACE * line.size;
            }
            let gap = starts.get(at + 1).map_or(0.0, |start| start - line.area.right);
            !shared(fits.get(at + 1)) || !is_column_start(&line) || gap < WIDEST_SPACE * line.size
        });
        let here = if let Some(target) = target {
            boxes[target].add(line, last == Some(target));
            target
        } else {
            boxes.push(TextBox { area: line.area, lines: vec![line], is_table: false });
            boxes.len() - 1
        };
        last = Some(here);
    }
}

/// Joins boxes that are the parts of one line, divided by wide spaces. Returns the box, if they are that.
fn join_split_row(boxes: &mut [TextBox], parts: &[usize]) -> Option<usize> {
    let mut parts = parts.to_vec();
    parts.small_sort_by(|&a, &b| boxes[a].area.left.total_cmp(&boxes[b].area.left));
    let fits = parts.windows(2).all(|pair| {
        let (a, b) = (&boxes[pair[0]], &boxes[pair[1]]);
        let (Some(left), Some(right)) = (a.lines.last(), b.lines.first()) else { return false };
        let gap = right.area.left - left.area.right;
        b.lines.len() == 1
            && (left.baseline - right.baseline).abs() < 0.25 * left.size
            && gap < WIDEST_SPACE * left.size
            && gap > -left.size
    });
    let (&first, rest) = parts.split_first().filter(|_| fits)?;
    for &part in rest {
        for line in std::mem::take(&mut boxes[part].lines) {
            boxes[first].add(line, true);
        }
    }
    Some(first)
}

/// Returns true if a piece is long enough to be a line of a column.
const fn is_column_start(line: &PageLine) -> bool {
    line.chars >= 20
}

impl TextBox {
    /// Returns true if a line below may belong to the box.
    fn takes(&self, line: &PageLine, pitch: f32) -> bool {
        let Some(last) = self.lines.last() else { return false };
        let size = last.size.max(line.size);
        let down = line.baseline - last.baseline;
        let alike = (last.size - line.size).abs() <= 0.12 * size;
        let own = match self.lines.as_slice() {
            [.., a, b] => (b.baseline - a.baseline) / size * 1.25,
            _ => 0.0,
        };
        let most = (1.25 * pitch).max(own.min(2.0 * pitch)) * size;
        let overlap = self.area.right.min(line.area.right) - self.area.left.max(line.area.left);
        let narrow = self.area.width().min(line.area.width());
        alike && last.turned == line.turned && down > 0.4 * size && down <= most && overlap >= 0.5 * narrow.max(0.1)
    }

    fn add(&mut self, line: PageLine, same_row: bool) {
        self.area = self.area.union(&line.area);
        match self.lines.last_mut().filter(|_| same_row) {
            Some(last) => {
                last.area = last.area.union(&line.area);
                last.chars += line.chars;
                last.bold_chars += line.bold_chars;
                if let Some(run) = last.runs.last_mut() {
                    run.text.push(' ');
                }
                last.runs.extend(line.runs);
            }
            None => self.lines.push(line),
        }
    }
}

/// Returns the most common distance of lines, in font sizes.
fn pitch(lines: &[PageLine]) -> f32 {
    const STEP: f32 = 0.05;
    let mut counts = [0_usize; 60];
    for (at, line) in lines.iter().enumerate() {
        let below = lines[at + 1..].iter().take(12).find(|next| {
            let overlap = next.area.right.min(line.area.right) - next.area.left.max(line.area.left);
            next.baseline - line.baseline > 0.4 * line.size
                && (next.size - line.size).abs() < 0.06 * line.size
                && overlap > 0.5 * line.area.width().min(next.area.width())
        });
        if let Some(next) = below {
            let bin = ((next.baseline - line.baseline) / line.size / STEP).round() as usize;
            if let Some(count) = counts.get_mut(bin) {
                *count += line.chars.min(next.chars);
            }
        }
    }
    let best = (0..counts.len()).max_by_key(|&bin| (counts[bin], usize::MAX - bin)).unwrap_or(0);
    if counts.get(best).is_none_or(|count| *count == 0) { USUAL_PITCH } else { best as f32 * STEP }
}
