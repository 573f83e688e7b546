//! Related stories of a page with elements: links to stories below a heading or inside an element about related
//! stories, or with their own "read more"; each with the other texts of its card.

use super::address::is_story;
use super::kicker::parted;
use super::without_query;
use crate::article::{Role, Verdict};
use crate::declutter::listing::{author, byline};
use crate::declutter::outline::parent_of;
use crate::declutter::wording::{Class, ClutterPhrases, PhraseCounts, fold};
use crate::declutter::{block_stats::is_picture, dates};
use crate::document::{Block, BlockKind, Document, Mark, Span, Style};
use crate::reading::RelatedStory;
use crate::web_address::has_web_scheme;
use std::ops::Range;

/// Parts of class and id names of related stories.
const RELATED: [&str; 20] = [
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
];

/// Parts of class and id names of lists of popular stories.
const POPULAR: [&str; 14] = [
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
];

/// A link that may be a story.
struct Candidate {
    block: usize,
    url: String,
    title: String,
    kicker: Option<String>,
}

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
    let labels = labels(document, verdicts, &said);
    let names = names(document);
    let is_front = is_front_page(document, verdicts);
    let mut all: Vec<Candidate> = Vec::new();
    for at in 0..document.blocks.len() {
        let found = candidates(document, at, &said[at]);
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
    let ranges = ranges(document);
    let blocks: Vec<(usize, &str)> = all.iter().map(|c| (c.block, without_query(&c.url))).collect();
    all.iter()
        .filter(|c| is_title(&c.title, wording))
        .map(|c| story(document, verdicts, wording, c, &card(document, &ranges, &blocks, c)))
        .collect()
}

/// Returns true for a page that shows hardly any text: the linked headings on it are its stories.
fn is_front_page(document: &Document, verdicts: &[Verdict]) -> bool {
    const MAX_WORDS: usize = 60;
    let shown = document.blocks.iter().zip(verdicts).filter(|(_, verdict)| **verdict == Verdict::Show(Role::Body));
    shown.map(|(block, _)| words(&block.text)).sum::<usize>() <= MAX_WORDS
}

/// Returns the stories that a block links to: one if most of it is one link, or one per line of several lines.
fn candidates(document: &Document, at: usize, said: &PhraseCounts) -> Vec<Candidate> {
    let block = &document.blocks[at];
    if is_picture(&block.kind) || block.marks.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut start = 0;
    for line in block.text.split('\n').take(40) {
        let span = Span::new(start, start + line.len());
        start = span.end + 1;
        out.extend(candidate(block, at, span, said));
    }
    out
}

/// Returns the candidate of a line that is mostly one link of several words to a page, not to a list of pages.
fn candidate(block: &Block, at: usize, line: Span, said: &PhraseCounts) -> Option<Candidate> {
    let inside = |m: &&Mark| m.span.overlaps(line);
    let links = || {
        block.marks.iter().filter(inside).filter_map(|m| match &m.style {
            Style::Link(url) => Some((url.as_str(), Span::new(m.span.start.max(line.start), m.span.end.min(line.end)))),
            _ => None,
        })
    };
    let (url, span) = links().max_by_key(|(_, span)| span.len())?;
    let text = span.of(&block.text);
    let other = links().filter(|(u, _)| without_query(u) != without_query(url)).map(|(_, s)| s.len()).sum::<usize>();
    let leads = said.first == Some(Class::Related) && text.len() * 3 >= line.len();
    let mostly = (text.len() + 25) * 10 >= line.len() * 6 || leads;
    let web = has_web_scheme(url) || url.starts_with('/');
    let fits = web
        && words(text) >= 3
        && text.len() <= 400
        && mostly
        && other * 2 < text.len() + 20
        && is_story(url, words(text));
    let kicker = Span::new(line.start, span.start).of(&block.text).trim().trim_end_matches(':').to_owned();
    fits.then(|| Candidate {
        block: at,
        url: url.to_owned(),
        title: text.trim().to_owned(),
        kicker: Some(kicker).filter(|k| (2..=40).contains(&k.len()) && k.chars().any(char::is_alphabetic)),
    })
}

/// Number of words with a letter or digit.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
}

/// Returns true for a real title: not a date, and not just an invitation to read on.
fn is_title(title: &str, wording: &ClutterPhrases) -> bool {
    let folded = fold(title);
    let date = dates::first(&folded, wording).is_some_and(|d| (d.end - d.start) * 2 > folded.len());
    let said = wording.count(&folded);
    let named = title.split_whitespace().filter(|w| w.chars().next().is_some_and(char::is_alphabetic)).count();
    words(title) >= 3
        && named >= 2
        && !is_length(&folded)
        && !is_age(&folded)
        && !date
        && said.first != Some(Class::ReadMore)
        && said.score(Class::Share) < 0.4
}

