//! The sentence around a stretch of a text, for lists of quotations and mentions.

use crate::document::Span;
use crate::white_space;

/// The sentence, or sentences, that a stretch of a paragraph stands in, white space folded.
pub(super) fn sentence_at(text: &str, start: usize, end: usize) -> String {
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let is_end = |at: &usize| is_sentence_end(&text[from..to], at - from);
    let stops =
        |span: Span| text[span.start..span.end].match_indices(['.', '!', '?', '…']).map(move |(at, _)| span.start + at);
    let before = stops(Span::new(from, start)).rfind(is_end);
    let before = before.map_or(from, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let last = text[..end].trim_end_matches(['”', '’', '"', '»']);
    let is_ended = last.len() > before && last.ends_with(['.', '!', '?', '…']);
    let stop = if is_ended {
        end
    } else {
        stops(Span::new(end, to)).find(is_end).map_or(to, |at| at + text[at..].chars().next().map_or(1, char::len_utf8))
    };
    let closing = text[stop..to].chars().take_while(|c| matches!(c, '”' | '’' | '"' | '»'));
    let after = stop + closing.map(char::len_utf8).sum::<usize>();
    // A leading closing mark belongs to the previous sentence.
    let words = text[before..after].trim_start_matches(['”', '’']);
    let words = words.strip_prefix('"').filter(|rest| rest.starts_with(char::is_whitespace)).unwrap_or(words);
    white_space::fold(words)
}

/// Returns true if the stop at a byte ends a sentence: blanks follow, and no short word with a capital (Mr., Gen., U.S.) or a
/// single letter stands before it.
fn is_sentence_end(text: &str, at: usize) -> bool {
    let stop = text[at..].chars().next().unwrap_or('.');
    let after = text[at + stop.len_utf8()..].trim_start_matches(['”', '’', '"', '»', ')']);
    if !after.is_empty() && !after.starts_with(char::is_whitespace) {
        return false;
    }
    let next = after.trim_start().trim_start_matches(['“', '‘', '"', '«', '(']);
    if stop != '.' {
        return !next.starts_with(char::is_lowercase);
    }
    let word =
        text[..at].rsplit(|ch: char| ch.is_whitespace() || matches!(ch, '“' | '(' | '"')).next().unwrap_or_default();
    let is_short = word.chars().count() < 4 && word.starts_with(char::is_uppercase) || word.contains('.');
    !next.starts_with(char::is_lowercase) && (!is_short || next.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentence_is_whole_and_ends_at_no_abbreviation() {
        let text = "It rang. Mr. A. Okafor of the U.S. navy said “it is late.” He left.\n\nNext";
        for (words, expected) in [
            ("Okafor", "Mr. A. Okafor of the U.S. navy said “it is late.”"),
            ("it is late.", "Mr. A. Okafor of the U.S. navy said “it is late.”"),
            ("It", "It rang."),
            ("left", "He left."),
            ("Next", "Next"),
        ] {
            let at = text.find(words).unwrap();
            assert_eq!(sentence_at(text, at, at + words.len()), expected, "{words}");
        }
    }
}
