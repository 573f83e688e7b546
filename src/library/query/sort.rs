//! [`Sort`]: the orders of a list.

use serde::{Deserialize, Serialize};

/// Orders of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Saved last first.
    #[default]
    Newest,
    /// Saved first first.
    Oldest,
    /// Published last first.
    Published,
    /// Shortest first.
    Shortest,
    /// Longest first.
    Longest,
    /// Most voices first.
    Voices,
}

impl Sort {
    /// Each with its word.
    pub const ALL: [(&'static str, Self); 6] = [
        ("newest", Self::Newest),
        ("oldest", Self::Oldest),
        ("published", Self::Published),
        ("shortest", Self::Shortest),
        ("longest", Self::Longest),
        ("speakers", Self::Voices),
    ];

    /// Returns the order with a name; `voices` is an old name.
    pub fn named(name: &str) -> Option<Self> {
        let name = if name == "voices" { "speakers" } else { name };
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, sort)| *sort)
    }

    /// The order in words, for messages.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Newest => "newest first",
            Self::Oldest => "oldest first",
            Self::Published => "sorted by publication date",
            Self::Shortest => "shortest first",
            Self::Longest => "longest first",
            Self::Voices => "most speakers first",
        }
    }

    /// The `ORDER BY` clause; `ordered_by_rank`: rows come from the full text.
    pub(in crate::library) const fn sql(self, ordered_by_rank: bool) -> &'static str {
        match (self, ordered_by_rank) {
            (Self::Newest, true) => " ORDER BY f.rowid DESC",
            (Self::Oldest, true) => " ORDER BY f.rowid ASC",
            (Self::Newest, false) => " ORDER BY p.place DESC",
            (Self::Oldest, false) => " ORDER BY p.place ASC",
            (Self::Published, _) => " ORDER BY p.published DESC, p.id DESC",
            (Self::Shortest, _) => " ORDER BY p.words ASC, p.id",
            (Self::Longest, _) => " ORDER BY p.words DESC, p.id DESC",
            (Self::Voices, _) => " ORDER BY p.voices DESC, p.id DESC",
        }
    }
}
