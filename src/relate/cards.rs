//! Related stories of a page with elements: links to stories below a heading or inside an element about related
//! stories, or with their own "read more"; each with the other texts of its card.

use super::address::is_campaign;
use super::candidate::{Candidate, candidates, is_label, is_title, join_kickers, seams_in, strip};
use super::kicker;
use super::label::{self, Label};
use super::{without_query, words};
use crate::article::{Role, Verdict};
use crate::declutter::block_stats::is_picture;
use crate::declutter::listing::byline;
use crate::declutter::outline::parent_of;
use crate::declutter::wording::{Class, ClutterPhrases, PhraseCounts, fold};
use crate::document::{Block, BlockKind, Document, Span, Style};
use crate::name_parts::NameParts;
use crate::reading::RelatedStory;
use crate::web_address::has_web_scheme;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Parts of class and id names of related stories.
static RELATED: NameParts<20> = NameParts::new([
    "related",
    "recirc",
    "recommend",
    "more-on",
    "moreon",
    "more-from",
    "read-more",
    "readmore",
    "read-next",
    "readnext",
    "next-up",
    "nextclick",
    "see-also",
    "seealso",
    "also-",
    "alsos",
    "similar",
    "sibling",
    "suggested",
    "further-reading",
]);

/// Parts of class and id names of lists of popular stories.
static POPULAR: NameParts<14> = NameParts::new([
    "popular",
    "trending",
    "most-",
    "mostread",
    "top-stor",
    "topstor",
    "latest",
    "recent",
    "headline-list",
    "newswire",
    "footer",
    "nav",
    "menu",
    "breadcrumb",
]);

/// Meaning of the nearest heading or the names around a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Related,
    Popular,
    Unknown,
}

/// Returns the stories on a page's cards, in order; addresses may be repeated.
pub fn stories(document: &Document, verdicts: &[Verdict], wording: &ClutterPhrases) -> Vec<RelatedStory> {
    let said: Vec<PhraseCounts> = document
        .blocks
        .iter()
        .map(|b| if b.text.len() <= 300 { wording.count(&fold(&b.text)) } else { PhraseCounts::default() })
        .collect();
    let labels = labels(document, verdicts, &said, wording);
    let names = names(document);
    let is_front = is_front_page(document, verdicts);
    let mut all: Vec<Candidate> = Vec::new();
    for at in 0..document.blocks.len() {
        let found = candidates(document, at, &said[at], wording);
        if found.is_empty() {
            continue;
        }
        let itself = says_itself(&document.blocks[at], &said[at]);
        let shown = matches!(verdicts.get(at), Some(Verdict::Show(_)));
        let around = document.blocks[at]
            .element
            .map_or(Standing::Unknown, |e| names.get(e as usize).copied().unwrap_or(Standing::Unknown));
        let wanted = match (labels[at], around) {
            (_, Standing::Popular) | (Standing::Popular, Standing::Unknown) => itself,
            (Standing::Related, _) | (_, Standing::Related) => true,
            _ => itself || is_front && matches!(document.blocks[at].kind, BlockKind::Heading(_)),
        };
        // A block of several linked lines under such a label is a list, even inside the article.
        if wanted && (!shown || itself || found.len() >= 2) {
            all.extend(found.into_iter().map(|candidate| strip(candidate, wording)));
        }
    }
    join_kickers(document, &mut all, wording);
    let ranges = ranges(document);
    let blocks: Vec<(usize, &str)> = all.iter().map(|c| (c.block, without_query(&c.url))).collect();
    let listed = listed(document, &said);
    let page = document.meta.url.as_deref();
    all.iter()
        .filter(|c| is_title(&c.title, wording) && !is_list(c, &listed) && !is_campaign(&c.url, words(&c.title), page))
        .map(|c| story(document, verdicts, wording, c, &card(document, &ranges, &blocks, c)))
        .filter(|(_, is_advert)| !is_advert)
        .map(|(story, _)| story)
        .collect()
}

