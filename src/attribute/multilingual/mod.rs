//! Attribution in languages other than English, by language-independent means.
//!
//! ```text
//! Analysis ─statements─▶ marks, dialogue, reported clauses ─candidates─ranking─▶ Attributions
//!         └─mentions─people─▶ who may have said them ──────┘
//! ```
//! Two things are learned from the project's own annotations: which words in marks are quotations, and which of the
//! people around a statement said it. All that is known of a language are the lists of its folder in
//! assets/attribution.

mod acronyms;
mod appositions;
pub mod candidates;
pub mod cases;
mod dialogue;
pub mod elision;
pub mod entries;
mod features;
mod german;
mod grammar;
pub mod known_person;
pub mod mentions;
mod name_parts;
pub mod outlook;
pub mod people;
mod phrases;
pub mod quotations;
pub mod ranking;
mod references;
pub mod reported;
pub mod scripts;
pub mod segmentation;
mod shown_name;
pub mod statements;
mod subjects;
mod surnames;
mod surroundings;
mod turns;
mod unspaced;
pub mod vocabulary;
mod words;

use super::draft::Analysis;
use super::emit::{QuoteContent, sort_mentions};
use super::language::Language;
use super::lexicon::{PRONOUN, WordClass};
use super::merge;
use super::tokens::{Kind, Token};
use crate::reading::{Attributions, Grade, Quote, QuoteKind, Speaker};
use candidates::{History, Scene, SourceCandidate, Utterance};
use entries::{EntryRow, SpeakerEntry};
use mentions::Mention;
use outlook::Outlook;
use people::People;
use quotations::MarkModel;
use ranking::SourceRanker;
use rustc_hash::FxHashMap;
use statements::Found;
use std::ops::Range;

/// A speaker of words in marks who is less probable than this is not named.
const NAMED: f32 = 0.12;
/// A speaker who is less probable than this does not count as the last one.
pub const NOTED: f32 = 0.22;
/// Probability from which statements without marks are shown.
const REPORTED: f32 = 0.15;

/// The speaker of a reported clause who is less probably right is not named.
const CLAUSE_NAMED: f32 = 0.15;
/// Confidence of a reported clause without a speaker.
const CLAUSE: f32 = 0.15;

/// Weights for languages other than English.
#[derive(Clone, Debug, Default)]
pub struct MultilingualModel {
    /// Decides which words in marks are quotations.
    pub quotations: MarkModel,
    /// Decides who said them.
    pub ranker: SourceRanker,
}

impl MultilingualModel {
    /// Loads the bundled weights.
    pub fn bundled() -> Self {
        Self {
            quotations: MarkModel::read(include_bytes!("../../../assets/attribution/quotations.bin")),
            ranker: SourceRanker::read(include_bytes!("../../../assets/attribution/sources.bin")),
        }
    }
}

/// A statement with its speaker.
struct Attributed {
    pieces: Vec<Range<usize>>,
    found: Found,
    /// The entity, the tokens of its mention, and the probability.
    speaker: Option<(usize, Option<Range<usize>>)>,
    confidence: f32,
}

/// The statements of a page, and all that may be their sources.
pub fn heard(page: &Analysis<'_>, model: &MarkModel) -> (Vec<Found>, Vec<Mention>) {
    let mut found = statements::find(page, model);
    let mut mentions = mentions::find(page);
    subjects::add(page, &mut found, &mut mentions);
    (found, mentions)
}

/// Finds every attribution of a page.
pub fn attributions(page: &Analysis<'_>, model: &MultilingualModel) -> Attributions {
    let (people, list) = attributed(page, model);
    let listed = ListedSpeakers::of(&entries::measure(page, &people, &list), &model.ranker);
    emitted(page, &people, list, &listed)
}

/// Those who are said to speak before the byte `until` of a page, as entries of its list; each with its name.
pub fn list_entries(page: &Analysis<'_>, model: &MultilingualModel, until: usize) -> Vec<(String, EntryRow)> {
    let (people, mut list) = attributed(page, model);
    list.retain(|one| page.tokens.span(&one.found.statement.content).start < until);
    let entries = entries::measure(page, &people, &list);
    entries.into_iter().map(|entry| (people.entities[entry.entity].name.clone(), entry.row)).collect()
}

