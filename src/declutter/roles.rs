//! Roles of the blocks by their probabilities: title, standfirst, byline, pictures with captions, body. Duplicates
//! are hidden.

use super::block_stats::{TextEnding, is_picture};
use super::calibration::Calibration;
use super::doubtful;
use super::duplicates;
use super::features::{Likeness, MeasuredPage};
use super::hard_rules::is_running;
use super::outline::parent_of;
use super::undecided::Scored;
use super::wording::Class;
use crate::article::{Reason, Role};
use crate::document::{BlockKind, MediaType};
use crate::name_parts::NameParts;

/// Roles of the shown blocks of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roles {
    /// Role of each block; `None` is hidden.
    pub by_block: Vec<Option<Role>>,
    /// True for blocks whose text was shown before.
    pub duplicates: Vec<bool>,
    /// Reason, if it is known, and confidence of blocks hidden for what stands around them.
    pub clutter: Vec<Option<(Option<Reason>, f32)>>,
    /// The block that shows the title.
    pub title: Option<usize>,
    /// First and last block of the body.
    pub extent: Option<(usize, usize)>,
}

/// Assigns the roles of a page. Blocks with at least the threshold's probability belong to the article, and undecided
/// ones inside it; `is_fixed` is true for those that a rule or the user decided on.
pub fn assign_roles(
    page: &MeasuredPage<'_>,
    probabilities: &[f32],
    is_fixed: &[bool],
    calibration: &Calibration,
) -> Roles {
    let n = page.stats.len();
    let mut roles =
        Roles { by_block: vec![None; n], duplicates: vec![false; n], clutter: vec![None; n], ..Roles::default() };
    body(page, probabilities, calibration.threshold, &mut roles);
    let shown = |roles: &Roles| {
        (0..n).filter(|&at| roles.by_block[at] == Some(Role::Body)).map(|at| page.stats[at].words).sum::<f32>()
    };
    let is_found = shown(&roles) >= MIN_SHOWN_WORDS;
    if is_found {
        add_doubtful(page, probabilities, calibration, &mut roles);
        if page.document.format != MediaType::Pdf {
            hide_duplicates(page, &mut roles);
        }
    } else {
        rescue(page, &mut roles);
    }
    set_extent(&mut roles);
    roles.title = title(page, probabilities, &roles);
    if let Some(title) = roles.title {
        roles.by_block[title] = Some(Role::Title);
    }
    let scored = Scored { page, probabilities, is_fixed };
    let is_revised = is_found && page.document.format == MediaType::Html;
    if is_revised {
        let mut revised = roles.clone();
        scored.revise(&mut revised);
        if shown(&revised) >= MIN_SHOWN_WORDS {
            roles = revised;
        }
    }
    set_extent(&mut roles);
    if let Some(title) = roles.title {
        below_title(page, probabilities, title, &mut roles);
    }
    if is_revised {
        scored.show_first_paragraphs(&mut roles);
        set_extent(&mut roles);
    }
    pictures(page, probabilities, &mut roles);
    roles
}

/// With fewer words the article has not been found.
const MIN_SHOWN_WORDS: f32 = 10.0;

/// Makes all probable blocks body, except duplicates.
fn body(page: &MeasuredPage<'_>, probabilities: &[f32], threshold: f32, roles: &mut Roles) {
    for (at, &probability) in probabilities.iter().enumerate() {
        if probability >= threshold && !is_picture(&page.document.blocks[at].kind) {
            roles.by_block[at] = Some(Role::Body);
        }
    }
}

/// Makes undecided blocks inside the text body.
fn add_doubtful(page: &MeasuredPage<'_>, probabilities: &[f32], calibration: &Calibration, roles: &mut Roles) {
    let least = calibration.show_from();
    for (at, &probability) in probabilities.iter().enumerate() {
        let is_doubtful = (least..calibration.threshold).contains(&probability);
        if is_doubtful && !is_picture(&page.document.blocks[at].kind) && doubtful::is_of_text(page, at) {
            roles.by_block[at] = Some(Role::Body);
        }
    }
}

