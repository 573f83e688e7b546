//! Gives a speaker to speech without reporting words of its own.
//!
//! It continues the speech of the paragraph before, or that paragraph introduces it. A heading or another paragraph
//! in between ends the continuation; the speech then stays without a speaker.

use super::block_quotes::lead_in;
use super::draft::{Analysis, BlockPart, Draft};
use super::form::{self, CueClass, Form, SourceSort};
use super::layout_rules::name;
use super::lexicon::{GIVEN, WordClass};
use super::rules::marked;
use super::tokens::Kind;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Number of quotations, and their share in percent, from which one person is taken for the guest of an interview.
const MAIN: (usize, usize) = (3, 70);

/// The last speaker.
#[derive(Debug, Default)]
struct Last {
    paragraph: usize,
    /// One past the last token.
    end: usize,
    source: Option<Range<usize>>,
}

/// Gives sources to the speech in marks that has neither cue nor source.
pub(super) fn give_sources(page: &Analysis<'_>, drafts: &mut [Draft]) {
    let main = main_source(page, drafts);
    let mut last: Option<Last> = None;
    for draft in drafts.iter_mut() {
        let paragraph = page.paragraph(draft.start());
        let nested = last.as_ref().is_some_and(|last| draft.end() <= last.end);
        if is_bare(page, draft)
            && let Some((source, verb)) = named_behind(page, draft)
        {
            draft.source = Some(source);
            draft.cue = Some(verb);
            draft.carried = false;
        }
        if is_bare(page, draft) {
            (draft.source, draft.carried) = match &last {
                _ if page.part(paragraph) == BlockPart::Heading => (None, false),
                Some(last) if last.paragraph == paragraph => (last.source.clone(), true),
                _ => match introduced(page, paragraph, last.as_ref()) {
                    Introduced::By(source) => (Some(source), true),
                    Introduced::ByQuestion => (main.clone(), true),
                    Introduced::Not => (None, false),
                },
            };
        }
        if !nested && speaks(page, draft) {
            last = Some(Last { paragraph, end: draft.end(), source: draft.source.clone() });
        }
    }
}

/// The relation of a paragraph to the speech before which it stands.
enum Introduced {
    /// It names the source in these tokens.
    By(Range<usize>),
    /// It asks a question in the author's own words.
    ByQuestion,
    /// It does not introduce the speech.
    Not,
}

/// Returns true if the draft is speech in marks without cue or source.
fn is_bare(page: &Analysis<'_>, draft: &Draft) -> bool {
    let first = draft.content.first().is_some_and(|piece| page.marks.outermost(piece.start).is_some());
    draft.source.is_none() && draft.cue.is_none() && first
}

/// The name or pronoun and the verb right behind speech that ends in a comma or a question: “It will hold,” Lee shot
/// back.
fn named_behind(page: &Analysis<'_>, draft: &Draft) -> Option<(Range<usize>, Range<usize>)> {
    let tokens = &page.tokens.list;
    let quoted = page.marks.outermost(draft.end().checked_sub(1)?).filter(|quoted| quoted.closed)?;
    let last = quoted.close.checked_sub(1).filter(|&at| at > quoted.open)?;
    let goes_on = tokens[last].kind == Kind::Comma || page.word(last).contains(['?', '!']);
    let start = quoted.close + 1;
    let end = page.tokens.paragraphs.get(page.paragraph(quoted.open))?.end;
    let first = tokens.get(start).filter(|_| goes_on && start < end)?;
    let source = if first.is(WordClass::HE | WordClass::SHE) { start..start + 1 } else { name(page, start, end) };
    let verb = tokens.get(source.end).filter(|_| !source.is_empty() && source.end < end)?;
    let acts = verb.kind == Kind::Word
        && !verb.capital()
        && !verb.is(WordClass::PREP | WordClass::CONJ | WordClass::AUX | WordClass::REL | WordClass::DET)
        && (verb.is(WordClass::FINITE) || page.says_participle(source.end) || form::is_past(page.word(source.end)));
    acts.then(|| (source.clone(), source.end..source.end + 1))
}

/// Returns true if the draft is speech that may continue in the next paragraph.
fn speaks(page: &Analysis<'_>, draft: &Draft) -> bool {
    let cue = Form::of(page, draft).cue;
    draft.is_verbatim()
        || draft.carried
        || draft.content.iter().any(|piece| marked(page, piece))
        || matches!(cue, CueClass::Say | CueClass::Report | CueClass::Judge)
}

/// Finds what introduces the speech that begins a paragraph.
fn introduced(page: &Analysis<'_>, paragraph: usize, last: Option<&Last>) -> Introduced {
    let Some(before) = paragraph.checked_sub(1) else { return Introduced::Not };
    if page.part(before) == BlockPart::Heading {
        return Introduced::Not;
    }
    if let Some(source) = lead_in(page, before, &[":"]) {
        return Introduced::By(source);
    }
    let last = last.filter(|last| last.paragraph == before).map(|last| last.source.as_ref());
    let writer = |source: &Range<usize>| page.token(source.start).is_some_and(|token| token.is(WordClass::FIRST));
    match last {
        Some(Some(source)) if writer(source) => return Introduced::ByQuestion,
        Some(Some(source)) => return Introduced::By(source.clone()),
        Some(None) => return Introduced::Not,
        None => {}
    }
    let Some(lines) = page.tokens.paragraphs.get(before) else { return Introduced::Not };
    if lines.end.checked_sub(1).is_some_and(|end| page.word(end).contains('?')) {
        return Introduced::ByQuestion;
    }
    subject(page, lines.start).map_or(Introduced::Not, Introduced::By)
}

/// The name at the beginning of a paragraph without speech, if it is the subject of the first sentence.
fn subject(page: &Analysis<'_>, start: usize) -> Option<Range<usize>> {
    let sentence = page.sentences.at(start);
    let name = name(page, start, sentence.end);
    let next = page.token(name.end).filter(|_| name.end < sentence.end)?;
    let known = page.tokens.list[name.clone()].iter().any(|token| token.is(GIVEN)) || name.len() == 1;
    let place = page.tokens.list[name.clone()].iter().any(|token| token.is(WordClass::PLACE | WordClass::DAY));
    let verb = next.kind == Kind::Word
        && !next.capital()
        && (next.is(WordClass::AUX | WordClass::ADV | WordClass::SPEECH | WordClass::STANCE)
            || page.says_participle(name.end));
    (!name.is_empty() && known && !place && verb).then_some(name)
}

/// The name of the guest of an interview: the person who says nearly all speech of the page.
fn main_source(page: &Analysis<'_>, drafts: &[Draft]) -> Option<Range<usize>> {
    let mut counts: FxHashMap<u64, (usize, Range<usize>)> = FxHashMap::default();
    let mut all = 0;
    for draft in drafts.iter().filter(|draft| draft.content.iter().any(|piece| marked(page, piece))) {
        if Form::of(page, draft).source != SourceSort::Name {
            continue;
        }
        let Some(source) = &draft.source else { continue };
        let Some(name) = source.end.checked_sub(1).and_then(|at| page.token(at)) else { continue };
        all += 1;
        counts.entry(name.hash).or_insert_with(|| (0, source.clone())).0 += 1;
    }
    let (count, source) =
        counts.into_values().max_by_key(|(count, source)| (*count, std::cmp::Reverse(source.start)))?;
    (count >= MAIN.0 && count * 100 >= all * MAIN.1).then_some(source)
}
