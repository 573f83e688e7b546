//! [`correct`]: what the reader knows better, laid over a reading. Pure; the stored reading stays as it was made.

use super::piece::Correction;
use crate::article::{Hidden, Placed, Reason, Role};
use crate::document::Span;
use crate::reading::{Attributions, Quote, Reading, Speaker, SpeakerKind};

/// The reading with blocks shown, blocks hidden and speakers set as the reader wants it.
pub fn correct(mut reading: Reading, corrections: &[Correction]) -> Reading {
    for correction in corrections {
        if let Correction::Speaker(start, name) = correction {
            set_speaker(&mut reading.attributions, *start, name);
        }
    }
    let moves = corrections.iter().any(|one| !matches!(one, Correction::Speaker(..)));
    if moves { moved(reading, corrections) } else { reading }
}

fn set_speaker(attributions: &mut Attributions, start: usize, name: &str) {
    let Some(at) = attributions.quotes.iter().position(|q| q.spans.first().is_some_and(|s| s.start == start)) else {
        return;
    };
    let quote = attributions.quotes[at].id;
    for speaker in &mut attributions.speakers {
        speaker.quotes.retain(|&id| id != quote);
    }
    let known = attributions.speakers.iter().position(|speaker| speaker.name == name);
    let speaker = known.unwrap_or_else(|| {
        attributions.speakers.push(Speaker {
            id: attributions.speakers.len() as u32,
            name: name.to_owned(),
            kind: SpeakerKind::Person,
            role: None,
            quotes: Vec::new(),
            mentions: Vec::new(),
        });
        attributions.speakers.len() - 1
    });
    let speaker = &mut attributions.speakers[speaker];
    speaker.quotes.push(quote);
    speaker.quotes.sort_unstable();
    let quote = &mut attributions.quotes[at];
    quote.speakers = vec![speaker.id];
    quote.confidence = 1.0;
    "reader".clone_into(&mut quote.by);
}

/// Builds the article anew from all its blocks in the page's order.
fn moved(mut reading: Reading, corrections: &[Correction]) -> Reading {
    let article = &mut reading.article;
    let old = std::mem::take(&mut article.blocks);
    let mut all: Vec<(u32, Result<Placed, Hidden>)> =
        old.into_iter().map(|placed| (placed.order, Ok(placed))).collect();
    all.extend(std::mem::take(&mut article.clutter).into_iter().map(|hidden| (hidden.order, Err(hidden))));
    all.sort_by_key(|(order, _)| *order);
    article.text.clear();
    let mut shifts: Vec<(Span, usize)> = Vec::new();
    for (order, one) in all {
        let show = corrections.contains(&Correction::Show(order));
        let hide = corrections.contains(&Correction::Hide(order));
        match one {
            Ok(placed) if hide => {
                let after = article.blocks.len().checked_sub(1).map(|last| last as u32);
                let (reason, confidence) = (Reason::Other, 1.0);
                article.clutter.push(Hidden { reason, confidence, block: placed.block, order, after });
            }
            Err(hidden) if !show => {
                let after = article.blocks.len().checked_sub(1).map(|last| last as u32);
                article.clutter.push(Hidden { after, ..hidden });
            }
            shown => {
                if !article.blocks.is_empty() {
                    article.text.push_str("\n\n");
                }
                let start = article.text.len();
                let (role, block) = match shown {
                    Ok(placed) => {
                        shifts.push((placed.span, start));
                        (placed.role, placed.block)
                    }
                    Err(hidden) => (Role::Body, hidden.block),
                };
                article.text.push_str(&block.text);
                let span = Span::new(start, article.text.len());
                article.blocks.push(Placed { role, span, block, order });
            }
        }
    }
    shift(&mut reading.attributions, &shifts);
    reading
}

/// Moves the quotes with their blocks; a quote that stood in a block now hidden goes.
fn shift(attributions: &mut Attributions, shifts: &[(Span, usize)]) {
    let at = |span: Span| {
        let next = shifts.partition_point(|(from, _)| from.start <= span.start);
        let (from, to) = shifts.get(next.checked_sub(1)?)?;
        (span.end <= from.end).then(|| Span::new(to + span.start - from.start, to + span.end - from.start))
    };
    let all = |spans: &[Span]| spans.iter().map(|&span| at(span)).collect::<Option<Vec<_>>>();
    let mut ids = vec![None; attributions.quotes.len()];
    let mut kept: Vec<Quote> = Vec::with_capacity(ids.len());
    for mut quote in std::mem::take(&mut attributions.quotes) {
        let (Some(spans), Some(marked)) = (all(&quote.spans), all(&quote.marked)) else { continue };
        if let Some(id) = ids.get_mut(quote.id as usize) {
            *id = Some(kept.len() as u32);
        }
        quote.id = kept.len() as u32;
        (quote.spans, quote.marked) = (spans, marked);
        (quote.mention, quote.cue) = (quote.mention.and_then(at), quote.cue.and_then(at));
        kept.push(quote);
    }
    attributions.quotes = kept;
    for speaker in &mut attributions.speakers {
        let new = |id: &u32| ids.get(*id as usize).copied().flatten();
        speaker.quotes = speaker.quotes.iter().filter_map(new).collect();
        speaker.mentions = speaker.mentions.iter().filter_map(|&span| at(span)).collect();
    }
}
