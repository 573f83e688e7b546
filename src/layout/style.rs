//! Semantic styles of runs; the theme decides on their look.

/// Semantic style of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RunStyle {
    /// Part of the block.
    pub part: Part,
    /// Emphasis and similar marks.
    pub tones: Tones,
    /// Innermost link or footnote reference: an index into the block's marks.
    pub link: Option<u32>,
}

/// Part of a block that a run belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    /// Running text.
    #[default]
    Text,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Preformatted text.
    Code,
    /// Preformatted text with a known syntactic meaning.
    Token(CodeToken),
    /// A cell in a table's head.
    Head,
    /// A cell in a table's body.
    Cell,
    /// Caption of a picture.
    Image,
    /// An addition of the layout, not part of the text.
    Ornament(Ornament),
}

/// Syntactic class of a piece of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeToken {
    /// A comment.
    Comment,
    /// A keyword.
    Keyword,
    /// A string.
    String,
    /// A number or another constant.
    Number,
    /// The name of a function or macro.
    Function,
    /// The name of a type, module or similar.
    Type,
}

/// Additions of the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ornament {
    /// Blank cells.
    Padding,
    /// A bullet, number or box before a list item.
    Marker,
    /// The bar beside a block quotation.
    Bar,
    /// The label of a footnote before its text.
    Label,
    /// A hyphen at a line's end.
    Hyphen,
    /// A sign that a line was cut or continues.
    Cut,
    /// Lines of a table, and thematic breaks.
    Rule,
    /// The icon for the medium of a picture.
    Icon,
}

bitflags::bitflags! {
    /// A set of emphases.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Tones: u8 {
        /// Emphasis, or the title of a work.
        const EMPHASIS = 1;
        /// Strong emphasis.
        const STRONG = 1 << 1;
        /// Code in running text.
        const CODE = 1 << 2;
        /// Struck through.
        const STRIKE = 1 << 3;
        /// Subscript.
        const SUBSCRIPT = 1 << 4;
        /// Superscript.
        const SUPERSCRIPT = 1 << 5;
        /// A footnote reference.
        const FOOTNOTE = 1 << 6;
    }
}

impl Tones {
    /// All flags, one by one.
    pub const KINDS: [Self; 7] =
        [Self::EMPHASIS, Self::STRONG, Self::CODE, Self::STRIKE, Self::SUBSCRIPT, Self::SUPERSCRIPT, Self::FOOTNOTE];
}
