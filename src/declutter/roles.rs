//! Which part each block plays, given the probabilities: the title, the standfirst, the byline, pictures with their
//! captions, the body; and what of it is hidden after all, because it stands there twice.

use super::features::{Page, likeness};
use super::measure::{Ending, is_picture};
use super::outline::parent_of;
use super::twice;
use super::wording::Class;
use crate::article::Role;
use crate::document::{Kind, MediaType};

/// The cast of a page: a role for each block that is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cast {
    /// One for each block; `None` is hidden.
    pub roles: Vec<Option<Role>>,
    /// Blocks whose text was shown before.
    pub twice: Vec<bool>,
    /// The block that shows the title.
    pub title: Option<usize>,
    /// The first and the last block of the body.
    pub extent: Option<(usize, usize)>,
}

/// Casts the page; blocks at least as likely as the threshold are of the article.
pub fn cast(page: &Page<'_>, chances: &[f32], threshold: f32) -> Cast {
    let n = page.measures.len();
    let mut cast = Cast { roles: vec![None; n], twice: vec![false; n], ..Cast::default() };
    body(page, chances, threshold, &mut cast);
    let shown = |cast: &Cast| {
        (0..n).filter(|&at| cast.roles[at] == Some(Role::Body)).map(|at| page.measures[at].words).sum::<f32>()
    };
    if shown(&cast) < 10.0 {
        rescue(page, &mut cast);
    }
    set_extent(&mut cast);
    cast.title = title(page, chances, &cast);
    if let Some(title) = cast.title {
        cast.roles[title] = Some(Role::Title);
        set_extent(&mut cast);
        below_title(page, chances, title, &mut cast);
    }
    pictures(page, chances, &mut cast);
    cast
}

/// All likely blocks are body, but for copies.
fn body(page: &Page<'_>, chances: &[f32], threshold: f32, cast: &mut Cast) {
    let likely = |&at: &usize| {
        chances.get(at).copied().unwrap_or_default() >= threshold && !is_picture(&page.document.blocks[at].kind)
    };
    let shown: Vec<usize> = (0..page.measures.len()).filter(likely).collect();
    for &at in &shown {
        cast.roles[at] = Some(Role::Body);
    }
    for at in twice::copies(page, &shown) {
        (cast.roles[at], cast.twice[at]) = (None, true);
    }
}

/// Where nothing is likely: what the best container holds, else every block with a sentence. Better too much than an empty page.
fn rescue(page: &Page<'_>, cast: &mut Cast) {
    for (at, m) in page.measures.iter().enumerate() {
        let inside = page.outline.best.is_some() && page.outline.holds(page.outline.best, at as u32) && m.linked < 0.5;
        let sentence = m.words >= 8.0 && m.ends == Ending::Sentence && m.linked < 0.5;
        if (inside || sentence) && m.said.any() < 0.5 && !is_picture(&page.document.blocks[at].kind) && m.words > 0.0 {
            cast.roles[at] = Some(Role::Body);
        }
    }
    if cast.roles.iter().all(Option::is_none) {
        // A page of links, or of labels: that is what there is.
        for (at, m) in page.measures.iter().enumerate() {
            cast.roles[at] = (m.words > 0.0).then_some(Role::Body);
        }
    }
}

fn set_extent(cast: &mut Cast) {
    let is_body = |r: &Option<Role>| *r == Some(Role::Body);
    cast.extent = cast.roles.iter().position(is_body).zip(cast.roles.iter().rposition(is_body));
}

/// The block that shows the title: the likest to the page's own claim before the body's end; a heading rather than a line.
fn title(page: &Page<'_>, chances: &[f32], cast: &Cast) -> Option<usize> {
    let (first, last) = cast.extent?;
    if page.document.format != MediaType::Html && page.document.meta.title.is_none() {
        return plain_title(page, chances, first);
    }
    let like = likeness(page, page.document.meta.title.as_deref());
    let level = |at: usize| {
        if let Kind::Heading(level) = page.document.blocks[at].kind { 0.35 - 0.05 * f32::from(level) } else { 0.0 }
    };
    let near = |at: usize| {
        if at <= first { 0.2 - 0.004 * (first - at).min(40) as f32 } else { -0.004 * (at - first).min(50) as f32 }
    };
    let rank = |at: usize| like[at] + level(at) + near(at);
    let candidates = (0..=last).filter(|&at| {
        let heading = matches!(page.document.blocks[at].kind, Kind::Heading(_));
        page.measures[at].words > 0.0
            && page.measures[at].words <= 40.0
            && (like[at] > 0.55 || heading && level(at) > 0.25 && like[at] > 0.25)
    });
    let best = candidates.fold(None, |best: Option<usize>, at| match best {
        Some(b) if rank(b) >= rank(at) => Some(b),
        _ => Some(at),
    });
    best.or_else(|| (0..=first).rev().find(|&at| page.document.blocks[at].kind == Kind::Heading(1)))
}