/// Returns the headings with links that say "more from", with the addresses of these lists.
fn listed<'d>(document: &'d Document, said: &[PhraseCounts]) -> FxHashMap<&'d str, Vec<&'d str>> {
    /// Most headings of one address that are looked at.
    const MOST: usize = 8;
    let headings = document.blocks.iter().zip(said).filter(|(block, said)| {
        matches!(block.kind, BlockKind::Heading(_)) && said.first == Some(Class::Related) && !block.text.contains(':')
    });
    let lists = headings.flat_map(|(block, _)| {
        block.marks.iter().filter_map(|mark| match &mark.style {
            Style::Link(url) => Some((block.text.as_str(), without_query(url))),
            _ => None,
        })
    });
    let mut found: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for (text, url) in lists {
        let texts = found.entry(url).or_default();
        if texts.len() < MOST {
            texts.push(text);
        }
    }
    found
}

/// Returns true if a heading "more from …" with the same address ends with the title: it is a section or an author.
fn is_list(candidate: &Candidate, listed: &FxHashMap<&str, Vec<&str>>) -> bool {
    let mut texts = listed.get(without_query(&candidate.url)).into_iter().flatten();
    words(&candidate.title) < 5 && texts.any(|text| text.ends_with(&candidate.title))
}

/// Returns true for a page that shows hardly any text: the linked headings on it are its stories.
fn is_front_page(document: &Document, verdicts: &[Verdict]) -> bool {
    const MAX_WORDS: usize = 60;
    let shown = document.blocks.iter().zip(verdicts).filter(|(_, verdict)| **verdict == Verdict::Show(Role::Body));
    shown.map(|(block, _)| words(&block.text)).sum::<usize>() <= MAX_WORDS
}

/// Returns true for "Read more: …", "Lesen Sie auch …": in the block's own words before the link, or in the link
/// before a colon.
fn says_itself(block: &Block, said: &PhraseCounts) -> bool {
    let first = matches!(said.first, Some(Class::Related | Class::ReadMore));
    let head: String = block.text.chars().take(40).collect();
    first
        && (head.contains(':')
            || block.marks.iter().any(|m| matches!(m.style, Style::Link(_)) && m.span.start > 3)
            || said.first == Some(Class::Related))
}

/// Returns the meaning of the heading or label above each block; prose in between ends its effect.
fn labels(document: &Document, verdicts: &[Verdict], said: &[PhraseCounts], wording: &ClutterPhrases) -> Vec<Standing> {
    let mut now = Standing::Unknown;
    let mut since = usize::MAX;
    let mut out = Vec::with_capacity(document.blocks.len());
    for (at, block) in document.blocks.iter().enumerate() {
        let words = block.text.split_whitespace().count();
        let body = matches!(verdicts.get(at), Some(Verdict::Show(Role::Body)));
        let s = &said[at];
        let heading = matches!(block.kind, BlockKind::Heading(_));
        let short = (1..=9).contains(&words);
        let related = s.score(Class::Related) > 0.25 || s.first == Some(Class::Related);
        let popular = s.score(Class::Popular) > 0.3 || s.first == Some(Class::Popular);
        let linked = !candidates(document, at, s, wording).is_empty();
        if body && words >= 12 {
            (now, since) = (Standing::Unknown, usize::MAX);
        } else if short && !linked && popular {
            (now, since) = (Standing::Popular, 0);
        } else if short && related && (heading || !linked || words <= 5) {
            (now, since) = (Standing::Related, 0);
        } else if heading && short && !linked && since > 1 {
            (now, since) = (Standing::Unknown, usize::MAX);
        }
        since = since.saturating_add(1);
        out.push(now);
    }
    out
}

/// Returns the meaning of the names of each element or its ancestors.
fn names(document: &Document) -> Vec<Standing> {
    let mut out: Vec<Standing> = Vec::with_capacity(document.elements.len());
    for (at, element) in document.elements.iter().enumerate() {
        let broad = matches!(element.tag.as_str(), "body" | "html" | "main" | "article");
        let own = match element.tag.as_str() {
            "nav" | "footer" => Standing::Popular,
            _ if broad => Standing::Unknown,
            _ if RELATED.any_in(&element.names) => Standing::Related,
            _ if POPULAR.any_in(&element.names) => Standing::Popular,
            _ => Standing::Unknown,
        };
        let above = parent_of(document, at).and_then(|p| out.get(p).copied()).unwrap_or(Standing::Unknown);
        out.push(if own == Standing::Unknown { above } else { own });
    }
    out
}

