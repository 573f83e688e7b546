//! Lists of other stories in plain text: the same few lines repeatedly (title, summary, byline), separated by dashes
//! or by the bylines. `classify` hides them and `relate` lists them.

use super::wording::fold;
use crate::document::{BlockKind, Document, MediaType};
use std::ops::Range;

/// One story of a list, by block numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// All its lines, including a dash before them.
    pub blocks: Range<usize>,
    /// The title line.
    pub title: usize,
    /// The byline, if there is one.
    pub byline: Option<usize>,
}

/// Most lines of one record.
const MAX_RECORD_LINES: usize = 5;

/// Returns the page's records in order; none if fewer than two are similar.
pub fn records(document: &Document) -> Vec<Record> {
    if document.format != MediaType::Text {
        return Vec::new();
    }
    let parted = by_dashes(document);
    if parted.len() >= 2 {
        return parted;
    }
    let signed = by_bylines(document);
    if signed.len() >= 3 { signed } else { Vec::new() }
}

/// Returns true for lines without words, which separate records.
fn is_dash(document: &Document, at: usize) -> bool {
    let block = &document.blocks[at];
    block.kind == BlockKind::Rule || !block.text.chars().any(char::is_alphanumeric)
}

/// Returns the stretches between dashes, with a title first in each; the last ends at the end of the text or at a
/// longer line.
fn by_dashes(document: &Document) -> Vec<Record> {
    let n = document.blocks.len();
    let dashes: Vec<usize> = (0..n).filter(|&at| is_dash(document, at)).collect();
    let mut out: Vec<Record> = Vec::new();
    for (k, &dash) in dashes.iter().enumerate() {
        let end = dashes.get(k + 1).copied().unwrap_or(n);
        let last = k + 1 == dashes.len();
        let lines = if last { trailing(document, dash + 1, end) } else { dash + 1..end };
        let fits = (1..=MAX_RECORD_LINES).contains(&lines.len())
            && words(document, lines.start) <= 30
            && lines.clone().all(|at| words(document, at) <= 60);
        if fits {
            let byline = lines.clone().find(|&at| byline(&document.blocks[at].text).is_some());
            out.push(Record { blocks: dash..lines.end, title: lines.start, byline });
        } else if out.len() < 2 {
            out.clear();
        }
    }
    let told = out.iter().filter(|r| r.byline.is_some() || r.blocks.len() >= 3).count();
    if told * 2 >= out.len() { out } else { Vec::new() }
}

/// Returns the lines of the last record, up to its byline.
fn trailing(document: &Document, from: usize, end: usize) -> Range<usize> {
    let upto = (from..end.min(from + MAX_RECORD_LINES)).find(|&at| byline(&document.blocks[at].text).is_some());
    from..upto.map_or(end.min(from + 2), |at| at + 1)
}

/// Returns records of one to three short lines before each of several bylines.
fn by_bylines(document: &Document) -> Vec<Record> {
    let mut out: Vec<Record> = Vec::new();
    let mut from = 0;
    for at in 0..document.blocks.len() {
        if byline(&document.blocks[at].text).is_none() {
            continue;
        }
        let close = at - from;
        let regular = (1..=3).contains(&close) && (from..at).all(|line| (2..=40).contains(&words(document, line)));
        if regular && !out.is_empty() {
            out.push(Record { blocks: from..at + 1, title: from, byline: Some(at) });
        } else if at > 0 && close >= 1 {
            // The first record has no byline before it: it gets as many lines as the next one.
            if out.len() < 3 {
                out.clear();
                out.push(Record {
                    blocks: at.saturating_sub(2)..at + 1,
                    title: at.saturating_sub(2),
                    byline: Some(at),
                });
            }
        }
        from = at + 1;
    }
    if let [first, second, ..] = out.as_mut_slice() {
        let lines = second.blocks.len();
        if let Some(byline) = first.byline {
            // A line that ends like a sentence, or is as long, is the article's last paragraph rather than a title.
            let is_title = |at: &usize| words(document, *at) <= 25 && !document.blocks[*at].text.ends_with('.');
            first.title = ((byline + 1).saturating_sub(lines)..byline).find(is_title).unwrap_or(byline);
            first.blocks = first.title..byline + 1;
        }
    }
    out
}

fn words(document: &Document, at: usize) -> usize {
    document.blocks[at].text.split_whitespace().count()
}

/// A line that is only a byline: "By Peter Weber, The Week US Published" is ("Peter Weber", "The Week US").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Byline {
    /// First part: a person or the publication.
    pub first: String,
    /// Part after a comma or bar.
    pub second: Option<String>,
}

