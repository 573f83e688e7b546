//! Pieces of lines: fragments that stand side by side on one baseline, with superscripts, links and changes of font.

use super::direction::to_logical;
use super::fragments::{FontLook, Fragment, SPACE};
use super::geometry::Rect;
use super::info::PageLink;
use std::rc::Rc;

/// Text of one style within a line.
#[derive(Clone, Debug, PartialEq)]
pub struct TextRun {
    /// The text; a space at its start or end belongs to the line.
    pub text: String,
    /// Look of the characters.
    pub look: FontLook,
    /// True if it is smaller and stands higher than the line, like a note's number.
    pub raised: bool,
    /// Address that it links to.
    pub link: Option<Rc<str>>,
}

/// A line, or the part of it inside one column.
#[derive(Clone, Debug, PartialEq)]
pub struct PageLine {
    /// Its text.
    pub runs: Vec<TextRun>,
    /// The area that it covers.
    pub area: Rect,
    /// Baseline of most of its characters.
    pub baseline: f32,
    /// Font size of most of its characters.
    pub size: f32,
    /// Number of characters.
    pub chars: usize,
    /// Number of bold characters.
    pub bold_chars: usize,
    /// Width of its first word.
    pub first_word: f32,
    /// True if it runs up or down the page.
    pub turned: bool,
    /// True if the file marks it as a running head, foot or page number.
    pub pagination: bool,
}

impl PageLine {
    /// Returns its text.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Returns true if most of it is bold.
    pub const fn is_bold(&self) -> bool {
        self.bold_chars * 10 >= self.chars * 9
    }
}

/// Fragments that will become a line.
#[derive(Debug)]
struct Piece {
    parts: Vec<Fragment>,
    left: f32,
    right: f32,
    baseline: f32,
    size: f32,
    /// Number of characters of the part that gave baseline and size.
    weight: usize,
}

/// Widest gap between parts of a piece, in font sizes.
const WIDEST: f32 = 0.9;
/// The same after the number of a heading, list item or reference.
const WIDEST_AFTER_LABEL: f32 = 1.6;
/// Farthest overlap of two parts, in font sizes.
const OVERLAP: f32 = 0.45;
/// Farthest distance of the baselines of text and superscript, in font sizes of the larger.
const RAISED: f32 = 0.5;

impl Piece {
    fn of(part: Fragment) -> Self {
        let weight = part.text.chars().count();
        Self { left: part.left, right: part.right, baseline: part.baseline, size: part.size, weight, parts: vec![part] }
    }

    /// Returns true if another piece continues this one on the right.
    fn continues_with(&self, next: &Self) -> bool {
        let size = self.size.max(next.size);
        let smaller = self.size.min(next.size);
        let gap = next.left - self.right;
        let apart = (next.baseline - self.baseline).abs();
        // The E of TeX's logo is lowered and as large as the rest.
        let is_close = gap < 0.1 * size && self.weight.min(next.weight) <= 2;
        let level = match smaller > 0.88 * size {
            true if is_close => 0.3,
            true => 0.2,
            false => RAISED,
        };
        let (Some(a), Some(b)) = (self.parts.last(), next.parts.first()) else { return false };
        a.look.turned == b.look.turned
            && a.pagination == b.pagination
            && apart <= level * size
            && gap >= -OVERLAP * size
            && (gap <= WIDEST * size || gap <= WIDEST_AFTER_LABEL * size && apart <= 0.1 * size && self.is_label())
            // A giant initial is not a part of the line at whose level it stands.
            && size <= 2.2 * smaller
    }

    /// Returns true for the number, letter or bullet of a heading, list item or reference.
    fn is_label(&self) -> bool {
        let [part] = self.parts.as_slice() else { return false };
        // Numbers of equations, "(3)", stand on the right.
        let text = part.text.trim_matches(['[', ']', '.', ':']);
        let is_number = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
        let is_letter = text.len() == 1 && part.text.len() > 1 && text.chars().all(|c| c.is_ascii_alphabetic());
        text.chars().count() <= 6 && (is_number || is_letter || matches!(text, "•" | "–" | "▪" | "◦" | "*" | "‣"))
    }

    fn append(&mut self, next: Self) {
        if next.weight > self.weight {
            (self.baseline, self.size, self.weight) = (next.baseline, next.size, next.weight);
        }
        self.left = self.left.min(next.left);
        self.right = self.right.max(next.right);
        self.parts.extend(next.parts);
    }

