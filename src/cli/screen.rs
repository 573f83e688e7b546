//! Styled lines for a scrolling terminal: escape sequences and clickable links.
//!
//! The colours are the terminal's own sixteen, so they fit its theme.

use super::context::Styling;
use crate::reading::export::styled_text::{TextStyle, TextTraits};
use crate::reading::export::text::{LineRole, TextLine};
use std::fmt::Write;

/// SGR codes of the speakers' colours, in order of first appearance: blue, yellow, green, magenta, red, cyan, then
/// bright ones.
const VOICES: [u8; 10] = [34, 33, 32, 35, 31, 36, 94, 93, 92, 95];

/// Returns the width of the terminal on standard output; `None` if it is no terminal or reports no width.
pub fn columns() -> Option<usize> {
    crossterm::terminal::size().ok().map(|(columns, _)| usize::from(columns)).filter(|&columns| columns > 0)
}

/// Writes a styled line with a line end.
pub fn paint(line: &TextLine<'_>, styling: Styling, out: &mut String) {
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
    for (piece, style) in &line.pieces {
        let mut codes = base.to_owned();
        codes.push_str(&look(*style, line.part, styling));
        span(piece, &codes, out);
    }
    out.push('\n');
}

/// Writes text with these SGR codes (each preceded by `;`) and resets them.
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

/// Returns the SGR codes of a speaker's colour; empty without colours.
pub fn voice(speaker: u32, styling: Styling) -> String {
    if styling == Styling::Colour { format!(";{}", VOICES[speaker as usize % VOICES.len()]) } else { String::new() }
}

const fn base(part: LineRole) -> &'static str {
    match part {
        LineRole::Title | LineRole::Heading => ";1",
        LineRole::Standfirst => ";3",
        LineRole::Byline | LineRole::Caption | LineRole::Clutter => ";2",
        LineRole::Body => "",
    }
}

fn look(style: TextStyle, part: LineRole, styling: Styling) -> String {
    let mut codes = String::new();
    let mut add = |on: bool, code: &str| {
        if on {
            codes.push_str(code);
        }
    };
    let spoken_plainly = style.has(TextTraits::CONTENT) && style.voice.is_none();
    add(style.has(TextTraits::STRONG | TextTraits::MENTION), ";1");
    add((style.has(TextTraits::EMPHASIS) || spoken_plainly) && part != LineRole::Standfirst, ";3");
    add(style.has(TextTraits::CUE) || style.link.is_some(), ";4");
    add(style.has(TextTraits::STRIKE), ";9");
    add(style.has(TextTraits::CODE) && styling == Styling::Colour, ";36");
    if let Some(speaker) = style.voice {
        codes.push_str(&voice(speaker, styling));
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_become_escape_sequences_only_if_allowed() {
        let spoken = TextStyle { voice: Some(1), traits: TextTraits::CONTENT, ..TextStyle::default() };
        let cue = TextStyle { traits: TextTraits::CUE, ..TextStyle::default() };
        let line = TextLine {
            part: LineRole::Body,
            prefix: "• ".into(),
            pieces: vec![("Hi".into(), spoken), (" ".into(), TextStyle::default()), ("said".into(), cue)],
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
