//! [`apply_corrections`]: applies the user's corrections to a reading. Pure; the stored reading is not changed.

use super::piece::Correction;
use crate::article::{Article, HiddenBlock, Reason, Role, ShownBlock};
use crate::attribute::attribute;
use crate::document::Span;
use crate::models::Models;
use crate::reading::{Attributions, Grade, Quote, Reading, Speaker, SpeakerKind};
use crate::small_sort::SmallSort;
use std::collections::BTreeSet;

/// Shows and hides blocks and sets speakers as the user corrected them. Blocks that are shown again are attributed
/// now.
pub fn apply_corrections(reading: Reading, corrections: &[Correction], models: &Models) -> Reading {
    let overrides = resolve_overrides(&reading.article, corrections);
    let mut reading = apply_overrides(reading, corrections);
    drop_dismissed(&mut reading.attributions);
    let back = |it: &&ShownBlock| overrides.shown.contains(&it.order);
    let back: Vec<Span> = reading.article.blocks.iter().filter(back).map(|it| it.span).collect();
    if !back.is_empty() {
        let heard = attribute(&reading.article, models.attribution());
        graft(&mut reading.attributions, heard, &back);
    }
    reading
}

/// Replaces the quotations in these stretches by those of another attribution.
fn graft(held: &mut Attributions, heard: Attributions, stretches: &[Span]) {
    let within = |span: &Span| stretches.iter().any(|one| one.start <= span.start && span.end <= one.end);
    let come = heard.quotes.into_iter().filter(|quote| !quote.spans.is_empty() && quote.spans.iter().all(within));
    for mut quote in come {
        let speakers = quote.speakers.iter().filter_map(|id| heard.speakers.get(*id as usize));
        quote.speakers = speakers.map(|speaker| known(&mut held.speakers, speaker)).collect();
        held.quotes.push(quote);
    }
    // Quotations and speakers are sorted by their position in the text and renumbered.
    held.quotes.small_sort_by_key(|quote| quote.spans.first().map_or(0, |span| span.start));
    held.speakers.iter_mut().for_each(|speaker| speaker.quotes.clear());
    for (id, quote) in (0..).zip(&mut held.quotes) {
        quote.id = id;
        for speaker in &quote.speakers {
            if let Some(speaker) = held.speakers.get_mut(*speaker as usize) {
                speaker.quotes.push(id);
            }
        }
    }
    in_order(held);
}

/// Sorts and renumbers speakers by their first quotation; those without quotations come last.
fn in_order(attributions: &mut Attributions) {
    let Attributions { speakers, quotes, .. } = attributions;
    let start = |id: &u32| quotes.get(*id as usize).and_then(|quote| quote.spans.first()).map(|span| span.start);
    speakers.small_sort_by_key(|speaker| speaker.quotes.iter().filter_map(start).min().unwrap_or(usize::MAX));
    let mut numbers = vec![0; speakers.len()];
    for (new, speaker) in (0..).zip(speakers) {
        if let Some(number) = numbers.get_mut(speaker.id as usize) {
            *number = new;
        }
        speaker.id = new;
    }
    for speaker in quotes.iter_mut().flat_map(|quote| &mut quote.speakers) {
        *speaker = numbers.get(*speaker as usize).copied().unwrap_or(*speaker);
    }
}

/// Returns the number of a speaker in `held`, adding a new one at the end.
fn known(held: &mut Vec<Speaker>, speaker: &Speaker) -> u32 {
    if let Some(found) = held.iter().find(|one| one.name == speaker.name && one.kind == speaker.kind) {
        return found.id;
    }
    let id = held.len() as u32;
    held.push(Speaker { id, quotes: Vec::new(), ..speaker.clone() });
    id
}

/// Shows and hides blocks and sets speakers as the user corrected them. Blocks that are shown again get no
/// quotations: that needs the models, see [`apply_corrections`].
pub fn apply_overrides(mut reading: Reading, corrections: &[Correction]) -> Reading {
    set_speakers(&mut reading.attributions, &reading.article.text, corrections);
    let overrides = resolve_overrides(&reading.article, corrections);
    if overrides == BlockOverrides::default() { reading } else { moved(reading, &overrides) }
}

