//! mbox: many messages in one file, each behind a line `From sender date` (RFC 4155). The file is scanned once for these
//! lines; a message is read when it is asked for.

use crate::limits::MAX_MEMBERS;
use crate::load::error::Failure;
use std::io::Read;
use std::ops::Range;

/// Bytes that are scanned at a time.
const CHUNK: usize = 1 << 20;
/// Longest separator, in bytes.
const MAX_SEPARATOR: usize = 400;
/// Bytes that are kept before a place, so that the blank line before a separator is seen.
const KEPT: usize = 4;

/// Returns the bytes of each message of an mbox; the separators belong to none.
///
/// # Errors
/// Reading fails, or there are more messages than allowed.
pub(super) fn index(
    mut stream: impl Read,
    failed: impl Fn(std::io::Error) -> Failure,
) -> Result<Vec<Range<u64>>, Failure> {
    let mut messages: Vec<Range<u64>> = Vec::new();
    // `window` holds the bytes from `offset` on; what is too close to its end waits for the next chunk.
    let (mut window, mut offset, mut ended) = (Vec::with_capacity(CHUNK + MAX_SEPARATOR), 0_u64, false);
    let mut is_start = true;
    while !ended {
        let held = window.len();
        let read = stream.by_ref().take(CHUNK as u64).read_to_end(&mut window).map_err(&failed)?;
        ended = read == 0;
        let certain = if ended { window.len() } else { window.len().saturating_sub(MAX_SEPARATOR) };
        let mut at = 0;
        if is_start && held == 0 {
            is_start = false;
            if let Some(length) = separator(&window) {
                messages.push(length as u64..u64::MAX);
                at = length;
            }
        }
        for found in memchr::memmem::find_iter(window.get(at..).unwrap_or_default(), b"\nFrom ") {
            let line = at + found + 1;
            if line >= certain {
                break;
            }
            // The bytes kept from the window before were judged there.
            if offset > 0 && line < KEPT {
                continue;
            }
            let Some(length) = window.get(line..).and_then(separator) else { continue };
            let before = window.get(..line).unwrap_or_default();
            // A blank line stands before it, as far as that can be seen.
            if line >= 3 && !before.ends_with(b"\n\n") && !before.ends_with(b"\r\n\r\n") {
                continue;
            }
            if messages.len() >= MAX_MEMBERS {
                return Err(Failure::TooManyArticles(MAX_MEMBERS));
            }
            let start = offset + line as u64;
            if let Some(last) = messages.last_mut() {
                last.end = start;
            }
            messages.push(start + length as u64..u64::MAX);
        }
        if ended {
            if let Some(last) = messages.last_mut() {
                last.end = offset + window.len() as u64;
            }
        } else {
            let done = certain.saturating_sub(KEPT);
            window.drain(..done);
            offset += done as u64;
        }
    }
    messages.retain(|message| message.start < message.end);
    Ok(messages)
}

/// The length of a separator that begins here, its line end included.
pub(super) fn separator(bytes: &[u8]) -> Option<usize> {
    let line = bytes.get(..bytes.len().min(MAX_SEPARATOR))?;
    let line = line.get(..=memchr::memchr(b'\n', line)?)?;
    let text = line.strip_prefix(b"From ")?;
    // A sender, then a date with the time of day and the year.
    let has_time =
        text.windows(5).any(|w| matches!(w, [a, b, b':', c, d] if [a, b, c, d].iter().all(|b| b.is_ascii_digit())));
    let is_year = |word: &[u8]| {
        word.len() == 4 && (word.starts_with(b"19") || word.starts_with(b"20")) && word.iter().all(u8::is_ascii_digit)
    };
    let has_year = text.split(u8::is_ascii_whitespace).any(is_year);
    (has_time && has_year).then_some(line.len())
}

/// A message as it was before it was put into the mbox: one `>` is taken from lines that begin with `>From `.
pub(super) fn unescaped(message: Vec<u8>) -> Vec<u8> {
    if memchr::memmem::find(&message, b"\n>").is_none() {
        return message;
    }
    let mut text = Vec::with_capacity(message.len());
    for line in message.split_inclusive(|b| *b == b'\n') {
        let bare = line.iter().position(|b| *b != b'>').unwrap_or(line.len());
        let is_escaped = bare > 0 && line.get(bare..).is_some_and(|rest| rest.starts_with(b"From "));
        text.extend_from_slice(if is_escaped { line.get(1..).unwrap_or_default() } else { line });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &[u8]) -> Vec<String> {
        let index = index(text, |_| Failure::Empty).unwrap();
        let message = |range: &Range<u64>| text[range.start as usize..range.end as usize].to_vec();
        index.iter().map(|range| String::from_utf8(unescaped(message(range))).unwrap()).collect()
    }

    #[test]
    fn messages_are_parted_at_separators_only() {
        let text =
            b"From a@b.example Tue Mar  3 09:30:00 2026\nSubject: 1\n\nFrom here on 10:00 no.\n>From x\n>>From y\n\n\
            From the hill at 10:30 they came, in 2026\n\nFrom - Tue Mar  3 09:31:00 2026\r\nSubject: 2\r\n\r\ntwo\r\n";
        let all = messages(text);
        assert_eq!(all.len(), 3, "{all:?}");
        assert_eq!(all[0], "Subject: 1\n\nFrom here on 10:00 no.\nFrom x\n>From y\n\n");
        assert_eq!(all[2], "Subject: 2\r\n\r\ntwo\r\n");
        assert_eq!(messages(b""), Vec::<String>::new());
        assert_eq!(messages(b"no separator\n"), Vec::<String>::new());
    }

    #[test]
    fn messages_are_found_across_chunks() {
        let mut text = Vec::new();
        for number in 0..400 {
            text.extend(format!("From a@b.example Tue Mar  3 09:30:00 2026\nSubject: {number}\n\n").into_bytes());
            text.extend("word ".repeat(1000 + number % 97 * 13).into_bytes());
            text.extend(b"\n\n");
        }
        let all = messages(&text);
        assert_eq!(all.len(), 400);
        assert!(all.iter().enumerate().all(|(number, mail)| mail.starts_with(&format!("Subject: {number}\n"))));
    }
}
