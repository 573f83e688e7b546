//! The user's choices for the screen: width, panes, and whether it is drawn in full or for screen readers.

/// What the reader chose of the look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ViewOptions {
    /// Most cells of a line.
    pub text_width: u16,
    /// Whether the pane of speakers is wanted.
    pub left: bool,
    /// Whether the pane of related stories is wanted.
    pub right: bool,
    /// Only the text.
    pub zen: bool,
    /// With everything that is drawn, or without.
    pub mode: RenderMode,
}

/// For whom the screen is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RenderMode {
    /// Panes, lines, bars, a spinner.
    #[default]
    Full,
    /// One column of words and the cursor on the current line (`--plain`): for screen readers and slow lines.
    Plain,
}

impl Default for ViewOptions {
    fn default() -> Self {
        Self { text_width: 72, left: true, right: true, zen: false, mode: RenderMode::Full }
    }
}
