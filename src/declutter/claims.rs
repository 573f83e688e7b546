//! The page's claims, mended by what stands on it: title, authors and date that only the visible text tells.

use super::features::Page;
use super::listing::signature;
use super::roles::{Cast, is_byline};
use super::sure::biographee;
use crate::article::Role;
use crate::document::Metadata;
use crate::parse::{dates, metadata::names};

/// How far above and below the title bylines are looked for, in blocks.
const REACH: (usize, usize) = (6, 14);

/// Title, authors and date of a page.
pub fn claims(page: &Page<'_>, cast: &Cast) -> Metadata {
    let mut meta = page.document.meta.clone();
    if meta.title.is_none() {
        // A heading may have lines; what the page is called has none.
        meta.title =
            cast.title.map(|at| page.document.blocks[at].text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let lines = signed(page, cast);
    if meta.authors.is_empty() || is_outlet(&meta) {
        let named =
            lines.iter().map(|&at| names::byline(&page.document.blocks[at].text)).find(|names| !names.is_empty());
        let named = named.or_else(|| beside(page, cast, &lines).map(|name| vec![name]));
        let named = named.or_else(|| subject(page, cast).map(|name| vec![name]));
        let named = named.or_else(|| lines.iter().find_map(|&at| unpersonal(&page.document.blocks[at].text)));
        meta.authors = named.unwrap_or(meta.authors);
    }
    if meta.published.is_none() {
        meta.published =
            lines.iter().find_map(|&at| dates::find(&page.document.blocks[at].text).filter(|d| d.len() >= 10));
    }
    meta
}

/// Whether the only author that the page claims is the publication itself.
fn is_outlet(meta: &Metadata) -> bool {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let [author] = meta.authors.as_slice() else { return false };
    meta.site.as_deref().is_some_and(|site| plain(site) == plain(author)) && !names::is_person(author)
}

/// The lines about the title that tell who wrote it, and when; those that are shown as bylines first.
fn signed(page: &Page<'_>, cast: &Cast) -> Vec<usize> {
    let Some(around) = cast.title.or(cast.extent.map(|e| e.0)) else { return Vec::new() };
    let from = around.saturating_sub(REACH.0);
    let upto = (around + REACH.1).min(page.measures.len());
    let mut lines: Vec<usize> = (from..upto).filter(|&at| cast.roles[at] == Some(Role::Byline)).collect();
    lines.extend((from..upto).filter(|&at| cast.roles[at].is_none() && is_byline(page, at)));
    lines
}

/// Whom the first hidden block after the article's beginning that is about somebody is about.
fn subject(page: &Page<'_>, cast: &Cast) -> Option<String> {
    let from = cast.extent?.0;
    (from..page.measures.len()).filter(|&at| cast.roles[at].is_none()).find_map(|at| biographee(page, at))
}

/// A name that stands by itself within two blocks of a line that dates the piece.
fn beside(page: &Page<'_>, cast: &Cast, lines: &[usize]) -> Option<String> {
    let alone = |at: &usize| {
        let shown = matches!(cast.roles.get(*at), None | Some(Some(Role::Body | Role::Title)));
        let m = &page.measures[(*at).min(page.measures.len() - 1)];
        !shown && (2.0..=4.0).contains(&m.words) && names::is_person(&page.document.blocks[*at].text)
    };
    let near = |&line: &usize| {
        [1, 2].into_iter().flat_map(move |step| [line.checked_sub(step), line.checked_add(step)]).flatten()
    };
    lines.iter().flat_map(near).find(alone).map(|at| page.document.blocks[at].text.clone())
}

/// "By The Currency editors": who signs where no person does.
fn unpersonal(line: &str) -> Option<Vec<String>> {
    let signed = signature(line)?;
    Some(names::authors(&signed.first)).filter(|names| !names.is_empty())
}
