//! Speech without a reporting verb: transcripts (`LEE: Was it safe?`) and names behind a dash or colon (`“…” — Ann
//! Lee`).

use super::block_quotes;
use super::draft::{Analysis, Draft, overlap};
use super::lexicon::{FUNCTION, GIVEN, WordClass};
use super::sentence_forms;
use super::tokens::{Kind, Shape, Token};
use crate::small_sort::SmallSort;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Confidence of these forms: the layout names the speaker.
const LAID_OUT: f32 = 0.8;
/// Longest name with its description, in tokens.
const LONGEST: usize = 16;
/// Number of paragraphs beginning with a name and a colon that make a transcript …
const LABELLED: usize = 4;
/// … if at least this many names occur repeatedly.
const VOICES: usize = 2;

/// Adds a source to drafts that lack one, or new drafts, from these forms.
pub fn add(page: &Analysis<'_>, drafts: &mut Vec<Draft>) {
    drafts.small_sort_by_key(Draft::start);
    // Largest end of each draft and those before it. It limits the search to drafts near a line; a text may have very
    // many of both.
    let reaches: Vec<usize> = drafts
        .iter()
        .scan(0, |reach, draft| {
            *reach = draft.end().max(*reach);
            Some(*reach)
        })
        .collect();
    let mut gone = vec![false; drafts.len()];
    let mut added = Vec::new();
    let by_form = sentence_forms::put_it(page).into_iter().chain(sentence_forms::turns_behind_dashes(page));
    for found in signed(page).into_iter().chain(transcript(page)).chain(block_quotes::find(page)).chain(by_form) {
        let Some(content) = found.content.first() else { continue };
        let last = drafts.partition_point(|draft| draft.start() < content.end);
        let near = reaches[..last].partition_point(|&reach| reach <= content.start)..last;
        for at in near.clone() {
            gone[at] |= own_words(page, &drafts[at], content);
        }
        let most = |draft: &Draft| {
            let shared: usize = draft.content.iter().map(|piece| overlap(piece, content)).sum();
            shared * 2 > content.len()
        };
        match near.into_iter().find(|&at| !gone[at] && most(&drafts[at])).map(|at| &mut drafts[at]) {
            Some(draft) if draft.source.is_none() || draft.carried => {
                draft.source = found.source;
                draft.by = found.by;
                draft.confidence = draft.confidence.max(LAID_OUT);
            }
            // "as X put it" leaves no doubt.
            Some(draft) if found.cue.is_some() => *draft = found,
            Some(_) => {}
            None => added.push(found),
        }
    }
    let mut gone = gone.into_iter();
    drafts.retain(|_| !gone.next().unwrap_or_default());
    drafts.extend(added);
    drafts.small_sort_by_key(Draft::start);
}

/// Returns true for "I wrote it down", said by the speaker of the whole line.
fn own_words(page: &Analysis<'_>, draft: &Draft, line: &Range<usize>) -> bool {
    let inside = |range: &Range<usize>| line.start <= range.start && range.end <= line.end;
    let speaker = draft.source.as_ref().filter(|source| source.len() == 1 && inside(source));
    let first = speaker.and_then(|source| page.token(source.start)).is_some_and(|t| t.is(WordClass::FIRST));
    first && draft.content.iter().all(|piece| inside(piece) && page.quoted(piece).next().is_none())
}

/// Builds a draft from the layout alone.
pub(super) fn laid_out(content: Range<usize>, source: Range<usize>, by: &'static str) -> Draft {
    Draft { content: vec![content], source: Some(source), by, confidence: LAID_OUT, ..Draft::default() }
}

/// `“…” — Ann Lee, engineer` at the end of a paragraph, or with dash and name in a paragraph of their own; `“…”: Ann
/// Lee`.
fn signed(page: &Analysis<'_>) -> Vec<Draft> {
    let tokens = &page.tokens.list;
    let mut found = Vec::new();
    for (number, paragraph) in page.tokens.paragraphs.iter().enumerate() {
        let Some(quoted) = page.quoted(paragraph).last().filter(|quoted| quoted.closed) else { continue };
        let behind = quoted.whole().end;
        let rest = if behind < paragraph.end { behind..paragraph.end } else { next_line(page, number) };
        let sign = rest.clone().next().map(|at| tokens[at].kind);
        let is_sign = sign == Some(Kind::Dash) || sign == Some(Kind::Colon) && behind < paragraph.end;
        if !is_sign || rest.len() < 2 || rest.len() > LONGEST || quoted.open != paragraph.start {
            continue;
        }
        let name = name(page, rest.start + 1, rest.end);
        let ends = tokens.get(name.end).filter(|_| name.end < rest.end);
        // A colon may also open what follows.
        let is_whole = sign == Some(Kind::Dash) || name.end == rest.end;
        if !name.is_empty()
            && is_whole
            && ends.is_none_or(|t| matches!(t.kind, Kind::Comma | Kind::Open | Kind::Stop | Kind::Dash))
        {
            found.push(laid_out(quoted.whole(), name, "signed"));
        }
    }
    found
}