/// Blocks that corrections show or hide, by their number on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlockOverrides {
    /// Blocks to hide.
    pub hidden: BTreeSet<u32>,
    /// Blocks to show.
    pub shown: BTreeSet<u32>,
}

/// Finds the blocks of this article that the corrections are about. Corrections of blocks that no longer exist have
/// no effect.
pub fn resolve_overrides(article: &Article, corrections: &[Correction]) -> BlockOverrides {
    let mut overrides = BlockOverrides::default();
    for correction in corrections {
        match correction {
            Correction::Hide(spot) => {
                let shown = article.blocks.iter().map(|it| (it.order as usize, it.block.text.as_str()));
                overrides.hidden.extend(spot.find(shown).map(|at| at as u32));
            }
            Correction::Show(spot) => {
                let hidden = article.clutter.iter().map(|it| (it.order as usize, it.block.text.as_str()));
                overrides.shown.extend(spot.find(hidden).map(|at| at as u32));
            }
            Correction::Speaker(..) | Correction::Dismiss(_) => {}
        }
    }
    overrides
}

/// Sets the speakers that the user named, at the first quotation of each; `text` is the article's uncorrected text.
pub fn set_speakers(attributions: &mut Attributions, text: &str, corrections: &[Correction]) {
    for correction in corrections {
        if !correction.is_of_speech() {
            continue;
        }
        let starts = attributions.quotes.iter().filter_map(|quote| quote.spans.first());
        let Some(start) = correction.spot().find(starts.map(|span| (span.start, span.of(text)))) else { continue };
        match correction {
            Correction::Speaker(_, name) => set_speaker(attributions, start, name.as_deref()),
            _ => dismiss(attributions, start),
        }
    }
    if corrections.iter().any(Correction::is_of_speech) {
        in_order(attributions);
    }
}

fn set_speaker(attributions: &mut Attributions, start: usize, name: Option<&str>) {
    let Some(at) = attributions.quotes.iter().position(|q| q.spans.first().is_some_and(|s| s.start == start)) else {
        return;
    };
    let quote = attributions.quotes[at].id;
    for speaker in &mut attributions.speakers {
        speaker.quotes.retain(|&id| id != quote);
    }
    let speaker = name.map(|name| {
        let known = attributions.speakers.iter().position(|speaker| speaker.name == name);
        let index = known.unwrap_or_else(|| {
            attributions.speakers.push(new_speaker(attributions.speakers.len() as u32, name));
            attributions.speakers.len() - 1
        });
        let speaker = &mut attributions.speakers[index];
        let place = speaker.quotes.partition_point(|&id| id < quote);
        speaker.quotes.insert(place, quote);
        speaker.id
    });
    let quote = &mut attributions.quotes[at];
    quote.speakers = speaker.into_iter().collect();
    quote.confidence = 1.0;
    quote.grade = Grade::Sure;
    "reader".clone_into(&mut quote.by);
}

/// Empties the quotation that begins at this byte. It keeps its number but has no words and no speaker.
fn dismiss(attributions: &mut Attributions, start: usize) {
    let Some(quote) = attributions.quotes.iter_mut().find(|q| q.spans.first().is_some_and(|s| s.start == start)) else {
        return;
    };
    let id = quote.id;
    *quote = Quote {
        id,
        kind: quote.kind,
        spans: Vec::new(),
        quoted_spans: Vec::new(),
        speakers: Vec::new(),
        mention: None,
        cue: None,
        via: None,
        confidence: 0.0,
        grade: Grade::Uncertain,
        by: "dismissed".to_owned(),
    };
    for speaker in &mut attributions.speakers {
        speaker.quotes.retain(|&quote| quote != id);
    }
}

