//! Speech beyond its cue: in the next sentence, in the next paragraph, or over several paragraphs that each open with
//! a mark. It is given to the last speaker or kept without one.

use super::draft::{Analysis, Draft};
use super::lexicon::WordClass;
use super::marks::Quoted;
use super::rules::marked;
use super::tokens::Kind;
use crate::small_sort::SmallSort;
use std::ops::Range;

/// Up to this many tokens in marks, where the tagger saw no speech, are scare quotes.
const BRIEF: usize = 4;
/// The same limit after other speech in marks, which the words may continue.
const BRIEFER: usize = 2;

/// Confidence of continued speech: in its speaker's paragraph, and beyond it.
const CARRIED: [f32; 2] = [0.3, 0.15];

/// Policy for speech in marks without a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepUnowned {
    /// Keeps all speech in marks.
    All,
    /// Keeps only speech near other speech: the tagger has looked at the rest and found no speech there.
    NearSpeech,
}

/// Gives speech in marks that no draft holds to the last speaker, or keeps it without one. Scare quotes and titles of
/// works are dropped.
pub fn attach_unclaimed_quotes(page: &Analysis<'_>, drafts: &mut Vec<Draft>, left: KeepUnowned) {
    drafts.small_sort_by_key(Draft::start);
    let mut covered = vec![false; page.tokens.list.len()];
    for range in drafts.iter().flat_map(|d| &d.content) {
        covered[range.clone()].fill(true);
    }
    let mut added = Vec::new();
    let mut next = 0;
    for paragraph in &page.tokens.paragraphs {
        let mut last: Option<usize> = None;
        for quoted in page.quoted(paragraph) {
            while next < drafts.len() && drafts[next].start() < quoted.open {
                if drafts[next].start() >= paragraph.start {
                    let nested = last.is_some_and(|at: usize| drafts[next].end() <= drafts[at].end());
                    last = if nested { last } else { Some(next) };
                }
                next += 1;
            }
            if quoted.whole().any(|i| covered[i]) || is_scare_quote_or_title(page, quoted) {
                continue;
            }
            let place = Position::of(page, paragraph, quoted);
            let near = last.is_some_and(|at| follows(page, drafts[at].end(), quoted.open));
            if let Some(at) = last.filter(|&at| place.sentence && joins(page, &drafts[at], quoted))
                && (left == KeepUnowned::All || near)
            {
                drafts[at].content.push(quoted.whole());
            } else if place.is_kept(near, left, quoted, last.is_some_and(|at| joins(page, &drafts[at], quoted))) {
                added.push(Draft {
                    content: vec![quoted.whole()],
                    source: last.and_then(|at| drafts[at].source.clone()),
                    carried: true,
                    by: "carried",
                    confidence: CARRIED[usize::from(last.is_none())],
                    ..Draft::default()
                });
            }
        }
    }
    drafts.extend(added);
    drafts.small_sort_by_key(Draft::start);
    propagate_speaker_backwards(page, drafts);
}

/// Position of words in marks.
#[derive(Clone, Copy, Debug)]
struct Position {
    /// True if they are a whole sentence.
    sentence: bool,
    /// True if they are a whole paragraph.
    paragraph: bool,
}

impl Position {
    fn of(page: &Analysis<'_>, paragraph: &Range<usize>, quoted: &Quoted) -> Self {
        let sentence = page.sentences.at(quoted.open);
        Self {
            sentence: sentence.start == quoted.open && quoted.close + 2 >= sentence.end,
            paragraph: paragraph.start == quoted.open && quoted.close + 2 >= paragraph.end,
        }
    }

    /// Returns true if the words are kept without an attribution. `spoken`: other words in marks stand before them.
    fn is_kept(self, near: bool, left: KeepUnowned, quoted: &Quoted, spoken: bool) -> bool {
        let brief = if spoken { BRIEFER } else { BRIEF };
        match left {
            KeepUnowned::All => near || quoted.continues || self.sentence,
            KeepUnowned::NearSpeech => quoted.continues || (near || self.paragraph) && quoted.inside().len() > brief,
        }
    }
}

/// Returns true if the words continue the content of the draft.
fn joins(page: &Analysis<'_>, draft: &Draft, quoted: &Quoted) -> bool {
    draft.content.last().is_some_and(|piece| marked(page, piece)) && draft.end() <= quoted.open
}

/// Returns true if the token is in the sentence that holds `end`, or in the next one.
fn follows(page: &Analysis<'_>, end: usize, token: usize) -> bool {
    let sentence = |at: usize| page.sentences.of.get(at).copied().unwrap_or_default();
    sentence(token).saturating_sub(sentence(end.saturating_sub(1))) <= 1
}

/// Returns true for scare quotes (a word or a name) and titles of works (capitalised words).
fn is_scare_quote_or_title(page: &Analysis<'_>, quoted: &Quoted) -> bool {
    let words: Vec<_> = quoted.inside().filter(|&i| page.tokens.list[i].kind == Kind::Word).collect();
    let capitals = words.iter().filter(|&&i| page.tokens.list[i].capital()).count();
    words.len() < 2 || (capitals * 2 > words.len() && words.len() < 10)
}

