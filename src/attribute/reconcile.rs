//! Reconciles the tagger's drafts with those of the rules. The tagger learned from American news of 2016; rules win
//! where their pattern is unambiguous.

use super::draft::{Analysis, Draft};
use super::form::{CueClass, Form};
use super::lexicon::{FUNCTION, PRONOUN, WordClass};
use super::phrase;
use super::rules::marked;
use super::tokens::Kind;
use crate::small_sort::SmallSort;
use std::ops::Range;

/// Confidence of a rule's draft if the tagger saw something else there.
const STRONG: f32 = 0.7;
/// Confidence of a rule's draft if the tagger saw nothing there.
const UNSEEN: f32 = 0.4;

/// Largest number of tokens between a verb of speech and the sign that introduces the speech: "told the meeting on
/// Monday:".
const OBJECT: usize = 6;
/// Number of tokens before a cue that are searched for its "who".
const REACH: usize = 4;
/// Number of tokens at the start of a sentence that are searched for a "who" after its subject.
const SUBJECT: usize = 14;

/// Corrects the tagger's drafts by those rules whose pattern is unambiguous.
pub fn reconcile(page: &Analysis<'_>, tagged: Vec<Draft>, ruled: &[Draft]) -> Vec<Draft> {
    let mut out = tagged;
    out.small_sort_by_key(Draft::start);
    merge_split_quotes(page, &mut out);
    let mut added = Vec::new();
    for rule in ruled {
        let best =
            overlapping(&out, rule).max_by_key(|&at| out[at].shared(rule)).filter(|&at| out[at].shared(rule) > 0);
        match best {
            None if is_strong_pattern(page, rule) && precedes_source(rule) && is_unambiguous_report(page, rule) => {
                added.push(Draft { confidence: UNSEEN, ..rule.clone() });
            }
            None => {}
            Some(at) => correct(page, &mut out, at, rule, &mut added),
        }
    }
    attach_bare_quotes(page, &mut out);
    for draft in &mut out {
        drop_apposition(page, draft);
        resolve_relative(page, draft);
        take_inner_cue(page, draft);
        drop_passive_subject(page, draft);
        draft.cue = draft.cue.take().map(|cue| reporting(page, cue));
    }
    out.retain(|draft| !draft.content.is_empty() && !is_said_nothing(page, draft));
    out.extend(added);
    out.small_sort_by_key(Draft::start);
    out
}

/// Merges the halves of a sentence that its cue splits: "“Come back,” said Ross, “in an hour.”"
fn merge_split_quotes(page: &Analysis<'_>, drafts: &mut Vec<Draft>) {
    let first = |piece: &Range<usize>| page.tokens.list[piece.clone()].iter().find(|t| t.kind == Kind::Word);
    let small = |piece: &Range<usize>| first(piece).is_some_and(|word| !word.capital());
    drafts.dedup_by(|later, draft| {
        let (Some(cue), [piece]) = (&draft.cue, later.content.as_slice()) else { return false };
        let same = later.cue.as_ref() == Some(cue) && later.source == draft.source;
        let around = draft.end() <= cue.start && cue.end <= piece.start;
        let goes_on = page.sentences.at(cue.start).end > piece.start && small(piece);
        let one = same && around && goes_on;
        if one {
            draft.content.push(piece.clone());
        }
        one
    });
}

/// Attaches speech without a source to the draft before: "It was “a virtue,” wrote the Lantern, and “should be
/// kept.”" The source is removed from the content.
fn attach_bare_quotes(page: &Analysis<'_>, drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let (before, rest) = drafts.split_at_mut(at);
        let (Some(draft), [later, ..]) = (before.last_mut(), rest) else { continue };
        let (Some(cue), Some(source), [piece]) = (&draft.cue, &draft.source, later.content.as_slice()) else {
            continue;
        };
        let other = later.cue.as_ref().is_some_and(|own| own != cue);
        if cue.end > source.start || !source.contains(&piece.start) || other {
            continue;
        }
        let joint = |at: usize| page.token(at).is_some_and(|t| t.kind == Kind::Comma || t.is(WordClass::CONJ));
        let first = (source.end..piece.end).find(|&at| !joint(at)).unwrap_or(piece.end);
        let piece = first..piece.end;
        later.content.clear();
        if in_marks(page, &piece) && draft.end() <= piece.start {
            draft.content.push(piece);
        }
    }
}

