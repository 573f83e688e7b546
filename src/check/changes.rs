//! The differences between a quotation and the words it is paired with, block by block.

use super::align::WordPairs;
use super::lists::WordLists;
use super::source::SourceText;
use super::verdict::PreparedClaim;
use super::words::{Stop, Words};
use crate::document::Span;
use std::ops::Range;

/// Words that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordChange {
    /// The sort of words.
    pub kind: ChangeKind,
    /// The draft's words; empty where it left some out.
    pub draft: String,
    /// The source's words; empty where the draft added some.
    pub source: String,
}

impl WordChange {
    /// Says what the draft does with the source's words: "without “not”", "adds “all”", "“nine” for “eleven”".
    pub fn in_words(&self) -> String {
        match (self.draft.as_str(), self.source.as_str()) {
            ("", other) => format!("without “{other}”"),
            (own, "") => format!("adds “{own}”"),
            (own, other) => format!("“{own}” for “{other}”"),
        }
    }

    /// Sort and words, those that tell most in capitals: "NUMBER: “15”, source: “1.5”".
    pub fn report(&self) -> String {
        let kind = match self.kind {
            ChangeKind::Word => "changed".to_owned(),
            kind => kind.name().to_uppercase(),
        };
        match (self.draft.as_str(), self.source.as_str()) {
            ("", left_out) => format!("{kind}: left out “{left_out}”"),
            (added, "") => format!("{kind}: added “{added}”"),
            (draft, source) => format!("{kind}: “{draft}”, source: “{source}”"),
        }
    }
}

/// The sort of words that differ, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// A negation came or went.
    Negation,
    /// A number or amount.
    Number,
    /// A name.
    Name,
    /// Any other word.
    Word,
}

impl ChangeKind {
    /// The name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Negation => "negation",
            Self::Number => "number",
            Self::Name => "name",
            Self::Word => "word",
        }
    }
}

/// The blocks between the words in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    /// Words that differ.
    pub(super) changes: Vec<WordChange>,
    /// Two utterances follow each other without a sign.
    pub(super) is_joined: bool,
    /// Words are left out or put in with a sign.
    pub(super) is_elided: bool,
    /// Signs other than words differ.
    pub(super) differs: bool,
    /// A negation that an ellipsis stands for.
    pub(super) omitted_limit: Option<String>,
    /// Words of the quotation that are found.
    pub(super) found: usize,
    /// Words of the longest run.
    pub(super) longest_run: usize,
    /// The places of the runs; those near each other are one.
    pub(super) places: Vec<Span>,
    /// The source's word of the longest run.
    run_at: usize,
}

/// Words of a source that may be skipped within one place.
const NEAR: usize = 40;
/// Words that are shown for those that the draft has in their stead at its ends.
const SHOWN: usize = 5;

impl Blocks {
    pub(super) fn of(claim: &PreparedClaim, source: &SourceText<'_>, pairs: &WordPairs, lists: &WordLists) -> Self {
        let mut blocks =
            Self { found: pairs.iter().filter(|(at, _)| !claim.words.list[*at].bracketed).count(), ..Self::default() };
        let (Some(&(first, start)), Some(&(last, end))) = (pairs.first(), pairs.last()) else { return blocks };
        let view = View { claim, source, lists };
        blocks.at_beginning(&view, first, start);
        let (mut run, mut run_from, mut signs_from) = (1, pairs[0], pairs[0]);
        for pair in pairs.windows(2) {
            let [before, after] = [pair[0], pair[1]];
            if after.0 == before.0 + 1 && after.1 == before.1 + 1 {
                run += 1;
                blocks.row(&view, before, after);
                if claim.joints.contains(&after.0) {
                    blocks.compare_signs(&view, signs_from, before);
                    signs_from = after;
                }
                continue;
            }
            if view.same_letters(before, after) {
                // Only blanks or hyphens differ: the run goes on.
                blocks.differs = true;
                blocks.found += after.0 - before.0 - 1;
                run += after.0 - before.0;
                continue;
            }
            blocks.compare_signs(&view, signs_from, before);
            blocks.close_run(&view, run, run_from, before);
            (run, run_from, signs_from) = (1, after, after);
            blocks.between(&view, before, after);
        }
        blocks.compare_signs(&view, signs_from, (last, end));
        blocks.close_run(&view, run, run_from, (last, end));
        blocks.at_end(&view, last, end);
        blocks
    }

    /// The utterance of the longest run.
    pub(super) fn owner(&self, source: &SourceText<'_>) -> Option<usize> {
        source.owner(self.run_at)
    }

