//! The page's claims, mended by what stands on it: title, authors and date that only the visible text tells.

use super::features::MeasuredPage;
use super::hard_rules::bio_subject;
use super::listing::byline;
use super::roles::{Roles, is_byline};
use crate::article::Role;
use crate::document::Metadata;
use crate::parse::{dates, metadata::names};
use crate::white_space;

/// How far above and below the title bylines are looked for, in blocks.
const MAX_BYLINE_DISTANCE: (usize, usize) = (6, 14);

/// Title, authors and date of a page.
pub fn refine_metadata(page: &MeasuredPage<'_>, roles: &Roles) -> Metadata {
    let mut meta = page.document.meta.clone();
    if meta.title.is_none() {
        // A heading may have lines; what the page is called has none.
        meta.title = roles.title.map(|at| white_space::fold(&page.document.blocks[at].text));
    }
    let lines = signed(page, roles);
    if meta.authors.is_empty() || is_outlet(&meta) {
        let named =
            lines.iter().map(|&at| names::byline(&page.document.blocks[at].text)).find(|names| !names.is_empty());
        let named = named.or_else(|| beside(page, roles, &lines).map(|name| vec![name]));
        let named = named.or_else(|| subject(page, roles).map(|name| vec![name]));
        let named = named.or_else(|| lines.iter().find_map(|&at| collective_author(&page.document.blocks[at].text)));
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
fn signed(page: &MeasuredPage<'_>, roles: &Roles) -> Vec<usize> {
    let Some(around) = roles.title.or(roles.extent.map(|e| e.0)) else { return Vec::new() };
    let from = around.saturating_sub(MAX_BYLINE_DISTANCE.0);
    let upto = (around + MAX_BYLINE_DISTANCE.1).min(page.stats.len());
    let mut lines: Vec<usize> = (from..upto).filter(|&at| roles.by_block[at] == Some(Role::Byline)).collect();
    lines.extend((from..upto).filter(|&at| roles.by_block[at].is_none() && is_byline(page, at)));
    lines
}

/// Whom the first hidden block after the article's beginning that is about somebody is about.
fn subject(page: &MeasuredPage<'_>, roles: &Roles) -> Option<String> {
    let from = roles.extent?.0;
    (from..page.stats.len()).filter(|&at| roles.by_block[at].is_none()).find_map(|at| bio_subject(page, at))
}

/// A name that stands by itself within two blocks of a line that dates the piece.
fn beside(page: &MeasuredPage<'_>, roles: &Roles, lines: &[usize]) -> Option<String> {
    let alone = |at: &usize| {
        let shown = matches!(roles.by_block.get(*at), None | Some(Some(Role::Body | Role::Title)));
        let m = &page.stats[(*at).min(page.stats.len() - 1)];
        !shown && (2.0..=4.0).contains(&m.words) && names::is_person(&page.document.blocks[*at].text)
    };
    let near = |&line: &usize| {
        [1, 2].into_iter().flat_map(move |step| [line.checked_sub(step), line.checked_add(step)]).flatten()
    };
    lines.iter().flat_map(near).find(alone).map(|at| page.document.blocks[at].text.clone())
}

/// "By The Currency editors": who signs where no person does.
fn collective_author(line: &str) -> Option<Vec<String>> {
    let signed = byline(line)?;
    Some(names::authors(&signed.first)).filter(|names| !names.is_empty())
}
