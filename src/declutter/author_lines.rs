//! Lines of a page that name its authors: below a label, alone beside the date, before or behind the text.

use super::block_stats::is_picture;
use super::features::MeasuredPage;
use super::hard_rules::bio_subject;
use super::listing::byline;
use super::roles::Roles;
use crate::article::Role;
use crate::document::BlockKind;
use crate::parse::comments::in_comments;
use crate::parse::metadata::names;

/// Returns the person described by the first hidden biography after the article's start.
pub fn subject(page: &MeasuredPage<'_>, roles: &Roles) -> Option<String> {
    let from = roles.extent?.0;
    (from..page.stats.len()).filter(|&at| roles.by_block[at].is_none()).find_map(|at| bio_subject(page, at))
}

/// Returns the names below a label "Article by", and in a note "This post was written by …", near the title and after it,
/// without readers' comments.
pub fn introduced(page: &MeasuredPage<'_>, roles: &Roles) -> Option<Vec<String>> {
    const LABELS: [&str; 11] = [
        "about the author",
        "article by",
        "author",
        "auteur",
        "auteur(s)",
        "autor",
        "posted by",
        "written by",
        "autorin",
        "über den autor",
        "l'auteur",
    ];
    const NOTES: [&str; 3] = [" was written by ", " wurde geschrieben von ", " a été écrit par "];
    const NOTED: [&str; 6] =
        ["this post", "this article", "this story", "dieser artikel", "dieser beitrag", "cet article"];
    const ABOVE: usize = 8;
    const MAX_WORDS: f32 = 40.0;
    let by_readers = in_comments(&page.document.elements);
    let is_own = |&at: &usize| {
        let element = page.document.blocks[at].element;
        page.stats[at].words <= MAX_WORDS
            && !element.and_then(|e| by_readers.get(e as usize)).copied().unwrap_or_default()
    };
    let first = roles.title.map_or(roles.extent?.0, |title| title.saturating_sub(ABOVE));
    (first..page.stats.len()).filter(is_own).find_map(|at| {
        let (text, folded) =
            (page.document.blocks[at].text.as_str(), page.stats[at].folded.trim_end_matches([' ', ':']));
        if LABELS.contains(&folded) {
            return only_names(page, at + 1).or_else(|| account(page, at + 1));
        }
        if let Some(names) = labelled(text) {
            return Some(names);
        }
        if !NOTED.iter().any(|words| folded.starts_with(words)) {
            return None;
        }
        let note = NOTES.iter().find_map(|note| text.split_once(note));
        note.map(|(_, signed)| signers(signed)).filter(|names| !names.is_empty())
    })
}

/// Returns the names behind a label in a line: "Datum: 19.11.2021 Autor: Jane Doe".
fn labelled(text: &str) -> Option<Vec<String>> {
    const LABELS: [&str; 7] = ["Autor: ", "Autorin: ", "Autoren: ", "Author: ", "Authors: ", "Auteur : ", "Auteur: "];
    // All of them begin so.
    memchr::memmem::find(text.as_bytes(), b"Aut")?;
    text.split('\n').find_map(|line| {
        let at = LABELS.iter().find_map(|label| Some(line.find(label)? + label.len()))?;
        // The next label ends the names; the word before its colon belongs to it.
        let rest = &line[at..];
        let rest =
            rest.split_once(':').map_or(rest, |(before, _)| before.rsplit_once(' ').map_or("", |(names, _)| names));
        Some(names::byline(rest)).filter(|names| !names.is_empty())
    })
}

/// Returns the names after "written by"; behind a comma stand other names, or what the first is.
fn signers(signed: &str) -> Vec<String> {
    let (first, rest) = signed.split_once(',').unwrap_or((signed, ""));
    let is_list = rest.split([',', ';']).next().is_some_and(|next| names::is_person(next.trim()));
    names::byline(if is_list { signed } else { first })
}

/// Returns the name of an account that is a link of its own ("u/jhay"), as forums have them.
fn account(page: &MeasuredPage<'_>, at: usize) -> Option<Vec<String>> {
    page.stats.get(at).filter(|m| m.words <= 2.0 && m.linked > 0.9)?;
    Some(names::authors(&page.document.blocks[at].text)).filter(|names| !names.is_empty())
}

/// Returns names on lines of their own, linked at most to their page, within two blocks of a line that dates the
/// piece.
pub fn alone(page: &MeasuredPage<'_>, roles: &Roles, lines: &[usize]) -> Option<Vec<String>> {
    let names_at = |at: usize| {
        let shown = matches!(roles.by_block.get(at), None | Some(Some(Role::Body | Role::Title)));
        if shown { None } else { only_names(page, at) }
    };
    let near = |&line: &usize| {
        [1, 2].into_iter().flat_map(move |step| [line.checked_sub(step), line.checked_add(step)]).flatten()
    };
    lines.iter().flat_map(near).find_map(names_at)
}

/// Returns the names of a short block that has nothing else, linked at most to their page.
fn only_names(page: &MeasuredPage<'_>, at: usize) -> Option<Vec<String>> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    page.stats.get(at).filter(|m| (2.0..=8.0).contains(&m.words) && m.linked < 0.5)?;
    if is_picture(&page.document.blocks[at].kind) {
        return None;
    }
    let text = page.document.blocks[at].text.as_str();
    if text.contains(':') {
        return None;
    }
    let names = names::byline(text);
    let named: usize = names.iter().map(|name| letters(name)).sum();
    (named > 0 && named == letters(text)).then_some(names)
}

/// Returns the names that are a paragraph of their own before the first prose, on a page that calls itself an article.
pub fn opening(page: &MeasuredPage<'_>, roles: &Roles) -> Option<Vec<String>> {
    const MAX_BLOCKS: usize = 6;
    let first = roles.title.map_or(roles.extent?.0, |title| title + 1);
    let is_text = |&at: &usize| page.stats[at].is_prose() && roles.by_block[at] == Some(Role::Body);
    let with_words = (first..page.stats.len()).filter(|&at| page.stats[at].words > 0.0);
    let lines: Vec<usize> = with_words.take(MAX_BLOCKS).collect();
    let prose = lines.iter().position(is_text).filter(|_| is_called_article(page))?;
    let mut before = lines.get(..prose)?.iter().rev().filter(|&&at| is_paragraph(page, at));
    before.find_map(|&at| only_names(page, at))
}

/// Returns the names with which the text of a page that calls itself an article is signed at its end.
pub fn closing(page: &MeasuredPage<'_>, roles: &Roles) -> Option<Vec<String>> {
    let last = roles.extent?.1;
    let mut ends = [last, last + 1].into_iter().filter(|&at| at < page.stats.len() && is_paragraph(page, at));
    ends.find_map(|at| only_names(page, at)).filter(|_| is_called_article(page))
}

fn is_paragraph(page: &MeasuredPage<'_>, at: usize) -> bool {
    page.document.blocks[at].kind == BlockKind::Paragraph
}

/// Returns true if the page's data call it an article or a post.
fn is_called_article(page: &MeasuredPage<'_>) -> bool {
    let kind = page.document.meta.page_type.as_deref().unwrap_or_default();
    ["article", "post"].iter().any(|word| kind.contains(word))
}

/// Returns the group that signs without a person: "By The Currency editors".
pub fn collective(line: &str) -> Option<Vec<String>> {
    let signed = byline(line)?;
    Some(names::authors(&signed.first)).filter(|names| !names.is_empty())
}
