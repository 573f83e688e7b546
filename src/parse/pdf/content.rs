//! Reads the content of a page: its operators (ISO 32000-2, 8 and 9) as far as they place text. Colours, shadings and
//! pictures are passed over, so that they cost nothing and cannot fail.

use super::budget::Budget;
use super::fonts::{Fonts, plain};
use super::fragments::{Fragment, Fragments};
use super::geometry::{Matrix, Rect};
use super::info::text_string;
use super::layers::Layers;
use super::state::{Graphics, Writer};
use super::streams::unpack;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::dict::keys::{
    ACTUAL_TEXT, ARTIFACT, BBOX, CONTENTS, FONT, MATRIX, OC, RESOURCES, SUBTYPE, TYPE,
};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString, dict_or_stream};
use hayro_syntax::page::{Page, Resources};

/// Deepest nesting of forms.
const MAX_FORM_DEPTH: usize = 12;
/// Most pictures on one page whose places are noted.
const MAX_PICTURES: usize = 1_000;
/// Deepest stack of saved graphics states.
const MAX_SAVED_STATES: usize = 256;

/// Content of a page.
#[derive(Debug, Default)]
pub struct PageContent {
    /// Its text.
    pub fragments: Vec<Fragment>,
    /// Number of characters whose font does not tell their meaning.
    pub unknown: usize,
    /// Number of characters with a meaning.
    pub known: usize,
    /// Areas of the pictures.
    pub pictures: Vec<Rect>,
    /// Height of the page, in points.
    pub height: f32,
}

/// Reads a page.
pub fn read_page<'a>(page: &Page<'a>, fonts: &mut Fonts<'a>, layers: &Layers, budget: &mut Budget) -> PageContent {
    let (width, height) = page.render_dimensions();
    let mut reader = Reader {
        fonts,
        layers,
        budget,
        state: Graphics { base: Matrix(page.initial_transform(true).as_coeffs()), ..Graphics::default() },
        saved: Vec::new(),
        path: Vec::new(),
        clips: false,
        writer: Writer::default(),
        pictures: Vec::new(),
    };
    reader.state.clip = Rect { left: 0.0, top: 0.0, right: width, bottom: height };
    let content = page_bytes(page, reader.budget);
    reader.run(&content, page.resources(), 0);
    let Reader { writer, pictures, .. } = reader;
    let Writer { fragments, known, unknown, .. } = writer;
    PageContent { fragments: Fragments::finish(fragments), unknown, known, pictures, height }
}

/// Unpacks the content streams of a page, joined by a space.
fn page_bytes(page: &Page<'_>, budget: &mut Budget) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(stream) = page.raw().get::<Stream<'_>>(CONTENTS) {
        bytes.extend(unpack(&stream, budget));
    } else if let Some(streams) = page.raw().get::<Array<'_>>(CONTENTS) {
        for stream in streams.iter::<Stream<'_>>() {
            if !budget.spend() {
                break;
            }
            bytes.extend(unpack(&stream, budget));
            bytes.push(b' ');
        }
    }
    bytes
}

struct Reader<'r, 'a> {
    fonts: &'r mut Fonts<'a>,
    layers: &'r Layers,
    budget: &'r mut Budget,
    state: Graphics<'a>,
    saved: Vec<Graphics<'a>>,
    /// Points of the current path, on the page.
    path: Vec<(f32, f32)>,
    /// True if the current path becomes a clip.
    clips: bool,
    writer: Writer,
    pictures: Vec<Rect>,
}

