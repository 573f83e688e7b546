//! Fonts of a file: the text, width and look of their characters.

use crate::sanitize;
use hayro_font::hayro_cmap::CMapName;
use hayro_font::{CMapResolverFn, Font, FontCache, FontData, FontGlyph, FontQuery, FontResolverFn, GlyphId};
use hayro_syntax::object::dict::keys::{
    BASE_FONT, DESCENDANT_FONTS, FLAGS, FONT_BBOX, FONT_DESC, FONT_MATRIX, FONT_WEIGHT, SUBTYPE,
};
use hayro_syntax::object::{Array, Dict, Name};
use std::collections::HashMap;
use std::rc::Rc;
use unicode_normalization::UnicodeNormalization;

/// Fonts that were already read.
pub struct Fonts<'a> {
    cache: FontCache<'a>,
    resolver: FontResolverFn,
    cmaps: CMapResolverFn,
    known: HashMap<Vec<u8>, Option<Rc<TextFont<'a>>>>,
}

/// A font with what is needed to read text.
#[expect(clippy::struct_excessive_bools, reason = "four independent properties")]
pub struct TextFont<'a> {
    font: Font<'a>,
    /// True if it is bold by name, weight or flag.
    pub bold: bool,
    /// True if it is slanted.
    pub italic: bool,
    /// True if every character has the same width.
    pub fixed: bool,
    /// Height of the font in units of the font size: 1, except in fonts drawn by the file itself (Type 3).
    pub height: f32,
    /// True if it is written from left to right.
    pub horizontal: bool,
    codes: std::cell::RefCell<HashMap<u32, Character>>,
}

type FontResolver = Box<dyn Fn(&FontQuery) -> Option<(FontData, u32)> + Send + Sync>;
type CMapResolver = Box<dyn Fn(CMapName<'_>) -> Option<&'static [u8]> + Send + Sync>;

/// Returns what finds a font that the file does not hold: the standard font most like it, for its widths.
fn boxed_resolver() -> FontResolver {
    Box::new(|query| match query {
        FontQuery::Standard(font) => Some(font.get_font_data()),
        FontQuery::Fallback(font) => Some(font.pick_standard_font().get_font_data()),
    })
}

/// A character code of a font.
#[derive(Clone, Debug)]
pub struct Character {
    /// Its text; `None` if the font does not tell.
    pub text: Option<Rc<str>>,
    /// Its width in units of the font size.
    pub width: f32,
}

impl<'a> Fonts<'a> {
    pub fn new() -> Self {
        Self {
            cache: FontCache::new(),
            resolver: boxed_resolver().into(),
            cmaps: (Box::new(|_: CMapName<'_>| None) as CMapResolver).into(),
            known: HashMap::new(),
        }
    }

    /// Reads a font by its dictionary. Returns `None` if it cannot be read.
    pub fn font(&mut self, dict: &Dict<'a>) -> Option<Rc<TextFont<'a>>> {
        if let Some(known) = self.known.get(dict.data()) {
            return known.clone();
        }
        let read = self.cache.font(dict, &self.resolver, &self.cmaps);
        let font = read.map(|font| Rc::new(TextFont::of(font, dict)));
        self.known.insert(dict.data().to_vec(), font.clone());
        font
    }
}

impl<'a> TextFont<'a> {
    fn of(font: Font<'a>, dict: &Dict<'a>) -> Self {
        let below = dict.get::<Array<'_>>(DESCENDANT_FONTS).and_then(|all| all.iter::<Dict<'_>>().next());
        let descriptor = below.as_ref().unwrap_or(dict).get::<Dict<'_>>(FONT_DESC).unwrap_or_default();
        let flags = descriptor.get::<u32>(FLAGS).unwrap_or(0);
        let name = dict.get::<Name<'_>>(BASE_FONT).map(|name| name.as_str().to_lowercase()).unwrap_or_default();
        let name = name.split_once('+').map_or(name.as_str(), |(_, name)| name);
        let is_type3 = dict.get::<Name<'_>>(SUBTYPE).is_some_and(|kind| kind.as_str() == "Type3");
        const FIXED: u32 = 1;
        const ITALIC: u32 = 1 << 6;
        const FORCE_BOLD: u32 = 1 << 18;
        Self {
            bold: ["bold", "black", "heavy", "cmbx", "-medi", "demi"].iter().any(|part| name.contains(part))
                || flags & FORCE_BOLD != 0
                || descriptor.get::<f32>(FONT_WEIGHT).is_some_and(|weight| weight >= 600.0),
            italic: ["ital", "obli", "slant", "cmti", "cmsl"].iter().any(|part| name.contains(part))
                || flags & ITALIC != 0,
            fixed: ["mono", "courier", "cmtt", "consol"].iter().any(|part| name.contains(part)) || flags & FIXED != 0,
            height: if is_type3 { type3_height(dict) } else { 1.0 },
            horizontal: font.is_horizontal(),
            font,
            codes: std::cell::RefCell::default(),
        }
    }

    /// Reads the next character code of a string. Returns the code and its length in bytes, at least 1.
    pub fn next_code(&self, bytes: &[u8], at: usize) -> (u32, usize) {
        let (code, length) = self.font.read_code(bytes, at);
        (code, length.max(1))
    }

    /// Returns text and width of a character code.
    pub fn character(&self, code: u32) -> Character {
        if let Some(known) = self.codes.borrow().get(&code) {
            return known.clone();
        }
        let text = match self.font.glyph(GlyphId::NOTDEF, code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let text: Option<String> = text.map(|text| match text {
            hayro_font::hayro_cmap::BfString::Char(c) => c.to_string(),
            hayro_font::hayro_cmap::BfString::String(text) => text,
        });
        let is_text = |text: &String| !text.chars().any(is_private);
        let text = text.filter(is_text).map(|text| Rc::from(plain(&text)));
        let advance = self.font.code_advance(code);
        let width = if self.horizontal { advance.x } else { advance.y } as f32 / 1000.0;
        let character = Character { text, width: if width.is_finite() { width } else { 0.0 } };
        self.codes.borrow_mut().insert(code, character.clone());
        character
    }
}

/// Returns true for characters of private use, which have no meaning outside of their font.
const fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fffd}')
}

/// Returns the height of a Type 3 font. Its glyphs may have any scale; only the usual one, of a thousandth, makes the
/// font size the height. Else the bounding box tells it, or it is a guess.
fn type3_height(dict: &Dict<'_>) -> f32 {
    const USUAL_SCALE: f32 = 0.001;
    let scale = dict.get::<[f32; 6]>(FONT_MATRIX).map_or(USUAL_SCALE, |matrix| matrix[3].abs());
    let boxed = dict.get::<[f32; 4]>(FONT_BBOX).map_or(0.0, |bbox| (bbox[3] - bbox[1]).abs() * scale);
    match () {
        () if (scale - USUAL_SCALE).abs() < 1e-6 => 1.0,
        () if boxed > 0.0 && boxed.is_finite() => boxed,
        () => scale * 50.0,
    }
}

/// Sanitizes the text of a character: ligatures become letters, and a soft hyphen that is drawn is a hyphen.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{ad}' => out.push('-'),
            '\u{fb00}'..='\u{fb06}' => out.extend(std::iter::once(c).nfkc()),
            c => out.push(c),
        }
    }
    sanitize::line(&out).into_owned()
}