/// Finds the statements of a page and the speaker of each.
fn attributed(page: &Analysis<'_>, model: &MultilingualModel) -> (People, Vec<Attributed>) {
    let (statements, mentions) = heard(page, &model.quotations);
    let people = People::of(page, &mentions);
    let scene = Scene::new(page, &mentions, &people);
    let known = page.language != Language::Unknown;
    let mut list: Vec<Attributed> = Vec::new();
    let mut history = History::default();
    let outlook = if known { Outlook::of(&scene, &statements, &model.ranker) } else { Outlook::default() };
    for (number, mut found) in statements.into_iter().enumerate() {
        let mut candidates = scene.candidates(&found.statement, &history);
        outlook.complete(number, &found, &mut candidates);
        let least = if found.statement.marked { NAMED } else { REPORTED };
        let best = model.ranker.best(&candidates).filter(|best| known && best.probability >= least);
        let scare = !found.statement.marked && found.pieces.iter().any(|piece| page.quoted(piece).next().is_some());
        if best.is_none() && !found.statement.marked && (found.cue.is_none() || scare) {
            continue;
        }
        let alone = if found.statement.marked { UNATTRIBUTED * found.probability } else { CLAUSE };
        let confidence = best.map_or(alone, |best| {
            let evidence = best.evidence(&found, &people.entities[best.candidate.entity]);
            model.ranker.confidence(&evidence, found.statement.marked)
        });
        // Better no speaker of a clause than a wrong one.
        let named = |probability: f32| found.statement.marked || probability >= CLAUSE_NAMED || found.cue.is_none();
        let best = best.filter(|best| named(best.probability));
        let mention = |one: &SourceCandidate| model.ranker.mention(one, &candidates);
        let speaker = best.map(|best| {
            let one = best.candidate;
            (one.entity, mention(one).map(|at| mentions[at].range.clone()))
        });
        if let Some((entity, _)) = speaker.as_ref().filter(|_| best.is_some_and(|best| best.probability >= NOTED)) {
            history.note(*entity, &found.statement);
        }
        if let Some((_, Some(mention))) = &speaker {
            found.cue = found
                .cue
                .or_else(|| cue(page, &found.statement, mention))
                .map(|cue| with_auxiliaries(page, cue, mention));
        }
        if !joined(page, &mut list, &found, speaker.as_ref()) {
            list.push(Attributed { pieces: found.pieces.clone(), found, speaker, confidence });
        }
    }
    (people, list)
}

/// Largest distance of a reporting word from its source, in tokens.
const REACH: usize = 6;

/// Returns the reporting word nearest to a source, with its auxiliaries.
fn cue(page: &Analysis<'_>, statement: &Utterance, mention: &Range<usize>) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let sentence = page.sentences.at(mention.start);
    let is_cue = |at: &usize| {
        let token = &tokens[*at];
        let apart = !mention.contains(at) && !statement.content.contains(at) && !page.marks.inside(*at);
        apart && token.is(candidates::SAYS.union(WordClass::CITE)) && !token.is(WordClass::DET)
    };
    let low = mention.start.saturating_sub(REACH).max(sentence.start);
    let high = sentence.end.min(mention.end + REACH);
    let before = (low..mention.start).rev().find(is_cue);
    let behind = (mention.end..high).find(is_cue);
    let at = match (before, behind) {
        (Some(a), Some(b)) => {
            if mention.start - a <= b + 1 - mention.end {
                a
            } else {
                b
            }
        }
        (a, b) => a.or(b)?,
    };
    Some(at..at + 1)
}

/// Extends a reporting word by the auxiliaries before it: "a déclaré", "ha detto".
fn with_auxiliaries(page: &Analysis<'_>, cue: Range<usize>, mention: &Range<usize>) -> Range<usize> {
    let low = page.sentences.at(cue.start).start;
    let auxiliary = |at: &usize| page.tokens.list[*at].is(WordClass::AUX) && !mention.contains(at);
    let first = (low..cue.start).rev().take(2).take_while(auxiliary).last();
    first.unwrap_or(cue.start)..cue.end
}

/// Confidence of a quotation without a speaker, as a share of its probability.
const UNATTRIBUTED: f32 = 0.9;

/// Joins B of `“A”, said X, “B”` to A, in the same sentence and of the same speaker.
fn joined(
    page: &Analysis<'_>,
    list: &mut [Attributed],
    found: &Found,
    speaker: Option<&(usize, Option<Range<usize>>)>,
) -> bool {
    let Some(before) = list.last_mut() else { return false };
    if before.found.by == "subjunctive" && found.by == "subjunctive" {
        return goes_on(page, before, found, speaker);
    }
    if !before.found.statement.marked || !found.statement.marked {
        return false;
    }
    let (Some((a, mention)), Some((b, _))) = (&before.speaker, speaker) else { return false };
    let end = before.pieces.last().map_or(0, |piece| piece.end);
    let start = found.statement.content.start;
    let between = mention.as_ref().is_some_and(|mention| end <= mention.start && mention.end <= start);
    let same = page.sentences.at(end.saturating_sub(1)) == page.sentences.at(start) && a == b;
    if same && between && start - end <= 20 {
        before.pieces.extend(found.pieces.iter().cloned());
        return true;
    }
    false
}

/// Reported sentences without a reporting word of their own are one statement of the same speaker.
fn goes_on(
    page: &Analysis<'_>,
    before: &mut Attributed,
    found: &Found,
    speaker: Option<&(usize, Option<Range<usize>>)>,
) -> bool {
    let end = before.pieces.last().map_or(0, |piece| piece.end);
    let start = found.statement.content.start;
    let next = page.sentences.at(end.saturating_sub(1)).end == page.sentences.at(start).start;
    let same = before.speaker.as_ref().map(|one| one.0) == speaker.map(|one| one.0);
    let joined = next && same && before.found.statement.paragraph == found.statement.paragraph;
    if joined {
        before.pieces.extend(found.pieces.iter().cloned());
    }
    joined
}

