//! Alternatives to a joined attribution: other contents, other sources.

use crate::attribute::draft::Draft;
use crate::attribute::join::{Joined, Joiner, Rankers, joined_to};
use std::ops::Range;

/// Origin of an alternative. The number is a feature of the reranker's trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Origin {
    /// The best join.
    Joined = 0,
    /// One piece of its content.
    OnePiece = 1,
    /// One sentence of its content.
    OneSentence = 2,
    /// All of the quotations that its content touches.
    WholeQuote = 3,
    /// The second-best source.
    OtherSource = 4,
    /// The second-best cue with its best source.
    OtherCue = 5,
    /// Found by a rule.
    Rule = 6,
}

/// Largest number of pieces of an attribution that are tried alone.
const PIECES: usize = 4;
/// Lowest probability of a cue or source that is tried.
const LIKELY: f32 = 0.05;

/// An attribution that may be shown, and its origin.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The attribution.
    pub joined: Joined,
    /// Origin of the attribution.
    pub origin: Origin,
}

/// Returns the joined attributions of a page, their alternatives, and those of the rules.
pub fn alternatives(joiner: &Joiner<'_>, rankers: &Rankers, made: Vec<Joined>) -> Vec<Alternative> {
    let mut out = Vec::new();
    for one in made {
        push_alternatives(joiner, rankers, &one, &mut out);
        out.push(Alternative { joined: one, origin: Origin::Joined });
    }
    out.extend(ruled(joiner));
    out
}

/// Adds the alternatives to a joined attribution.
pub fn push_alternatives(joiner: &Joiner<'_>, rankers: &Rankers, one: &Joined, out: &mut Vec<Alternative>) {
    pieces(joiner, one, out);
    others(joiner, rankers, one, out);
}

/// Returns the attributions of the rules as alternatives.
pub fn ruled(joiner: &Joiner<'_>) -> impl Iterator<Item = Alternative> {
    joiner.ruled().iter().map(|&draft| Alternative {
        joined: Joined { draft: draft.clone(), ..Joined::default() },
        origin: Origin::Rule,
    })
}

/// Adds other contents with the same cue and source.
fn pieces(joiner: &Joiner<'_>, one: &Joined, out: &mut Vec<Alternative>) {
    let page = joiner.page;
    let pieces = &one.draft.content;
    let mut with = |content: &[Range<usize>], origin: Origin| {
        if !content.is_empty() && content != pieces {
            let draft = Draft { content: content.to_vec(), ..one.draft.clone() };
            out.push(Alternative { joined: Joined { draft, ..one.clone() }, origin });
        }
    };
    let alone = std::slice::from_ref::<Range<usize>>;
    if pieces.len() > 1 {
        pieces.iter().take(PIECES).for_each(|piece| with(alone(piece), Origin::OnePiece));
    }
    if pieces.len() > 2 {
        with(&pieces[..2], Origin::OnePiece);
    }
    for piece in pieces.iter().take(PIECES) {
        let cuts: Vec<usize> = (piece.start + 1..piece.end).filter(|&at| page.sentences.begins[at]).take(3).collect();
        if let (Some(&first), Some(&last)) = (cuts.first(), cuts.last()) {
            with(alone(&(piece.start..first)), Origin::OneSentence);
            with(alone(&(last..piece.end)), Origin::OneSentence);
        }
        for quoted in page.quoted(piece).take(2) {
            let whole = quoted.whole();
            if whole.start > piece.start || whole.end != piece.end {
                with(alone(&whole), Origin::WholeQuote);
                with(alone(&(piece.start..whole.end.max(piece.start + 1))), Origin::WholeQuote);
            }
        }
    }
    // Two pieces within the same marks become one.
    let mut whole: Vec<Range<usize>> = Vec::with_capacity(pieces.len());
    for piece in pieces.iter().map(|piece| stretched(joiner, piece)) {
        match whole.last_mut().filter(|before| piece.start < before.end) {
            Some(before) => before.end = before.end.max(piece.end),
            None => whole.push(piece),
        }
    }
    with(&whole, Origin::WholeQuote);
}

/// Extends the piece to the ends of all quotations that it touches.
fn stretched(joiner: &Joiner<'_>, piece: &Range<usize>) -> Range<usize> {
    let marks = &joiner.page.marks;
    let start = marks.outermost(piece.start).map_or(piece.start, |q| q.open.min(piece.start));
    let end = marks.outermost(piece.end - 1).map_or(piece.end, |q| q.whole().end.max(piece.end));
    start..end
}

/// Adds the same content with another source, or with another cue and that cue's source.
fn others(joiner: &Joiner<'_>, rankers: &Rankers, one: &Joined, out: &mut Vec<Alternative>) {
    let Some(&content) = one.contents.first() else { return };
    let anchor = one.cue.unwrap_or(content);
    let sources = joiner.ranked_sources(rankers, anchor, &one.draft.content[0]);
    for (source, probability) in sources.iter().skip(1).take(1).filter(|(_, p)| *p > LIKELY) {
        let draft = Draft { source: source.as_ref().map(|s| s.range.clone()), ..one.draft.clone() };
        let mut evidence = one.evidence;
        evidence.source = *probability;
        evidence.tagger_source = source.as_ref().map_or(0.0, |s| s.confidence);
        out.push(Alternative { joined: Joined { draft, evidence, ..one.clone() }, origin: Origin::OtherSource });
    }
    let cues = joiner.ranked_cues(rankers, content);
    for &(cue, probability) in cues.iter().filter(|(cue, _)| *cue != one.cue).take(1).filter(|(_, p)| *p > LIKELY) {
        out.push(Alternative {
            joined: joined_to(joiner, rankers, content, cue, probability),
            origin: Origin::OtherCue,
        });
    }
}
