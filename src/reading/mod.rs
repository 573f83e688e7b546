//! [`Reading`]: the complete result of all layers up to `relate`, and its JSON.
//!
//! The struct is stored (by serde) and drawn; the JSON for scripts is a projection of it, made by [`json`].

pub mod cite;
pub mod export;
pub mod json;
mod validate;

use crate::article::Article;
use crate::document::{Problem, Span, WarcOrigin};
use serde::{Deserialize, Serialize};

/// An article with its quotations and related stories.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Origin of the text.
    pub source: SourceInfo,
    /// The decluttered article.
    pub article: Article,
    /// Quotations and speakers.
    pub attributions: Attributions,
    /// Related stories.
    pub related: Vec<RelatedStory>,
}

impl Reading {
    /// Returns true if the page shows only the beginning of an article, or none.
    pub fn is_stub(&self) -> bool {
        let is_missing = |problem: &Problem| matches!(problem, Problem::Paywalled | Problem::NoArticle(_));
        self.article.problems.iter().any(is_missing)
    }
}

/// Origin of a reading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// Location as given: path, address, or `-`.
    pub location: String,
    /// Media type, such as `text/html`.
    pub media_type: String,
    /// Charset, such as `utf-8`.
    pub charset: String,
    /// Place in the web archive that the page comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warc: Option<WarcOrigin>,
}

/// All attributions of an article with their speakers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attributions {
    /// Speakers by first appearance; `id` is the index.
    pub speakers: Vec<Speaker>,
    /// Quotations by appearance; `id` is the index.
    pub quotes: Vec<Quote>,
    /// First byte of the article's text beyond the limit of analysis; `None` if all was analysed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(alias = "reached")]
    pub truncated_at: Option<usize>,
    /// True if the language is none whose speakers are recognised.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unknown_language: bool,
    /// The version of the model that found them; 0 for those made before models had versions.
    #[serde(default)]
    pub model: u32,
}

impl Attributions {
    /// Returns the problem to report to the user, if the text was truncated.
    pub fn problem(&self) -> Option<Problem> {
        const UNKNOWN: &str = "speakers are not recognised in this language; quotations are shown without them";
        let truncated =
            |at| Problem::Other(format!("quotations were searched only in the first {at} bytes of the text"));
        let unknown = self.unknown_language.then(|| Problem::Other(UNKNOWN.into()));
        self.truncated_at.map(truncated).or(unknown)
    }

    /// Number of speakers with at least a likely quotation.
    pub fn voices(&self) -> usize {
        self.speakers.iter().filter(|speaker| self.grade_of(speaker) >= Some(Grade::Likely)).count()
    }

    /// Returns the best grade of a speaker's quotations; `None` if there are none.
    pub fn grade_of(&self, speaker: &Speaker) -> Option<Grade> {
        speaker.quotes.iter().filter_map(|&id| self.quotes.get(id as usize)).map(|quote| quote.grade).max()
    }
}

/// The person or body behind the mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Speaker {
    /// Index in [`Attributions::speakers`].
    pub id: u32,
    /// Longest form of the name in the text.
    pub name: String,
    /// Kind of speaker.
    pub kind: SpeakerKind,
    /// Role, such as "senior fellow at the Brookings Institution".
    pub role: Option<String>,
    /// Ids of their quotations, in order.
    pub quotes: Vec<u32>,
    /// All mentions in order: names, pronouns, titles.
    pub mentions: Vec<Span>,
}

/// Kinds of speakers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerKind {
    /// A person with a name.
    Person,
    /// A company, ministry, party, court, army …
    Organisation,
    /// A newspaper, agency, broadcaster, magazine.
    Outlet,
    /// Several people: "experts", "officials".
    Group,
    /// A person without a name: "a source", "the spokesman".
    #[default]
    Unnamed,
}

impl SpeakerKind {
    /// Returns the name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Outlet => "outlet",
            Self::Group => "group",
            Self::Unnamed => "unnamed",
        }
    }
}

/// An attribution: reported speech with its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Index in [`Attributions::quotes`].
    pub id: u32,
    /// Share of the content in quote marks.
    pub kind: QuoteKind,
    /// Content without quote marks, in several spans if cue and source split it; bytes of [`Article::text`].
    pub spans: Vec<Span>,
    /// Parts of the content in quote marks.
    #[serde(rename = "marked")]
    pub quoted_spans: Vec<Span>,
    /// Ids of the speakers: none if the text names none, two if it names two.
    pub speakers: Vec<u32>,
    /// Words that name the source here.
    pub mention: Option<Span>,
    /// Words that report: "said", "according to".
    pub cue: Option<Span>,
    /// Intermediary through whom the statement was received ("told RFA").
    pub via: Option<String>,
    /// Probability, 0 to 1, that content and speaker (the person under the full name) are both right. Without a
    /// speaker: that it is a quotation and the text does not name its source.
    pub confidence: f32,
    /// The confidence in words.
    #[serde(default)]
    pub grade: Grade,
    /// Name of the rule or model that decided.
    pub by: String,
}

/// Confidence of an attribution in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Less reliable than what is shown by default.
    Uncertain,
    /// More often right than wrong. Also the grade of readings stored before grades existed.
    #[default]
    Likely,
    /// Right nineteen times in twenty.
    Sure,
}

impl Grade {
    /// All grades, lowest first.
    pub const ALL: [Self; 3] = [Self::Uncertain, Self::Likely, Self::Sure];

    /// Returns the name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Uncertain => "uncertain",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}

/// Share of the content in quote marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// All of it.
    #[default]
    Direct,
    /// A part of it.
    Mixed,
    /// None of it.
    Indirect,
}

impl QuoteKind {
    /// Returns the words of a quotation: direct speech in quote marks; other speech, which is not verbatim, without.
    pub fn marked(self, words: String) -> String {
        if self == Self::Direct { format!("“{words}”") } else { words }
    }
}

/// Lowest certainty of quotations that are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Least {
    /// This grade or better.
    Grade(Grade),
    /// At least this confidence, of any grade.
    Confidence(f32),
}

impl Default for Least {
    fn default() -> Self {
        Self::Grade(Grade::Likely)
    }
}

impl Least {
    /// Returns true if a quotation of this grade and confidence is shown.
    pub fn admits(self, grade: Grade, confidence: f32) -> bool {
        match self {
            Self::Grade(least) => grade >= least,
            Self::Confidence(least) => confidence >= least,
        }
    }
}

impl QuoteKind {
    /// Returns the name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

impl Quote {
    /// Returns the spans of the content, joined by " … ".
    pub fn text(&self, article: &str) -> String {
        self.spans.iter().map(|s| s.of(article)).collect::<Vec<_>>().join(" … ")
    }
}

/// A related story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedStory {
    /// Title of the story.
    pub title: String,
    /// Absolute address.
    pub url: Option<String>,
    /// Label above the title.
    pub kicker: Option<String>,
    /// Lines below the title.
    pub summary: Option<String>,
    /// Author; never the publication.
    pub author: Option<String>,
    /// Date as given by the page.
    pub published: Option<String>,
    /// Source of the story.
    pub origin: StoryOrigin,
}

/// Source of a related story.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StoryOrigin {
    /// The page itself.
    #[default]
    Page,
    /// The user's library.
    Library,
}

impl StoryOrigin {
    /// Returns the name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Library => "library",
        }
    }
}
