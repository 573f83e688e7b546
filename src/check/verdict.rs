//! [`judge`]: a quotation judged by a source.

use super::align::{WordPairs, alignments};
use super::changes::{Blocks, WordChange};
use super::limits::{Surroundings, limit};
use super::lists::WordLists;
use super::names::{NamedSpeaker, SpeakerAgreement, compare};
use super::source::SourceText;
use super::words::Words;
use crate::document::Span;

/// The result of checking a quotation, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteVerdict {
    /// Word for word and sign for sign.
    Exact,
    /// The same words; marks, dashes, case, spaces or hyphens differ.
    Typography,
    /// An ellipsis stands for missing words, square brackets hold insertions.
    Elided,
    /// The source has the words from somebody else's report, or without quote marks.
    Reported,
    /// So few words that they prove nothing.
    TooShort,
    /// The words around it in the source, which the draft leaves out, reverse or limit it.
    Cut,
    /// Two utterances without a sign between them.
    Joined,
    /// Words differ.
    Altered,
    /// The source gives the words to another speaker.
    OtherSpeaker,
    /// No source has the words.
    NotFound,
}

impl QuoteVerdict {
    /// All verdicts, the best first.
    pub const ALL: [Self; 10] = [
        Self::Exact,
        Self::Typography,
        Self::Elided,
        Self::Reported,
        Self::TooShort,
        Self::Cut,
        Self::Joined,
        Self::Altered,
        Self::OtherSpeaker,
        Self::NotFound,
    ];

    /// The name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Typography => "typography",
            Self::Elided => "elided",
            Self::Reported => "reported",
            Self::TooShort => "too short",
            Self::Cut => "cut",
            Self::Joined => "joined",
            Self::Altered => "altered",
            Self::OtherSpeaker => "other speaker",
            Self::NotFound => "not found",
        }
    }

    /// The gravity of the verdict.
    pub const fn gravity(self) -> Gravity {
        match self {
            Self::Exact | Self::Typography | Self::Elided => Gravity::Fine,
            Self::Reported | Self::TooShort | Self::Cut | Self::Joined => Gravity::Doubtful,
            Self::Altered | Self::OtherSpeaker | Self::NotFound => Gravity::Wrong,
        }
    }
}

/// Three sorts of verdicts, for colours and jumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
    /// The source bears the quotation out.
    Fine,
    /// Worth a look.
    Doubtful,
    /// Not what the source says.
    Wrong,
}

/// A quotation of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// The words in quote marks, one piece for each pair of marks.
    pub pieces: Vec<String>,
    /// Those who said them, by the draft.
    pub speakers: Vec<NamedSpeaker>,
    /// The draft's sentence before the quotation.
    pub before: String,
    /// The draft's sentence behind it.
    pub after: String,
}

/// A claim judged by a source.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimJudgement {
    /// The verdict.
    pub verdict: QuoteVerdict,
    /// Words that differ, in order.
    pub changes: Vec<WordChange>,
    /// The word that limits what was cut out; "?" for a question.
    pub limit: Option<String>,
    /// The words' places: bytes of the source's text, in the order of the quotation.
    pub places: Vec<Span>,
    /// The utterance they belong to.
    pub utterance: Option<usize>,
    /// The speakers compared.
    pub agreement: SpeakerAgreement,
    /// The share of the quotation's words that the source has.
    pub share: f32,
    /// Words of the longest run that both have.
    pub run: usize,
}

/// Quotations of at most so many words prove nothing by themselves.
pub const SHORT: usize = 3;
/// The least share of the words that must be found.
const LEAST_SHARE: f32 = 0.6;
/// Of quotations of a few words more may differ.
const LEAST_SHARE_OF_FEW: f32 = 0.5;
/// Quotations of at most so many words have few.
const FEW: usize = 6;
/// Words of the run that must be found at least.
const LEAST_RUN: usize = 3;
/// Words around a short quotation that its context consists of, on each side.
const CONTEXT: usize = 25;
/// So many longer words in common make two contexts agree.
const CONTEXT_WORDS: usize = 2;
/// Words that belong to a speaker so surely that another name is a mistake.
const SURE_SHARE: f32 = 0.8;