/// Removes an apposition of the source from the content: "According to Lee, the mayor of the town, it will hold".
fn drop_apposition(page: &Analysis<'_>, draft: &mut Draft) {
    let (Some(cue), Some(source), Some(piece)) = (&draft.cue, &draft.source, draft.content.first_mut()) else { return };
    let comma = |at: usize| page.token(at).is_some_and(|t| t.kind == Kind::Comma);
    let article = page.token(piece.start).is_some_and(|t| t.is(WordClass::DET) && !t.is(FUNCTION & !WordClass::DET));
    if !page.says(cue.start, "according") || !article || !comma(source.end) || piece.start != source.end + 1 {
        return;
    }
    let verb = |at: &usize| {
        page.token(*at)
            .is_some_and(|t| t.is(WordClass::AUX | WordClass::SPEECH | WordClass::STANCE) || t.kind == Kind::Mark)
    };
    let end = (piece.start..piece.end).find(|&at| comma(at));
    if let Some(end) = end.filter(|&end| end + 2 < piece.end && !(piece.start..end).any(|at| verb(&at))) {
        piece.start = end + 1;
    }
}

/// Ends a relative clause at the sentence's own verb: "Lee, who said the bridge was closed, left at noon."
fn resolve_relative(page: &Analysis<'_>, draft: &mut Draft) {
    let (Some(cue), Some(piece)) = (&draft.cue, draft.content.last_mut()) else { return };
    let sentence = page.sentences.at(cue.start);
    let is = |at: usize, bits: WordClass| page.token(at).is_some_and(|t| t.is(bits));
    let comma = |at: usize| page.token(at).is_some_and(|t| t.kind == Kind::Comma);
    let who =
        (sentence.start..cue.start).rev().take(REACH).find(|&at| is(at, WordClass::REL) && !page.says(at, "that"));
    let done = |at: usize| is(at, WordClass::AUX | WordClass::FINITE) || page.word(at).ends_with("ed");
    let subject = who.is_some_and(|at| {
        let ahead = sentence.start..at;
        at > sentence.start && comma(at - 1) && ahead.len() < SUBJECT && !ahead.into_iter().any(done)
    });
    if !subject || piece.start < cue.end || piece.end > sentence.end {
        return;
    }
    let ends = |at: usize| {
        let mark = page.token(at).is_some_and(|t| t.kind == Kind::Mark);
        comma(at) && !page.marks.inside(at) || mark && comma(at - 1) && !page.marks.inside(at + 1)
    };
    let verb = |at: usize| {
        page.token(at)
            .is_some_and(|t| t.kind == Kind::Word && !t.capital() && (t.is(WordClass::AUX) || !t.is(FUNCTION)))
            && !page.word(at).ends_with("ing")
            && !page.marks.inside(at)
    };
    let from = piece.start + 2;
    if let Some(last) = (from..piece.end.saturating_sub(1)).rev().find(|&at| ends(at) && verb(at + 1)) {
        piece.end = if comma(last) { last } else { last + 1 };
    }
}

/// Gives words in marks to the subject of the nearest verb of speech: "Lee said Ross told her: “…”".
fn take_inner_cue(page: &Analysis<'_>, draft: &mut Draft) {
    let (Some(cue), Some(piece)) = (&draft.cue, draft.content.first()) else { return };
    let tokens = &page.tokens.list;
    let introduced = piece.start.checked_sub(1).filter(|&at| matches!(tokens[at].kind, Kind::Colon | Kind::Comma));
    let Some(sign) = introduced.filter(|&at| at > cue.end && tokens[piece.start].kind == Kind::Mark) else { return };
    let speech = |at: usize| {
        let class = Form::class_of(page, &(at..at + 1));
        tokens[at].is(WordClass::FINITE) && matches!(class, CueClass::Say | CueClass::Report)
    };
    let low = cue.end.max(sign.saturating_sub(OBJECT));
    let Some(verb) = (low..sign).rev().find(|&at| speech(at) && !page.marks.inside(at)) else { return };
    let adverb = |at: usize| tokens[at].is(WordClass::ADV);
    let first = (cue.end..verb).rev().take_while(|&at| adverb(at)).last().unwrap_or(verb);
    if let Some(source) = phrase::before(tokens, &page.marks, cue.end, first).filter(|source| source.end == first) {
        draft.cue = Some(verb..verb + 1);
        draft.source = Some(source);
    }
}

