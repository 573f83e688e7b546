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
            Self::Text => "no text is open",
            Self::Quotes => "this text has no quotations",
            Self::Quote => "no quotation is selected · n selects the next",
            Self::Headings => "this text has no headings",
            Self::Clutter => "nothing was hidden on this page",
            Self::Links => "this text has no links",
            Self::Address => "this text has no URL",
            Self::Back => "no text to go back to",
            Self::Forward => "no text to go forward to",
            Self::Verdicts => "no draft is checked here · sayso check --screen DRAFT",
            Self::Checked => "no draft is checked · sayso check --screen DRAFT",
            Self::Sources => "there is only one source",
            Self::Piece => "no piece is here",
            Self::Queue => "only in the queue · Q in the library starts it",
            Self::Feed => "no feed is selected · j and k select one",
        }
    }
}
