//! Hard rules: blocks whose wording and shape are conclusive, whatever the forests' result.

use super::block_stats::TextEnding;
use super::boxes;
use super::discussion::discussion;
use super::features::MeasuredPage;
use super::listing::records;
use super::names::{is_beside, is_cookie_dialog};
use super::notices;
use super::outline::parent_of;
use super::wording::Class;
use crate::article::Reason;
use crate::document::{BlockKind, MediaType};
use crate::parse::PAGINATION;
use crate::parse::comments::holds_comments;
use crate::parse::metadata::names::is_person;
use rustc_hash::FxHashMap;

/// Returns reason and confidence of blocks that are certainly clutter.
pub fn certain(page: &MeasuredPage<'_>) -> Vec<Option<(Reason, f32)>> {
    let mut out = by_wording(page);
    for at in (0..out.len()).filter(|&at| is_running(page, at)) {
        out[at] = Some((Reason::Navigation, 0.99));
    }
    out
}

/// Returns true for a running head, a running foot and a page number.
pub fn is_running(page: &MeasuredPage<'_>, at: usize) -> bool {
    let element = page.document.blocks[at].element.and_then(|element| page.document.elements.get(element as usize));
    element.is_some_and(|element| element.hints == PAGINATION)
}

fn by_wording(page: &MeasuredPage<'_>) -> Vec<Option<(Reason, f32)>> {
    if page.document.format == MediaType::Pdf {
        return vec![None; page.stats.len()];
    }
    let mut out: Vec<Option<(Reason, f32)>> =
        (0..page.stats.len()).map(|at| leads_on(page, at).then_some((Reason::Related, 0.95))).collect();
    for at in led_to(page) {
        out[at] = Some((Reason::Related, 0.95));
    }
    for (at, reason) in named(page) {
        out[at] = Some((reason, 0.97));
    }
    for (at, reason) in notices::certain(page).into_iter().chain(boxes::certain(page)) {
        out[at] = Some((reason, 0.93));
    }
    if page.document.format != MediaType::Text {
        return out;
    }
    for at in 1..page.stats.len() {
        if invites_twice(page, at) {
            (out[at - 1], out[at]) = (Some((Reason::Newsletter, 0.9)), Some((Reason::Newsletter, 0.9)));
        }
    }
    if let Some(lines) = discussion(page) {
        out[lines].fill(Some((Reason::Comments, 0.95)));
    }
    for record in records(page.document) {
        out[record.blocks].fill(Some((Reason::Related, 0.97)));
    }
    if let Some(at) = last_words(page, &out).filter(|&at| bio_subject(page, at).is_some()) {
        out[at] = Some((Reason::Bio, 0.9));
    }
    out
}

/// Returns a label like "More:" inside a text, and the links after it.
fn led_to(page: &MeasuredPage<'_>) -> Vec<usize> {
    let mut out = Vec::new();
    for (at, m) in page.stats.iter().enumerate() {
        let leads = m.phrases.first.is_some_and(|c| matches!(c, Class::Related | Class::ReadMore | Class::Popular));
        if !leads || m.words > 6.0 {
            continue;
        }
        let is_link = |next: &usize| {
            let m = &page.stats[*next];
            (3.0..=30.0).contains(&m.words) && m.linked > 0.8
        };
        let links = (at + 1..page.stats.len()).take_while(is_link).take(12).count();
        if links >= 2 || links == 1 && m.ends == TextEnding::Colon {
            out.extend(at..=at + links);
        }
    }
    out
}