/// Returns the reporting words of a cue: "wrote" of "wrote in her report".
fn reporting(page: &Analysis<'_>, cue: Range<usize>) -> Range<usize> {
    let speech = page.token(cue.start).is_some_and(|first| first.is(WordClass::SPEECH));
    let place = cue.clone().skip(1).find(|&at| speech && page.says(at, "in"));
    cue.start..place.unwrap_or(cue.end)
}

/// Returns true for "The driver said nothing about it", which reports no content.
fn is_said_nothing(page: &Analysis<'_>, draft: &Draft) -> bool {
    let nothing = |at: usize| page.says(at, "nothing") && page.token(at + 1).is_some_and(|t| t.is(WordClass::PREP));
    draft.cue.as_ref().is_some_and(|cue| cue.end == draft.start() && nothing(cue.end))
}

/// Returns true if the words before a source are a clause, unlike "In a letter," and "Speaking on Monday,".
fn clause(page: &Analysis<'_>, ahead: &Range<usize>) -> bool {
    page.token(ahead.start).is_some_and(|first| !first.is(WordClass::PREP | WordClass::CONJ | WordClass::ADV))
        && !page.word(ahead.start).ends_with("ing")
}

/// Corrects the drafts where tagger and rule overlap; `at` is the draft that shares most tokens with the rule.
fn correct(page: &Analysis<'_>, drafts: &mut [Draft], at: usize, rule: &Draft, added: &mut Vec<Draft>) {
    let before =
        rule.content.first().is_some_and(|ahead| drafts[..at].iter().rev().take(4).any(|d| d.end() > ahead.start));
    let draft = &mut drafts[at];
    let other =
        !touches(draft.cue.as_ref(), rule.cue.as_ref()) && !touches(draft.source.as_ref(), rule.source.as_ref());
    let relayed = draft.cue.as_ref().is_some_and(|cue| page.says(cue.start, "according"));
    if let [ahead, _] = rule.content.as_slice()
        && draft.content.len() == 1
        && touches(draft.cue.as_ref(), rule.cue.as_ref())
        && is_strong_pattern(page, rule)
        && ahead.end <= draft.start()
        && clause(page, ahead)
        && page.token(draft.start() - 1).is_some_and(|t| t.kind == Kind::Comma)
        && !before
    {
        // "The bridge would close, Lee said, “because the steel is rotten.”": one clause, split by its cue.
        draft.content.insert(0, ahead.clone());
    } else if draft.source.is_none() && is_strong_pattern(page, rule) {
        draft.source.clone_from(&rule.source);
        draft.cue = draft.cue.take().or_else(|| rule.cue.clone());
    } else if relayed && other && is_strong_pattern(page, rule) && adjacent(page, rule) {
        // "“…,” Lee said, according to a report": the source is Lee; the report is only the intermediary.
        draft.source.clone_from(&rule.source);
        draft.cue.clone_from(&rule.cue);
        draft.by = rule.by;
    } else if relayed
        && other
        && (inside(rule.cue.as_ref(), draft) || rule.cue.as_ref().is_some_and(|cue| cue.end == draft.start()))
        && rule.content.iter().all(|piece| in_marks(page, piece))
    {
        *draft = Draft { confidence: STRONG, ..rule.clone() };
    } else if other && rule.by == "cue-before" && is_strong_pattern(page, rule) && contains(rule, draft) {
        // "Lee ordered a review, reported the Post": Lee's words inside the Post's.
        added.push(Draft { confidence: STRONG, ..rule.clone() });
        for later in drafts.iter_mut().skip(at + 1).take(3) {
            if inside(rule.source.as_ref(), later) {
                later.content.clear();
            }
        }
    }
}