/// Parses a byline of at most fourteen words.
pub fn byline(line: &str) -> Option<Byline> {
    const BY: [&str; 9] = ["by ", "von ", "par ", "por ", "di ", "door ", "av ", "autor: ", "written by "];
    let folded = fold(line);
    let by = BY.iter().filter(|by| folded.starts_with(**by)).map(|by| by.len()).max()?;
    let rest = line.trim().get(by..)?.trim();
    let capital = rest.chars().next().is_some_and(char::is_uppercase);
    if !capital || rest.split_whitespace().count() > 14 || rest.ends_with(['.', '!', '?', ':']) {
        return None;
    }
    let rest = without_label(rest);
    let mut parts = rest.splitn(2, [',', '|', '•', '·']).map(str::trim).filter(|p| !p.is_empty());
    let first = parts.next()?;
    let named = first.split_whitespace().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).count();
    let plain = first.split_whitespace().count();
    (named * 2 > plain && plain <= 8)
        .then(|| Byline { first: first.to_owned(), second: parts.next().map(str::to_owned) })
}

/// Removes text after the names: "Published", "Updated 3 days ago".
fn without_label(rest: &str) -> &str {
    const LABELS: [&str; 8] =
        ["Published", "published", "Updated", "updated", "Posted", "Veröffentlicht", "Publié", "Publicado"];
    let end = LABELS.iter().filter_map(|label| rest.find(label)).min().unwrap_or(rest.len());
    rest[..end].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '-' | '–' | '•'))
}

/// Returns the author of a byline, unless the name is a publication elsewhere or begins with an article.
pub fn author(byline: &Byline, publications: &[&str]) -> Option<String> {
    let name = byline.first.as_str();
    let words = name.split_whitespace().count();
    let article =
        ["The ", "Der ", "Die ", "Das ", "Le ", "La ", "Les ", "El ", "Il "].iter().any(|a| name.starts_with(a));
    let outlet = publications.iter().any(|p| p.eq_ignore_ascii_case(name)) || (article && byline.second.is_none());
    let desk = ["Staff", "Editors", "Editorial", "Desk", "Team", "Agency", "Agencies", "Redaktion"]
        .iter()
        .any(|d| name.contains(d));
    (!outlet && !desk && (2..=6).contains(&words)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{author, byline, records};
    use crate::document::{Block, Document, MediaType};

    fn text(lines: &[&str]) -> Document {
        let blocks = lines.iter().map(|l| Block { text: (*l).into(), ..Block::default() }).collect();
        Document { blocks, format: MediaType::Text, ..Document::default() }
    }

    #[test]
    fn reads_bylines() {
        let read = |line| byline(line).map(|s| (s.first, s.second));
        assert_eq!(read("By Ann Lee, The Post Published"), Some(("Ann Lee".into(), Some("The Post".into()))));
        assert_eq!(read("Von Jörg Maier"), Some(("Jörg Maier".into(), None)));
        assert_eq!(read("By then it was too late."), None);
        let outlet = byline("By The Post Published").unwrap();
        assert_eq!(author(&outlet, &["The Post"]), None);
        let person = byline("By Ann Lee, The Post Published").unwrap();
        assert_eq!(author(&person, &["The Post"]).as_deref(), Some("Ann Lee"));
    }

    #[test]
    fn finds_records_between_dashes() {
        let page = text(&[
            "A long article.",
            "-",
            "One title here",
            "Its summary.",
            "By Ann Lee, Post",
            "-",
            "Two titles here",
            "More.",
            "By Bob Ray, Post",
        ]);
        let titles: Vec<_> = records(&page).iter().map(|r| (r.title, r.byline)).collect();
        assert_eq!(titles, [(2, Some(4)), (6, Some(8))]);
        assert!(records(&text(&["A sentence.", "-", "Another sentence."])).is_empty());
    }

    #[test]
    fn last_paragraph_is_no_record() {
        let page = text(&[
            "A long article.",
            "Its last paragraph ends like this.",
            "One title",
            "By Ann Lee",
            "11/20/2019 01:14 PM",
            "Two title",
            "By Bob Ray",
            "11/20/2019 01:14 PM",
            "Three title",
            "By Cy Orr",
        ]);
        assert_eq!(records(&page).first().map(|r| r.blocks.clone()), Some(2..4));
    }

    #[test]
    fn finds_records_by_their_bylines() {
        let page = text(&[
            "Long text.",
            "One title",
            "Sum one",
            "By Ann Lee",
            "Two title",
            "Sum two",
            "By Bob Ray",
            "Three title",
            "Sum three",
            "By Cy Orr",
        ]);
        let titles: Vec<_> = records(&page).iter().map(|r| r.blocks.clone()).collect();
        assert_eq!(titles, [1..4, 4..7, 7..10]);
    }
}