/// Returns the blocks of each element.
fn ranges(document: &Document) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = vec![0..0; document.elements.len()];
    for (at, block) in document.blocks.iter().enumerate() {
        if let Some(held) = block.element.and_then(|e| out.get_mut(e as usize)) {
            *held = joined(held, &(at..at + 1));
        }
    }
    for at in (0..out.len()).rev() {
        if let Some(parent) = parent_of(document, at) {
            out[parent] = joined(&out[parent], &out[at]);
        }
    }
    out
}

/// Returns the smallest range over both; an empty one is ignored.
fn joined(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    match (a.is_empty(), b.is_empty()) {
        (true, _) => b.clone(),
        (_, true) => a.clone(),
        _ => a.start.min(b.start)..a.end.max(b.end),
    }
}

/// Returns the blocks of a candidate's card: the widest element around it without another story, at most a dozen
/// blocks.
fn card(document: &Document, ranges: &[Range<usize>], blocks: &[(usize, &str)], candidate: &Candidate) -> Range<usize> {
    let mut best = candidate.block..candidate.block + 1;
    let mut element = document.blocks[candidate.block].element.map(|e| e as usize);
    while let Some(here) = element {
        let range = ranges[here].clone();
        let first = blocks.partition_point(|(b, _)| *b < range.start);
        let alone = blocks[first..]
            .iter()
            .take_while(|(b, _)| *b < range.end)
            .all(|(_, url)| *url == without_query(&candidate.url));
        if range.len() > 12 || !alone {
            break;
        }
        best = range;
        element = parent_of(document, here);
    }
    best
}

/// Returns the story of a candidate with the other texts of its card, and true if a label says that it is an advert.
fn story(
    document: &Document,
    verdicts: &[Verdict],
    wording: &ClutterPhrases,
    candidate: &Candidate,
    card: &Range<usize>,
) -> (RelatedStory, bool) {
    let Label { kicker, published, author, mut is_advert } = candidate.label.clone();
    let mut story = RelatedStory {
        title: candidate.title.clone(),
        url: has_web_scheme(&candidate.url).then(|| candidate.url.clone()),
        kicker,
        published,
        author,
        ..RelatedStory::default()
    };
    let shown = |at: usize| matches!(verdicts.get(at), Some(Verdict::Show(_)));
    for at in card.clone().filter(|&at| at != candidate.block && !shown(at)) {
        let block = &document.blocks[at];
        let count = block.text.split_whitespace().count();
        let is_known = block.text == candidate.title || story.kicker.as_deref() == Some(block.text.as_str());
        if count == 0 || is_picture(&block.kind) || is_known {
            continue;
        }
        if count <= label::MAX_WORDS {
            let label = Label::read(&block.text, &seams_in(block, Span::new(0, block.text.len())), wording);
            is_advert |= label.is_advert && at < candidate.block;
            let says_more = label.published.is_some() || label.author.is_some() || label.kicker.is_none();
            story.published = story.published.or(label.published);
            story.author = story.author.or(label.author);
            let kicker = label.kicker.filter(|kicker| words(kicker) <= kicker::MAX_WORDS && story.kicker.is_none());
            if at < candidate.block
                && let Some(kicker) = kicker
                && !is_label(&wording.count(&fold(&block.text)))
            {
                story.kicker = Some(kicker);
            }
            if says_more || at < candidate.block {
                continue;
            }
        } else if byline(&block.text).is_some() {
            story.author = story.author.or_else(|| label::author_of(&block.text));
            continue;
        }
        if at > candidate.block && count >= 5 && story.summary.is_none() {
            story.summary = Some(block.text.clone());
        }
    }
    (story, is_advert)
}