/// Drops the subject of a passive, which is not the source: "If that is confirmed, it “would be bad”".
fn drop_passive_subject(page: &Analysis<'_>, draft: &mut Draft) {
    let (Some(cue), Some(source)) = (&draft.cue, &draft.source) else { return };
    let is = |at: usize| ["is", "are", "was", "were", "been", "being"].iter().any(|form| page.says(at, form));
    let passive = page.says_participle(cue.end - 1)
        && (is(cue.start) || cue.start.checked_sub(1).is_some_and(is) || is(source.end - 1));
    let speech = draft.content.iter().any(|piece| marked(page, piece));
    if passive && speech && source.end <= cue.start {
        // The asker is not named.
        let asked = cue.clone().any(|at| page.says(at, "asked"));
        draft.source = None;
        draft.carried = !asked;
        draft.cue = draft.cue.take().filter(|_| asked);
    }
}

fn touches(a: Option<&Range<usize>>, b: Option<&Range<usize>>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.start < b.end && b.start < a.end)
}

/// Returns true if the range lies in the draft's content.
fn inside(range: Option<&Range<usize>>, draft: &Draft) -> bool {
    range.is_some_and(|r| draft.content.iter().any(|piece| piece.start <= r.start && r.end <= piece.end))
}

/// Returns true if the rule's content holds content, cue and source of the draft.
fn contains(rule: &Draft, draft: &Draft) -> bool {
    inside(draft.cue.as_ref(), rule)
        && inside(draft.source.as_ref(), rule)
        && draft.content.iter().all(|piece| inside(Some(piece), rule))
}

fn in_marks(page: &Analysis<'_>, piece: &Range<usize>) -> bool {
    let mark = |at: usize| page.tokens.list.get(at).is_some_and(|t| t.kind == Kind::Mark);
    mark(piece.start) && piece.end > 0 && mark(piece.end - 1)
}

/// Returns true if speech in marks touches the rule's source or cue, apart from punctuation.
fn adjacent(page: &Analysis<'_>, rule: &Draft) -> bool {
    let starts = [rule.source.as_ref().map_or(0, |s| s.start), rule.cue.as_ref().map_or(0, |c| c.start)];
    rule.content
        .iter()
        .any(|piece| starts.contains(&piece.end) && page.token(piece.end - 1).is_some_and(|t| t.kind == Kind::Mark))
}

/// Returns true for "…, Lee told the Post", "“…,” said Lee" and, at a sentence's end, "…, Lee said."
fn is_unambiguous_report(page: &Analysis<'_>, rule: &Draft) -> bool {
    let Some(cue) = &rule.cue else { return false };
    let say = page.token(cue.start).is_some_and(|t| t.is(WordClass::SAY));
    let last = page.token(cue.end).is_some_and(|t| t.kind == Kind::Stop);
    let spoken = rule.content.iter().all(|piece| in_marks(page, piece)) && adjacent(page, rule);
    say && (page.says(cue.start, "told") || last || spoken)
}

/// Returns the indices of drafts that may overlap the rule's content. Contents are in order and rarely nest.
fn overlapping(drafts: &[Draft], rule: &Draft) -> Range<usize> {
    let last = drafts.partition_point(|draft| draft.start() < rule.end());
    last.saturating_sub(6)..last
}

/// Returns true for a verb of speech right beside a person, the pattern that rarely misleads.
fn is_strong_pattern(page: &Analysis<'_>, rule: &Draft) -> bool {
    let (Some(cue), Some(source)) = (&rule.cue, &rule.source) else { return false };
    let tokens = &page.tokens.list;
    let speech = tokens[cue.start].is(WordClass::SPEECH);
    let somebody = tokens[source.clone()]
        .iter()
        .any(|t| t.capital() || t.is(PRONOUN | WordClass::ROLE | WordClass::GROUP | WordClass::OUTLET_WORD));
    let beside = rule.content.iter().any(|piece| marked(page, piece)) || precedes_source(rule);
    speech && somebody && beside
}

/// Returns true if the content stands before source and cue.
fn precedes_source(rule: &Draft) -> bool {
    rule.source.as_ref().is_some_and(|source| rule.content.first().is_some_and(|piece| piece.end <= source.start))
}