/// Returns blocks in elements with conclusive names: readers' comments, overlays, sidebars. Returns none if the page
/// has no other prose: then they are its content.
fn named(page: &MeasuredPage<'_>) -> Vec<(usize, Reason)> {
    let whole = page.outline.stats.first().map_or(0.0, |h| h.prose);
    let mut prose: FxHashMap<(&str, &str), f32> = FxHashMap::default();
    for (element, holding) in page.document.elements.iter().zip(&page.outline.stats) {
        *prose.entry((element.tag.as_str(), element.names.as_str())).or_default() += holding.prose;
    }
    let mut told: Vec<Option<Reason>> = Vec::with_capacity(page.document.elements.len());
    for (at, element) in page.document.elements.iter().enumerate() {
        let above = parent_of(page.document, at).and_then(|p| told[p]);
        let holding = page.outline.stats.get(at);
        let headed = holding.is_some_and(|h| h.headed) || matches!(element.tag.as_str(), "html" | "body" | "main");
        // A layout may cut the text into several elements of the same name.
        let small =
            prose.get(&(element.tag.as_str(), element.names.as_str())).is_some_and(|words| words * 3.0 <= whole);
        let own = if !headed && holds_comments(&element.names) {
            Some(Reason::Comments)
        } else if is_cookie_dialog(element) {
            Some(Reason::Cookie)
        } else if small && !headed && is_beside(&element.tag, &element.names) {
            Some(if element.tag == "aside" { Reason::Related } else { Reason::Notice })
        } else {
            None
        };
        told.push(above.or(own));
    }
    let reason = |at: usize| page.document.blocks[at].element.and_then(|e| told.get(e as usize).copied().flatten());
    let (inside, outside): (Vec<usize>, Vec<usize>) = (0..page.stats.len()).partition(|&at| reason(at).is_some());
    let outer: f32 = outside.iter().map(|&at| &page.stats[at]).filter(|m| m.is_prose()).map(|m| m.words).sum();
    if outer < 60.0 {
        // Cookie notices are never the content of a page that has any other text.
        let says = |&&at: &&usize| page.stats[at].words >= 8.0 && page.stats[at].ends == TextEnding::Sentence;
        let is_cookie = |&(_, reason): &(usize, Reason)| reason == Reason::Cookie;
        let is_else = outside.iter().any(|at| says(&at));
        let cookies = inside.into_iter().filter_map(|at| Some((at, reason(at)?))).filter(is_cookie);
        return cookies.filter(|_| is_else).collect();
    }
    inside.into_iter().filter_map(|at| Some((at, reason(at)?))).collect()
}

/// Returns true for "Related: …", "READ MORE …", or a link in capitals between paragraphs, which leads away from the
/// article.
fn leads_on(page: &MeasuredPage<'_>, at: usize) -> bool {
    let (block, m) = (&page.document.blocks[at], &page.stats[at]);
    if m.words < 3.0
        || m.words > 30.0
        || m.ends == TextEnding::Sentence && m.linked < 0.5
        || matches!(block.kind, BlockKind::Table(_) | BlockKind::Code(_))
    {
        return false;
    }
    let first = matches!(m.phrases.first, Some(Class::Related | Class::ReadMore));
    let colon = block
        .text
        .split_once(':')
        .is_some_and(|(head, rest)| head.split_whitespace().count() <= 4 && !rest.trim().is_empty());
    let shouts = m.linked > 0.9 && m.words <= 20.0 && is_capital(&block.text) && block.kind == BlockKind::Paragraph;
    first && colon && (m.linked > 0.4 || page.document.format != MediaType::Html) || shouts
}

fn is_capital(text: &str) -> bool {
    let (upper, lower) =
        text.chars().fold((0, 0), |(u, l), c| (u + usize::from(c.is_uppercase()), l + usize::from(c.is_lowercase())));
    upper >= 10 && lower * 10 <= upper
}

/// Returns true for an invitation that is repeated on the next line, as in scraped promotions.
fn invites_twice(page: &MeasuredPage<'_>, at: usize) -> bool {
    let (a, b) = (&page.stats[at - 1], &page.stats[at]);
    a.words >= 6.0
        && a.folded == b.folded
        && a.phrases.score(Class::Newsletter) + a.phrases.score(Class::Subscribe) > 0.05
}

/// Returns the last block that looks like prose and is not known as clutter.
fn last_words(page: &MeasuredPage<'_>, known: &[Option<(Reason, f32)>]) -> Option<usize> {
    (0..page.stats.len()).rev().find(|&at| known[at].is_none() && page.stats[at].words >= 12.0)
}

/// Returns the person that a biography describes: "Jane Doe is a writer for …".
pub fn bio_subject(page: &MeasuredPage<'_>, at: usize) -> Option<String> {
    const VERBS: [&str; 16] = [
        "is", "was", "has", "writes", "covers", "reports", "works", "lives", "joined", "ist", "schreibt", "est", "es",
        "è", "jest", "är",
    ];
    let m = &page.stats[at];
    if m.phrases.score(Class::Bio) <= 0.0 || !(8.0..=200.0).contains(&m.words) {
        return None;
    }
    let text = page.document.blocks[at].text.as_str();
    let words: Vec<&str> = text.split_whitespace().take(7).collect();
    let verb = words.iter().position(|w| VERBS.contains(w))?;
    let name = words.get(..verb)?.join(" ");
    let name = name.split(',').next().unwrap_or_default().trim();
    is_person(name).then(|| name.to_owned())
}
