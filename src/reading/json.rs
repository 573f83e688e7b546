//! The JSON of a reading: stable and versioned, with offsets in Unicode code points.

use super::cite::Citation;
use super::{Quote, Reading, RelatedStory, Speaker};
use crate::article::{HiddenBlock, ShownBlock};
use crate::document::{BlockKind, Span, Style};
use serde::Serialize;

/// Version of the JSON schema; increased if a field is removed or changes its meaning, not if one is added.
pub const SCHEMA: u32 = 2;

/// JSON form of a reading; borrowed from a [`Reading`] by [`JsonReading::of`].
#[derive(Debug, Serialize)]
pub struct JsonReading<'a> {
    schema: u32,
    source: &'a super::SourceInfo,
    title: Option<&'a str>,
    standfirst: Option<&'a str>,
    authors: &'a [String],
    site: Option<&'a str>,
    published: Option<&'a str>,
    url: Option<&'a str>,
    language: Option<&'a str>,
    words: usize,
    minutes: usize,
    text: &'a str,
    blocks: Vec<JsonBlock<'a>>,
    clutter: Vec<JsonClutter<'a>>,
    speakers: Vec<JsonSpeaker<'a>>,
    quotes: Vec<JsonQuote<'a>>,
    links: Vec<JsonLink<'a>>,
    related: Vec<JsonStory<'a>>,
    problems: Vec<String>,
}

#[derive(Debug, Serialize)]
struct JsonBlock<'a> {
    role: &'static str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonClutter<'a> {
    reason: &'static str,
    text: &'a str,
    after: i64,
    confidence: f64,
}

#[derive(Debug, Serialize)]
struct JsonSpeaker<'a> {
    id: u32,
    name: &'a str,
    kind: &'static str,
    role: Option<&'a str>,
    quotes: &'a [u32],
}

/// JSON form of a quote; also printed alone by `sayso quotes`.
#[derive(Debug, Serialize)]
pub struct JsonQuote<'a> {
    id: u32,
    kind: &'static str,
    text: String,
    spans: Vec<Span>,
    speakers: &'a [u32],
    mention: Option<Span>,
    cue: Option<Span>,
    via: Option<&'a str>,
    confidence: f64,
    grade: &'static str,
    by: &'a str,
}

/// A quotation by itself: the fields of its quote, the source, and the citation.
#[derive(Debug, Serialize)]
pub struct QuoteRow<'a> {
    /// Location of the source.
    pub source: &'a str,
    /// The quote.
    #[serde(flatten)]
    pub quote: JsonQuote<'a>,
    /// Its citation.
    pub citation: &'a Citation<'a>,
}

#[derive(Debug, Serialize)]
struct JsonLink<'a> {
    text: &'a str,
    url: &'a str,
    start: usize,
    end: usize,
}

/// JSON form of a related story.
#[derive(Debug, Serialize)]
pub struct JsonStory<'a> {
    title: &'a str,
    url: Option<&'a str>,
    kicker: Option<&'a str>,
    summary: Option<&'a str>,
    author: Option<&'a str>,
    published: Option<&'a str>,
    origin: &'static str,
}

impl<'a> JsonReading<'a> {
    /// Returns the JSON on one line, as `sayso extract` prints it.
    ///
    /// # Errors
    /// Never for readings: they hold nothing that JSON cannot.
    pub fn to_line(&self) -> serde_json::Result<String> {
        serde_json::to_string(self).map(escape_controls)
    }

    /// Projects a whole reading.
    pub fn of(reading: &'a Reading) -> Self {
        let article = &reading.article;
        let points = CodePoints::of(&article.text);
        Self {
            schema: SCHEMA,
            source: &reading.source,
            title: article.meta.title.as_deref(),
            standfirst: article.standfirst.as_deref(),
            authors: &article.meta.authors,
            site: article.meta.site.as_deref(),
            published: article.meta.published.as_deref(),
            url: article.meta.url.as_deref(),
            language: article.meta.language.as_deref(),
            words: article.words(),
            minutes: article.minutes(),
            text: &article.text,
            blocks: article.blocks.iter().map(|placed| JsonBlock::of(placed, &points)).collect(),
            clutter: article.clutter.iter().map(JsonClutter::of).collect(),
            speakers: reading.attributions.speakers.iter().map(JsonSpeaker::of).collect(),
            quotes: reading.attributions.quotes.iter().map(|q| JsonQuote::of(q, &points)).collect(),
            links: article.blocks.iter().flat_map(|placed| links(placed, &article.text, &points)).collect(),
            related: reading.related.iter().map(JsonStory::of).collect(),
            problems: article.problems.iter().chain(&reading.attributions.problem()).map(ToString::to_string).collect(),
        }
    }
}

