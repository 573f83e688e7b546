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
    CodeToken(CodeToken),
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

/// A set of emphases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tones(u8);

impl Tones {
    /// None.
    pub const NONE: Self = Self(0);
    /// Stressed, or a title of a work.
    pub const EMPHASIS: Self = Self(1);
    /// Strongly stressed.
    pub const STRONG: Self = Self(2);
    /// Code in running text.
    pub const CODE: Self = Self(4);
    /// Struck out.
    pub const STRIKE: Self = Self(8);
    /// Below the line.
    pub const SUBSCRIPT: Self = Self(16);
    /// Above the line.
    pub const SUPERSCRIPT: Self = Self(32);
    /// A reference to a footnote.
    pub const FOOTNOTE: Self = Self(64);

    /// Each of them.
    pub const KINDS: [Self; 7] =
        [Self::EMPHASIS, Self::STRONG, Self::CODE, Self::STRIKE, Self::SUBSCRIPT, Self::SUPERSCRIPT, Self::FOOTNOTE];

    /// Whether all of `other` are in it.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
