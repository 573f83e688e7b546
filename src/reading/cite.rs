//! [`Citation`]: the source of a quotation, to be printed below it.

use super::export::day;
use super::{Attributions, Quote, Reading, Speaker};
use crate::article::{Article, Role};
use crate::document::BlockKind;
use serde::Serialize;

/// Speakers and publication of a quotation.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Citation<'a> {
    /// Speakers; empty if the text names none.
    pub speakers: Vec<Cited<'a>>,
    /// Intermediary through whom the statement was received.
    pub via: Option<&'a str>,
    /// Title of the article.
    pub title: Option<&'a str>,
    /// Authors of the article.
    pub authors: &'a [String],
    /// Name of the publication.
    pub site: Option<&'a str>,
    /// Date of publication in ISO 8601, date first.
    pub published: Option<&'a str>,
    /// Address of the article.
    pub url: Option<&'a str>,
    /// Number of the paragraph in the body, counted from 1; `None` in title, standfirst and captions.
    pub paragraph: Option<usize>,
    /// Time in the recording, for a transcript: `00:12:34`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Page of the source, counted from 1; `None` for sources without pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// A speaker in a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cited<'a> {
    /// Full name.
    pub name: &'a str,
    /// Kind: `person`, `organisation` …
    pub kind: &'static str,
    /// Role, such as "senior fellow at the Brookings Institution".
    pub role: Option<&'a str>,
}

/// Paragraph numbers of a reading, computed once for all citations.
#[derive(Clone, Debug)]
pub struct Paragraphs {
    /// For each block, its number if it is a paragraph of the body.
    numbers: Vec<Option<usize>>,
}

impl Paragraphs {
    /// Numbers the body's paragraphs: running text, quotations and list items; not headings, tables, pictures, code.
    pub fn of(article: &Article) -> Self {
        let mut count = 0;
        let numbers = article.blocks.iter().map(|placed| {
            let counts = placed.role == Role::Body
                && matches!(placed.block.kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::List);
            counts.then(|| {
                count += 1;
                count
            })
        });
        Self { numbers: numbers.collect() }
    }

    /// Returns the paragraph at a byte of the article's text.
    pub fn at(&self, article: &Article, byte: usize) -> Option<usize> {
        self.numbers.get(block_at(article, byte)).copied().flatten()
    }
}

/// Returns the index of the block at a byte of the article's text.
fn block_at(article: &Article, byte: usize) -> usize {
    article.blocks.partition_point(|placed| placed.span.end < byte)
}

/// Returns the time of the turn at a byte of the article's text.
fn time_at(article: &Article, byte: usize) -> Option<String> {
    article.blocks.get(block_at(article, byte))?.block.turn.as_deref()?.time_code()
}

impl<'a> Citation<'a> {
    /// Builds the citation of a quote of a reading.
    pub fn of(reading: &'a Reading, quote: &'a Quote, paragraphs: &Paragraphs) -> Self {
        Self::within(&reading.article, &reading.attributions, quote, paragraphs)
    }

    /// Like [`Self::of`], for an article and attributions that are stored separately.
    pub fn within(article: &'a Article, said: &'a Attributions, quote: &'a Quote, paragraphs: &Paragraphs) -> Self {
        let speakers = quote.speakers.iter().filter_map(|&id| said.speakers.get(id as usize));
        let start = quote.spans.first().map(|span| span.start);
        Self {
            speakers: speakers.map(Cited::of).collect(),
            via: quote.via.as_deref(),
            ..Self::of_place(article, start, paragraphs)
        }
    }

    /// Builds the citation of a place in an article, without speakers.
    pub fn of_place(article: &'a Article, byte: Option<usize>, paragraphs: &Paragraphs) -> Self {
        let meta = &article.meta;
        Self {
            speakers: Vec::new(),
            via: None,
            title: meta.title.as_deref(),
            authors: &meta.authors,
            site: meta.site.as_deref().or_else(|| meta.url.as_deref().and_then(host)),
            published: meta.published.as_deref(),
            url: meta.url.as_deref(),
            paragraph: byte.and_then(|byte| paragraphs.at(article, byte)),
            time: byte.and_then(|byte| time_at(article, byte)),
            page: byte.and_then(|byte| page_at(article, byte)),
        }
    }

    /// Returns the speakers' names, joined by "and"; `None` if there are none.
    pub fn names(&self) -> Option<String> {
        (!self.speakers.is_empty()).then(|| self.speakers.iter().map(|it| it.name).collect::<Vec<_>>().join(" and "))
    }

    /// Returns the speakers' roles, joined by "and".
    pub fn roles(&self) -> Option<String> {
        let roles: Vec<_> = self.speakers.iter().filter_map(|it| it.role).collect();
        (!roles.is_empty()).then(|| roles.join(" and "))
    }

    /// Formats the publication: "“Title”, Site, 2023-10-19, https://…", without missing parts.
    pub fn place(&self) -> String {
        let title = self.title.map(|title| format!("“{title}”"));
        let parts = [title.as_deref(), self.site, self.published.map(day), self.url];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// Formats the citation: "Name (role), told Via, “Title”, Site, date, URL, p. 3, paragraph 7", without missing parts.
    pub fn line(&self) -> String {
        let who = |it: &Cited<'_>| it.role.map_or_else(|| it.name.to_owned(), |role| format!("{} ({role})", it.name));
        let names = self.speakers.iter().map(who).collect::<Vec<_>>().join(" and ");
        let via = self.via.map(|via| format!("via {via}"));
        let paragraph = || self.paragraph.map(|number| format!("paragraph {number}"));
        let paragraph = self.time.as_ref().map(|time| format!("at {time}")).or_else(paragraph);
        let page = self.page.map(|number| format!("p. {number}"));
        let place = self.place();
        let parts = [Some(names.as_str()), via.as_deref(), Some(place.as_str()), page.as_deref(), paragraph.as_deref()];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// Returns the page on which a byte of the article's text stands.
fn page_at(article: &Article, byte: usize) -> Option<u32> {
    let placed = article.blocks.get(block_at(article, byte))?;
    placed.block.page_at(byte.saturating_sub(placed.span.start))
}

/// Returns the host of an address, as a substitute for the publication's name.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', ':', '?', '#']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| host.contains('.'))
}

impl<'a> Cited<'a> {
    fn of(speaker: &'a Speaker) -> Self {
        Self { name: &speaker.name, kind: speaker.kind.name(), role: speaker.role.as_deref() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citation_names_known_fields() {
        let citation = Citation {
            speakers: vec![Cited { name: "Ada Vane", kind: "person", role: Some("historian") }],
            via: Some("the Courier"),
            title: Some("Late"),
            published: Some("2026-05-01"),
            paragraph: Some(3),
            ..Citation::default()
        };
        assert_eq!(citation.line(), "Ada Vane (historian), via the Courier, “Late”, 2026-05-01, paragraph 3");
        assert_eq!(Citation::default().line(), "");
    }
}
