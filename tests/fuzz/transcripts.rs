//! Transcripts: cues of any shape in both formats, and turns of plain text, cut, doubled and corrupted.

use crate::article::{changed, changes};
use crate::{all_layers, config};
use proptest::prelude::*;
use proptest::sample::select;
use sayso::document::MediaType;
use sayso::load::Source;

const TIMES: [&str; 14] = [
    "00:01.000",
    "00:00:03.500",
    "01:02:03.004",
    "00:00:03,500",
    "99:59:59.999",
    "999999999999:00:00.000",
    "00:60:00.000",
    "-1:00.000",
    "1:2",
    "",
    "\u{661}\u{662}:00.000",
    "00:00:04.000 line:0 align:start",
    "0:0:0.0",
    "00:00:02.000",
];

const WORDS: [&str; 20] = [
    "<v Ada Vane>We can’t go on.</v>",
    "<v.loud Ben Lee>No",
    "<v>",
    "</v>",
    "<c.yellow>Yes</c>",
    "<00:00:02.000>",
    "<i>",
    "&lt;b&gt; &amp;amp;",
    "ADA: From here.",
    "BEN LEE (by phone): To there.",
    ">> CHAIR: Order.",
    "[music]",
    "- Who?\n- Me.",
    "{\\an8}Above",
    "Dr. Vane: yes: no: ",
    "-->",
    "NOTE",
    "",
    "\u{202e}abc",
    "“Bees sleep,” said Ines Albrecht.",
];

/// A file with a format.
fn transcript() -> impl Strategy<Value = (MediaType, String)> {
    let cue = (0..30_u8, select(&TIMES[..]), select(&TIMES[..]), prop::collection::vec(select(&WORDS[..]), 0..5));
    let format = select(vec![MediaType::WebVtt, MediaType::SubRip, MediaType::Text]);
    (format, prop::collection::vec(cue, 0..20)).prop_map(|(format, cues)| {
        let mut text = String::from(if format == MediaType::WebVtt { "WEBVTT\n\n" } else { "" });
        for (number, (kind, start, end, words)) in cues.iter().enumerate() {
            match (format, kind) {
                (MediaType::Text, _) => {}
                (_, 0) => text.push_str("NOTE\nA note.\n\n"),
                (_, 1) => text.push_str("STYLE\n::cue { color: red }\n\n"),
                _ => text.push_str(&format!("{number}\n{start} --> {end}\n")),
            }
            text.push_str(&words.join(if kind % 2 == 0 { " " } else { "\n" }));
            text.push_str(if *kind == 2 { "\n" } else { "\n\n" });
        }
        (format, text)
    })
}

fn read(format: MediaType, bytes: Vec<u8>) -> crate::properties::Held {
    all_layers(&Source {
        location: "a".into(),
        bytes,
        media_type: format,
        charset: "utf-8".into(),
        ..Source::default()
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn transcripts_are_analysed((format, text) in transcript()) {
        read(format, text.into_bytes())?;
    }

    #[test]
    fn broken_transcripts_are_analysed((format, text) in transcript(), changes in changes()) {
        read(format, changed(text.into_bytes(), &changes))?;
    }
}
