//! The user's choices for the screen: width, panes, and whether it is drawn in full or for screen readers.

/// What the reader chose of the look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Most cells of a line.
    pub measure: u16,
    /// Whether the pane of speakers is wanted.
    pub left: Shown,
    /// Whether the pane of related stories is wanted.
    pub right: Shown,
    /// Only the text.
    pub zen: Shown,
    /// With everything that is drawn, or without.
    pub manner: Manner,
}

/// For whom the screen is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// Panes, lines, bars, a spinner.
    #[default]
    Full,
    /// One column of words and the cursor on the current line (`--plain`): for screen readers and slow lines.
    Plain,
}

/// Shown or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It is.
    Yes,
    /// It is not.
    No,
}

impl Shown {
    /// The other.
    #[must_use]
    pub const fn flipped(self) -> Self {
        if self.is() { Self::No } else { Self::Yes }
    }

    /// Whether it is.
    pub const fn is(self) -> bool {
        matches!(self, Self::Yes)
    }
}

impl Default for Look {
    fn default() -> Self {
        Self { measure: 72, left: Shown::Yes, right: Shown::Yes, zen: Shown::No, manner: Manner::Full }
    }
}
