//! Cues of subtitle files: WebVTT (W3C, "WebVTT: The Web Video Text Tracks Format") and SubRip.

use crate::document::MediaType;

/// A cue: a stretch of time and the text shown in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cue {
    /// Its beginning in milliseconds.
    pub(super) start: u64,
    /// Its end in milliseconds.
    pub(super) end: u64,
    /// The text in order, each piece with the voice that the format gives it.
    pub(super) voices: Vec<(Option<String>, String)>,
}

/// Reads all cues in the order of the file. What is no cue (notes, styles, regions) is left out, as players do.
pub(super) fn read(text: &str, format: MediaType) -> Vec<Cue> {
    let mut cues = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((start, end)) = timing(line) else { continue };
        let mut shown: Vec<&str> = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.trim().is_empty() && timing(line).is_none()) {
            shown.push(line);
        }
        // Without a blank line between two cues, the number of the next one stands last.
        let runs_on = lines.peek().is_some_and(|line| timing(line).is_some());
        if runs_on && shown.last().is_some_and(|line| line.trim().bytes().all(|b| b.is_ascii_digit())) {
            shown.pop();
        }
        let text = shown.join("\n");
        let voices = if format == MediaType::WebVtt { tagged(&text) } else { vec![(None, stripped(&text))] };
        cues.push(Cue { start, end, voices });
    }
    cues
}

/// The times of `00:01:02.500 --> 00:01:04.000 align:start`.
pub(super) fn timing(line: &str) -> Option<(u64, u64)> {
    let (start, end) = line.split_once("-->")?;
    Some((time(start.trim())?, time(end.split_whitespace().next()?)?))
}

/// A time in milliseconds: `01:02.500`, `00:01:02,500`.
fn time(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let mut seconds = 0_u64;
    let mut parts = 0;
    for part in clock.split(':') {
        if part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        seconds = seconds * 60 + part.parse::<u64>().ok()?;
        parts += 1;
    }
    let fraction = fraction.get(..3.min(fraction.len()))?;
    let millis: u64 = fraction.parse().ok()?;
    let scale = [100, 10, 1].get(fraction.len().checked_sub(1)?)?;
    (2..=3).contains(&parts).then_some(seconds * 1_000 + millis * scale)
}

/// The pieces of a WebVTT cue by voice: `<v Ada Vane>Text</v>`. Other tags go, character references are decoded.
fn tagged(text: &str) -> Vec<(Option<String>, String)> {
    let mut pieces: Vec<(Option<String>, String)> = vec![(None, String::new())];
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        push(&mut pieces, before);
        let Some(end) = tag.find('>') else {
            push(&mut pieces, tag);
            rest = "";
            break;
        };
        let inside = tag.get(1..end).unwrap_or_default();
        if let Some(voice) = inside.strip_prefix('v').filter(|voice| voice.starts_with(['.', ' ', '\t', '\n'])) {
            // Classes stand between the tag's name and the speaker's: `<v.loud Ada>`.
            let name = voice.split_once([' ', '\t', '\n']).map(|(_, name)| decoded(name).trim().to_owned());
            pieces.push((name, String::new()));
        } else if inside == "/v" {
            pieces.push((None, String::new()));
        }
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    push(&mut pieces, rest);
    pieces.retain(|(_, text)| !text.trim().is_empty());
    pieces
}

fn push(pieces: &mut [(Option<String>, String)], text: &str) {
    if let Some((_, last)) = pieces.last_mut() {
        last.push_str(&decoded(text));
    }
}

fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ");
    text.replace("&lrm;", "").replace("&rlm;", "").replace("&amp;", "&")
}

/// The text of a SubRip cue without its tags: `<i>`, `<font …>`, `{\an8}`.
fn stripped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{']) {
        let (before, tag) = rest.split_at(at);
        plain.push_str(before);
        let close = if tag.starts_with('<') { '>' } else { '}' };
        let end = tag.find(close).filter(|end| *end <= 100);
        let inside = end.and_then(|end| tag.get(1..end)).unwrap_or_default();
        let name = inside.trim_start_matches('/').split([' ', '=']).next().unwrap_or_default();
        let is_tag = inside.starts_with('\\')
            || matches!(name.to_ascii_lowercase().as_str(), "i" | "b" | "u" | "s" | "font" | "c");
        match end.filter(|_| is_tag) {
            Some(end) => rest = tag.get(end + 1..).unwrap_or_default(),
            None => {
                plain.push_str(tag.get(..1).unwrap_or_default());
                rest = tag.get(1..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    plain
}
