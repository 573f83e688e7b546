//! [`Candidate`]: a link that may be a story, with the title and the labels in its line.

use super::address::is_story;
use super::kicker::{self, parted};
use super::label::{self, Label};
use super::{without_query, words};
use crate::declutter::block_stats::is_picture;
use crate::declutter::wording::{Class, ClutterPhrases, PhraseCounts, fold};
use crate::document::{Block, BlockKind, Document, Mark, Span, Style};
use crate::web_address::has_web_scheme;

/// A link that may be a story.
pub(super) struct Candidate {
    /// Index of its block.
    pub(super) block: usize,
    /// Address as in the link.
    pub(super) url: String,
    /// Text of the link without its labels.
    pub(super) title: String,
    /// Labels in the link and before it.
    pub(super) label: Label,
}

/// Returns the stories that a block links to: one if most of it is one link, or one per line of several lines.
pub(super) fn candidates(
    document: &Document,
    at: usize,
    said: &PhraseCounts,
    wording: &ClutterPhrases,
) -> Vec<Candidate> {
    let block = &document.blocks[at];
    if is_picture(&block.kind) || block.marks.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut start = 0;
    for line in block.text.split('\n').take(40) {
        let span = Span::new(start, start + line.len());
        start = span.end + 1;
        out.extend(candidate(block, at, span, said, wording));
    }
    out
}

/// Returns the candidate of a line that is mostly one link of several words to a page, not to a list of pages.
fn candidate(block: &Block, at: usize, line: Span, said: &PhraseCounts, wording: &ClutterPhrases) -> Option<Candidate> {
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
    if !fits {
        return None;
    }
    let (title, mut label) = kicker::divided(text, &seams_in(block, span), wording);
    let before = Span::new(line.start, span.start);
    if (2..=40).contains(&before.of(&block.text).trim().len()) {
        let read = Label::read(before.of(&block.text), &seams_in(block, before), wording);
        label.kicker = read.kicker.or(label.kicker);
        label.published = label.published.or(read.published);
        label.is_advert |= read.is_advert;
    }
    Some(Candidate { block: at, url: url.to_owned(), title, label })
}

/// Returns the seams of a block within a span, counted from its start.
pub(super) fn seams_in(block: &Block, span: Span) -> Vec<usize> {
    let inside = block.seams.iter().filter_map(|&seam| (seam as usize).checked_sub(span.start));
    inside.filter(|&at| at > 0 && at < span.len()).collect()
}

/// Returns true for a real title: not a date, and not just an invitation to read on.
pub(super) fn is_title(title: &str, wording: &ClutterPhrases) -> bool {
    let said = wording.count(&fold(title));
    let named = title.split_whitespace().filter(|w| w.chars().next().is_some_and(char::is_alphabetic)).count();
    let calls = [Class::Share, Class::Subscribe, Class::Newsletter].iter().any(|&c| said.score(c) > 0.4);
    words(title) >= 3 && named >= 2 && !label::is_time(title, wording) && said.first != Some(Class::ReadMore) && !calls
}

/// Returns true if a line is a label of the site: a menu, a button, the word "related" itself.
pub(super) fn is_label(said: &PhraseCounts) -> bool {
    [Class::Related, Class::Navigation, Class::Share, Class::Controls, Class::Subscribe]
        .iter()
        .any(|&c| said.score(c) > 0.3)
}

/// Removes "read more" and the like from a title and its kicker.
pub(super) fn strip(mut candidate: Candidate, wording: &ClutterPhrases) -> Candidate {
    let leads = |text: &str, least: f32| {
        let said = wording.count(&fold(text));
        said.score(Class::Related) + said.score(Class::ReadMore) > least
    };
    if candidate.label.kicker.as_deref().is_some_and(|kicker| leads(kicker, 0.3)) {
        candidate.label.kicker = None;
    }
    if let Some((head, rest)) = candidate.title.split_once(':')
        && leads(head, 0.6)
        && !rest.trim().is_empty()
    {
        candidate.title = rest.trim().to_owned();
    }
    if candidate.label.kicker.is_none()
        && let Some((kicker, title)) = parted(&candidate.title)
    {
        (candidate.label.kicker, candidate.title) = (Some(kicker), title);
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

/// Joins two lines of a card that lead to the same story: the first is the kicker if it is short and no heading above a
/// paragraph.
pub(super) fn join_kickers(document: &Document, all: &mut Vec<Candidate>, wording: &ClutterPhrases) {
    let mut kept: Vec<Candidate> = Vec::with_capacity(all.len());
    for mut title in all.drain(..) {
        if let Some(above) = kept.last_mut()
            && is_kicker_of(document, above, &title)
        {
            let is_said = is_label(&wording.count(&fold(&above.title)));
            let Label { kicker, published, author, is_advert } = Label::read(&above.title, &[], wording);
            let label = &mut title.label;
            label.kicker = label.kicker.take().or_else(|| kicker.filter(|_| !is_said));
            label.published = label.published.take().or(published).or_else(|| above.label.published.take());
            label.author = label.author.take().or(author).or_else(|| above.label.author.take());
            label.is_advert |= is_advert || above.label.is_advert;
            kept.pop();
        }
        kept.push(title);
    }
    *all = kept;
}

/// Returns true if the line above is the kicker of a title: short, near, and with the same address.
fn is_kicker_of(document: &Document, above: &Candidate, title: &Candidate) -> bool {
    const MAX_LINES: usize = 4;
    let near = (1..=MAX_LINES).contains(&(title.block.wrapping_sub(above.block)));
    let heading = |candidate: &Candidate| matches!(document.blocks[candidate.block].kind, BlockKind::Heading(_));
    near && without_query(&above.url) == without_query(&title.url)
        && words(&above.title) <= kicker::MAX_WORDS
        && !title.title.ends_with(['.', '…'])
        && words(&title.title) <= 25
        && (heading(title) || !heading(above))
}