/// Hides blocks that are shown twice.
fn hide_duplicates(page: &MeasuredPage<'_>, roles: &mut Roles) {
    let shown: Vec<usize> = (0..page.stats.len()).filter(|&at| roles.by_block[at] == Some(Role::Body)).collect();
    for at in duplicates::duplicates(page, &shown) {
        (roles.by_block[at], roles.duplicates[at]) = (None, true);
    }
}

/// If nothing is probable, shows the content of the best container, else every block with a sentence: too much is
/// better than an empty page.
fn rescue(page: &MeasuredPage<'_>, roles: &mut Roles) {
    for (at, m) in page.stats.iter().enumerate() {
        let inside = page.outline.best.is_some() && page.outline.holds(page.outline.best, at as u32) && m.linked < 0.5;
        let sentence = m.words >= 8.0 && m.ends == TextEnding::Sentence && m.linked < 0.5;
        if (inside || sentence) && m.phrases.any() < 0.5 && !is_picture(&page.document.blocks[at].kind) && m.words > 0.0
        {
            roles.by_block[at] = Some(Role::Body);
        }
    }
    if roles.by_block.iter().all(Option::is_none) {
        // The page has only links or labels: they are shown.
        for (at, m) in page.stats.iter().enumerate() {
            roles.by_block[at] = (m.words > 0.0).then_some(Role::Body);
        }
    }
}

fn set_extent(roles: &mut Roles) {
    let is_body = |r: &Option<Role>| *r == Some(Role::Body);
    roles.extent = roles.by_block.iter().position(is_body).zip(roles.by_block.iter().rposition(is_body));
}

/// Returns the title's block: the most similar to the page's own title before the end of the body; headings take
/// precedence over lines.
fn title(page: &MeasuredPage<'_>, probabilities: &[f32], roles: &Roles) -> Option<usize> {
    let (first, last) = roles.extent?;
    if page.document.format != MediaType::Html && page.document.meta.title.is_none() {
        return plain_title(page, probabilities, first);
    }
    let likeness = Likeness::to(page.document.meta.title.as_deref());
    let like = |at: usize| likeness.of(&page.stats[at]);
    let level = |at: usize| {
        if let BlockKind::Heading(level) = page.document.blocks[at].kind { 0.35 - 0.05 * f32::from(level) } else { 0.0 }
    };
    let near = |at: usize| {
        if at <= first { 0.2 - 0.004 * (first - at).min(40) as f32 } else { -0.004 * (at - first).min(50) as f32 }
    };
    let rank = |at: usize| like(at) + level(at) + near(at);
    let candidates = (0..=last).filter(|&at| {
        let heading = matches!(page.document.blocks[at].kind, BlockKind::Heading(_));
        page.stats[at].words > 0.0
            && page.stats[at].words <= 40.0
            && !is_running(page, at)
            && (like(at) > 0.55 || heading && level(at) > 0.25 && like(at) > 0.25)
    });
    let best = candidates.fold(None, |best: Option<usize>, at| match best {
        Some(b) if rank(b) >= rank(at) => Some(b),
        _ => Some(at),
    });
    // A line above the heading may be taken for text.
    let upto = last.min(first + 3);
    best.or_else(|| (0..=upto).rev().find(|&at| page.document.blocks[at].kind == BlockKind::Heading(1)))
}