/// In plain text nobody claims a title: the nearest line before the first sentence that reads like one.
fn plain_title(page: &Page<'_>, chances: &[f32], first_body: usize) -> Option<usize> {
    let prose = (first_body..page.measures.len()).find(|&at| page.measures[at].is_prose()).unwrap_or(first_body);
    let like_title = |at: &usize| {
        let m = &page.measures[*at];
        let kind = &page.document.blocks[*at].kind;
        *kind == Kind::Heading(1)
            || !matches!(kind, Kind::Table(_) | Kind::Code(_) | Kind::Image(_))
                && (3.0..=25.0).contains(&m.words)
                && m.date == 0.0
                && m.said.any() < 0.4
                && m.ends != Ending::Colon
                && chances[*at] < 0.6
                && !m.folded.ends_with('.')
                && m.signs.bars < 2.0
    };
    let from = prose.saturating_sub(8);
    let mut found: Vec<usize> = (from..prose).filter(like_title).collect();
    // A line that stands right before another candidate is the title, the other its standfirst.
    let last = found.pop()?;
    Some(found.pop().filter(|&before| last - before == 1 && !is_byline(page, last)).unwrap_or(last))
}

/// Standfirst and byline stand between the title and the body, or just above the title.
fn below_title(page: &Page<'_>, chances: &[f32], title: usize, cast: &mut Cast) {
    let first = cast.extent.map_or(title, |e| e.0);
    let upto = (title + 12).min(first.max(title) + 3).min(page.measures.len());
    let like = likeness(page, page.document.meta.description.as_deref());
    let plain = page.document.format == MediaType::Text;
    for at in (title + 1)..upto {
        let m = &page.measures[at];
        if m.words == 0.0 || is_picture(&page.document.blocks[at].kind) {
            continue;
        }
        if is_byline(page, at) {
            cast.roles[at] = Some(Role::Byline);
            continue;
        }
        let body = cast.roles[at] == Some(Role::Body);
        let named = says_standfirst(page, at);
        let headed = plain && at == title + 1 && m.ends == Ending::Open && m.words >= 6.0 && m.said.any() < 0.3;
        let free = (!body && at <= first && chances[at] > 0.05) || named || headed;
        let already = cast.roles.contains(&Some(Role::Standfirst));
        if free && !already && m.words >= 5.0 && m.words <= 80.0 && (like[at] > 0.7 || named || headed) {
            cast.roles[at] = Some(if body && !headed { Role::Body } else { Role::Standfirst });
        }
    }
    for at in title.saturating_sub(3)..title {
        if cast.roles[at].is_none() && is_byline(page, at) {
            cast.roles[at] = Some(Role::Byline);
        }
    }
}

/// Whether a block is nothing but who wrote it, and when.
pub fn is_byline(page: &Page<'_>, at: usize) -> bool {
    let m = &page.measures[at];
    let text = m.folded.as_str();
    let begins = ["by ", "von ", "par ", "por ", "di ", "door ", "av ", "text: ", "written by ", "words by "]
        .iter()
        .any(|w| text.starts_with(w));
    let short = m.words >= 1.0 && m.words <= 16.0 && m.ends != Ending::Colon;
    short
        && (begins && m.words <= 12.0 && m.capitals > 0.3 && m.ends == Ending::Open
            || m.date > 0.0 && (m.date > 0.35 || m.said.of(Class::Dateline) > 0.0))
}

fn says_standfirst(page: &Page<'_>, at: usize) -> bool {
    const NAMES: [&str; 10] = [
        "standfirst",
        "subtitle",
        "subheadline",
        "sub-title",
        "deck",
        "dek",
        "article-summary",
        "entry-summary",
        "teaser-text",
        "lead-text",
    ];
    named(page, at, &NAMES)
}

