//! Conditions for commands to be available.

/// Condition for a command to be available.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Needs {
    /// Always available.
    Nothing,
    /// A text on the screen.
    Text,
    /// At least one quotation.
    Quotes,
    /// A current quotation.
    Quote,
    /// At least one heading.
    Headings,
    /// Hidden blocks.
    Clutter,
    /// A link in the text.
    Links,
    /// A text with an address.
    Address,
    /// A text to go back to.
    Back,
    /// A text to go forward to.
    Forward,
    /// A draft whose quotations have their verdicts.
    Verdicts,
    /// A draft that is checked, or a text opened on top of it.
    Checked,
    /// More than one source.
    Sources,
    /// A selected piece in the library's list.
    Piece,
    /// A text of the queue on the screen.
    Queue,
    /// A feed selected in the feeds pane.
    Feed,
}

impl Needs {
    /// Returns the message shown if the condition is not met.
    pub const fn missing(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Text => "no article is open",
            Self::Quotes => "no quotations found",
            Self::Quote => "no quotation selected · n for the next",
            Self::Headings => "this article has no headings",
            Self::Clutter => "nothing was hidden on this page",
            Self::Links => "this article has no links",
            Self::Address => "this article has no URL",
            Self::Back => "nothing to go back to",
            Self::Forward => "nothing to go forward to",
            Self::Verdicts => "no draft is being checked · sayso check --screen DRAFT",
            Self::Checked => "no draft is being checked · sayso check --screen DRAFT",
            Self::Sources => "there is only one source",
            Self::Piece => "no articles here",
            Self::Queue => "works in the queue only · Q in the library to start it",
            Self::Feed => "no feed selected · j and k to select",
        }
    }
}
