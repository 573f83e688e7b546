//! [`Language`]: the languages that attribution distinguishes.

/// The languages that are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, sure enough for the tagger.
    English,
    /// Too short to tell, read like English by rules alone.
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
    /// None of these.
    Unknown,
}

impl Language {
    /// Whether all nouns begin with a capital.
    pub const fn capital_nouns(self) -> bool {
        matches!(self, Self::German)
    }

    /// Whether it is another language than English.
    pub const fn is_foreign(self) -> bool {
        !matches!(self, Self::English | Self::Short)
    }

    /// Whether its script has no capitals, so that names are found by the words around them.
    pub const fn is_caseless(self) -> bool {
        matches!(self, Self::Korean | Self::Japanese | Self::Chinese)
    }

    /// Whether names change their endings with their place in the sentence.
    pub const fn inflects_names(self) -> bool {
        matches!(self, Self::Polish | Self::Czech | Self::Lithuanian | Self::Russian | Self::Icelandic | Self::Finnish)
    }
}
