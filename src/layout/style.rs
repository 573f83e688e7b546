//! What a run *is*, not how it looks: the theme decides that.

/// What a run is and which marks cover it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RunStyle {
    /// What part of the block it is.
    pub part: Part,
    /// Emphasis and the like.
    pub tones: Tones,
    /// The innermost link or footnote reference over it: an index into the block's marks.
    pub link: Option<u32>,
}

/// What part of a block a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    /// Running text.
    #[default]
    Text,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Preformatted text.
    Code,
    /// Preformatted text whose meaning in its language is known.
    Token(CodeToken),
    /// A cell in a table's head.
    Head,
    /// A cell in a table's body.
    Cell,
    /// The words that stand for a picture.
    Image,
    /// Not of the text: added by the layout.
    Ornament(Ornament),
}

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeToken {
    /// For people.
    Comment,
    /// A word of the language.
    Keyword,
    /// Text.
    String,
    /// A number or another constant.
    Number,
    /// The name of something that is called.
    Function,
    /// The name of a type, module or the like.
    Type,
}

/// What the layout adds.
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
    /// Something was cut off, or goes on in the next line.
    Cut,
    /// Lines of a table, and thematic breaks.
    Rule,
    /// What sort of thing a picture's words stand for.
    Icon,
}

bitflags::bitflags! {
    /// A set of emphases.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Tones: u8 {
        /// Stressed, or the title of a work.
        const EMPHASIS = 1;
        /// Strongly stressed.
        const STRONG = 1 << 1;
        /// Code in running text.
        const CODE = 1 << 2;
        /// Struck out.
        const STRIKE = 1 << 3;
        /// Below the line.
        const SUBSCRIPT = 1 << 4;
        /// Above the line.
        const SUPERSCRIPT = 1 << 5;
        /// A reference to a footnote.
        const FOOTNOTE = 1 << 6;
    }
}

impl Tones {
    /// Each of them.
    pub const KINDS: [Self; 7] =
        [Self::EMPHASIS, Self::STRONG, Self::CODE, Self::STRIKE, Self::SUBSCRIPT, Self::SUPERSCRIPT, Self::FOOTNOTE];
}
