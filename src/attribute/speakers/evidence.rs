//! [`Resolution`]: how the source of a quotation was resolved, for whoever judges how far to trust it.

/// The form in which a source is mentioned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MentionType {
    /// No words name a source, and no speaker was carried on.
    #[default]
    Missing,
    /// A full name: two words or more, or all that the page has.
    FullName,
    /// A part of a name that the page gives in full elsewhere: a surname, an acronym.
    ShortName,
    /// "she", "they", "it", "who".
    Pronoun,
    /// A description that was joined to somebody named elsewhere: "the minister".
    Description,
    /// A description that names all there is: "a spokesman for the council".
    Unnamed,
    /// The speaker of an earlier quotation, which this one goes on with.
    Carried,
}

/// The way a source was resolved.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Resolution {
    /// The form of the mention.
    pub mention: MentionType,
    /// Score of the chosen candidate minus that of the second, from 0 to 20; 20 where there is no second.
    pub margin: f32,
    /// Number of candidates that fit.
    pub candidates: u32,
    /// True if two independent ways of resolving the mention agree, or if there was nothing to choose.
    pub agreed: bool,
    /// Number of paragraphs back to the antecedent's last mention; 0 for a name.
    pub distance: u32,
}

impl Resolution {
    /// The margin where there was nothing to choose between.
    pub const CLEAR: f32 = 20.0;

    /// Resolution of a mention that leaves no choice.
    pub const fn clear(mention: MentionType) -> Self {
        Self { mention, margin: Self::CLEAR, candidates: 1, agreed: true, distance: 0 }
    }
}