fn next_line(page: &Analysis<'_>, number: usize) -> Range<usize> {
    page.tokens.paragraphs.get(number + 1).cloned().unwrap_or_default()
}

/// Returns the run of capitalised words from `at`.
pub(super) fn name(page: &Analysis<'_>, at: usize, end: usize) -> Range<usize> {
    let tokens = &page.tokens.list;
    let part = |token: &Token| token.capital() && (!token.is(FUNCTION) || token.is(GIVEN) || token.has(Shape::UPPER));
    let mut last = at;
    while last < end && (part(&tokens[last]) || last > at && page.particle(last)) {
        last += 1;
    }
    at..last
}

/// Returns the paragraphs of a transcript, or none if the page is not one: several paragraphs begin with a name and a
/// colon, and names are repeated.
fn transcript(page: &Analysis<'_>) -> Vec<Draft> {
    let found: Vec<Draft> = page.tokens.paragraphs.iter().filter_map(|paragraph| labelled(page, paragraph)).collect();
    let mut voices: FxHashMap<u64, usize> = FxHashMap::default();
    for draft in &found {
        let last = draft.source.as_ref().and_then(|name| page.token(name.end - 1)).map_or(0, |token| token.hash);
        *voices.entry(last).or_default() += 1;
    }
    let repeated = voices.values().filter(|&&times| times > 1).count();
    let turns: usize = voices.values().filter(|&&times| times > 1).sum();
    let spoken = found.iter().filter(|draft| sentence(page, draft)).count();
    // "Trip Details:", "Included Services:" are no people.
    let person = |token: &Token| token.is(GIVEN | WordClass::TITLE | WordClass::ROLE) || token.has(Shape::UPPER);
    let somebody = |draft: &Draft| draft.source.clone().is_some_and(|name| page.tokens.list[name].iter().any(person));
    // Labels that stand once each are those of a list.
    if !found.iter().any(somebody) || turns * 2 < found.len() {
        return Vec::new();
    }
    if found.len() >= LABELLED && repeated >= VOICES && spoken * 3 >= found.len() * 2 { found } else { Vec::new() }
}

/// `ANN LEE, ENGINEER: …`, `Lee (laughs): …`
fn labelled(page: &Analysis<'_>, paragraph: &Range<usize>) -> Option<Draft> {
    let tokens = &page.tokens.list;
    let near = paragraph.start..paragraph.end.min(paragraph.start + LONGEST);
    let colon = near.clone().find(|&at| tokens[at].kind == Kind::Colon && page.word(at) == ":")?;
    // In a transcript that is quoted as a whole, each turn may open with a mark.
    let first = paragraph.start + usize::from(tokens[paragraph.start].kind == Kind::Mark);
    let name = name(page, first, colon);
    let known =
        tokens[name.clone()].iter().any(|t| t.is(GIVEN | WordClass::TITLE) || t.has(Shape::UPPER)) || name.len() > 1;
    let described = name.end == colon || matches!(tokens[name.end].kind, Kind::Comma | Kind::Open);
    let long = tokens[name.clone()].iter().any(|t| t.end - t.start > 1);
    let content = page.trimmed(colon + 1..paragraph.end);
    let sound = !name.is_empty() && known && described && long && !content.is_empty();
    sound.then(|| laid_out(colon + 1..paragraph.end, name, "transcript"))
}

/// Returns true if the content ends like a sentence.
fn sentence(page: &Analysis<'_>, draft: &Draft) -> bool {
    let last = draft.end().saturating_sub(1);
    page.token(last).is_some_and(|t| matches!(t.kind, Kind::Stop | Kind::Mark | Kind::Dash | Kind::Close))
}

#[cfg(test)]
mod tests {
    use super::transcript;
    use crate::attribute::Model;
    use crate::attribute::draft::Analysis;
    use crate::document::Span;

    fn turns(lines: &[&str]) -> usize {
        let text = lines.join("\n");
        let mut start = 0;
        let spans = lines.iter().map(|line| {
            start += line.len() + 1;
            Span::new(start - 1 - line.len(), start - 1)
        });
        transcript(&Analysis::of(&text, spans.collect::<Vec<_>>().into_iter(), &Model::bundled().lexicon)).len()
    }

    #[test]
    fn labels_that_stand_once_each_are_no_transcript() {
        let list = [
            "Fast Track: The programme is made for sailors.",
            "Lena Days: Meet others on the deck.",
            "Sailing Club: Learn how to sail.",
            "Meal Plans: Choose among four of them.",
            "Evening Talks: Come and listen.",
        ];
        let fees = ["Town Fees: None.", "Town Fees: Twelve a year.", "Late Fees: None.", "Late Fees: Two a day."];
        assert_eq!(turns(&[list.as_slice(), &fees].concat()), 0);
        assert_eq!(turns(&["Lena Falk: No.", "Ann Lee: Why?", "Lena Falk: It rained.", "Ann Lee: Oh."]), 4);
    }
}
