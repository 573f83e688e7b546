//! Chooses title, authors and date of a page once the article is known: from the claims in data and markup, corrected
//! by the visible text.

use super::authors;
use super::features::MeasuredPage;
use super::roles::{Roles, is_byline};
use crate::article::Role;
use crate::document::{BlockKind, MediaType, Metadata};
use crate::parse::comments::in_comments;
use crate::parse::{dates, local_time};
use crate::white_space;

/// Number of blocks above and below the title that are searched for bylines.
const MAX_BYLINE_DISTANCE: (usize, usize) = (6, 14);

/// Returns title, authors and date of a page.
pub fn refine_metadata(page: &MeasuredPage<'_>, roles: &Roles) -> Metadata {
    let mut meta = page.document.meta.clone();
    meta.title = title(page, roles);
    if page.document.format == MediaType::Html || meta.authors.is_empty() {
        meta.authors = authors::authors(page, roles);
    }
    meta.published = published(page, roles);
    meta
}

/// Returns the claimed title without the site's name, which the page's own heading reveals; without a claim, the line
/// in the title's position.
fn title(page: &MeasuredPage<'_>, roles: &Roles) -> Option<String> {
    let Some(claimed) = page.document.meta.title.clone() else {
        // A heading may have several lines; a title has one.
        return roles.title.map(|at| white_space::fold(&page.document.blocks[at].text));
    };
    let headings = || {
        let blocks = page.document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(1..=3)));
        blocks.take(MAX_HEADINGS).map(|block| words(&block.text))
    };
    let site = page.document.meta.site.as_deref().map(words);
    if site.as_ref().is_some_and(|site| *site == words(&claimed)) {
        // The heading is a site's greeting: the article's title is its first heading.
        let is_shown = |at: &usize| matches!(roles.by_block[*at], Some(Role::Body | Role::Title));
        let is_heading = |at: &usize| matches!(page.document.blocks[*at].kind, BlockKind::Heading(1..=3));
        let differs = |text: &String| words(text) != words(&claimed);
        let shown = (0..page.stats.len()).filter(is_shown).filter(is_heading);
        let own = shown.map(|at| white_space::fold(&page.document.blocks[at].text)).find(differs);
        return Some(own.unwrap_or(claimed));
    }
    let shows = |heading: &[String], part: &[String]| {
        heading.len() >= part.len() && heading.windows(part.len()).any(|window| window == part)
    };
    for sign in SITE_SIGNS {
        for (before, after) in claimed.rmatch_indices(sign).map(|(at, _)| (&claimed[..at], &claimed[at + sign.len()..]))
        {
            let (own, rest) = (words(before), words(after));
            // A colon or dash may also be part of the title.
            let may_part = sign.trim() != ":" || site.as_ref() == Some(&rest);
            let fits = |heading: &Vec<String>| shows(heading, &own) && heading.len() <= own.len() + 4;
            let holds_rest = |heading: &Vec<String>| rest.iter().all(|word| heading.contains(word));
            if own.len() >= 2
                && rest.len() <= 6
                && may_part
                && headings().any(|heading| fits(&heading))
                && !headings().any(|heading| shows(&heading, &own) && holds_rest(&heading))
            {
                return Some(before.trim().to_owned());
            }
        }
    }
    Some(claimed)
}

/// Separators before the site's name in titles.
const SITE_SIGNS: [&str; 8] = [" | ", " - ", " – ", " — ", "_", ": ", "：", "｜"];
/// Number of headings that are compared with the title.
const MAX_HEADINGS: usize = 40;

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).take(60).collect()
}

/// Returns the claimed day in the time zone of the page's author; without a claim, the day in the lines around the
/// title.
fn published(page: &MeasuredPage<'_>, roles: &Roles) -> Option<String> {
    let lines = signed(page, roles);
    let days = || lines.iter().filter_map(|&at| dates::find(&page.document.blocks[at].text)).filter(|d| d.len() >= 10);
    let address = || page.document.meta.url.as_deref().and_then(dates::in_address);
    let Some(claimed) = page.document.meta.published.clone() else { return days().next().or_else(address) };
    let is_utc = claimed.ends_with('Z') || claimed.ends_with("+00:00");
    if !is_utc || claimed.len() <= 10 {
        return Some(claimed);
    }
    let agrees = days().any(|day| day.get(..10) == claimed.get(..10));
    let local = address().into_iter().chain(days()).find(|day| local_time::days_between(day, &claimed) == Some(1));
    let Some(day) = local.filter(|_| !agrees) else { return Some(claimed) };
    let day = day.get(..10).unwrap_or(&day);
    let around = lines.iter().map(|&at| page.document.blocks[at].text.as_str());
    let clock =
        around.filter_map(local_time::clock).find_map(|minutes| local_time::at_local_time(&claimed, day, minutes));
    Some(clock.unwrap_or_else(|| day.to_owned()))
}

/// Returns the lines around the title with author or date; those shown as bylines first.
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
    lines.extend(
        (from..upto).filter(|&at| {
            roles.by_block[at].is_none() && (is_byline(page, at) || is_dated(page, at)) && !by_readers(&at)
        }),
    );
    lines
}

/// Returns true if a line is short and contains a day, in any script.
fn is_dated(page: &MeasuredPage<'_>, at: usize) -> bool {
    const MAX_BYTES: usize = 80;
    let text = page.document.blocks[at].text.as_str();
    text.len() <= MAX_BYTES && dates::find(text).is_some_and(|day| day.len() >= 10)
}
