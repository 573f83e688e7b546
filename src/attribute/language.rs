//! [`Language`]: the languages that attribution distinguishes.

/// The languages that are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
}
