//! Detects a source's encoding by BOM, header, `<meta>` or XML declaration, then content; and decodes it.
//!
//! Follows the WHATWG encoding standard and the "encoding sniffing algorithm" of the HTML standard, with two
//! departures that are safe without scripts: UTF-8 is detected, and a declaration that the bytes contradict is
//! ignored.

use super::MediaType;
use super::prescan::declared_in_html;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use std::borrow::Cow;

/// Largest number of bytes examined by the detector, from shortly before the first that is not ASCII.
const MAX_DETECTION_BYTES: usize = 256 * 1024;

/// An encoding; says if it was detected rather than declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Charset {
    pub(super) encoding: &'static Encoding,
    pub(super) guessed: bool,
}

const fn declared(encoding: &'static Encoding) -> Charset {
    Charset { encoding, guessed: false }
}

const fn guessed(encoding: &'static Encoding) -> Charset {
    Charset { encoding, guessed: true }
}

/// Returns the encoding that the bytes alone prove: by a BOM, or UTF-16 by its zero bytes.
pub(super) fn by_shape(bytes: &[u8]) -> Option<Charset> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(declared(encoding));
    }
    let sample = bytes.get(..4096).unwrap_or(bytes);
    let pairs = sample.len() / 2;
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match () {
        () if pairs < 2 => None,
        () if odd * 10 > pairs * 4 && even * 20 < pairs => Some(guessed(UTF_16LE)),
        () if even * 10 > pairs * 4 && odd * 20 < pairs => Some(guessed(UTF_16BE)),
        () => None,
    }
}

/// Detects the encoding of other bytes from this kind, `Content-Type` and top-level domain.
pub(super) fn by_claims(bytes: &[u8], kind: MediaType, content_type: Option<&str>, domain: Option<&str>) -> Charset {
    let header = content_type.and_then(parameter).and_then(|label| Encoding::for_label(label.as_bytes()));
    let claim =
        header.or_else(|| if kind == MediaType::Html { declared_in_html(bytes) } else { None }).and_then(believable);
    if claim == Some(UTF_8) && std::str::from_utf8(bytes).is_ok() {
        return declared(UTF_8);
    }
    let utf8 = Utf8::of(bytes);
    let Some(claim) = claim else {
        return match utf8 {
            Utf8 { broken: 0, .. } => declared(UTF_8),
            _ if utf8.is_likely() => guessed(UTF_8),
            _ => guessed(detect(bytes, domain)),
        };
    };
    if claim == UTF_8 {
        return if utf8.broken == 0 || utf8.is_likely() { declared(UTF_8) } else { guessed(detect(bytes, domain)) };
    }
    if utf8.broken == 0 && utf8.wide >= if claim.is_single_byte() { 1 } else { 4 } {
        return guessed(UTF_8);
    }
    let (_, replaced) = decode(claim, bytes);
    let foreign = bytes.iter().filter(|b| !b.is_ascii()).count();
    if replaced * 20 <= foreign { declared(claim) } else { guessed(detect(bytes, domain)) }
}

/// Returns the effective encoding of a declaration: UTF-16 without its byte pattern is UTF-8, `x-user-defined` is
/// windows-1252, and the `replacement` encoding, for charsets that browsers refuse, is ignored.
fn believable(encoding: &'static Encoding) -> Option<&'static Encoding> {
    match encoding {
        e if e == REPLACEMENT => None,
        e if e == UTF_16LE || e == UTF_16BE => Some(UTF_8),
        e if e == X_USER_DEFINED => Some(WINDOWS_1252),
        e => Some(e),
    }
}

/// Returns the `charset` of a `Content-Type` header.
fn parameter(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// Statistics of bytes read as UTF-8.
struct Utf8 {
    /// Number of characters of more than one byte.
    wide: usize,
    /// Number of invalid sequences.
    broken: usize,
}

impl Utf8 {
    fn of(bytes: &[u8]) -> Self {
        let leading = |bytes: &[u8]| bytes.iter().filter(|&&b| b >= 0xc0).count();
        if std::str::from_utf8(bytes).is_ok() {
            return Self { wide: leading(bytes), broken: 0 };
        }
        let (mut wide, mut broken) = (0, 0);
        for chunk in bytes.utf8_chunks() {
            let valid = chunk.valid();
            wide += leading(valid.as_bytes());
            broken += usize::from(!chunk.invalid().is_empty());
        }
        Self { wide, broken }
    }

    /// Returns true if the bytes are probably UTF-8: other encodings rarely form its characters by chance.
    const fn is_likely(&self) -> bool {
        self.wide > 0 && self.wide >= self.broken
    }
}

fn detect(bytes: &[u8], domain: Option<&str>) -> &'static Encoding {
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0).saturating_sub(64);
    let part = bytes.get(first..bytes.len().min(first + MAX_DETECTION_BYTES)).unwrap_or(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(part, true);
    let domain = domain.filter(|d| d.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
    detector.guess(domain.map(str::as_bytes), Utf8Detection::Deny)
}

/// Decodes a text of this kind that came with this `Content-Type`: by BOM, header, declaration, then detection.
pub(super) fn decoded<'a>(bytes: &'a [u8], kind: MediaType, content_type: Option<&str>) -> Cow<'a, str> {
    let charset = by_shape(bytes).unwrap_or_else(|| by_claims(bytes, kind, content_type, None));
    decode(charset.encoding, bytes).0
}

/// Decodes, and counts the replaced sequences.
pub(super) fn decode<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> (Cow<'a, str>, usize) {
    let bytes = match Encoding::for_bom(bytes) {
        Some((named, length)) if named == encoding => bytes.get(length..).unwrap_or_default(),
        _ => bytes,
    };
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return (text, 0);
    }
    let mut text = String::new();
    let mut replaced = 0;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut rest = bytes;
    // Decodes in chunks: decoding into the string itself would clear its spare capacity at each broken sequence.
    let mut piece = [0; 4096];
    loop {
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(rest, &mut piece, true);
        text.push_str(str::from_utf8(piece.get(..written).unwrap_or_default()).unwrap_or_default());
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return (Cow::Owned(text), replaced),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                replaced += 1;
                text.push('\u{fffd}');
            }
        }
    }
}

/// Returns the encoding with a WHATWG name; UTF-8 for unknown names.
pub(super) fn named(name: &str) -> &'static Encoding {
    Encoding::for_label(name.as_bytes()).filter(|&encoding| encoding != REPLACEMENT).unwrap_or(UTF_8)
}