    fn close_run(&mut self, view: &View<'_>, length: usize, from: (usize, usize), to: (usize, usize)) {
        if length > self.longest_run {
            (self.longest_run, self.run_at) = (length, from.1);
        }
        let theirs = view.source.words.span(from.1..to.1 + 1);
        match self.places.last_mut() {
            Some(held)
                if held.end <= theirs.start
                    && view.source.words.within(Span::new(held.end, theirs.start)).len() <= NEAR =>
            {
                held.end = theirs.end;
            }
            _ => self.places.push(theirs),
        }
    }

    /// Compares the marks within a run.
    fn compare_signs(&mut self, view: &View<'_>, from: (usize, usize), to: (usize, usize)) {
        let mine = view.claim.words.span(from.0..to.0 + 1).of(&view.claim.text);
        let theirs = view.source.words.span(from.1..to.1 + 1).of(view.source.text);
        self.differs |= !mine.split_whitespace().eq(theirs.split_whitespace());
    }

    /// Two words that follow each other in both texts.
    fn row(&mut self, view: &View<'_>, before: (usize, usize), after: (usize, usize)) {
        let joint = view.claim.joints.contains(&after.0);
        let elided = view.claim.words.list[after.0].elided && !joint;
        // An ellipsis for nothing.
        self.differs |= elided && !view.source.words.list[after.1].elided;
        let (mine, theirs) = (view.source.owner(before.1), view.source.owner(after.1));
        let parted = view.source.is_quoted(before.1) && view.source.is_quoted(after.1) && view.parts(before.1, after.1);
        self.is_joined |= mine != theirs && parted && !joint && !elided;
    }

    /// The words between two pairs that do not follow each other in both texts.
    fn between(&mut self, view: &View<'_>, before: (usize, usize), after: (usize, usize)) {
        let mine = before.0 + 1..after.0;
        let signed = (before.0 + 1..=after.0).any(|at| view.claim.words.list[at].elided);
        let joint = (before.0 + 1..=after.0).any(|at| view.claim.joints.contains(&at));
        if after.1 <= before.1 {
            self.is_joined |= !joint;
            return self.changed(view, mine, 0..0);
        }
        let theirs = before.1 + 1..after.1;
        let crosses = view.source.is_quoted(before.1)
            && view.source.is_quoted(after.1)
            && theirs.clone().any(|at| !view.source.is_quoted(at));
        let spoken = |at: &usize| !crosses || view.source.is_quoted(*at);
        let omitted = theirs.clone().filter(spoken).count();
        let unmatched = mine.clone().any(|at| !view.claim.words.list[at].bracketed);
        if signed && !unmatched {
            if !joint {
                self.is_elided = true;
                self.omitted_limit = self.omitted_limit.take().or_else(|| view.negation(theirs.filter(spoken)));
            }
            return;
        }
        if !mine.is_empty() && !unmatched {
            self.is_elided = true;
            return;
        }
        let another = view.source.owner(before.1) != view.source.owner(after.1) || view.retells(&theirs);
        let far = omitted > NEAR;
        let sentences = omitted > 0 && view.ends(before.1) && view.ends(after.1 - 1);
        if mine.is_empty() && (crosses && another || far || sentences) {
            self.is_joined = true;
        } else if omitted == 0 && crosses && mine.is_empty() {
            // The cue between two parts of one utterance.
        } else if far || crosses && another {
            self.is_joined = true;
            self.changed(view, mine, 0..0);
        } else if signed {
            // The ellipsis stands for the source's words; those of the draft are not the source's.
            self.is_elided = true;
            self.changed(view, mine, 0..0);
        } else if crosses && omitted == 0 {
            self.changed(view, mine, 0..0);
        } else {
            self.changed(view, mine, theirs);
        }
    }

    /// Words of the draft before the first that is found.
    fn at_beginning(&mut self, view: &View<'_>, first: usize, start: usize) {
        let least = start.saturating_sub(first.min(SHOWN));
        let inside = |at: &usize| !view.ends(*at) && view.source.is_quoted(*at) == view.source.is_quoted(start);
        let from = (least..start).rev().take_while(inside).last().unwrap_or(start);
        self.at_edge(view, 0..first, from..start);
    }

    /// Words of the draft behind the last that is found.
    fn at_end(&mut self, view: &View<'_>, last: usize, end: usize) {
        let rest = last + 1..view.claim.words.len();
        let most = (end + 1 + rest.len().min(SHOWN)).min(view.source.words.len());
        let inside = |at: &usize| !view.ends(*at - 1) && view.source.is_quoted(*at) == view.source.is_quoted(end);
        let to = (end + 1..most).take_while(inside).last().map_or(end + 1, |at| at + 1);
        self.at_edge(view, rest, end + 1..to);
    }

    fn at_edge(&mut self, view: &View<'_>, mine: Range<usize>, theirs: Range<usize>) {
        if mine.clone().any(|at| !view.claim.words.list[at].bracketed) {
            self.changed(view, mine, theirs);
        } else {
            self.is_elided |= !mine.is_empty();
        }
    }

