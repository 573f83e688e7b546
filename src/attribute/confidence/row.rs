//! Features of a quotation: one row of numbers for the forests.

use super::cue::{self, ClauseForm, CueGroup};
use super::mention::{MentionForm, rivals};
use super::page::{Placement, Shared};
use crate::article::Role;
use crate::attribute::language::Language;
use crate::attribute::lexicon::{FUNCTION, GIVEN, WordClass};
use crate::attribute::speakers::MentionType as Found;
use crate::attribute::tokens::{Kind, Shape};
use crate::document;
use crate::forest::FeatureRow;
use crate::reading::{QuoteKind, SpeakerKind};

/// Numbers in a row.
pub const WIDTH: usize = 112;

/// Column names for reports.
pub const COLUMNS: [&str; WIDTH] = [
    "direct",
    "mixed",
    "indirect",
    "by rule",
    "by layout",
    "by tagger",
    "draft",
    "words",
    "marked share",
    "pieces",
    "capital first",
    "sentence first",
    "stop last",
    "verbs",
    "heading",
    "title",
    "caption",
    "paragraph",
    "paragraph words",
    "english",
    "cue",
    "say",
    "according",
    "assert",
    "ask",
    "direct cue",
    "commit",
    "think",
    "show",
    "judge",
    "other cue",
    "cue words",
    "cue in marks",
    "cue gap",
    "cue finite",
    "cue negated",
    "cue modal",
    "cue participle",
    "that",
    "infinitive",
    "question",
    "clause",
    "prepositional",
    "gerund",
    "phrase",
    "unnamed",
    "carried",
    "he or she",
    "they",
    "it",
    "first person",
    "relative",
    "full",
    "single",
    "short",
    "described",
    "mention words",
    "source gap",
    "source after",
    "source other sentence",
    "source in marks",
    "speakers",
    "person",
    "organisation",
    "outlet",
    "no name",
    "group",
    "name words",
    "given name",
    "name lower",
    "name times",
    "name rivals",
    "name distance",
    "name first",
    "named",
    "quotes",
    "marked quotes",
    "main",
    "role",
    "as before",
    "as after",
    "before distance",
    "same paragraph",
    "page speakers",
    "page quotes",
    "quote share",
    "name ends",
    "name function",
    "acronym",
    "content name",
    "page words",
    "content capitals",
    "margin",
    "candidates",
    "agreed",
    "antecedent",
    "by full name",
    "by short name",
    "by pronoun",
    "by description",
    "unnamed by words",
    "by carrying",
    "form cue",
    "form clause",
    "form source",
    "form denied",
    "form unreal",
    "form passive",
    "form words",
    "scare quotes",
    "ranked",
    "ranked lead",
];

type Row = FeatureRow<WIDTH>;

/// Returns the row of the quotation at index `at` of the list.
pub fn of(shared: &Shared<'_>, at: usize) -> [f32; WIDTH] {
    let mut row = Row::default();
    let one = &shared.list[at];
    content(shared, one, &mut row);
    cue(shared, one, &mut row);
    source(shared, one, &mut row);
    speaker(shared, one, &mut row);
    neighbours(shared, at, &mut row);
    more(shared, one, &mut row);
    found(one, &mut row);
    row.finish()
}

