//! [`Citation`]: where a quotation comes from, in a form that can be printed below it.

use super::export::day;
use super::{Attributions, Quote, Reading, Speaker};
use crate::article::{Article, Role};
use crate::document::BlockKind;
use serde::Serialize;

/// Who said something, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Citation<'a> {
    /// Those who said it; none where the text names none.
    pub speakers: Vec<Cited<'a>>,
    /// Through whom it reached us.
    pub via: Option<&'a str>,
    /// The article's title.
    pub title: Option<&'a str>,
    /// The article's authors.
    pub authors: &'a [String],
    /// The publication.
    pub site: Option<&'a str>,
    /// ISO 8601, date first.
    pub published: Option<&'a str>,
    /// The article's address.
    pub url: Option<&'a str>,
    /// Which paragraph of the body it stands in, counted from 1; none in title, standfirst and captions.
    pub paragraph: Option<usize>,
}

/// A speaker in a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cited<'a> {
    /// The name at its fullest.
    pub name: &'a str,
    /// `person`, `organisation` …
    pub kind: &'static str,
    /// "senior fellow at the Brookings Institution".
    pub role: Option<&'a str>,
}

/// Numbers the paragraphs of a reading, once for all its citations.
#[derive(Clone, Debug)]
pub struct Paragraphs {
    /// For each block its number, if it is a paragraph of the body.
    numbers: Vec<Option<usize>>,
}

impl Paragraphs {
    /// Counts the body's paragraphs: running text, quotations and list items; not headings, tables, pictures, code.
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

    /// The paragraph at a byte of the article's text.
    pub fn at(&self, article: &Article, byte: usize) -> Option<usize> {
        let block = article.blocks.partition_point(|placed| placed.span.end < byte);
        self.numbers.get(block).copied().flatten()
    }
}

impl<'a> Citation<'a> {
    /// The citation of one quote of a reading.
    pub fn of(reading: &'a Reading, quote: &'a Quote, paragraphs: &Paragraphs) -> Self {
        Self::within(&reading.article, &reading.attributions, quote, paragraphs)
    }

    /// The same where article and attributions are apart.
    pub fn within(article: &'a Article, said: &'a Attributions, quote: &'a Quote, paragraphs: &Paragraphs) -> Self {
        let speakers = quote.speakers.iter().filter_map(|&id| said.speakers.get(id as usize));
        let start = quote.spans.first().map(|span| span.start);
        Self {
            speakers: speakers.map(Cited::of).collect(),
            via: quote.via.as_deref(),
            ..Self::of_place(article, start, paragraphs)
        }
    }

    /// The citation of a place in an article, whoever speaks there.
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
        }
    }

    /// The speakers' names, joined by "and"; none where nobody is named.
    pub fn names(&self) -> Option<String> {
        (!self.speakers.is_empty()).then(|| self.speakers.iter().map(|it| it.name).collect::<Vec<_>>().join(" and "))
    }

    /// The speakers' roles, joined by "and".
    pub fn roles(&self) -> Option<String> {
        let roles: Vec<_> = self.speakers.iter().filter_map(|it| it.role).collect();
        (!roles.is_empty()).then(|| roles.join(" and "))
    }

    /// "“Title”, Site, 2023-10-19, https://…": where it was published, of what is known.
    pub fn place(&self) -> String {
        let title = self.title.map(|title| format!("“{title}”"));
        let parts = [title.as_deref(), self.site, self.published.map(day), self.url];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// "Name (role), told Via, “Title”, Site, date, URL, paragraph 7", of what is known.
    pub fn line(&self) -> String {
        let who = |it: &Cited<'_>| it.role.map_or_else(|| it.name.to_owned(), |role| format!("{} ({role})", it.name));
        let names = self.speakers.iter().map(who).collect::<Vec<_>>().join(" and ");
        let via = self.via.map(|via| format!("via {via}"));
        let paragraph = self.paragraph.map(|number| format!("paragraph {number}"));
        let place = self.place();
        let parts = [Some(names.as_str()), via.as_deref(), Some(place.as_str()), paragraph.as_deref()];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// The host of an address, which names the publication where nothing else does.
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