/// A claim made ready to be looked up in many sources.
#[derive(Clone, Debug)]
pub struct PreparedClaim {
    /// Its words, an ellipsis before each piece but the first.
    pub(super) words: Words,
    /// The first words of the pieces but the first.
    pub(super) joints: Vec<usize>,
    pub(super) text: String,
    speakers: Vec<NamedSpeaker>,
    around: Surroundings,
}

impl PreparedClaim {
    /// Prepares a claim.
    pub fn of(claim: &Claim, lists: &WordLists) -> Self {
        let mut text = String::new();
        let mut starts = Vec::new();
        for piece in &claim.pieces {
            if !text.is_empty() {
                text.push_str(" … ");
                starts.push(text.len());
            }
            text.push_str(piece);
        }
        let words = Words::of(&text);
        let joints = starts.into_iter().map(|start| words.within(Span::new(0, start)).end).collect();
        let around = Surroundings::of(&claim.before, &text, &claim.after, lists);
        Self { words, joints, text, speakers: claim.speakers.clone(), around }
    }

    /// Number of words that the source must have.
    pub fn length(&self) -> usize {
        self.words.list.iter().filter(|word| !word.bracketed).count()
    }

    /// Its words.
    pub const fn words(&self) -> &Words {
        &self.words
    }
}

/// Judges a claim by a source; `None` if the source does not have its words.
pub fn judge(claim: &PreparedClaim, source: &SourceText<'_>, lists: &WordLists) -> Option<ClaimJudgement> {
    let all = alignments(&claim.words, &source.words, &source.index);
    let judged = all.iter().filter_map(|pairs| weigh(claim, source, pairs, lists));
    judged.reduce(|best, other| if is_better(&other, &best) { other } else { best })
}

/// Returns true if `one` is the better judgement. The draft may mean any place that bears it out.
pub fn is_better(one: &ClaimJudgement, other: &ClaimJudgement) -> bool {
    let is_fine = |it: &ClaimJudgement| it.verdict <= QuoteVerdict::TooShort;
    let share = |it: &ClaimJudgement| if is_fine(it) { 100 } else { (it.share * 100.0) as i32 };
    let rank = |it: &ClaimJudgement| (is_fine(it), share(it), std::cmp::Reverse(it.verdict), it.agreement);
    rank(one) > rank(other)
}

fn weigh(
    claim: &PreparedClaim,
    source: &SourceText<'_>,
    pairs: &WordPairs,
    lists: &WordLists,
) -> Option<ClaimJudgement> {
    let blocks = Blocks::of(claim, source, pairs, lists);
    let length = claim.length().max(1);
    let share = blocks.found as f32 / length as f32;
    let agreement = agreement(claim, source, pairs, lists);
    if !is_found(claim, pairs, &blocks, share, agreement) {
        return None;
    }
    let (first, last) = (pairs.first()?.1, pairs.last()?.1);
    let owner = blocks.owner(source);
    let whole = blocks.changes.is_empty() && !blocks.is_joined;
    let limit = whole.then(|| limit(source, first, last, &claim.around, lists)).flatten();
    let limit = limit.or_else(|| blocks.omitted_limit.clone().filter(|_| whole));
    let proves = length > SHORT || agreement == SpeakerAgreement::Same || shares_context(claim, source, first, last);
    let verdict = if !proves {
        QuoteVerdict::TooShort
    } else if agreement == SpeakerAgreement::Different && share >= SURE_SHARE {
        QuoteVerdict::OtherSpeaker
    } else if !blocks.changes.is_empty() {
        QuoteVerdict::Altered
    } else if blocks.is_joined {
        QuoteVerdict::Joined
    } else if limit.is_some() {
        QuoteVerdict::Cut
    } else if is_reported(claim, source, first, owner, agreement, lists) {
        QuoteVerdict::Reported
    } else if blocks.is_elided {
        QuoteVerdict::Elided
    } else if blocks.differs {
        QuoteVerdict::Typography
    } else {
        QuoteVerdict::Exact
    };
    let Blocks { changes, places, longest_run: run, .. } = blocks;
    Some(ClaimJudgement { verdict, changes, limit, places, utterance: owner, agreement, share, run })
}

