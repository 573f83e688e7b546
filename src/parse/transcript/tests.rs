//! Tests of transcripts: turns with their speakers and times.

use super::*;
use crate::load::Source;
use crate::parse::parse;

/// Each block as `time speaker | text`.
fn rows(text: &str, media_type: MediaType) -> Vec<String> {
    let source = Source { bytes: text.into(), media_type, charset: "utf-8".into(), ..Source::default() };
    let row = |block: &Block| {
        let turn = block.turn.as_deref();
        let time = turn.and_then(Turn::time_code).unwrap_or_default();
        let speaker = turn.and_then(|turn| turn.speaker.clone()).unwrap_or_default();
        let said = turn.map_or(block.text.as_str(), |turn| &block.text[turn.content..]);
        format!("{time} {speaker} | {said}")
    };
    parse(&source).blocks.iter().map(row).collect()
}

#[test]
fn webvtt_voices_become_turns() {
    let text = "WEBVTT - a talk\n\nSTYLE\n::cue { color: red }\n\nNOTE a note\n\nintro\n00:01.000 --> 00:02.000 align:start\n\
        <v Ada Vane>We did <i>nothing</i>\n\n00:02.000 --> 00:04.500\n<v.loud Ada Vane>new &amp; odd.</v> <v Ben>Why?\n\n\
        01:00:05.250 --> 01:00:06.000\n[applause]\n";
    assert_eq!(
        rows(text, MediaType::WebVtt),
        ["00:00:01 Ada Vane | We did nothing new & odd.", "00:00:02 Ben | Why?", "01:00:05  | [applause]"]
    );
}

#[test]
fn subrip_labels_and_signs_part_turns() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}ADA VANE: <b>One</b>\n\n2\n00:00:02,000 --> 00:00:03,000\nand two.\n\n\
        3\n00:00:03,000 --> 00:00:04,000\n- BEN: Three?\n- ADA VANE: Four < five.\n4\n00:00:05,000 --> 00:00:06,000\n>> Who else?\n";
    assert_eq!(
        rows(text, MediaType::SubRip),
        [
            "00:00:01 ADA VANE | One and two.",
            "00:00:03 BEN | Three?",
            "00:00:03 ADA VANE | Four < five.",
            "00:00:05  | Who else?"
        ]
    );
}

#[test]
fn captions_without_names_are_paragraphs() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\nso we begin\n\n00:02.000 --> 00:03.000\nso we begin\n\n\
        00:03.000 --> 00:04.000\nNote: it rains\n\n00:09.000 --> 00:10.000\nthen it stops\n";
    assert_eq!(rows(text, MediaType::WebVtt), ["00:00:01  | so we begin Note: it rains", "00:00:09  | then it stops"]);
}

#[test]
fn text_with_two_turns_is_a_transcript() {
    let text = "Bees on the radio\n\nADA VANE: We did nothing new.\n\nBen Lee, keeper (laughs): Nothing at all.\n\nWe slept.\n";
    assert_eq!(
        rows(text, MediaType::Text),
        [
            "  | Bees on the radio",
            " ADA VANE | We did nothing new.",
            " Ben Lee | Nothing at all.",
            " Ben Lee | We slept."
        ]
    );
}

#[test]
fn article_with_colons_is_no_transcript() {
    let text = "The keepers counted their hives.\n\nNote: the number rose again this week, for the first time.\n\n\
        Update: it did not.\n\nThe county says it will keep the verges long.\n\nAt 10:30 it rained.\n";
    assert!(rows(text, MediaType::Text).iter().all(|row| row.starts_with("  | ")));
    let one = "ADA VANE: One line alone.\n\nAnd some text.\n";
    assert!(rows(one, MediaType::Text).iter().all(|row| row.starts_with("  | ")));
}
