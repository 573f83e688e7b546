//! Lone surrogates in JSON: programs that count in UTF-16 cut titles inside an emoji and write `\ud83d` alone, which
//! is no character and makes the whole file invalid.

/// Data after the current bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// There may be more.
    Some,
    /// There are none.
    None,
}

/// Replaces lone surrogates by the escape of U+FFFD, which has the same length. Returns the number of valid bytes
/// from the start: an incomplete escape at the end is left for the next call. The bytes must begin outside of an
/// escape.
pub fn mend(json: &mut [u8], rest: Rest) -> usize {
    let mut at = 0;
    while let Some(backslash) = json.get(at..).and_then(|left| memchr::memchr(b'\\', left)).map(|found| at + found) {
        let escape = &json[backslash..];
        at = match (escape.get(1), unit(escape)) {
            (None, _) | (Some(b'u'), None) if escape.len() < ESCAPE_BYTES && rest == Rest::Some => return backslash,
            (_, Some(0xd800..=0xdbff)) => match escape.get(ESCAPE_BYTES..).map(|next| (next, unit(next))) {
                Some((_, Some(0xdc00..=0xdfff))) => backslash + 2 * ESCAPE_BYTES,
                Some((next, None)) if rest == Rest::Some && is_cut(next) => return backslash,
                _ => replaced(json, backslash),
            },
            (_, Some(0xdc00..=0xdfff)) => replaced(json, backslash),
            _ => backslash + 2,
        };
    }
    json.len()
}

/// Length of an escape in bytes.
const ESCAPE_BYTES: usize = r"\ud83d".len();

/// Returns the UTF-16 unit of an escape at the start of the bytes.
fn unit(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.get(..ESCAPE_BYTES)?.strip_prefix(br"\u")?;
    digits.iter().try_fold(0, |value, &digit| Some(value << 4 | char::from(digit).to_digit(16)?))
}

/// Returns true if the bytes are an incomplete escape.
fn is_cut(bytes: &[u8]) -> bool {
    bytes.len() < ESCAPE_BYTES && (bytes.starts_with(br"\u") || br"\u".starts_with(bytes))
}

fn replaced(json: &mut [u8], backslash: usize) -> usize {
    json[backslash..backslash + ESCAPE_BYTES].copy_from_slice(br"\ufffd");
    backslash + ESCAPE_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_that_stand_alone_become_what_says_so() {
        for (json, mended) in [
            (r"a\ud83d\ude00b", r"a\ud83d\ude00b"),
            (r"a\ud83d", r"a\ufffd"),
            (r"a\ud83d b", r"a\ufffd b"),
            (r"\ud83d\ud83d\ude00", r"\ufffd\ud83d\ude00"),
            (r"\ude00\ud83d", r"\ufffd\ufffd"),
            (r"\ud83d\n", r"\ufffd\n"),
            (r"\\ud83d", r"\\ud83d"),
            (r"\\\ud83d", r"\\\ufffd"),
            (r"\ud83", r"\ud83"),
            (r"\u00e9\", r"\u00e9\"),
        ] {
            let mut bytes = json.as_bytes().to_vec();
            assert_eq!(mend(&mut bytes, Rest::None), json.len(), "{json}");
            assert_eq!(String::from_utf8(bytes).unwrap(), mended, "{json}");
        }
    }

    #[test]
    fn incomplete_escape_is_left() {
        for (json, left) in
            [(r"a\ud83d\ude", 1), (r"a\ud83d", 1), (r"a\ud83d\", 1), (r"a\", 1), (r"a\u0", 1), (r"a\n", 3)]
        {
            assert_eq!(mend(&mut json.as_bytes().to_vec(), Rest::Some), left, "{json}");
        }
    }
}