/// Returns true if so many words are found, and so many in a row, that the source is where they are from.
fn is_found(
    claim: &PreparedClaim,
    pairs: &WordPairs,
    blocks: &Blocks,
    share: f32,
    agreement: SpeakerAgreement,
) -> bool {
    let length = claim.length().max(1);
    let telling = pairs.iter().any(|&(at, _)| claim.words.form(at).chars().count() > 3);
    // A few words may differ by one and still be known by who says them.
    let known = agreement == SpeakerAgreement::Same && telling;
    if length <= SHORT {
        return share >= 1.0 && (blocks.longest_run >= length || known && blocks.changes.len() == 1);
    }
    let least = if length <= FEW { LEAST_SHARE_OF_FEW } else { LEAST_SHARE };
    let run = if length <= FEW && known { LEAST_RUN - 1 } else { LEAST_RUN };
    share >= least && blocks.longest_run >= run
}

/// Returns true if the draft's sentence and the source share words around the quotation.
fn shares_context(claim: &PreparedClaim, source: &SourceText<'_>, first: usize, last: usize) -> bool {
    let words = &source.words;
    let around = (first.saturating_sub(CONTEXT)..first).chain(last + 1..words.len().min(last + 1 + CONTEXT));
    let draft = [&claim.around.before, &claim.around.after];
    let told = |at: &usize| {
        let hash = words.list[*at].hash;
        words.form(*at).chars().count() > 4 && draft.iter().any(|it| it.list.iter().any(|word| word.hash == hash))
    };
    around.filter(told).count() >= CONTEXT_WORDS
}

/// Compares the draft's speakers with those of every utterance that the words are from.
fn agreement(claim: &PreparedClaim, source: &SourceText<'_>, pairs: &WordPairs, lists: &WordLists) -> SpeakerAgreement {
    if claim.speakers.is_empty() {
        return SpeakerAgreement::Unknown;
    }
    // For each owner its first word and how many there are.
    let mut owners: Vec<(Option<usize>, usize, usize)> = Vec::new();
    for &(_, place) in pairs {
        let owner = source.owner(place);
        match owners.iter_mut().find(|held| held.0 == owner) {
            Some(held) => held.2 += 1,
            None => owners.push((owner, place, 1)),
        }
    }
    owners.retain(|&(.., count)| count >= LEAST_RUN || count * 2 > pairs.len());
    let agreements = owners.into_iter().map(|(owner, place, _)| spoken_by(claim, source, owner, place, lists));
    agreements.min().unwrap_or(SpeakerAgreement::Unknown)
}

fn spoken_by(
    claim: &PreparedClaim,
    source: &SourceText<'_>,
    owner: Option<usize>,
    place: usize,
    lists: &WordLists,
) -> SpeakerAgreement {
    if let Some(one) = owner.and_then(|at| source.utterances.get(at)) {
        let agreement = compare(&claim.speakers, &one.speakers, lists);
        // Whom the source quotes elsewhere, under a name, is not the one whom it only describes here.
        let elsewhere = agreement == SpeakerAgreement::Unknown
            && !one.speakers.is_empty()
            && source.quotes_by_name(&claim.speakers, &one.speakers, lists);
        return if elsewhere { SpeakerAgreement::Different } else { agreement };
    }
    // Words of nobody are the author's, where others are quoted.
    match compare(&claim.speakers, &source.authors, lists) {
        SpeakerAgreement::Same => SpeakerAgreement::Same,
        _ if source.has_speech() && !source.is_quoted(place) => SpeakerAgreement::Different,
        _ => SpeakerAgreement::Unknown,
    }
}

/// Returns true if the source has the words without quote marks, or through somebody else.
fn is_reported(
    claim: &PreparedClaim,
    source: &SourceText<'_>,
    first: usize,
    owner: Option<usize>,
    agreement: SpeakerAgreement,
    lists: &WordLists,
) -> bool {
    let Some(one) = owner.and_then(|at| source.utterances.get(at)) else { return false };
    let via = one.via.as_ref().map(|via| [NamedSpeaker { name: via.clone(), role: None }]);
    let relayed = via.is_some_and(|via| compare(&via, &source.authors, lists) != SpeakerAgreement::Same);
    let nested = source.outer(first).and_then(|at| source.utterances.get(at)).is_some_and(|outer| {
        agreement == SpeakerAgreement::Same
            && compare(&claim.speakers, &outer.speakers, lists) == SpeakerAgreement::Different
    });
    relayed || nested || !source.is_quoted(first) && source.has_speech()
}
