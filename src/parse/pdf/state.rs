//! Graphics state (ISO 32000-2, 8.4 and 9.3) as far as it places text, and the writer of characters.

use super::fonts::{Character, TextFont};
use super::fragments::{FontLook, Fragments, Glyph};
use super::geometry::{Matrix, Rect};
use std::borrow::Cow;
use std::rc::Rc;

/// Graphics state.
#[derive(Clone)]
pub struct Graphics<'a> {
    /// From user space to the page as it is shown.
    pub base: Matrix,
    /// Rectangle outside of which nothing is shown.
    pub clip: Rect,
    /// Text state.
    pub text: TextState<'a>,
}

/// Text state.
#[derive(Clone)]
pub struct TextState<'a> {
    /// Current font.
    pub font: Option<Rc<TextFont<'a>>>,
    /// True if a font was set that cannot be read.
    pub lost: bool,
    /// Font size.
    pub size: f64,
    /// Added to the width of each character.
    pub character_space: f64,
    /// Added to the width of spaces.
    pub word_space: f64,
    /// Horizontal scaling; 1 is normal.
    pub stretch: f64,
    /// Distance of lines.
    pub leading: f64,
    /// Rise of the baseline.
    pub rise: f64,
    matrix: Matrix,
    line: Matrix,
}

impl Default for Graphics<'_> {
    fn default() -> Self {
        Self { base: Matrix::IDENTITY, clip: Rect::EVERYWHERE, text: TextState::default() }
    }
}

impl Default for TextState<'_> {
    fn default() -> Self {
        Self {
            font: None,
            lost: false,
            size: 1.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            matrix: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        }
    }
}

impl TextState<'_> {
    /// Sets the text and line matrices.
    pub const fn place(&mut self, matrix: Matrix) {
        self.matrix = matrix;
        self.line = matrix;
    }

    /// Begins a line, moved from the last one.
    pub fn next_line(&mut self, x: f64, y: f64) {
        self.place(self.line.after(&Matrix::shift(x, y)));
    }

    /// Moves by a number in an array of strings: thousandths of the font size, backwards.
    pub fn adjust(&mut self, thousandths: f64) {
        let by = -thousandths / 1000.0 * self.size;
        let horizontal = self.font.as_ref().is_none_or(|font| font.horizontal);
        let (x, y) = if horizontal { (by * self.stretch, 0.0) } else { (0.0, by) };
        self.matrix = self.matrix.after(&Matrix::shift(x, y));
    }
}

/// Text that stands for the characters between two marks.
#[derive(Debug)]
enum Replacement {
    /// The characters stand for themselves.
    None,
    /// It has still to be written.
    Waiting(String),
    /// It was written with the first character.
    Written,
}

/// Content between two marks.
#[derive(Debug)]
pub struct Marked {
    replacement: Replacement,
    pagination: bool,
    hidden: bool,
}

/// Writes characters to fragments.
#[derive(Debug, Default)]
pub struct Writer {
    /// The fragments.
    pub fragments: Fragments,
    /// Open marks, outermost first.
    pub marks: Vec<Marked>,
    /// Number of characters with a meaning.
    pub known: usize,
    /// Number of characters without.
    pub unknown: usize,
}

/// Stands for a character whose meaning is not known.
const UNKNOWN: &str = "\u{fffd}";
/// Most nested marks; deeper ones are ignored.
const MAX_MARKS: usize = 512;

impl Writer {
    /// Begins marked content.
    pub fn begin_mark(&mut self, replacement: Option<String>, pagination: bool, hidden: bool) {
        let outer = self.marks.last();
        let pagination = pagination || outer.is_some_and(|mark| mark.pagination);
        let hidden = hidden || outer.is_some_and(|mark| mark.hidden);
        let replacement = replacement.map_or(Replacement::None, Replacement::Waiting);
        if self.marks.len() < MAX_MARKS {
            self.marks.push(Marked { replacement, pagination, hidden });
        }
    }

    /// Ends marked content.
    pub fn end_mark(&mut self) {
        self.marks.pop();
    }

    /// Writes a character and moves on by its width.
    pub fn write(&mut self, state: &mut Graphics<'_>, font: &TextFont<'_>, character: &Character, is_space: bool) {
        let text = &mut state.text;
        let spacing = text.character_space + if is_space { text.word_space } else { 0.0 };
        let advance = f64::from(character.width).mul_add(text.size, spacing);
        let (along, down) = if font.horizontal { (advance * text.stretch, 0.0) } else { (0.0, advance) };
        let ink = f64::from(character.width) * text.size;
        let (ink_along, ink_down) = if font.horizontal { (ink * text.stretch, 0.0) } else { (0.0, ink) };
        let to_page = state.base.after(&text.matrix);
        let (start, end) = (to_page.point(0.0, text.rise), to_page.point(ink_along, text.rise + ink_down));
        let up = to_page.point(0.0, text.rise + text.size * f64::from(font.height));
        text.matrix = text.matrix.after(&Matrix::shift(along, down));
        let hidden = self.marks.last().is_some_and(|mark| mark.hidden);
        let pagination = self.marks.last().is_some_and(|mark| mark.pagination);
        let middle = (f32::midpoint(start.0, end.0), start.1 * 0.7 + up.1 * 0.3);
        if hidden || !state.clip.contains(middle.0, middle.1, 1.0) {
            return;
        }
        let mut replacements = self.marks.iter_mut().rev().map(|mark| &mut mark.replacement);
        let replaced = replacements.find(|it| !matches!(it, Replacement::None));
        let own = character.text.as_deref();
        let told = match replaced.map(|it| std::mem::replace(it, Replacement::Written)) {
            Some(Replacement::Waiting(text)) => Some(text.into()),
            Some(_) => Some(Cow::Borrowed("")),
            None => own.map(Cow::Borrowed),
        };
        if told.is_some() {
            self.known += 1;
        } else {
            self.unknown += 1;
        }
        let written = told.unwrap_or(UNKNOWN.into());
        self.place(&written, start, end, up, font, pagination);
    }

    /// Adds a character to the fragments. Text that runs up or down the page gets the coordinates of the page turned
    /// by a quarter, and is marked.
    fn place(
        &mut self,
        text: &str,
        start: (f32, f32),
        end: (f32, f32),
        up: (f32, f32),
        font: &TextFont<'_>,
        pagination: bool,
    ) {
        let size = (up.0 - start.0).hypot(up.1 - start.1);
        let turned = if font.horizontal {
            (up.0 - start.0).abs() > (up.1 - start.1).abs()
        } else {
            (end.1 - start.1).abs() > (end.0 - start.0).abs()
        };
        let (left, right, baseline) = if !turned {
            (start.0.min(end.0), start.0.max(end.0), start.1)
        } else if up.0 < start.0 || !font.horizontal && end.1 > start.1 {
            // From bottom to top; vertical writing likewise, column after column from the right.
            if font.horizontal { (-start.1, -end.1, start.0) } else { (start.1, end.1, -start.0) }
        } else {
            (start.1, end.1, -start.0)
        };
        let look = FontLook { bold: font.bold, italic: font.italic, fixed: font.fixed, turned };
        self.fragments.push(Glyph { text, left, right, baseline, size, look, pagination });
    }
}