/// Returns the title's line in plain text, where there is no title in the data: the nearest line before the first
/// sentence that looks like one.
fn plain_title(page: &MeasuredPage<'_>, probabilities: &[f32], first_body: usize) -> Option<usize> {
    let prose = (first_body..page.stats.len()).find(|&at| page.stats[at].is_prose()).unwrap_or(first_body);
    let like_title = |at: &usize| {
        let m = &page.stats[*at];
        let kind = &page.document.blocks[*at].kind;
        if is_byline(page, *at) {
            return false;
        }
        *kind == BlockKind::Heading(1)
            || !matches!(kind, BlockKind::Table(_) | BlockKind::Code(_) | BlockKind::Image(_))
                && (3.0..=25.0).contains(&m.words)
                && m.date == 0.0
                && m.phrases.any() < 0.4
                && m.ends != TextEnding::Colon
                && probabilities[*at] < 0.6
                && !m.folded.ends_with('.')
                && m.char_counts.bars < 2.0
    };
    let from = prose.saturating_sub(8);
    let mut found: Vec<usize> = (from..prose).filter(like_title).collect();
    // If a line stands right before another candidate, it is the title and the other one the standfirst.
    let last = found.pop()?;
    Some(found.pop().filter(|&before| last - before == 1 && !is_byline(page, last)).unwrap_or(last))
}

/// Finds standfirst and byline between title and body, or just above the title.
fn below_title(page: &MeasuredPage<'_>, probabilities: &[f32], title: usize, roles: &mut Roles) {
    let first = roles.extent.map_or(title, |e| e.0);
    let upto = (title + 12).min(first.max(title) + 3).min(page.stats.len());
    let likeness = Likeness::to(page.document.meta.description.as_deref());
    let plain = page.document.format == MediaType::Text;
    for at in (title + 1)..upto {
        let m = &page.stats[at];
        if m.words == 0.0 || is_picture(&page.document.blocks[at].kind) {
            continue;
        }
        if is_byline(page, at) {
            roles.by_block[at] = Some(Role::Byline);
            continue;
        }
        let body = roles.by_block[at] == Some(Role::Body);
        let named = says_standfirst(page, at);
        let headed = plain && at == title + 1 && m.ends == TextEnding::Open && m.words >= 6.0 && m.phrases.any() < 0.3;
        let may_be = probabilities.get(at).is_some_and(|&probability| probability > 0.05);
        let free = (!body && at <= first && may_be) || named || headed;
        let already = roles.by_block.contains(&Some(Role::Standfirst));
        if free && !already && m.words >= 5.0 && m.words <= 80.0 && (named || headed || likeness.of(m) > 0.7) {
            roles.by_block[at] = Some(if body && !headed { Role::Body } else { Role::Standfirst });
        }
    }
    for at in title.saturating_sub(3)..title {
        if roles.by_block[at].is_none() && is_byline(page, at) {
            roles.by_block[at] = Some(Role::Byline);
        }
    }
}

/// Returns true if a block has only author and date.
pub fn is_byline(page: &MeasuredPage<'_>, at: usize) -> bool {
    let m = &page.stats[at];
    let text = m.folded.as_str();
    let begins = ["by ", "von ", "par ", "por ", "di ", "door ", "av ", "text: ", "written by ", "words by "]
        .iter()
        .any(|w| text.starts_with(w));
    let short = m.words >= 1.0 && m.words <= 16.0 && m.ends != TextEnding::Colon;
    short
        && (begins && m.words <= 12.0 && m.capitals > 0.3 && m.ends == TextEnding::Open
            || m.date > 0.0 && (m.date > 0.35 || m.phrases.score(Class::Dateline) > 0.0))
}

fn says_standfirst(page: &MeasuredPage<'_>, at: usize) -> bool {
    static NAMES: NameParts<10> = NameParts::new([
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
    ]);
    named(page, at, &NAMES)
}

/// Returns true if the block's element, or one of the two around it, has a name with one of these parts.
fn named<const N: usize>(page: &MeasuredPage<'_>, at: usize, parts: &NameParts<N>) -> bool {
    let mut element = page.document.blocks[at].element.map(|e| e as usize);
    for _ in 0..3 {
        let Some(here) = element else { return false };
        let Some(it) = page.document.elements.get(here) else { return false };
        if parts.any_in(&it.names) {
            return true;
        }
        element = parent_of(page.document, here);
    }
    false
}

