//! Rows of the lists of keys (help, manual, KEYS.md): one row may stand for several commands.

use crate::tui::keys::table::{Command, TABLE};

impl Command {
    /// Returns the command whose row in a list of keys also stands for this one.
    #[must_use]
    pub const fn listed_with(self) -> Self {
        match self {
            Self::LibraryView2
            | Self::LibraryView3
            | Self::LibraryView4
            | Self::LibraryView5
            | Self::LibraryView6
            | Self::LibraryView7
            | Self::LibraryView8
            | Self::LibraryView9 => Self::LibraryView1,
            Self::ListQuit => Self::ListClose,
            _ => self,
        }
    }

    /// Returns the commands for which a row in a list of keys stands, this one first; none if another row does.
    pub fn listed(self) -> impl Iterator<Item = Self> {
        TABLE.iter().map(|entry| entry.command).filter(move |other| other.listed_with() == self)
    }

    /// Returns the description of a row in a list of keys.
    pub fn row_description(self) -> &'static str {
        if self == Self::LibraryView1 { "show a saved view" } else { self.entry().description }
    }
}
