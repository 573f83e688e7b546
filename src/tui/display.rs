//! The user's choices for the screen: width, panes, and whether it is drawn in full or for screen readers.

/// The user's choices for the layout of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one choice of the user")]
pub struct ViewOptions {
    /// Maximum width of the text column, in cells.
    pub text_width: u16,
    /// True if the speakers pane is to be shown.
    pub left: bool,
    /// True if the related pane is to be shown.
    pub right: bool,
    /// True if only the text is shown (zen mode).
    pub zen: bool,
    /// Full drawing, or plain for screen readers.
    pub mode: RenderMode,
    /// True for two rows an article in the library.
    pub airy: bool,
    /// Share of the library's list beside its preview, in per cent.
    pub split: u16,
}

/// Amount of decoration on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RenderMode {
    /// Panes, rules, bars, a spinner.
    #[default]
    Full,
    /// One column of words, with the cursor on the current line (`--plain`): for screen readers and slow connections.
    Plain,
}

impl Default for ViewOptions {
    fn default() -> Self {
        Self { text_width: 72, left: true, right: true, zen: false, mode: RenderMode::Full, airy: false, split: 60 }
    }
}
