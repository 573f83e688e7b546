//! Fragments: runs of characters that follow each other on one baseline, with their places on the page.
//!
//! Coordinates are points with the origin at the top left corner of the page, as it is shown.

use super::direction::is_rtl;
use super::geometry::Rect;
use std::collections::HashSet;
use unicode_normalization::char::compose;

/// Characters of one style on one baseline.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fragment {
    /// The text; spaces are added where the gap is wide enough.
    pub text: String,
    /// Left edge of each character of `text`.
    pub stops: Vec<f32>,
    /// Left edge.
    pub left: f32,
    /// Right edge.
    pub right: f32,
    /// Baseline.
    pub baseline: f32,
    /// Font size.
    pub size: f32,
    /// Look of the characters.
    pub look: FontLook,
    /// True if the file marks it as a running head, foot or page number.
    pub pagination: bool,
}

/// Look of characters.
#[expect(clippy::struct_excessive_bools, reason = "four independent properties")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FontLook {
    /// Bold.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
    /// All characters of the same width.
    pub fixed: bool,
    /// Written from bottom to top or top to bottom.
    pub turned: bool,
}

/// A character on a page.
#[derive(Clone, Copy, Debug)]
pub struct Glyph<'t> {
    /// Its text; a ligature has several characters.
    pub text: &'t str,
    /// Left edge.
    pub left: f32,
    /// Right edge: the place of the next character.
    pub right: f32,
    /// Baseline.
    pub baseline: f32,
    /// Font size.
    pub size: f32,
    /// Look.
    pub look: FontLook,
    /// True inside content marked as pagination.
    pub pagination: bool,
}

/// Narrowest gap that counts as a space, in font sizes. Tight justified lines shrink spaces to about 0.15.
pub const SPACE: f32 = 0.12;
/// Widest gap inside a fragment, in font sizes; wider ones may be a gutter.
const WIDEST: f32 = 0.9;
/// Farthest step back inside a fragment, in font sizes: kerning and accents.
const FARTHEST_BACK: f32 = 0.35;

/// Builds the fragments of a page from its characters, in the order of the file.
#[derive(Debug, Default)]
pub struct Fragments {
    /// Finished fragments.
    pub all: Vec<Fragment>,
    open: Option<Fragment>,
}

impl Fragments {
    /// Adds a character.
    pub fn push(&mut self, glyph: Glyph<'_>) {
        if !(glyph.left.is_finite() && glyph.right.is_finite() && glyph.baseline.is_finite() && glyph.size > 0.05) {
            return;
        }
        if self.open.as_mut().is_some_and(|open| open.takes_accent(&glyph)) {
            return;
        }
        if self.open.as_ref().is_none_or(|open| !open.continues(&glyph)) {
            self.close();
            if glyph.text.trim().is_empty() {
                return;
            }
        }
        let open = self.open.get_or_insert_with(|| Fragment {
            left: glyph.left,
            right: glyph.left,
            baseline: glyph.baseline,
            size: glyph.size,
            look: glyph.look,
            pagination: glyph.pagination,
            ..Fragment::default()
        });
        let gap = glyph.left - open.right;
        if gap > SPACE * open.size && !open.text.ends_with(' ') && !glyph.text.starts_with(' ') {
            open.stops.push(open.right);
            open.text.push(' ');
        }
        // The letters of a ligature are turned with the line, so they are turned here as well.
        let is_turned = glyph.text.chars().all(is_rtl);
        let mut letters: Vec<char> = glyph.text.chars().collect();
        if is_turned {
            letters.reverse();
        }
        for c in letters {
            let c = if c.is_whitespace() { ' ' } else { c };
            if c == ' ' && open.text.ends_with(' ') {
                continue;
            }
            open.stops.push(glyph.left);
            open.text.push(c);
        }
        open.right = open.right.max(glyph.right);
    }

    /// Ends the current fragment.
    pub fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        while open.text.ends_with(' ') {
            open.text.pop();
            if let Some(stop) = open.stops.pop() {
                open.right = open.right.min(stop.max(open.left));
            }
        }
        if !open.text.is_empty() {
            self.all.push(open);
        }
    }

    /// Returns the fragments, without those drawn twice to look bold or shaded.
    pub fn finish(mut self) -> Vec<Fragment> {
        self.close();
        let mut seen: HashSet<(String, i32, i32)> = HashSet::new();
        self.all.retain(|it| {
            let cell = (it.size * 0.5).max(0.5);
            let (x, y) = ((it.left / cell).round() as i32, (it.baseline / cell).round() as i32);
            seen.insert((it.text.clone(), x, y))
        });
        self.all
    }
}

impl Fragment {
    fn continues(&self, glyph: &Glyph<'_>) -> bool {
        let size = self.size.max(glyph.size);
        let gap = glyph.left - self.right;
        self.look == glyph.look
            && self.pagination == glyph.pagination
            && (self.size - glyph.size).abs() <= 0.02 * size
            && (self.baseline - glyph.baseline).abs() <= 0.05 * size
            && gap >= -FARTHEST_BACK * size
            && gap <= WIDEST * size
    }

    /// Combines an accent and the letter that it is drawn over, as TeX's older fonts need. Returns false if the
    /// character is no part of such a pair.
    fn takes_accent(&mut self, glyph: &Glyph<'_>) -> bool {
        let mut new = glyph.text.chars();
        let (Some(c), None) = (new.next(), new.next()) else { return false };
        let (Some(last), Some(&stop)) = (self.text.chars().next_back(), self.stops.last()) else { return false };
        let middle = |left: f32, right: f32| f32::midpoint(left, right);
        let over = (middle(stop, self.right) - middle(glyph.left, glyph.right)).abs() < 0.2 * self.size
            && (self.baseline - glyph.baseline).abs() < 0.3 * self.size;
        let composed = match (combining(last), combining(c)) {
            (Some(mark), None) => compose(c, mark),
            (None, Some(mark)) => compose(last, mark),
            _ => None,
        };
        let Some(composed) = composed.filter(|_| over) else { return false };
        self.text.pop();
        self.text.push(composed);
        self.right = self.right.max(glyph.right);
        true
    }

    /// Top of its characters, estimated from the font size.
    pub fn top(&self) -> f32 {
        0.78f32.mul_add(-self.size, self.baseline)
    }

    /// Bottom of its characters, estimated from the font size.
    pub fn bottom(&self) -> f32 {
        0.22f32.mul_add(self.size, self.baseline)
    }

    /// Returns the bytes of its text whose characters begin inside a rectangle around its middle.
    pub fn covered(&self, area: &Rect) -> Option<(usize, usize)> {
        let middle = 0.3f32.mul_add(-self.size, self.baseline);
        if middle < area.top || middle > area.bottom {
            return None;
        }
        let slack = 0.1 * self.size;
        let inside = |&(at, _): &(usize, char)| {
            self.stops.get(at).is_some_and(|x| *x >= area.left - slack && *x < area.right - slack)
        };
        let mut bytes = None;
        for (at, (byte, c)) in self.text.char_indices().enumerate() {
            if inside(&(at, c)) {
                let start = bytes.map_or(byte, |(start, _)| start);
                bytes = Some((start, byte + c.len_utf8()));
            }
        }
        bytes
    }
}

/// Returns the combining form of an accent that stands alone.
const fn combining(accent: char) -> Option<char> {
    Some(match accent {
        '`' => '\u{300}',
        '´' => '\u{301}',
        'ˆ' => '\u{302}',
        '˜' => '\u{303}',
        '¯' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30a}',
        '˝' => '\u{30b}',
        'ˇ' => '\u{30c}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        _ => return None,
    })
}