    /// Notes words that differ, unless only blanks and hyphens do.
    fn changed(&mut self, view: &View<'_>, mine: Range<usize>, theirs: Range<usize>) {
        let (draft, source) = (&view.claim.words, &view.source.words);
        if draft.letters(mine.clone()) == source.letters(theirs.clone()) {
            self.differs |= !mine.is_empty();
            self.found += mine.len();
            return;
        }
        let (mine, theirs) = trimmed(draft, mine, source, theirs);
        // Insertions of the source itself may be left out.
        if mine.is_empty() && theirs.clone().all(|at| source.list[at].bracketed) {
            self.is_elided = true;
            return;
        }
        let kind = view.kind(&mine, &theirs);
        self.changes.push(WordChange {
            kind,
            draft: draft.span(mine).of(&view.claim.text).to_owned(),
            source: source.span(theirs).of(view.source.text).to_owned(),
        });
    }
}

/// Both ranges without what they begin and end with in common.
fn trimmed(
    draft: &Words,
    mut mine: Range<usize>,
    source: &Words,
    mut theirs: Range<usize>,
) -> (Range<usize>, Range<usize>) {
    while !mine.is_empty() && !theirs.is_empty() && draft.list[mine.start].hash == source.list[theirs.start].hash {
        (mine.start, theirs.start) = (mine.start + 1, theirs.start + 1);
    }
    while !mine.is_empty() && !theirs.is_empty() && draft.list[mine.end - 1].hash == source.list[theirs.end - 1].hash {
        (mine.end, theirs.end) = (mine.end - 1, theirs.end - 1);
    }
    (mine, theirs)
}

struct View<'a> {
    claim: &'a PreparedClaim,
    source: &'a SourceText<'a>,
    lists: &'a WordLists,
}

impl View<'_> {
    /// Returns true if a sentence of the source ends behind the word.
    fn ends(&self, at: usize) -> bool {
        self.source.words.list.get(at).is_none_or(|word| word.stop >= Stop::Sentence)
    }

    /// Returns true if words between two pieces in marks belong to what is said: the source retells them, so that the
    /// pieces did not follow each other.
    fn retells(&self, theirs: &Range<usize>) -> bool {
        theirs.clone().any(|at| !self.source.is_quoted(at) && self.source.owner(at).is_some())
    }

    /// Returns true if the words between two pairs have the same letters.
    fn same_letters(&self, before: (usize, usize), after: (usize, usize)) -> bool {
        let mine = self.claim.words.letters(before.0 + 1..after.0);
        after.1 > before.1 && !mine.is_empty() && mine == self.source.words.letters(before.1 + 1..after.1)
    }

    /// Returns true if quote marks or a line end stand between two neighbouring words of the source.
    fn parts(&self, before: usize, after: usize) -> bool {
        let gap = Span::new(self.source.words.list[before].span.end, self.source.words.list[after].span.start);
        gap.of(self.source.text).chars().any(|c| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '\n'))
    }

    /// The first negation among words of the source.
    fn negation(&self, mut words: impl Iterator<Item = usize>) -> Option<String> {
        let source = &self.source.words;
        let found = words.find(|&at| self.lists.negations.holds(source.list[at].hash))?;
        Some(source.span(found..found + 1).of(self.source.text).to_owned())
    }

    /// The sort of words in which two ranges differ.
    fn kind(&self, mine: &Range<usize>, theirs: &Range<usize>) -> ChangeKind {
        let (draft, source) = (&self.claim.words, &self.source.words);
        let count = |words: &Words, range: &Range<usize>, test: &dyn Fn(&Words, usize) -> bool| {
            range.clone().filter(|&at| test(words, at)).count()
        };
        let negation = |words: &Words, at: usize| self.lists.negations.holds(words.list[at].hash);
        let number = |words: &Words, at: usize| {
            let form = words.form(at);
            form.starts_with(|c: char| c.is_ascii_digit() || "$€£¥%-".contains(c))
                || self.lists.numbers.holds(words.list[at].hash)
        };
        let name = |words: &Words, at: usize| {
            let begins = at == 0 || words.list[at - 1].stop >= Stop::Sentence;
            words.list[at].capital && !begins && words.form(at) != "i"
        };
        if count(draft, mine, &negation) % 2 != count(source, theirs, &negation) % 2 {
            ChangeKind::Negation
        } else if count(draft, mine, &number) + count(source, theirs, &number) > 0 {
            ChangeKind::Number
        } else if count(draft, mine, &name) + count(source, theirs, &name) > 0 {
            ChangeKind::Name
        } else {
            ChangeKind::Word
        }
    }
}