/// Removes quotations without words and renumbers the others.
fn drop_dismissed(attributions: &mut Attributions) {
    if attributions.quotes.iter().all(|quote| !quote.spans.is_empty()) {
        return;
    }
    let mut numbers = vec![None; attributions.quotes.len()];
    attributions.quotes.retain(|quote| !quote.spans.is_empty());
    for (new, quote) in (0..).zip(&mut attributions.quotes) {
        if let Some(number) = numbers.get_mut(quote.id as usize) {
            *number = Some(new);
        }
        quote.id = new;
    }
    for speaker in &mut attributions.speakers {
        let new = |id: &u32| numbers.get(*id as usize).copied().flatten();
        speaker.quotes = speaker.quotes.iter().filter_map(new).collect();
    }
}

fn new_speaker(id: u32, name: &str) -> Speaker {
    let kind = SpeakerKind::Person;
    Speaker { id, name: name.to_owned(), kind, role: None, quotes: Vec::new(), mentions: Vec::new() }
}

/// Rebuilds the article from all its blocks, in the page's order.
fn moved(mut reading: Reading, overrides: &BlockOverrides) -> Reading {
    let article = &mut reading.article;
    let old = std::mem::take(&mut article.blocks);
    let mut all: Vec<(u32, Result<ShownBlock, HiddenBlock>)> =
        old.into_iter().map(|placed| (placed.order, Ok(placed))).collect();
    all.extend(std::mem::take(&mut article.clutter).into_iter().map(|hidden| (hidden.order, Err(hidden))));
    all.small_sort_by_key(|(order, _)| *order);
    article.text.clear();
    let mut shifts: Vec<(Span, usize)> = Vec::new();
    for (order, one) in all {
        let (show, hide) = (overrides.shown.contains(&order), overrides.hidden.contains(&order));
        match one {
            Ok(placed) if hide => {
                let after = article.blocks.len().checked_sub(1).map(|last| last as u32);
                let (reason, confidence) = (Reason::Reader, 1.0);
                article.clutter.push(HiddenBlock { reason, confidence, block: placed.block, order, after });
            }
            Err(hidden) if !show => {
                let after = article.blocks.len().checked_sub(1).map(|last| last as u32);
                article.clutter.push(HiddenBlock { after, ..hidden });
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
                article.blocks.push(ShownBlock { role, span, block, order });
            }
        }
    }
    shift(&mut reading.attributions, &shifts);
    reading
}

