//! [`StateFilter`]: what `is:` asks for.

use crate::library::piece::PieceState;

/// Ways that a piece can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateFilter {
    /// In this state.
    State(PieceState),
    /// Starred.
    Starred,
    /// Read to the end.
    Read,
    /// Deleted.
    Deleted,
    /// Only an address yet.
    Waiting,
    /// With a note.
    Noted,
    /// With highlights.
    Highlighted,
    /// With any tag.
    Tagged,
}

impl StateFilter {
    /// Each with its word.
    pub const ALL: [(&'static str, Self); 10] = [
        ("unread", Self::State(PieceState::Unread)),
        ("reading", Self::State(PieceState::Reading)),
        ("archive", Self::State(PieceState::Archive)),
        ("starred", Self::Starred),
        ("read", Self::Read),
        ("deleted", Self::Deleted),
        ("not-downloaded", Self::Waiting),
        ("noted", Self::Noted),
        ("highlighted", Self::Highlighted),
        ("tagged", Self::Tagged),
    ];

    /// Returns true if a state's word starts with `start`.
    pub(super) fn begins(start: &str) -> bool {
        let start = start.to_lowercase();
        Self::ALL.iter().any(|(word, _)| word.starts_with(&start))
            || ["archived", "waiting"].iter().any(|word| word.starts_with(&start))
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "archived" => Some(Self::State(PieceState::Archive)),
            "star" => Some(Self::Starred),
            "waiting" => Some(Self::Waiting),
            name => Self::ALL.iter().find(|(word, _)| *word == name).map(|(_, is)| *is),
        }
    }
}
