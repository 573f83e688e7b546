//! Lines of a reading on a terminal that scrolls: escape sequences for their looks, links that can be clicked.
//!
//! Colours are the terminal's own sixteen, so they fit whatever theme it has.

use super::context::Styling;
use crate::reading::export::faces::{CODE, CONTENT, CUE, EMPHASIS, Face, MENTION, STRIKE, STRONG};
use crate::reading::export::text::{Line, Part};
use std::fmt::Write;

/// Colours of the speakers, in order of first appearance: blue, yellow, green, magenta, red, cyan, then the bright ones.
const VOICES: [u8; 10] = [34, 33, 32, 35, 31, 36, 94, 93, 92, 95];

/// The columns of the terminal that standard output is; `None` where it is none or does not tell.
pub fn columns() -> Option<usize> {
    crossterm::terminal::size().ok().map(|(columns, _)| usize::from(columns)).filter(|&columns| columns > 0)
}

/// Writes a line with its looks and a line end.
pub fn paint(line: &Line<'_>, styling: Styling, out: &mut String) {
    if styling == Styling::Plain {
        let start = out.len();
        out.push_str(&line.prefix);
        out.extend(line.pieces.iter().map(|(piece, _)| &**piece));
        out.truncate(start + out[start..].trim_end_matches(' ').len());
        out.push('\n');
        return;
    }
    let base = base(line.part);
    span(&line.prefix, base, out);
    for (piece, face) in &line.pieces {
        let mut codes = base.to_owned();
        codes.push_str(&look(*face, line.part, styling));
        span(piece, &codes, out);
    }
    out.push('\n');
}

/// Writes text between an escape sequence of these codes (each preceded by `;`) and the one that ends it.
pub fn span(text: &str, codes: &str, out: &mut String) {
    if text.is_empty() {
        return;
    }
    match codes.strip_prefix(';') {
        Some(codes) => {
            let _ = write!(out, "\x1b[{codes}m{text}\x1b[0m");
        }
        None => out.push_str(text),
    }
}

/// The codes of a speaker's colour; none without colours.
pub fn voice(speaker: u32, styling: Styling) -> String {
    if styling == Styling::Colour { format!(";{}", VOICES[speaker as usize % VOICES.len()]) } else { String::new() }
}

const fn base(part: Part) -> &'static str {
    match part {
        Part::Title | Part::Heading => ";1",
        Part::Standfirst => ";3",
        Part::Byline | Part::Caption | Part::Clutter => ";2",
        Part::Body => "",
    }
}

fn look(face: Face, part: Part, styling: Styling) -> String {
    let mut codes = String::new();
    let mut add = |on: bool, code: &str| {
        if on {
            codes.push_str(code);
        }
    };
    let spoken_plainly = face.has(CONTENT) && face.voice.is_none();
    add(face.has(STRONG | MENTION), ";1");
    add((face.has(EMPHASIS) || spoken_plainly) && part != Part::Standfirst, ";3");
    add(face.has(CUE) || face.link.is_some(), ";4");
    add(face.has(STRIKE), ";9");
    add(face.has(CODE) && styling == Styling::Colour, ";36");
    if let Some(speaker) = face.voice {
        codes.push_str(&voice(speaker, styling));
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_become_escape_sequences_only_where_they_may() {
        let spoken = Face { voice: Some(1), traits: CONTENT, ..Face::default() };
        let cue = Face { traits: CUE, ..Face::default() };
        let line = Line {
            part: Part::Body,
            prefix: "• ".into(),
            pieces: vec![("Hi".into(), spoken), (" ".into(), Face::default()), ("said".into(), cue)],
        };
        for (styling, expected) in [
            (Styling::Colour, "• \x1b[33mHi\x1b[0m \x1b[4msaid\x1b[0m\n"),
            (Styling::Attributes, "• Hi \x1b[4msaid\x1b[0m\n"),
            (Styling::Plain, "• Hi said\n"),
        ] {
            let mut out = String::new();
            paint(&line, styling, &mut out);
            assert_eq!(out, expected);
        }
    }
}