    fn into_line(self, links: &[PageLink]) -> PageLine {
        let mut runs: Vec<TextRun> = Vec::new();
        let mut area = Rect { left: self.left, top: f32::MAX, right: self.right, bottom: f32::MIN };
        let (mut chars, mut bold_chars, mut right) = (0, 0, self.left);
        let mut first_word = None;
        for part in &self.parts {
            let raised = part.size < 0.88 * self.size && part.baseline < 0.12f32.mul_add(-self.size, self.baseline);
            let count = part.text.chars().filter(|c| !c.is_whitespace()).count();
            chars += count;
            bold_chars += if part.look.bold { count } else { 0 };
            let gap = part.left - right;
            if gap > SPACE * part.size.min(self.size) && !runs.is_empty() {
                push(&mut runs, " ", part.look, false, None);
                first_word.get_or_insert(right - self.left);
            }
            if first_word.is_none()
                && let Some(at) = part.text.find(' ')
            {
                let at = part.text[..at].chars().count();
                first_word = part.stops.get(at).map(|stop| stop - self.left);
            }
            right = right.max(part.right);
            area.top = area.top.min(part.top());
            area.bottom = area.bottom.max(part.bottom());
            push_linked(&mut runs, part, raised, links);
        }
        PageLine {
            runs: to_logical(runs),
            area,
            baseline: self.baseline,
            size: self.size,
            chars,
            bold_chars,
            first_word: first_word.unwrap_or(self.right - self.left),
            turned: self.parts.iter().any(|part| part.look.turned),
            pagination: self.parts.iter().all(|part| part.pagination),
        }
    }
}

/// Adds the text of a fragment, divided where links begin and end.
fn push_linked(runs: &mut Vec<TextRun>, part: &Fragment, raised: bool, links: &[PageLink]) {
    let mut spans: Vec<(usize, usize, &str)> = links
        .iter()
        .filter(|_| !part.look.turned)
        .filter_map(|link| part.covered(&link.area).map(|(start, end)| (start, end, link.url.as_str())))
        .collect();
    spans.sort_unstable();
    let mut at = 0;
    for (start, end, url) in spans {
        if start < at {
            continue;
        }
        push(runs, part.text.get(at..start).unwrap_or_default(), part.look, raised, None);
        push(runs, part.text.get(start..end).unwrap_or_default(), part.look, raised, Some(url));
        at = end;
    }
    push(runs, part.text.get(at..).unwrap_or_default(), part.look, raised, None);
}

fn push(runs: &mut Vec<TextRun>, text: &str, look: FontLook, raised: bool, link: Option<&str>) {
    if text.is_empty() {
        return;
    }
    match runs.last_mut() {
        Some(last) if last.look == look && last.raised == raised && last.link.as_deref() == link => {
            last.text.push_str(text);
        }
        // A space between two parts of a link belongs to it.
        _ => runs.push(TextRun { text: text.to_owned(), look, raised, link: link.map(Rc::from) }),
    }
}

/// Joins the fragments of a page to lines, each inside one column; sorted from top to bottom.
pub fn lines(fragments: Vec<Fragment>, links: &[PageLink]) -> Vec<PageLine> {
    let mut pieces: Vec<Piece> = Vec::new();
    // First in the order of the file, in which the parts of a line mostly follow each other.
    for fragment in fragments {
        let next = Piece::of(fragment);
        match pieces.last_mut().filter(|last| last.continues_with(&next)) {
            Some(last) => last.append(next),
            None => pieces.push(next),
        }
    }
    let pieces = join_rows(pieces);
    let mut lines: Vec<PageLine> = pieces.into_iter().map(|piece| piece.into_line(links)).collect();
    lines.retain(|line| line.chars > 0);
    lines.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.area.left.total_cmp(&b.area.left)));
    lines
}

/// Most pieces compared with one; more on one baseline are no text.
const MAX_NEIGHBOURS: usize = 64;

/// Joins pieces that stand side by side, in whatever order they were drawn.
fn join_rows(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by(|a, b| a.left.total_cmp(&b.left).then(a.baseline.total_cmp(&b.baseline)));
    let mut by_level: Vec<usize> = (0..pieces.len()).collect();
    by_level.sort_by(|&a, &b| pieces[a].baseline.total_cmp(&pieces[b].baseline).then(a.cmp(&b)));
    let mut rank = vec![0; pieces.len()];
    for (at, &piece) in by_level.iter().enumerate() {
        rank[piece] = at;
    }
    // The nearest piece on the right that continues each one; every piece continues one other at most.
    let mut next: Vec<Option<usize>> = vec![None; pieces.len()];
    let mut taken = vec![false; pieces.len()];
    for at in 0..pieces.len() {
        let piece = &pieces[at];
        let reach = 1.2 * piece.size;
        let above = by_level[..rank[at]].iter().rev().take(MAX_NEIGHBOURS);
        let below = by_level[rank[at] + 1..].iter().take(MAX_NEIGHBOURS);
        let near = above
            .take_while(|&&it| piece.baseline - pieces[it].baseline <= reach)
            .chain(below.take_while(|&&it| pieces[it].baseline - piece.baseline <= reach));
        let best = near
            .copied()
            .filter(|&it| it > at && !taken[it] && piece.continues_with(&pieces[it]))
            .min_by(|&a, &b| pieces[a].left.total_cmp(&pieces[b].left));
        if let Some(best) = best {
            (next[at], taken[best]) = (Some(best), true);
        }
    }
    let mut slots: Vec<Option<Piece>> = pieces.into_iter().map(Some).collect();
    let mut out = Vec::with_capacity(slots.len());
    for first in 0..slots.len() {
        if taken[first] {
            continue;
        }
        let Some(mut piece) = slots[first].take() else { continue };
        let mut at = first;
        while let Some(after) = next[at] {
            if let Some(part) = slots[after].take() {
                piece.append(part);
            }
            at = after;
        }
        out.push(piece);
    }
    out
}
