//! [`Language`]: the languages that attribution distinguishes.

/// A language that attribution distinguishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, certain enough for the tagger.
    English,
    /// Too short to detect; read as English by rules alone.
    #[default]
    Short,
    /// German.
    German,
    /// Spanish.
    Spanish,
    /// French.
    French,
    /// Italian.
    Italian,
    /// Dutch.
    Dutch,
    /// Polish.
    Polish,
    /// Portuguese.
    Portuguese,
    /// Swedish.
    Swedish,
    /// Danish.
    Danish,
    /// Norwegian.
    Norwegian,
    /// Icelandic.
    Icelandic,
    /// Finnish.
    Finnish,
    /// Czech.
    Czech,
    /// Lithuanian.
    Lithuanian,
    /// Russian.
    Russian,
    /// Turkish.
    Turkish,
    /// Indonesian.
    Indonesian,
    /// Vietnamese.
    Vietnamese,
    /// Korean.
    Korean,
    /// Japanese.
    Japanese,
    /// Chinese.
    Chinese,
    /// None of the above.
    Unknown,
}

impl Language {
    /// Returns true if all nouns are capitalised.
    pub const fn capital_nouns(self) -> bool {
        matches!(self, Self::German)
    }

    /// Returns true for languages other than English.
    pub const fn is_foreign(self) -> bool {
        !matches!(self, Self::English | Self::Short)
    }

    /// Returns true if the script has no capitals: names are then found by the words around them.
    pub const fn is_caseless(self) -> bool {
        matches!(self, Self::Korean | Self::Japanese | Self::Chinese)
    }

    /// Returns true if its nouns have no articles.
    pub const fn lacks_articles(self) -> bool {
        matches!(
            self,
            Self::Polish
                | Self::Czech
                | Self::Lithuanian
                | Self::Russian
                | Self::Icelandic
                | Self::Finnish
                | Self::Turkish
        )
    }

    /// Returns true if no spaces part its words.
    pub const fn is_unspaced(self) -> bool {
        matches!(self, Self::Japanese | Self::Chinese)
    }

    /// Returns true if names change their endings with their place in the sentence.
    pub const fn inflects_names(self) -> bool {
        matches!(self, Self::Polish | Self::Czech | Self::Lithuanian | Self::Russian | Self::Icelandic | Self::Finnish)
    }
}