/// German "so" behind a statement reports it: "…, so Usyk".
pub fn mark_so(text: &str, tokens: &mut [Token]) {
    for at in 1..tokens.len().saturating_sub(1) {
        let after = matches!(tokens[at - 1].kind, Kind::Comma | Kind::Mark | Kind::Dash);
        let next = &tokens[at + 1];
        let named = next.capital() || next.is(WordClass::DET | PRONOUN);
        if after && named && tokens[at].span().of(text) == "so" {
            tokens[at].classes = WordClass::FOREIGN;
        }
    }
}

/// Probability from which a speaker belongs in the page's list.
const LISTED: f32 = 0.7;
/// Confidence of a statement in marks, and of a clause, from which it is likely if its speaker is on the list.
const LIKELY: [f32; 2] = [0.56, 0.24];
/// Probability below which a speaker clearly does not belong there.
const UNLISTED: f32 = 0.45;
/// Confidence from which a clause of such a speaker is shown without one.
const ANONYMOUS: f32 = 0.32;

impl Attributed {
    fn marked(&self) -> bool {
        self.found.statement.marked
    }

    /// The grade of a statement; `settled`: its speaker is on the page's list, or it has none.
    fn grade(&self, settled: bool) -> Grade {
        let likely = settled && self.confidence >= LIKELY[usize::from(!self.marked())];
        match self.confidence {
            0.95.. if settled => Grade::Sure,
            _ if likely => Grade::Likely,
            _ => Grade::Uncertain,
        }
    }

    /// Returns true for a clause whose speaker does not belong in the list: better none than a wrong one, though the words
    /// that name the source remain.
    fn is_anonymous(&self, listed: &ListedSpeakers) -> bool {
        let doubtful = self.speaker.as_ref().is_some_and(|(entity, _)| listed.at(*entity) < UNLISTED);
        doubtful && !self.marked() && self.confidence >= ANONYMOUS
    }
}

/// For each speaker of a page the probability of belonging in its list.
struct ListedSpeakers(FxHashMap<usize, f32>);

impl ListedSpeakers {
    fn of(entries: &[SpeakerEntry], ranker: &SourceRanker) -> Self {
        let chance = |entry: &SpeakerEntry| (entry.entity, ranker.listed.probability(&entry.row));
        Self(entries.iter().map(chance).collect())
    }

    fn at(&self, entity: usize) -> f32 {
        self.0.get(&entity).copied().unwrap_or_default()
    }
}

fn emitted(page: &Analysis<'_>, people: &People, list: Vec<Attributed>, listed: &ListedSpeakers) -> Attributions {
    let mut out = Attributions {
        truncated_at: page.tokens.truncated_at,
        unknown_language: page.language == Language::Unknown,
        model: super::VERSION,
        ..Attributions::default()
    };
    // Two entities of one name are one speaker.
    let mut speakers: FxHashMap<String, u32> = FxHashMap::default();
    for mut one in list {
        let anonymous = one.is_anonymous(listed);
        let mention = one.speaker.as_ref().and_then(|(_, mention)| mention.as_ref());
        let mention = mention.map(|range| page.tokens.span(range));
        if anonymous {
            one.speaker = None;
        }
        let grade = one.grade(one.speaker.as_ref().is_none_or(|(entity, _)| listed.at(*entity) >= LISTED));
        let verbatim = one.found.by == "dialogue";
        let Some(content) = QuoteContent::of(page, &one.pieces, verbatim) else { continue };
        let id = out.quotes.len() as u32;
        let speaker = one.speaker.map(|(entity, _)| {
            let known = &people.entities[entity];
            *speakers.entry(merge::key(&known.name)).or_insert_with(|| {
                let id = out.speakers.len() as u32;
                let (name, role) = (known.name.clone(), known.role.clone());
                out.speakers.push(Speaker {
                    id,
                    name,
                    kind: known.kind,
                    role,
                    quotes: Vec::new(),
                    mentions: Vec::new(),
                });
                id
            })
        });
        if let Some(speaker) = speaker.and_then(|id| out.speakers.get_mut(id as usize)) {
            speaker.quotes.push(id);
            speaker.mentions.extend(mention);
        }
        out.quotes.push(Quote {
            id,
            // Words in marks inside a clause that quote nobody do not make it a quotation in part.
            kind: if one.found.statement.marked || verbatim { content.kind } else { QuoteKind::Indirect },
            quoted_spans: content.quoted_spans,
            spans: content.spans,
            speakers: speaker.into_iter().collect(),
            mention,
            cue: one.found.cue.map(|cue| page.tokens.span(&cue)),
            via: None,
            confidence: one.confidence,
            grade,
            by: one.found.by.to_owned(),
        });
    }
    sort_mentions(&mut out.speakers);
    out
}