/// Shifts quotations with their blocks; those in a block that is now hidden are removed.
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
        let (Some(spans), Some(marked)) = (all(&quote.spans), all(&quote.quoted_spans)) else { continue };
        if let Some(id) = ids.get_mut(quote.id as usize) {
            *id = Some(kept.len() as u32);
        }
        quote.id = kept.len() as u32;
        (quote.spans, quote.quoted_spans) = (spans, marked);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Verdict;
    use crate::document::{Block, Document};
    use crate::library::BlockAnchor;
    use crate::reading::QuoteKind;

    /// Builds a page of blocks; `-` marks a hidden one. Each pair of marks is a quotation.
    fn page(blocks: &[&str]) -> Reading {
        let text = |block: &&str| Block { text: block.trim_start_matches('-').to_owned(), ..Block::default() };
        let document = Document { blocks: blocks.iter().map(text).collect(), ..Document::default() };
        let verdict = |block: &&str| match block.strip_prefix('-') {
            Some(_) => Verdict::Hide(Reason::Advert, 0.9),
            None => Verdict::Show(Role::Body),
        };
        let verdicts: Vec<_> = blocks.iter().map(verdict).collect();
        let article = Article::assemble(document, &verdicts, None);
        let marks: Vec<usize> = article.text.match_indices('"').map(|(at, _)| at).collect();
        let quote = |(id, pair): (usize, &[usize])| Quote {
            id: id as u32,
            kind: QuoteKind::Direct,
            spans: vec![Span::new(pair[0] + 1, pair[1])],
            quoted_spans: vec![],
            speakers: vec![],
            mention: None,
            cue: None,
            via: None,
            confidence: 0.5,
            grade: Grade::Likely,
            by: String::new(),
        };
        let quotes = marks.chunks_exact(2).enumerate().map(quote).collect();
        Reading { article, attributions: Attributions { quotes, ..Attributions::default() }, ..Reading::default() }
    }

    fn shown(reading: &Reading) -> Vec<&str> {
        reading.article.blocks.iter().map(|placed| placed.block.text.as_str()).collect()
    }

    #[test]
    fn quotes_move_with_their_blocks_and_keep_the_speaker_set() {
        let reading = page(&["One", "-Two", "\"Three\" is said"]);
        let start = reading.article.text.find("Three").unwrap();
        let corrected = apply_overrides(
            reading,
            &[
                Correction::Show(BlockAnchor::of(1, "Two")),
                Correction::Hide(BlockAnchor::of(0, "One")),
                Correction::Speaker(BlockAnchor::of(start, "Three"), Some("Ada".into())),
            ],
        );
        assert_eq!(shown(&corrected), ["Two", "\"Three\" is said"]);
        let said = &corrected.attributions;
        assert_eq!(said.quotes[0].text(&corrected.article.text), "Three");
        assert_eq!((said.quotes[0].speakers.as_slice(), said.speakers[0].name.as_str()), (&[0][..], "Ada"));
    }

    #[test]
    fn whoever_is_named_stands_where_they_are_first_quoted() {
        let mut reading = page(&["\"One\" and \"two\" and \"three\""]);
        let text = reading.article.text.clone();
        let named = |words: &str, name: &str| {
            Correction::Speaker(BlockAnchor::of(text.find(words).unwrap(), words), Some(name.to_owned()))
        };
        set_speakers(&mut reading.attributions, &text, &[named("three", "Cleo"), named("One", "Ada")]);
        let said = &reading.attributions;
        let speakers: Vec<_> = said.speakers.iter().map(|it| (it.id, it.name.as_str(), it.quotes.as_slice())).collect();
        assert_eq!(speakers, [(0, "Ada", &[0][..]), (1, "Cleo", &[2][..])]);
        let of: Vec<&[u32]> = said.quotes.iter().map(|quote| quote.speakers.as_slice()).collect();
        assert_eq!(of, [&[0][..], &[], &[1]]);
    }

    #[test]
    fn who_spoke_in_a_block_that_is_brought_back_is_found() {
        let said = "“The bridge will be closed until the spring,” Ada Moreau, the mayor, said on Monday.";
        let reading = page(&["One paragraph says nothing of anybody.", &format!("-{said}"), "\"Three\" is said"]);
        let shown = [Correction::Show(BlockAnchor::of(1, said))];
        let back = apply_corrections(reading, &shown, &Models::default());
        let (quotes, text) = (&back.attributions.quotes, &back.article.text);
        assert_eq!(quotes.iter().map(|quote| quote.id).collect::<Vec<_>>(), [0, 1]);
        assert!(quotes[0].text(text).starts_with("The bridge will be closed"), "{:?}", quotes[0].text(text));
        assert_eq!(quotes[1].text(text), "Three", "what was heard before stays");
        let speaker = &back.attributions.speakers[quotes[0].speakers[0] as usize];
        assert_eq!((speaker.name.as_str(), speaker.quotes.as_slice()), ("Ada Moreau", &[0][..]));
    }

    #[test]
    fn in_a_newer_version_what_was_corrected_is_found_by_its_words() {
        let newer = || page(&["A new beginning", "One", "-Two", "\"Three\" and \"four\""]);
        let corrections = [
            Correction::Hide(BlockAnchor::of(0, "One")),
            Correction::Show(BlockAnchor::of(1, "Two")),
            Correction::Show(BlockAnchor::of(7, "no longer there")),
            Correction::Speaker(BlockAnchor::of(5, "four"), Some("Ada".into())),
        ];
        let corrected = apply_overrides(newer(), &corrections);
        assert_eq!(shown(&corrected), ["A new beginning", "Two", "\"Three\" and \"four\""]);
        let named: Vec<bool> = corrected.attributions.quotes.iter().map(|quote| !quote.speakers.is_empty()).collect();
        assert_eq!(named, [false, true]);
        // A correction without words applies by its position alone; one with words never does.
        assert_eq!(shown(&apply_overrides(newer(), &[Correction::Hide(BlockAnchor::of(0, "Another"))])).len(), 3);
    }
}