/// Whether the block's element, or one of the two around it, bears a name with one of these parts.
fn named(page: &Page<'_>, at: usize, parts: &[&str]) -> bool {
    let mut element = page.document.blocks[at].element.map(|e| e as usize);
    for _ in 0..3 {
        let Some(here) = element else { return false };
        let Some(it) = page.document.elements.get(here) else { return false };
        let names = it.names.to_ascii_lowercase();
        if parts.iter().any(|part| names.contains(part)) {
            return true;
        }
        element = parent_of(page.document, here);
    }
    false
}

/// Pictures within the article, and the words that belong to them.
fn pictures(page: &Page<'_>, chances: &[f32], cast: &mut Cast) {
    let Some((first, last)) = cast.extent else { return };
    let from = cast.title.map_or(first, |t| t.min(first));
    for at in from..=last {
        if is_picture(&page.document.blocks[at].kind) {
            if belongs(page, chances, cast, at, 2) {
                cast.roles[at] = Some(Role::Caption);
            }
        } else if is_caption(page, at)
            && page.measures[at].words > 0.0
            && !matches!(cast.roles[at], Some(Role::Title | Role::Standfirst))
        {
            let shown = cast.roles[at].is_some() || belongs(page, chances, cast, at, 3);
            cast.roles[at] = shown.then_some(Role::Caption);
        }
    }
}

fn is_caption(page: &Page<'_>, at: usize) -> bool {
    let mut element = page.document.blocks[at].element.map(|e| e as usize);
    for _ in 0..3 {
        let Some(here) = element else { break };
        let Some(it) = page.document.elements.get(here) else { break };
        if it.tag == "figcaption" {
            return true;
        }
        element = parent_of(page.document, here);
    }
    page.measures[at].words < 80.0 && (named(page, at, &CAPTIONS) || repeats_alt(page, at))
}

/// Parts of names that captions bear.
const CAPTIONS: [&str; 13] = [
    "caption",
    "cutline",
    "bildunterschrift",
    "bildtext",
    "legende",
    "didascalia",
    "pie-de-foto",
    "img_desc",
    "img-desc",
    "image-desc",
    "image_desc",
    "photo-desc",
    "image-box",
];

/// Whether a block says what the alt text of a picture right before or after it says.
fn repeats_alt(page: &Page<'_>, at: usize) -> bool {
    let own = page.measures[at].folded.as_str();
    let beside = at.saturating_sub(2)..(at + 3).min(page.measures.len());
    page.measures[at].words >= 5.0
        && beside.filter(|&there| is_picture(&page.document.blocks[there].kind)).any(|there| {
            let (alt, words) = (page.measures[there].folded.as_str(), page.measures[there].words);
            words >= 5.0 && (own.starts_with(alt) || alt.starts_with(own))
        })
}

/// Whether the nearest text on one of both sides is shown, and the smallest element around it that holds text is not clutter's.
fn belongs(page: &Page<'_>, chances: &[f32], cast: &Cast, at: usize, reach: usize) -> bool {
    let text = |there: &usize| page.measures[*there].words > 3.0 && !is_picture(&page.document.blocks[*there].kind);
    let near = |there: Option<usize>| there.is_some_and(|t| cast.roles[t].is_some());
    let before = (at.saturating_sub(reach)..at).rev().find(text);
    let after = (at + 1..(at + 1 + reach).min(page.measures.len())).find(text);
    if !near(before) && !near(after) {
        return false;
    }
    let widening = page.outline.widening(page.document, page.document.blocks[at].element);
    let Some(level) =
        (0..widening.count).filter_map(|l| widening.level(l)).find(|&e| page.outline.holdings[e].words >= 8.0)
    else {
        return true;
    };
    let (start, end) = page.outline.holdings[level].range;
    let inside = start as usize..(end as usize).min(chances.len()).min(start as usize + 400);
    let (shown, all) = inside.fold((0.0, 0.0), |(s, a), b| {
        let w = page.measures[b].words;
        (s + if cast.roles[b].is_some() { w } else { 0.0 }, a + w)
    });
    shown >= 0.4 * all
}