fn content(shared: &Shared<'_>, one: &Placement<'_>, row: &mut Row) {
    let page = shared.graded.page;
    let quote = one.quote;
    row.flags(&[
        quote.kind == QuoteKind::Direct,
        quote.kind == QuoteKind::Mixed,
        quote.kind == QuoteKind::Indirect,
        matches!(one.draft.by, "cue-before" | "cue-after" | "according-to"),
        matches!(one.draft.by, "dialogue" | "transcript" | "attributed" | "labelled"),
        one.draft.by == "tagger",
    ]);
    row.push(one.draft.confidence);
    let tokens = || one.content.clone().filter_map(|at| page.token(at));
    let words = tokens().filter(|t| matches!(t.kind, Kind::Word | Kind::Number)).count();
    let marked: usize = quote.quoted_spans.iter().map(|span| span.len()).sum();
    let all: usize = quote.spans.iter().map(|span| span.len()).sum();
    row.push(words as f32);
    row.push(marked as f32 / all.max(1) as f32);
    row.push(quote.spans.len() as f32);
    let first = page.token(one.content.start);
    let begins = |at: usize| page.sentences.begins.get(at).copied().unwrap_or(true);
    let stop = |at: usize| page.token(at).is_some_and(|t| t.kind == Kind::Stop);
    row.flags(&[
        first.is_some_and(|t| t.has(Shape::CAPITAL)),
        begins(one.content.start) || one.content.start.checked_sub(1).is_some_and(begins),
        stop(one.content.end.saturating_sub(1)) || stop(one.content.end) || stop(one.content.end + 1),
    ]);
    row.push(tokens().filter(|t| cue::verb(t)).count() as f32 / (words.max(1) as f32));
    let placed = quote.spans.first().and_then(|span| shared.graded.block(span.start));
    let role = placed.map(|placed| placed.role);
    row.flags(&[
        placed.is_some_and(|placed| matches!(placed.block.kind, document::BlockKind::Heading(_))),
        matches!(role, Some(Role::Title | Role::Standfirst)),
        role == Some(Role::Caption),
    ]);
    let paragraph = page.tokens.paragraphs.get(one.paragraph).map_or(0, ExactSizeIterator::len);
    row.counts(&[one.paragraph, paragraph]);
    row.flags(&[page.language == Language::English]);
}

fn cue(shared: &Shared<'_>, one: &Placement<'_>, row: &mut Row) {
    let page = shared.graded.page;
    let class = shared.graded.classes.of(page, one.cue.as_ref());
    row.flags(&[class != CueGroup::None]);
    use CueGroup as C;
    let classes = [C::Say, C::According, C::Assert, C::Ask, C::Direct, C::Commit, C::Think, C::Show, C::Judge];
    classes.iter().for_each(|&known| row.flags(&[class == known]));
    row.flags(&[matches!(class, C::Verb | C::Noun | C::Other)]);
    let words = one.cue.as_ref().map_or(0, ExactSizeIterator::len);
    row.push(words as f32);
    let start = one.cue.as_ref().map_or(one.content.start, |cue| cue.start);
    row.flags(&[one.cue.is_some() && page.marks.inside(start)]);
    let gap = one.cue.as_ref().map_or(-1.0, |cue| {
        let ahead = one.content.start.saturating_sub(cue.end);
        let behind = cue.start.saturating_sub(one.content.end);
        ahead.max(behind) as f32
    });
    row.push(gap);
    let last = one.cue.as_ref().and_then(|cue| page.token(cue.end.saturating_sub(1)));
    let near = start.saturating_sub(3)..one.cue.as_ref().map_or(start, |cue| cue.end);
    let any = |words: &[&str]| near.clone().any(|at| words.iter().any(|word| page.says(at, word)));
    row.flags(&[
        last.is_some_and(|t| t.is(WordClass::FINITE)),
        any(&["not", "never", "nothing", "no", "didn't", "didn’t", "hasn't", "doesn’t", "n't", "n’t", "without"]),
        any(&["to", "would", "will", "could", "can", "should", "may", "might", "must"]),
        one.cue.as_ref().is_some_and(|cue| page.word(cue.end.saturating_sub(1)).ends_with("ing")),
    ]);
    let shape = cue::shape(page, one.cue.as_ref(), &one.content);
    use ClauseForm as S;
    let shapes = [S::That, S::Infinitive, S::Question, S::Clause, S::Prepositional, S::Gerund, S::Phrase];
    shapes.iter().for_each(|&known| row.flags(&[shape == known]));
}

fn source(shared: &Shared<'_>, one: &Placement<'_>, row: &mut Row) {
    let page = shared.graded.page;
    use MentionForm as M;
    let types = [
        M::None,
        M::Carried,
        M::HeOrShe,
        M::They,
        M::It,
        M::First,
        M::Relative,
        M::Full,
        M::Single,
        M::Short,
        M::Described,
    ];
    types.iter().for_each(|&known| row.flags(&[one.how == known]));
    let anchor = one.cue.clone().unwrap_or_else(|| one.content.clone());
    let mention = one.mention.clone().unwrap_or(anchor.start..anchor.start);
    let gap = anchor.start.saturating_sub(mention.end).max(mention.start.saturating_sub(anchor.end));
    row.counts(&[mention.len(), gap.min(200)]);
    let sentence = |at: usize| page.sentences.of.get(at).copied().unwrap_or_default();
    row.flags(&[
        mention.start > anchor.start,
        sentence(mention.start) != sentence(anchor.start),
        one.mention.is_some() && page.marks.inside(mention.start),
    ]);
}