/// Escapes characters in JSON that control a terminal (C1 codes, DEL, bidi overrides), which file names may contain.
pub fn escape_controls(json: String) -> String {
    let steers = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}');
    if !json.contains(steers) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if steers(c) {
            out.extend(["\\u", &format!("{:04x}", c as u32)]);
        } else {
            out.push(c);
        }
    }
    out
}

impl<'a> JsonBlock<'a> {
    fn of(placed: &'a ShownBlock, points: &CodePoints<'_>) -> Self {
        let block = &placed.block;
        let level = match block.kind {
            BlockKind::Heading(level) => Some(level),
            _ => block.list.map(|item| item.depth),
        };
        let span = points.span(placed.span);
        Self {
            role: placed.role.name(),
            kind: block.kind.name(),
            level,
            start: span.start,
            end: span.end,
            page: block.page_at(0),
            text: &block.text,
        }
    }
}

impl<'a> JsonClutter<'a> {
    fn of(hidden: &'a HiddenBlock) -> Self {
        Self {
            reason: hidden.reason.name(),
            text: &hidden.block.text,
            after: hidden.after.map_or(-1, i64::from),
            confidence: rounded(hidden.confidence),
        }
    }
}

impl<'a> JsonSpeaker<'a> {
    fn of(speaker: &'a Speaker) -> Self {
        Self {
            id: speaker.id,
            name: &speaker.name,
            kind: speaker.kind.name(),
            role: speaker.role.as_deref(),
            quotes: &speaker.quotes,
        }
    }
}

impl<'a> JsonQuote<'a> {
    /// Projects a quote; `points` belong to the article's text.
    pub fn of(quote: &'a Quote, points: &CodePoints<'_>) -> Self {
        Self {
            id: quote.id,
            kind: quote.kind.name(),
            text: quote.text(points.text),
            spans: quote.spans.iter().map(|&s| points.span(s)).collect(),
            speakers: &quote.speakers,
            mention: quote.mention.map(|s| points.span(s)),
            cue: quote.cue.map(|s| points.span(s)),
            via: quote.via.as_deref(),
            confidence: rounded(quote.confidence),
            grade: quote.grade.name(),
            by: &quote.by,
        }
    }
}

impl<'a> JsonStory<'a> {
    /// Projects a related story.
    pub fn of(story: &'a RelatedStory) -> Self {
        Self {
            title: &story.title,
            url: story.url.as_deref(),
            kicker: story.kicker.as_deref(),
            summary: story.summary.as_deref(),
            author: story.author.as_deref(),
            published: story.published.as_deref(),
            origin: story.origin.name(),
        }
    }
}

fn links<'a>(placed: &'a ShownBlock, text: &'a str, points: &CodePoints<'_>) -> Vec<JsonLink<'a>> {
    let link = |mark: &'a crate::document::Mark| match &mark.style {
        Style::Link(url) => {
            let span = mark.span.shifted(placed.span.start);
            let shown = points.span(span);
            Some(JsonLink { text: span.of(text), url, start: shown.start, end: shown.end })
        }
        _ => None,
    };
    placed.block.marks.iter().filter_map(link).collect()
}

/// Rounds a probability to two decimals, as `f64` so that no `f32` noise is printed.
fn rounded(probability: f32) -> f64 {
    (f64::from(probability) * 100.0).round() / 100.0
}

/// Converts byte offsets in a text to code points in constant time.
#[derive(Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Number of code points before each [`CodePoints::STEP`]th byte.
    before: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    const STEP: usize = 256;

    /// Indexes a text.
    pub fn of(text: &'a str) -> Self {
        let mut total = 0;
        let before = text
            .as_bytes()
            .chunks(Self::STEP)
            .map(|chunk| {
                let here = total;
                total += starts(chunk);
                here
            })
            .collect();
        Self { text, before }
    }

    /// Number of code points before byte `at`, which must be a character boundary.
    pub fn at(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let step = (at / Self::STEP).min(self.before.len().saturating_sub(1));
        self.before.get(step).map_or(0, |before| before + starts(&self.text.as_bytes()[step * Self::STEP..at]))
    }

    /// Converts a span to code points.
    pub fn span(&self, span: Span) -> Span {
        Span::new(self.at(span.start), self.at(span.end))
    }
}

/// Number of bytes that start a code point.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_across_steps() {
        let text = "aé日🙂".repeat(200);
        let points = CodePoints::of(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(at), count);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
        assert_eq!(CodePoints::of("").at(0), 0);
    }

    #[test]
    fn probabilities_are_printed_with_two_decimals() {
        assert!((rounded(0.93) - 0.93).abs() < f64::EPSILON);
        assert_eq!(serde_json::to_string(&rounded(0.970_001)).unwrap(), "0.97");
    }
}
