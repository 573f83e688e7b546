//! [`Resolution`]: the evidence by which the source of a quotation was resolved, for its confidence.

/// Form of a source's mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MentionType {
    /// No words name a source, and no speaker was carried over.
    #[default]
    Missing,
    /// A full name: at least two words, or the longest form on the page.
    FullName,
    /// A part of a name that the page gives in full elsewhere: a surname, an acronym.
    ShortName,
    /// "she", "they", "it", "who".
    Pronoun,
    /// A description of somebody named elsewhere: "the minister".
    Description,
    /// A description of somebody without a name: "a spokesman for the council".
    Unnamed,
    /// The speaker of an earlier quotation, which this one continues.
    Carried,
}

/// Evidence for the resolution of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Resolution {
    /// Form of the mention.
    pub mention: MentionType,
    /// Score of the best candidate minus that of the second, from 0 to 20; 20 if there is no second.
    pub margin: f32,
    /// Number of candidates that fit.
    pub candidates: u32,
    /// True if two independent methods agree, or if there was only one candidate.
    pub agreed: bool,
    /// Number of paragraphs back to the antecedent's last mention; 0 for a name.
    pub distance: u32,
    /// Probability of the speaker by the trees that rank all candidates; 0 where they were not asked.
    pub probability: f32,
    /// The same minus that of the likeliest other candidate.
    pub lead: f32,
}

impl Resolution {
    /// Margin of an unambiguous mention.
    pub const CLEAR: f32 = 20.0;

    /// Resolution of an unambiguous mention.
    pub const fn clear(mention: MentionType) -> Self {
        Self { mention, margin: Self::CLEAR, candidates: 1, agreed: true, distance: 0, probability: 0.0, lead: 0.0 }
    }
}