fn speaker(shared: &Shared<'_>, one: &Placement<'_>, row: &mut Row) {
    let page = shared.graded.page;
    row.counts(&[one.quote.speakers.len()]);
    let Some(speaker) = one.speaker else {
        return (0..17).for_each(|_| row.push(-1.0));
    };
    use SpeakerKind as K;
    [K::Person, K::Organisation, K::Outlet, K::Unnamed, K::Group]
        .iter()
        .for_each(|&kind| row.flags(&[speaker.kind == kind]));
    let name = shared.name(speaker);
    let places = shared.places.of_name(name);
    row.counts(&[name.len()]);
    let first_place = places.first().map(|&at| at as usize);
    let given = places
        .iter()
        .take(30)
        .any(|&at| (at as usize).checked_sub(1).and_then(|at| page.token(at)).is_some_and(|t| t.is(GIVEN)));
    row.flags(&[given, speaker.name.chars().next().is_some_and(char::is_lowercase)]);
    row.counts(&[places.len()]);
    let from = one.mention.as_ref().map_or(one.content.start, |mention| mention.start);
    let (others, distance) = rivals(page, from, name);
    row.counts(&[others, distance]);
    row.push(first_place.map_or(-1.0, |first| if first <= one.content.start { 1.0 } else { 0.0 }));
    let id = speaker.id as usize;
    row.counts(&[shared.named[id], speaker.quotes.len(), shared.marked[id]]);
    row.flags(&[shared.main == Some(speaker.id), speaker.role.is_some()]);
}

fn neighbours(shared: &Shared<'_>, at: usize, row: &mut Row) {
    let one = &shared.list[at];
    let before = at.checked_sub(1).map(|at| &shared.list[at]);
    let after = shared.list.get(at + 1);
    let same = |other: Option<&Placement<'_>>| match other {
        Some(other) if other.quote.speakers == one.quote.speakers => 1.0,
        Some(_) => 0.0,
        None => -1.0,
    };
    row.push(same(before));
    row.push(same(after));
    row.push(before.map_or(-1.0, |other| one.paragraph.saturating_sub(other.paragraph).min(50) as f32));
    row.flags(&[before.is_some_and(|other| other.paragraph == one.paragraph)]);
    row.counts(&[shared.graded.speakers.len(), shared.list.len()]);
    let own = one.speaker.map_or(0, |speaker| speaker.quotes.len());
    row.push(own as f32 / shared.list.len().max(1) as f32);
}

fn more(shared: &Shared<'_>, one: &Placement<'_>, row: &mut Row) {
    let page = shared.graded.page;
    let name = one.speaker.map_or("", |speaker| speaker.name.as_str());
    let words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let large = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    row.flags(&[
        words.last().is_some_and(|word| large(word)),
        words.iter().any(|word| !large(word)),
        words.len() == 1 && name.chars().filter(|c| c.is_uppercase()).count() > 1,
    ]);
    let own = one.speaker.map_or(&[][..], |speaker| shared.name(speaker));
    let tokens = || one.content.clone().filter_map(|at| page.token(at));
    row.flags(&[tokens().any(|t| own.last() == Some(&t.hash))]);
    row.counts(&[page.tokens.list.len()]);
    let capitals = tokens().filter(|t| t.capital() && !t.is(FUNCTION)).count();
    row.push(capitals as f32 / one.content.len().max(1) as f32);
}

/// Adds the features of the speaker's resolution and of the attribution's form.
fn found(one: &Placement<'_>, row: &mut Row) {
    let evidence = one.evidence;
    row.push(evidence.margin);
    row.counts(&[evidence.candidates as usize]);
    row.flags(&[evidence.agreed]);
    row.counts(&[evidence.distance as usize]);
    use Found as F;
    let types = [F::FullName, F::ShortName, F::Pronoun, F::Description, F::Unnamed, F::Carried];
    types.iter().for_each(|&known| row.flags(&[evidence.mention == known]));
    let form = &one.form;
    row.counts(&[form.cue as usize, form.clause as usize, form.source as usize]);
    row.flags(&[form.denied, form.unreal, form.passive]);
    row.counts(&[usize::from(form.words)]);
    row.flags(&[one.draft.scare_quotes]);
    row.push(evidence.probability);
    row.push(evidence.lead);
}
