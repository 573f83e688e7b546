//! Finds dates in nine languages in folded text and converts them to ISO 8601. The meaning of a date is decided
//! elsewhere.

use super::wording::ClutterPhrases;
use crate::char_class::{is_alphabetic, is_alphanumeric};

/// A day found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// Year, month, day.
    pub day: (u16, u8, u8),
    /// First byte of it in the folded text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

impl FoundDate {
    /// Formats the day as `2023-10-19`.
    pub fn iso(&self) -> String {
        let (year, month, day) = self.day;
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// A word or number of the text.
#[derive(Clone, Copy, Debug)]
struct Piece<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl Piece<'_> {
    /// Returns its number, without an ordinal's ending ("19th", "1er").
    fn number(&self) -> Option<u16> {
        let digits = self.text.trim_end_matches(is_alphabetic);
        let ending = &self.text[digits.len()..];
        let ordinal = matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er" | "º" | "ª" | "de" | "r");
        if ordinal && digits.len() <= 4 { digits.parse().ok() } else { None }
    }
}

/// Returns the first date of a folded text: "19 october 2023", "oct. 19, 2023", "19. oktober 2023", "2023-10-19",
/// "19.10.2023", "19 de octubre de 2023".
pub fn first(folded: &str, wording: &ClutterPhrases) -> Option<FoundDate> {
    let pieces = pieces(folded);
    (0..pieces.len()).find_map(|at| at_piece(&pieces[at..], folded, wording))
}

/// Returns true if the text contains a time of day ("10:45").
pub fn has_time(folded: &str) -> bool {
    folded
        .as_bytes()
        .windows(4)
        .any(|w| w[0].is_ascii_digit() && w[1] == b':' && w[2].is_ascii_digit() && w[3].is_ascii_digit())
}

fn at_piece(pieces: &[Piece<'_>], text: &str, wording: &ClutterPhrases) -> Option<FoundDate> {
    named(pieces, wording).or_else(|| numeric(pieces, text))
}

/// Reads day, month name and year in any order that languages use.
fn named(pieces: &[Piece<'_>], wording: &ClutterPhrases) -> Option<FoundDate> {
    let skip =
        |at: usize| if pieces.get(at).is_some_and(|p| matches!(p.text, "de" | "of" | "del")) { at + 1 } else { at };
    let number = |at: usize| pieces.get(at).and_then(Piece::number);
    let month = |at: usize| pieces.get(at).and_then(|p| wording.month(p.text));
    if let Some(day) = number(0) {
        let m = skip(1);
        let y = skip(m + 1);
        return make(number(y)?, month(m)?, day, pieces, y);
    }
    let m = month(0)?;
    let day = number(1)?;
    let y = skip(2);
    make(number(y)?, m, day, pieces, y)
}

/// Reads `2023-10-19`, `2023/10/19`, `19.10.2023`, `19/10/2023` (the day first, unless that is impossible).
fn numeric(pieces: &[Piece<'_>], text: &str) -> Option<FoundDate> {
    let [first, second, third] = pieces.get(..3)? else { return None };
    let between = |left: &Piece<'_>, right: &Piece<'_>| text.get(left.end..right.start).map(str::trim);
    let mark = between(first, second)?;
    if !matches!(mark, "-" | "/" | ".") || between(second, third) != Some(mark) || first.text.len() > 4 {
        return None;
    }
    let last_digits = third.text.split(|ch: char| !ch.is_ascii_digit()).next()?;
    let (x, y, z): (u16, u16, u16) = (first.text.parse().ok()?, second.text.parse().ok()?, last_digits.parse().ok()?);
    if first.text.len() == 4 {
        return make(x, u8::try_from(y).ok()?, z, pieces, 2);
    }
    if last_digits.len() != 4 {
        return None;
    }
    if y > 12 { make(z, u8::try_from(x).ok()?, y, pieces, 2) } else { make(z, u8::try_from(y).ok()?, x, pieces, 2) }
}

fn make(year: u16, month: u8, day: u16, pieces: &[Piece<'_>], last: usize) -> Option<FoundDate> {
    let fits = (1900..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let (first, last) = (pieces.first()?, pieces.get(last)?);
    fits.then_some(FoundDate { day: (year, month, day as u8), start: first.start, end: last.end })
}

/// Returns words and numbers with their positions, at most the first few hundred: dates of interest are near the
/// start.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_alphanumeric(c), start) {
            (true, None) => start = Some(at),
            (false, Some(s)) => {
                out.push(Piece { text: &text[s..at], start: s, end: at });
                start = None;
                if out.len() >= 200 {
                    break;
                }
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{first, has_time};
    use crate::declutter::wording::{ClutterPhrases, fold};

    #[test]
    fn dates_of_many_languages() {
        let wording = ClutterPhrases::bundled();
        for (text, iso) in [
            ("Published 19 October 2023", "2023-10-19"),
            ("Oct. 19th, 2023 at 10:45", "2023-10-19"),
            ("Stand: 3. März 2021, 10:00 Uhr", "2021-03-03"),
            ("le 1er février 2020", "2020-02-01"),
            ("19 de octubre de 2023", "2023-10-19"),
            ("5 października 2019", "2019-10-05"),
            ("2023-10-19T10:00:00Z", "2023-10-19"),
            ("19.10.2023", "2023-10-19"),
            ("10/19/2023", "2023-10-19"),
        ] {
            assert_eq!(first(&fold(text), &wording).map(|d| d.iso()).as_deref(), Some(iso), "{text}");
        }
        for text in ["", "May was 19", "chapter 12.3.4", "on 45 March 2020", "2023"] {
            assert_eq!(first(&fold(text), &wording), None, "{text}");
        }
        assert!(has_time("at 9:30 a.m.") && !has_time("ratio 3: 4"));
    }
}