/// Shows pictures within the article, and their captions.
fn pictures(page: &MeasuredPage<'_>, probabilities: &[f32], roles: &mut Roles) {
    let Some((first, last)) = roles.extent else { return };
    // A lead picture may stand above the title.
    let from = roles.title.map_or(first, |t| t.min(first)).saturating_sub(MAX_ABOVE_TITLE);
    for at in from..=last {
        if is_picture(&page.document.blocks[at].kind) {
            if belongs(page, probabilities, roles, at, 2) {
                roles.by_block[at] = Some(Role::Caption);
            }
        } else if (is_caption(page, at) || roles.by_block[at].is_none() && is_in_figure(page, at))
            && page.stats[at].words > 0.0
            && !matches!(roles.by_block[at], Some(Role::Title | Role::Standfirst))
        {
            let shown = roles.by_block[at].is_some() || belongs(page, probabilities, roles, at, 3);
            roles.by_block[at] = shown.then_some(Role::Caption);
        }
    }
}

/// Number of blocks above the title in which its picture may stand.
const MAX_ABOVE_TITLE: usize = 4;

/// Returns true if a block of some words is in a `<figure>`.
fn is_in_figure(page: &MeasuredPage<'_>, at: usize) -> bool {
    let own = page.document.blocks[at].element.map(|e| e as usize);
    let mut around = std::iter::successors(own, |&e| parent_of(page.document, e)).take(4);
    (2.0..60.0).contains(&page.stats[at].words)
        && page.stats[at].linked < 0.5
        && around.any(|e| page.document.elements[e].tag == "figure")
}

fn is_caption(page: &MeasuredPage<'_>, at: usize) -> bool {
    let mut element = page.document.blocks[at].element.map(|e| e as usize);
    for _ in 0..3 {
        let Some(here) = element else { break };
        let Some(it) = page.document.elements.get(here) else { break };
        if it.tag == "figcaption" {
            return true;
        }
        element = parent_of(page.document, here);
    }
    page.stats[at].words < 80.0 && (named(page, at, &CAPTION_NAMES) || repeats_alt(page, at))
}

/// Parts of the names of captions.
static CAPTION_NAMES: NameParts<13> = NameParts::new([
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
]);

/// Returns true if a block repeats the alt text of an adjacent picture.
fn repeats_alt(page: &MeasuredPage<'_>, at: usize) -> bool {
    let own = page.stats[at].folded.as_str();
    let beside = at.saturating_sub(2)..(at + 3).min(page.stats.len());
    page.stats[at].words >= 5.0
        && beside.filter(|&there| is_picture(&page.document.blocks[there].kind)).any(|there| {
            let (alt, words) = (page.stats[there].folded.as_str(), page.stats[there].words);
            words >= 5.0 && (own.starts_with(alt) || alt.starts_with(own))
        })
}

/// Returns true if the nearest text on one side is shown, and at least 40 % of the words in the smallest element with
/// text around it.
fn belongs(page: &MeasuredPage<'_>, probabilities: &[f32], roles: &Roles, at: usize, reach: usize) -> bool {
    let text = |there: &usize| page.stats[*there].words > 3.0 && !is_picture(&page.document.blocks[*there].kind);
    let near = |there: Option<usize>| there.is_some_and(|t| roles.by_block[t].is_some());
    let before = (at.saturating_sub(reach)..at).rev().find(text);
    let after = (at + 1..(at + 1 + reach).min(page.stats.len())).find(text);
    if !near(before) && !near(after) {
        return false;
    }
    let widening = page.outline.widening(page.document, page.document.blocks[at].element);
    for level in (0..widening.count).filter_map(|l| widening.level(l)) {
        let (start, end) = page.outline.stats[level].range;
        let inside = start as usize..(end as usize).min(probabilities.len()).min(start as usize + 400);
        // Pictures and captions are no evidence about the text around them.
        let text = inside.filter(|&b| b != at && !is_picture(&page.document.blocks[b].kind) && !is_caption(page, b));
        let (shown, all) = text.fold((0.0, 0.0), |(s, a), b| {
            let w = page.stats[b].words;
            (s + if roles.by_block[b].is_some() { w } else { 0.0 }, a + w)
        });
        if all >= 8.0 {
            return shown >= 0.4 * all;
        }
    }
    true
}