/// Gives the earlier paragraphs of a speech the speaker who is named in a later one.
fn propagate_speaker_backwards(page: &Analysis<'_>, drafts: &mut Vec<Draft>) {
    let outer: Vec<&Quoted> = page.marks.list.iter().filter(|quoted| quoted.depth == 0).collect();
    let mut holders = holders(page, drafts, &outer);
    for at in (1..outer.len()).rev().filter(|&at| outer[at].continues) {
        let Some(source) = holders[at].and_then(|holder| drafts[holder].source.clone()) else { continue };
        match holders[at - 1] {
            Some(holder) if drafts[holder].source.is_none() => drafts[holder].source = Some(source),
            None if opens(page, outer[at - 1]) => {
                holders[at - 1] = Some(drafts.len());
                drafts.push(Draft {
                    content: vec![outer[at - 1].whole()],
                    source: Some(source),
                    carried: true,
                    by: "carried",
                    confidence: CARRIED[1],
                    ..Draft::default()
                });
            }
            Some(_) | None => {}
        }
    }
    drafts.small_sort_by_key(Draft::start);
}

/// For each quotation, returns the first draft that holds its first token.
fn holders(page: &Analysis<'_>, drafts: &[Draft], outer: &[&Quoted]) -> Vec<Option<usize>> {
    let mut of_token = vec![u32::MAX; page.tokens.list.len()];
    for (at, draft) in drafts.iter().enumerate().rev() {
        for piece in &draft.content {
            of_token[piece.clone()].fill(at as u32);
        }
    }
    let holder = |quoted: &&Quoted| of_token.get(quoted.open + 1).filter(|&&at| at != u32::MAX).map(|&at| at as usize);
    outer.iter().map(holder).collect()
}

/// Returns true if the mark opens where speech begins: at a paragraph's start, or after a comma, colon, stop or mark.
fn opens(page: &Analysis<'_>, quoted: &Quoted) -> bool {
    let introduced =
        |at: usize| matches!(page.tokens.list[at].kind, Kind::Comma | Kind::Colon | Kind::Stop | Kind::Mark);
    let first = page.tokens.paragraphs.binary_search_by_key(&quoted.open, |range| range.start).is_ok();
    first || quoted.open.checked_sub(1).is_some_and(introduced)
}

/// Removes narrative between two halves of a quote: `“Come back,” Imrie said, looking up at the dial, “in eleven
/// minutes.”`
pub fn trim_action_clauses(page: &Analysis<'_>, drafts: &mut [Draft]) {
    let whole =
        |piece: &Range<usize>| page.marks.inside(piece.start + 1) && page.marks.inside(piece.end.saturating_sub(2));
    for draft in drafts.iter_mut().filter(|draft| draft.content.first().is_some_and(whole)) {
        for piece in draft.content.iter_mut().skip(1) {
            let open = page.quoted(piece).map(|quoted| quoted.open).find(|open| piece.contains(open));
            if let Some(open) = open.filter(|_| is_action_clause(page, piece.start)) {
                piece.start = open;
            }
        }
    }
}

/// Returns true if the token is outside marks, in a clause that describes an action: ", looking up at the dial,".
fn is_action_clause(page: &Analysis<'_>, at: usize) -> bool {
    let tokens = &page.tokens.list;
    let clause = tokens[..at].iter().rposition(|token| !matches!(token.kind, Kind::Word | Kind::Number));
    let first = clause.filter(|&comma| tokens[comma].kind == Kind::Comma).map_or(at, |comma| comma + 1);
    let does = |at: usize| page.word(at).ends_with("ing") && !tokens[at].is(WordClass::SPEECH | WordClass::STANCE);
    !page.marks.inside(at) && (does(at) || does(first))
}

/// Splits content that one cue carries into another paragraph off into an attribution of the same speaker.
pub fn split_by_paragraph(page: &Analysis<'_>, drafts: &mut Vec<Draft>) {
    let paragraph = |token: usize| page.paragraph(token);
    let mut added = Vec::new();
    for draft in drafts.iter_mut() {
        let home = paragraph(draft.cue.as_ref().map_or(draft.start(), |cue| cue.start));
        let home = if draft.content.iter().any(|piece| paragraph(piece.start) == home) {
            home
        } else {
            paragraph(draft.start())
        };
        let (stay, mut go): (Vec<_>, Vec<_>) =
            draft.content.drain(..).partition(|piece| paragraph(piece.start) == home);
        draft.content = stay;
        while let Some(first) = go.first().map(|piece| paragraph(piece.start)) {
            let (content, rest): (Vec<_>, Vec<_>) = go.into_iter().partition(|piece| paragraph(piece.start) == first);
            go = rest;
            added.push(Draft { content, cue: None, carried: true, ..draft.clone() });
        }
    }
    if !added.is_empty() {
        drafts.extend(added);
        drafts.small_sort_by_key(Draft::start);
    }
}
