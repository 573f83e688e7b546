//! Title, authors and date of a page, decided in one place once it is known what of the page is the article: what data
//! and markup claim, mended by what stands on the page.

use super::authors;
use super::features::MeasuredPage;
use super::roles::{Roles, is_byline};
use crate::article::Role;
use crate::document::{BlockKind, MediaType, Metadata};
use crate::parse::comments::in_comments;
use crate::parse::dates;
use crate::white_space;

/// How far above and below the title bylines are looked for, in blocks.
const MAX_BYLINE_DISTANCE: (usize, usize) = (6, 14);

/// Title, authors and date of a page.
pub fn refine_metadata(page: &MeasuredPage<'_>, roles: &Roles) -> Metadata {
    let mut meta = page.document.meta.clone();
    meta.title = title(page, roles);
    if page.document.format == MediaType::Html || meta.authors.is_empty() {
        meta.authors = authors::authors(page, roles);
    }
    meta.published = published(page, roles);
    meta
}

/// The claimed title without what the page's own heading shows to be the site's name; where none is claimed, the line
/// that stands as the title.
fn title(page: &MeasuredPage<'_>, roles: &Roles) -> Option<String> {
    let Some(claimed) = page.document.meta.title.clone() else {
        // A heading may have lines; what the page is called has none.
        return roles.title.map(|at| white_space::fold(&page.document.blocks[at].text));
    };
    let headings = || {
        let blocks = page.document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(1..=3)));
        blocks.take(MAX_HEADINGS).map(|block| words(&block.text))
    };
    for sign in SITE_SIGNS {
        let Some((before, after)) = claimed.rsplit_once(sign) else { continue };
        let (own, site) = (words(before), words(after));
        let shows = |heading: &[String], part: &[String]| {
            heading.len() >= part.len() && heading.windows(part.len()).any(|window| window == part)
        };
        let is_colon = sign.trim() == ":";
        let is_headed = own.len() >= 2
            && (!is_colon || page.document.meta.site.as_deref().is_some_and(|name| words(name) == site))
            && site.len() <= 6
            && headings().any(|heading| shows(&heading, &own) && heading.len() <= own.len() + 4)
            && !headings().any(|heading| shows(&heading, &own) && site.iter().all(|word| heading.contains(word)));
        if is_headed {
            return Some(before.trim().to_owned());
        }
    }
    Some(claimed)
}

/// Signs behind which titles carry the site's name.
const SITE_SIGNS: [&str; 8] = [" | ", " - ", " – ", " — ", "_", ": ", "：", "｜"];
/// How many headings are compared with the title.
const MAX_HEADINGS: usize = 40;

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).take(60).collect()
}

/// The claimed day, as the place where the page was written counts it; where none is claimed, that of the lines about
/// the title.
fn published(page: &MeasuredPage<'_>, roles: &Roles) -> Option<String> {
    let lines = signed(page, roles);
    let days = || lines.iter().filter_map(|&at| dates::find(&page.document.blocks[at].text)).filter(|d| d.len() >= 10);
    let Some(claimed) = page.document.meta.published.clone() else { return days().next() };
    let is_utc = claimed.ends_with('Z') || claimed.ends_with("+00:00");
    if !is_utc || claimed.len() <= 10 {
        return Some(claimed);
    }
    let agrees = days().any(|day| day.get(..10) == claimed.get(..10));
    let address = page.document.meta.url.as_deref().and_then(dates::in_address);
    let local = address.into_iter().chain(days()).find(|day| dates::days_between(day, &claimed) == Some(1));
    let Some(day) = local.filter(|_| !agrees) else { return Some(claimed) };
    let day = day.get(..10).unwrap_or(&day);
    let around = lines.iter().map(|&at| page.document.blocks[at].text.as_str());
    let clock = around.filter_map(dates::clock).find_map(|minutes| dates::at_local_time(&claimed, day, minutes));
    Some(clock.unwrap_or_else(|| day.to_owned()))
}

/// The lines about the title that tell who wrote it, and when; those that are shown as bylines first.
pub fn signed(page: &MeasuredPage<'_>, roles: &Roles) -> Vec<usize> {
    let Some(around) = roles.title.or(roles.extent.map(|e| e.0)) else { return Vec::new() };
    let by_readers = in_comments(&page.document.elements);
    let by_readers = |at: &usize| {
        let element = page.document.blocks[*at].element;
        element.and_then(|e| by_readers.get(e as usize)).copied().unwrap_or_default()
    };
    let from = around.saturating_sub(MAX_BYLINE_DISTANCE.0);
    let upto = (around + MAX_BYLINE_DISTANCE.1).min(page.stats.len());
    let mut lines: Vec<usize> = (from..upto).filter(|&at| roles.by_block[at] == Some(Role::Byline)).collect();
    lines.retain(|at| !by_readers(at));
    lines.extend((from..upto).filter(|&at| roles.by_block[at].is_none() && is_byline(page, at) && !by_readers(&at)));
    lines
}
