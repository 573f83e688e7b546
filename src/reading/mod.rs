//! [`Reading`]: what all layers up to `relate` yield together, and its JSON.
//!
//! The struct is stored (by serde) and drawn; the JSON that scripts see is a projection of it, made by [`json`].

pub mod cite;
pub mod export;
pub mod json;
mod validate;

use crate::article::Article;
use crate::document::{Problem, Span};
use serde::{Deserialize, Serialize};

/// An article, who said what in it, and the stories beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Where it came from.
    pub source: SourceInfo,
    /// The article.
    pub article: Article,
    /// Who said what.
    pub attributions: Attributions,
    /// The stories beside it.
    pub related: Vec<RelatedStory>,
}

/// Where a reading came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// The source as it was given: path, address, or `-`.
    pub location: String,
    /// For instance `text/html`.
    pub media_type: String,
    /// For instance `utf-8`.
    pub charset: String,
}

/// Every attribution of an article and the speakers behind them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attributions {
    /// In order of first appearance; `id` is the index.
    pub speakers: Vec<Speaker>,
    /// In order of appearance; `id` is the index.
    pub quotes: Vec<Quote>,
    /// The first byte of the article's text that was too far on to be looked at; `None` where all was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(alias = "reached")]
    pub truncated_at: Option<usize>,
    /// The version of the model that found them; 0 for those made before models had versions.
    #[serde(default)]
    pub model: u32,
}

impl Attributions {
    /// What the reader must be told.
    pub fn problem(&self) -> Option<Problem> {
        let told =
            |at| Problem::Other(format!("who said what was looked for in the first {at} bytes of the text only"));
        self.truncated_at.map(told)
    }

    /// The number of speakers with a quotation that is at least likely.
    pub fn voices(&self) -> usize {
        self.speakers.iter().filter(|speaker| self.grade_of(speaker) >= Some(Grade::Likely)).count()
    }

    /// The best grade of a speaker's quotations; `None` if there are none.
    pub fn grade_of(&self, speaker: &Speaker) -> Option<Grade> {
        speaker.quotes.iter().filter_map(|&id| self.quotes.get(id as usize)).map(|quote| quote.grade).max()
    }
}

/// One behind the mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Speaker {
    /// Index in [`Attributions::speakers`].
    pub id: u32,
    /// As named in the text, at its fullest.
    pub name: String,
    /// What sort of speaker.
    pub kind: SpeakerKind,
    /// "senior fellow at the Brookings Institution".
    pub role: Option<String>,
    /// Ids of what they said, in order.
    pub quotes: Vec<u32>,
    /// Every place that names them, in order: names, pronouns, titles.
    pub mentions: Vec<Span>,
}

/// What sort of speaker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerKind {
    /// A named human being.
    Person,
    /// A company, ministry, party, court, army …
    Organisation,
    /// A newspaper, agency, broadcaster, magazine.
    Outlet,
    /// Several together: "experts", "officials".
    Group,
    /// Somebody without a name: "a source", "the spokesman".
    #[default]
    Unnamed,
}

impl SpeakerKind {
    /// The name in the JSON.
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

/// One attribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Index in [`Attributions::quotes`].
    pub id: u32,
    /// How much of it stands in quote marks.
    pub kind: QuoteKind,
    /// The content without its quote marks, in pieces where cue and source split it; in [`Article::text`].
    pub spans: Vec<Span>,
    /// Those parts of the content that stand in quote marks.
    #[serde(rename = "marked")]
    pub quoted_spans: Vec<Span>,
    /// Who said it: none where the text names none, two where it names two.
    pub speakers: Vec<u32>,
    /// The words that name the source here.
    pub mention: Option<Span>,
    /// The words that report: "said", "according to".
    pub cue: Option<Span>,
    /// Through whom it reached us ("told RFA").
    pub via: Option<String>,
    /// Probability that content and speaker, the person under the full name, are both right: 0 to 1. Without a speaker:
    /// that it is a quotation of nobody whom the text names.
    pub confidence: f32,
    /// The confidence in words.
    #[serde(default)]
    pub grade: Grade,
    /// The rule or model that decided.
    pub by: String,
}

/// The confidence of an attribution in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// More often wrong than what is shown may be.
    Uncertain,
    /// Right more often than not. Readings stored before there were grades have this one.
    #[default]
    Likely,
    /// Right nineteen times in twenty.
    Sure,
}

impl Grade {
    /// All grades, the least first.
    pub const ALL: [Self; 3] = [Self::Uncertain, Self::Likely, Self::Sure];

    /// The name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Uncertain => "uncertain",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}

/// How much of a content stands in quote marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// All of it.
    #[default]
    Direct,
    /// Part of it.
    Mixed,
    /// None of it.
    Indirect,
}

/// The least certain quotations that are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Least {
    /// Those of this grade and better.
    Grade(Grade),
    /// Those with at least this confidence, whatever their grade.
    Confidence(f32),
}

impl Default for Least {
    fn default() -> Self {
        Self::Grade(Grade::Likely)
    }
}

impl Least {
    /// Whether a quotation of this grade and confidence is shown.
    pub fn admits(self, grade: Grade, confidence: f32) -> bool {
        match self {
            Self::Grade(least) => grade >= least,
            Self::Confidence(least) => confidence >= least,
        }
    }
}

impl QuoteKind {
    /// The name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

impl Quote {
    /// The pieces of the content, joined by " … ".
    pub fn text(&self, article: &str) -> String {
        self.spans.iter().map(|s| s.of(article)).collect::<Vec<_>>().join(" … ")
    }
}

/// A related story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedStory {
    /// Its title.
    pub title: String,
    /// Absolute address.
    pub url: Option<String>,
    /// The label over the title.
    pub kicker: Option<String>,
    /// The lines below it.
    pub summary: Option<String>,
    /// Who wrote it; never the publication.
    pub author: Option<String>,
    /// When, as the page gives it.
    pub published: Option<String>,
    /// Where we know it from.
    pub origin: StoryOrigin,
}

/// Where a related story is known from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StoryOrigin {
    /// The page itself.
    #[default]
    Page,
    /// The reader's library.
    Library,
}

impl StoryOrigin {
    /// The name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Library => "library",
        }
    }
}
