//! Transcripts whose format names the speaker of each turn: nothing is guessed.

use crate::article::Article;
use crate::document::Span;
use crate::reading::{Attributions, Grade, Quote, QuoteKind, Speaker, SpeakerKind};
use rustc_hash::FxHashMap;

/// Names of roles in a programme: they name nobody.
const UNNAMED: [&str; 26] = [
    "announcer",
    "anchor",
    "audience",
    "caller",
    "chair",
    "crowd",
    "guest",
    "host",
    "interviewee",
    "interviewer",
    "man",
    "moderator",
    "narrator",
    "operator",
    "participant",
    "presenter",
    "questioner",
    "reporter",
    "speaker",
    "student",
    "translator",
    "unidentified",
    "unknown",
    "voice",
    "voiceover",
    "woman",
];

/// Attributes each turn to its speaker; `None` if the article is no transcript.
pub fn attributions(article: &Article) -> Option<Attributions> {
    let turns = || article.blocks.iter().filter_map(|placed| Some((placed.span, placed.block.turn.as_deref()?)));
    let named = || turns().filter_map(|(span, turn)| Some((span, turn, turn.speaker.as_deref()?)));
    named().next()?;
    let full = full_names(named().map(|(.., name)| name));
    let mut found = Attributions { model: super::VERSION, ..Attributions::default() };
    let mut ids: FxHashMap<String, u32> = FxHashMap::default();
    for (block, turn, name) in named() {
        let content = Span::new(turn.content, block.len()).shifted(block.start);
        if content.of(&article.text).trim().is_empty() {
            continue;
        }
        let name = full.get(&folded(name)).map_or(name, String::as_str);
        let speaker = *ids.entry(folded(name)).or_insert_with(|| {
            let id = found.speakers.len() as u32;
            found.speakers.push(new_speaker(id, name));
            id
        });
        let mention = Some(turn.label).filter(|label| !label.is_empty()).map(|label| label.shifted(block.start));
        let id = found.quotes.len() as u32;
        if let Some(speaker) = found.speakers.get_mut(speaker as usize) {
            speaker.quotes.push(id);
            speaker.mentions.extend(mention);
            speaker.role = speaker.role.take().or_else(|| turn.role.clone());
        }
        found.quotes.push(quote(id, speaker, content, mention));
    }
    Some(found)
}

fn quote(id: u32, speaker: u32, content: Span, mention: Option<Span>) -> Quote {
    Quote {
        id,
        kind: QuoteKind::Direct,
        spans: vec![content],
        quoted_spans: vec![content],
        speakers: vec![speaker],
        mention,
        cue: None,
        via: None,
        confidence: 1.0,
        grade: Grade::Sure,
        by: "turn".into(),
    }
}

fn new_speaker(id: u32, name: &str) -> Speaker {
    let is_role = name
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .any(|word| UNNAMED.contains(&word.to_lowercase().as_str()));
    let kind = if is_role { SpeakerKind::Unnamed } else { SpeakerKind::Person };
    Speaker { id, name: name.to_owned(), kind, role: None, quotes: Vec::new(), mentions: Vec::new() }
}

fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// The full name for each surname that is the last word of one name only.
fn full_names<'a>(names: impl Iterator<Item = &'a str>) -> FxHashMap<String, String> {
    let mut full: FxHashMap<String, Option<String>> = FxHashMap::default();
    for name in names {
        let Some((_, surname)) = name.rsplit_once(' ') else { continue };
        let held = full.entry(folded(surname)).or_insert_with(|| Some(name.to_owned()));
        // Two people of one surname are not told apart by it.
        if held.as_deref().is_some_and(|held| folded(held) != folded(name)) {
            *held = None;
        }
    }
    full.into_iter().filter_map(|(surname, name)| Some((surname, name?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{MediaType, Source};
    use crate::models::Models;
    use crate::pipeline::analyse;

    #[test]
    fn speakers_of_turns_are_sure() {
        let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada Vane>“We did nothing,” he said to me.\n\n\
            00:02.000 --> 00:03.000\n<v Host>Nothing?\n\n00:03.000 --> 00:04.000\n<v Vane>Nothing.\n";
        let source =
            Source { bytes: text.into(), media_type: MediaType::WebVtt, charset: "utf-8".into(), ..Source::default() };
        let reading = analyse(&source, &Models::default(), &crate::declutter::ClutterOptions::default());
        let said = &reading.attributions;
        let names: Vec<_> = said.speakers.iter().map(|speaker| (speaker.name.as_str(), speaker.kind)).collect();
        assert_eq!(names, [("Ada Vane", SpeakerKind::Person), ("Host", SpeakerKind::Unnamed)]);
        assert_eq!(said.quotes.len(), 3);
        assert!(said.quotes.iter().all(|quote| quote.grade == Grade::Sure && quote.confidence >= 1.0));
        assert_eq!(said.quotes[2].text(&reading.article.text), "Nothing.");
        assert!(reading.is_valid());
    }
}