impl<'a> Reader<'_, 'a> {
    /// Carries out the operators of a stream.
    fn run(&mut self, content: &[u8], resources: &Resources<'a>, depth: usize) {
        let saved = self.saved.len();
        let marks = self.writer.marks.len();
        let mut operators = TypedIter::new(content);
        while let Some(operator) = operators.next() {
            if !self.budget.spend() {
                break;
            }
            self.apply(&operator, resources, depth, saved);
        }
        if self.saved.len() > saved {
            self.saved.truncate(saved + 1);
            if let Some(state) = self.saved.pop() {
                self.state = state;
            }
        }
        while self.writer.marks.len() > marks {
            self.writer.end_mark();
        }
    }

    fn apply(&mut self, operator: &TypedInstruction<'_, '_>, resources: &Resources<'a>, depth: usize, base: usize) {
        use TypedInstruction as Op;
        let text = &mut self.state.text;
        match operator {
            Op::SaveState(_) => {
                if self.saved.len() < MAX_SAVED_STATES {
                    self.saved.push(self.state.clone());
                }
            }
            Op::RestoreState(_) => {
                if self.saved.len() > base
                    && let Some(state) = self.saved.pop()
                {
                    self.state = state;
                }
            }
            Op::Transform(m) => {
                let m = [m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64());
                self.state.base = self.state.base.after(&Matrix(m));
            }
            Op::SetGraphicsState(name) => self.graphics_state(name.0, resources),
            Op::BeginText(_) => text.place(Matrix::IDENTITY),
            Op::SetTextMatrix(m) => {
                text.place(Matrix([m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64())));
            }
            Op::NextLine(to) => text.next_line(to.0.as_f64(), to.1.as_f64()),
            Op::NextLineAndSetLeading(to) => {
                text.leading = -to.1.as_f64();
                text.next_line(to.0.as_f64(), to.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => text.next_line(0.0, -text.leading),
            Op::TextLeading(to) => text.leading = to.0.as_f64(),
            Op::CharacterSpacing(to) => text.character_space = to.0.as_f64(),
            Op::WordSpacing(to) => text.word_space = to.0.as_f64(),
            Op::HorizontalScaling(to) => text.stretch = to.0.as_f64() / 100.0,
            Op::TextRise(to) => text.rise = to.0.as_f64(),
            Op::TextFont(font) => {
                text.size = font.1.as_f64();
                text.font = resources.get_font(font.0).and_then(|dict| self.fonts.font(&dict));
                text.lost = text.font.is_none();
            }
            Op::ShowText(shown) => self.show(shown.0),
            Op::NextLineAndShowText(shown) => {
                text.next_line(0.0, -text.leading);
                self.show(shown.0);
            }
            Op::ShowTextWithParameters(shown) => {
                (text.word_space, text.character_space) = (shown.0.as_f64(), shown.1.as_f64());
                text.next_line(0.0, -text.leading);
                self.show(shown.2);
            }
            Op::ShowTexts(parts) => {
                for part in parts.0.iter::<Object<'_>>() {
                    match part {
                        Object::Number(number) => self.state.text.adjust(number.as_f64()),
                        Object::String(shown) => self.show(&shown),
                        _ => {}
                    }
                }
            }
            Op::XObject(name) => {
                if let Some(stream) = resources.get_x_object(name.0) {
                    self.draw(&stream, resources, depth);
                }
            }
            Op::InlineImage(_) => self.picture(),
            Op::BeginMarkedContent(_) => self.writer.begin_mark(None, false, false),
            Op::BeginMarkedContentWithProperties(mark) => self.begin_mark(mark.0, mark.1, resources),
            Op::EndMarkedContent(_) => self.writer.end_mark(),
            _ => self.path(operator),
        }
    }

    /// Follows the path as far as it becomes a clip.
    fn path(&mut self, operator: &TypedInstruction<'_, '_>) {
        use TypedInstruction as Op;
        let base = self.state.base;
        match operator {
            Op::RectPath(r) => {
                let [x, y, width, height] = [r.0, r.1, r.2, r.3].map(|number| number.as_f64());
                self.path.extend([
                    base.point(x, y),
                    base.point(x + width, y),
                    base.point(x, y + height),
                    base.point(x + width, y + height),
                ]);
            }
            Op::MoveTo(to) => self.path.push(base.point(to.0.as_f64(), to.1.as_f64())),
            Op::LineTo(to) => self.path.push(base.point(to.0.as_f64(), to.1.as_f64())),
            Op::CubicTo(to) => self.path.push(base.point(to.4.as_f64(), to.5.as_f64())),
            Op::CubicStartTo(to) => self.path.push(base.point(to.2.as_f64(), to.3.as_f64())),
            Op::CubicEndTo(to) => self.path.push(base.point(to.2.as_f64(), to.3.as_f64())),
            Op::ClipNonZero(_) | Op::ClipEvenOdd(_) => self.clips = true,
            Op::EndPath(_)
            | Op::StrokePath(_)
            | Op::CloseAndStrokePath(_)
            | Op::FillPathNonZero(_)
            | Op::FillPathNonZeroCompatibility(_)
            | Op::FillPathEvenOdd(_)
            | Op::FillAndStrokeNonZero(_)
            | Op::FillAndStrokeEvenOdd(_)
            | Op::CloseFillAndStrokeNonZero(_)
            | Op::CloseFillAndStrokeEvenOdd(_) => {
                let path = std::mem::take(&mut self.path);
                if std::mem::take(&mut self.clips) {
                    let empty = Rect { left: 0.0, top: 0.0, right: 0.0, bottom: 0.0 };
                    let area = Rect::around(path).unwrap_or(empty);
                    self.state.clip = self.state.clip.intersection(&area);
                }
            }
            _ => {}
        }
    }

    fn graphics_state(&mut self, name: &Name<'_>, resources: &Resources<'a>) {
        let Some(dict) = resources.get_ext_g_state(name) else { return };
        let Some(pair) = dict.get::<Array<'_>>(FONT) else { return };
        let mut pair = pair.iter::<Object<'_>>();
        if let (Some(Object::Dict(font)), Some(Object::Number(size))) = (pair.next(), pair.next()) {
            self.state.text.size = size.as_f64();
            self.state.text.font = self.fonts.font(&font);
            self.state.text.lost = self.state.text.font.is_none();
        }
    }

    fn begin_mark(&mut self, tag: &Name<'_>, properties: &Object<'_>, resources: &Resources<'a>) {
        let name = properties.clone().into_name();
        let named = name.as_ref().and_then(|name| resources.properties.get::<Dict<'_>>(name));
        let layer = name.as_ref().and_then(|name| resources.properties.get_ref(name));
        let hidden = tag.as_ref() == OC && layer.is_some_and(|layer| self.layers.hides(layer.into(), named.as_ref()));
        let inline = dict_or_stream(properties).map(|(dict, _)| dict.clone());
        let dict = named.or(inline);
        let replaced = dict.as_ref().and_then(|dict| dict.get::<PdfString<'_>>(ACTUAL_TEXT));
        let pagination = tag.as_ref() == ARTIFACT
            && dict
                .as_ref()
                .and_then(|dict| dict.get::<Name<'_>>(TYPE))
                .is_some_and(|kind| kind.as_str() == "Pagination");
        self.writer.begin_mark(replaced.map(|text| plain(&text_string(text.as_bytes()))), pagination, hidden);
    }

    /// Draws a form, or counts a picture.
    fn draw(&mut self, stream: &Stream<'a>, resources: &Resources<'a>, depth: usize) {
        let dict = stream.dict();
        match dict.get::<Name<'_>>(SUBTYPE).as_deref() {
            Some(b"Image") => {
                self.picture();
                return;
            }
            Some(b"Form") | None => {}
            Some(_) => return,
        }
        let hides =
            dict.get_ref(OC).is_some_and(|layer| self.layers.hides(layer.into(), dict.get::<Dict<'_>>(OC).as_ref()));
        if depth >= MAX_FORM_DEPTH || hides {
            self.budget.exceeded |= depth >= MAX_FORM_DEPTH;
            return;
        }
        let content = unpack(stream, self.budget);
        let outer = self.state.clone();
        self.path.clear();
        let matrix = dict.get::<[f64; 6]>(MATRIX).map_or(Matrix::IDENTITY, Matrix);
        self.state.base = self.state.base.after(&matrix);
        if let Some([x0, y0, x1, y1]) = dict.get::<[f64; 4]>(BBOX) {
            self.state.clip = self.state.clip.intersection(&self.state.base.rect(x0, y0, x1, y1));
        }
        let own = dict.get::<Dict<'a>>(RESOURCES).map(Resources::new);
        self.run(&content, own.as_ref().unwrap_or(resources), depth + 1);
        self.state = outer;
        self.path.clear();
    }

    /// Notes the place of a picture, which fills the unit square.
    fn picture(&mut self) {
        if self.pictures.len() < MAX_PICTURES {
            self.pictures.push(self.state.base.rect(0.0, 0.0, 1.0, 1.0).intersection(&self.state.clip));
        }
    }

    /// Shows a string in the current font.
    fn show(&mut self, shown: &PdfString<'_>) {
        let bytes = shown.as_bytes();
        let Some(font) = self.state.text.font.clone() else {
            self.writer.unknown += if self.state.text.lost { bytes.len() } else { 0 };
            return;
        };
        let mut at = 0;
        while at < bytes.len() && self.budget.spend_glyph() {
            let (code, length) = font.next_code(bytes, at);
            let is_space = length == 1 && bytes.get(at) == Some(&b' ');
            at += length;
            let character = font.character(code);
            self.writer.write(&mut self.state, &font, &character, is_space);
        }
    }
}