/// Returns true if a title is only the length of a film or recording: "Video 25:34 Min.".
fn is_length(folded: &str) -> bool {
    let is_time = |word: &str| word.contains(':') && word.chars().all(|c| c.is_ascii_digit() || c == ':');
    folded.split_whitespace().count() <= 4 && folded.split_whitespace().any(is_time)
}

/// Returns true for an age in place of a title: "7 hrs ago", "vor 3 Stunden", "il y a 2 heures".
fn is_age(folded: &str) -> bool {
    const AGO: [&str; 9] = ["ago", "vor", "hace", "il y a", "fa", "geleden", "sedan", "siden", "назад"];
    let count = folded.split_whitespace().count();
    let has = |sign: &&str| format!(" {folded} ").contains(&format!(" {sign} "));
    count <= 5 && folded.bytes().any(|byte| byte.is_ascii_digit()) && AGO.iter().any(has)
}

/// Returns true if a line is a label of the site: a menu, a button, the word "related" itself.
fn is_label(said: &PhraseCounts) -> bool {
    [Class::Related, Class::Navigation, Class::Share, Class::Controls, Class::Subscribe]
        .iter()
        .any(|&c| said.score(c) > 0.3)
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

/// Removes "read more" and the like from a title and its kicker.
fn strip(mut candidate: Candidate, wording: &ClutterPhrases) -> Candidate {
    let leads = |text: &str, least: f32| {
        let said = wording.count(&fold(text));
        said.score(Class::Related) + said.score(Class::ReadMore) > least
    };
    if candidate.kicker.as_deref().is_some_and(|kicker| leads(kicker, 0.3)) {
        candidate.kicker = None;
    }
    if let Some((head, rest)) = candidate.title.split_once(':')
        && leads(head, 0.6)
        && !rest.trim().is_empty()
    {
        candidate.title = rest.trim().to_owned();
    }
    if candidate.kicker.is_none()
        && let Some((kicker, title)) = parted(&candidate.title)
    {
        (candidate.kicker, candidate.title) = (Some(kicker), title);
    }
    for count in (1..=3).rev() {
        let Some(end) = candidate.title.match_indices(' ').nth(count - 1).map(|(at, _)| at) else { continue };
        let rest = candidate.title[end..].trim();
        let opens = rest.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphabetic());
        if opens && words(rest) >= 3 && wording.count(&fold(&candidate.title[..end])).score(Class::Related) > 0.95 {
            candidate.title = rest.to_owned();
            break;
        }
    }
    candidate
}

/// Returns the meaning of the heading or label above each block; prose in between ends its effect.
fn labels(document: &Document, verdicts: &[Verdict], said: &[PhraseCounts]) -> Vec<Standing> {
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
        let linked = !candidates(document, at, s).is_empty();
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
        let names = element.names.to_ascii_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| names.contains(part));
        let broad = matches!(element.tag.as_str(), "body" | "html" | "main" | "article");
        let own = match element.tag.as_str() {
            "nav" | "footer" => Standing::Popular,
            _ if broad => Standing::Unknown,
            _ if has(&RELATED) => Standing::Related,
            _ if has(&POPULAR) => Standing::Popular,
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

fn story(
    document: &Document,
    verdicts: &[Verdict],
    wording: &ClutterPhrases,
    candidate: &Candidate,
    card: &Range<usize>,
) -> RelatedStory {
    let mut story = RelatedStory {
        title: candidate.title.clone(),
        url: has_web_scheme(&candidate.url).then(|| candidate.url.clone()),
        kicker: candidate.kicker.clone(),
        ..RelatedStory::default()
    };
    let shown = |at: usize| matches!(verdicts.get(at), Some(Verdict::Show(_)));
    for at in card.clone().filter(|&at| at != candidate.block && !shown(at)) {
        let block = &document.blocks[at];
        let words = block.text.split_whitespace().count();
        let folded = fold(&block.text);
        if words == 0 || is_picture(&block.kind) || block.text == candidate.title {
            continue;
        }
        let date = dates::first(&folded, wording).filter(|d| (d.end - d.start) * 2 > folded.len());
        let ago = words <= 5 && folded.contains("ago");
        if (date.is_some() || ago) && words <= 8 {
            story.published = story.published.or_else(|| Some(date.map_or_else(|| block.text.clone(), |d| d.iso())));
        } else if let Some(signed) = byline(&block.text) {
            story.author = story.author.or_else(|| author(&signed, &[]));
        } else if at < candidate.block && words <= 5 && story.kicker.is_none() && !is_label(&wording.count(&folded)) {
            story.kicker = Some(block.text.clone());
        } else if at > candidate.block && words >= 5 && story.summary.is_none() {
            story.summary = Some(block.text.clone());
        }
    }
    story
}
