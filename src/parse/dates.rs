//! Finds dates in text and converts them to ISO 8601. A time is kept; a day without one stays a day.

use jiff::civil::Date;
use std::cmp::Ordering;

/// Names of the months, from assets/.
const MONTHS: &str = include_str!("../../assets/months.txt");
/// Number of bytes of a line that are searched.
pub(super) const MAX_LENGTH: usize = 600;

/// Returns the first date in a text as `YYYY-MM-DD`, followed by time and offset (`T08:30:00+01:00`) if these follow
/// the day in a machine-readable form (ISO 8601, RFC 2822, Unix time). A month alone (`YYYY-MM`) is returned only if
/// there is no day. Ambiguous dates: `1/2/2024` has the month first, `1.2.2024` and `1-2-2024` the day.
pub fn find(text: &str) -> Option<String> {
    let text = &text[..text.floor_char_boundary(MAX_LENGTH)];
    if let Some(time) = unix_time(text.trim()) {
        return Some(time);
    }
    let tokens = tokens(text);
    let found = (0..tokens.len()).find_map(|at| day_at(&tokens[at..]).map(|(date, used)| (date, at + used)));
    match found {
        Some((date, after)) => {
            let time = tokens.get(after.wrapping_sub(1)).and_then(|last| time(&text[last.end..])).unwrap_or_default();
            Some(format!("{date}{time}"))
        }
        None => (0..tokens.len()).find_map(|at| month_at(&tokens[at..])),
    }
}

/// Returns the day in an address such as `/2023/10/19/title` or `/2023-10-19-title`.
pub fn in_address(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let tokens = tokens(path);
    (0..tokens.len()).find_map(|at| match tokens[at].kind {
        Piece::Number(year @ 1990..=2100, 4) => year_first(&tokens[at..], year).map(|(date, _)| date.to_string()),
        Piece::Number(19_900_000..=21_001_231, 8) => {
            let is_own = at == 0 || !matches!(tokens[at - 1].kind, Piece::Word(_) | Piece::Number(..));
            day_at(&tokens[at..]).filter(|_| is_own).map(|(date, _)| date.to_string())
        }
        Piece::Number(day, 2) if matches!(kind(&tokens, at + 1), Some(Piece::Sign('-'))) => {
            day_first(&tokens[at..], day)
                .filter(|(date, used)| *used == 5 && date.year() >= 1990)
                .map(|(date, _)| date.to_string())
        }
        _ => None,
    })
}

/// A number, word or sign of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    kind: Piece<'a>,
    end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// Value and number of digits.
    Number(u32, usize),
    Word(&'a str),
    Sign(char),
}

/// Splits a text into numbers, words and signs; white space is dropped.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let run = |belongs: fn(char) -> bool| text[at..].find(|c| !belongs(c)).map_or(text.len(), |n| at + n);
        let (kind, end) = if first.is_ascii_digit() {
            let end = run(|c| c.is_ascii_digit());
            (Some(Piece::Number(text[at..end].parse().unwrap_or(u32::MAX), end - at)), end)
        } else if first.is_alphabetic() {
            let end = run(char::is_alphabetic);
            (Some(Piece::Word(&text[at..end])), end)
        } else {
            let end = at + first.len_utf8();
            ((!first.is_whitespace()).then_some(Piece::Sign(first)), end)
        };
        tokens.extend(kind.map(|kind| Token { kind, end }));
        at = end;
    }
    tokens
}

/// Reads a day at the start of the tokens. Also returns the number of tokens.
fn day_at(tokens: &[Token<'_>]) -> Option<(Date, usize)> {
    match tokens.first()?.kind {
        Piece::Number(value, 8) => {
            let date = date(value / 10_000, value / 100 % 100, value % 100).filter(|date| date.year() >= 1900)?;
            Some((date, 1))
        }
        Piece::Number(year, 4) => year_first(tokens, year),
        Piece::Number(day, 1 | 2) => day_first(tokens, day),
        Piece::Word(word) => month_first(tokens, word),
        _ => None,
    }
}

/// Reads `2023-10-19`, `2023/10/19`, `2023.10.19`, `2023年10月19日`, `2023 October 19`.
fn year_first(tokens: &[Token<'_>], year: u32) -> Option<(Date, usize)> {
    let kinds: Vec<Piece<'_>> = tokens.iter().take(6).map(|token| token.kind).collect();
    match kinds.as_slice() {
        [
            _,
            Piece::Sign(a @ ('-' | '/' | '.' | '‐' | '‑' | '–')),
            Piece::Number(m, 1 | 2),
            Piece::Sign(b),
            Piece::Number(d, 1 | 2),
            ..,
        ] if a == b => Some((date(year, *m, *d)?, 5)),
        [_, Piece::Word("年" | "년"), Piece::Number(m, 1 | 2), Piece::Word(sign), Piece::Number(d, 1 | 2), ..]
            if matches!(*sign, "月" | "월") =>
        {
            Some((date(year, *m, *d)?, 5))
        }
        [_, Piece::Word(name), Piece::Number(d, 1 | 2), ..] => Some((date(year, month(name)?, *d)?, 3)),
        [_, Piece::Sign('-'), Piece::Word(name), Piece::Sign('-'), Piece::Number(d, 1 | 2), ..] => {
            Some((date(year, month(name)?, *d)?, 5))
        }
        _ => None,
    }
}

/// Reads `19 October 2023`, `19. Oktober 2023`, `19th of October, 2023`, `1º de março de 2023`, `19.10.2023`,
/// `10/19/2023`.
fn day_first(tokens: &[Token<'_>], day: u32) -> Option<(Date, usize)> {
    let second = tokens.get(1)?.kind;
    if let (
        Piece::Sign(a @ ('.' | '/' | '-' | '|')),
        Some(Piece::Number(other, 1 | 2)),
        Some(Piece::Sign(b)),
        Some(Piece::Number(year, 4)),
    ) = (second, kind(tokens, 2), kind(tokens, 3), kind(tokens, 4))
        && a == b
    {
        let is_american = a == '/' && day <= 12;
        let (month, day) = if is_american { (day, other) } else { (other, day) };
        return Some((date(year, month, day)?, 5));
    }
    // A year of two digits, if day and month also have two: `31.10.23`. With slashes the day must be over 12: `26/10/13`.
    if let [
        Piece::Number(day, 2),
        Piece::Sign(a @ ('.' | '/')),
        Piece::Number(month, 2),
        Piece::Sign(b),
        Piece::Number(year @ 0..=69, 2),
    ] = tokens.iter().take(5).map(|token| token.kind).collect::<Vec<_>>()[..]
        && a == b
        && (a == '.' || day > 12)
        && kind(tokens, 5) != Some(Piece::Sign(a))
    {
        return Some((date(2000 + year, month, day)?, 5));
    }
    let mut at = 1;
    while at < 4 && is_between(kind(tokens, at)?) {
        at += 1;
    }
    let Some(Piece::Word(name)) = kind(tokens, at) else { return None };
    let month = month(name)?;
    at += 1;
    let month_at = at;
    while at < month_at + 2 && is_between(kind(tokens, at)?) {
        at += 1;
    }
    match kind(tokens, at)? {
        Piece::Number(year, 4) => Some((date(year, month, day)?, at + 1)),
        Piece::Number(year @ 0..=99, 2) => {
            Some((date(if year < 70 { 2000 + year } else { 1900 + year }, month, day)?, at + 1))
        }
        _ => None,
    }
}

/// Reads `October 19, 2023`, `Oct. 19th 2023`, `Oct 19 09:02:00 2023`.
fn month_first(tokens: &[Token<'_>], name: &str) -> Option<(Date, usize)> {
    let at = if kind(tokens, 1)? == Piece::Sign('.') { 2 } else { 1 };
    let Piece::Number(day @ 1..=31, 1 | 2) = kind(tokens, at)? else { return None };
    // No number follows most words; those are not looked up.
    let month = month(name)?;
    let mut next = at + 1;
    while next < at + 3 && is_between(kind(tokens, next)?) {
        next += 1;
    }
    if let Some(Piece::Number(year, 4)) = kind(tokens, next) {
        return Some((date(year, month, day)?, next + 1));
    }
    // In ctime's format the time precedes the year.
    let year = (next..next + 7).find_map(|n| match kind(tokens, n) {
        Some(Piece::Number(year, 4)) if kind(tokens, next + 1) == Some(Piece::Sign(':')) => Some((year, n)),
        _ => None,
    })?;
    Some((date(year.0, month, day)?, year.1 + 1))
}

/// Reads a month and a year at the start of the tokens: `October 2023`, `2023-10`.
fn month_at(tokens: &[Token<'_>]) -> Option<String> {
    let (year, month) = match (kind(tokens, 0)?, kind(tokens, 1)?) {
        (Piece::Word(name), second) => {
            let at = if is_between(second) { 2 } else { 1 };
            match kind(tokens, at)? {
                Piece::Number(year, 4) => (year, month(name)?),
                _ => return None,
            }
        }
        (Piece::Number(year, 4), Piece::Sign('-' | '/')) => match kind(tokens, 2)? {
            Piece::Number(month, 2) if !matches!(kind(tokens, 3), Some(Piece::Sign('-' | '/'))) => (year, month),
            _ => return None,
        },
        _ => return None,
    };
    let first = date(year, month, 1).filter(|date| date.year() >= 1900)?;
    Some(first.strftime("%Y-%m").to_string())
}

pub(super) fn kind<'a>(tokens: &[Token<'a>], at: usize) -> Option<Piece<'a>> {
    tokens.get(at).map(|token| token.kind)
}

/// Returns true for tokens that may separate the parts of a written date.
fn is_between(piece: Piece<'_>) -> bool {
    match piece {
        Piece::Sign(sign) => matches!(sign, '.' | ',' | 'º' | '°' | '-' | '/' | '\''),
        Piece::Word(word) => matches!(
            word,
            "st" | "nd" | "rd" | "th" | "er" | "of" | "de" | "del" | "di" | "d" | "den" | "ta" | "г" | "º" | "ª"
        ),
        Piece::Number(..) => false,
    }
}

/// Returns the month names of all known languages, in lower case, with their numbers.
pub fn months() -> impl Iterator<Item = (&'static str, u8)> {
    let entries = MONTHS.lines().filter(|line| !line.starts_with('#'));
    entries.filter_map(|line| line.rsplit_once(' ')).filter_map(|(name, number)| Some((name, number.parse().ok()?)))
}

/// Returns true if a word is a month name in a known language.
pub fn is_month(word: &str) -> bool {
    month(word).is_some()
}

/// Returns the number of the month, 1 to 12, in any language of the list and any case.
pub fn month(name: &str) -> Option<u32> {
    if name.len() < 3 || name.len() > 24 {
        return None;
    }
    let name = name.to_lowercase();
    // Binary search: the list is sorted.
    let mut left = MONTHS;
    while !left.is_empty() {
        let middle = left.floor_char_boundary(left.len() / 2);
        let start = left[..middle].rfind('\n').map_or(0, |at| at + 1);
        let end = left[start..].find('\n').map_or(left.len(), |at| start + at + 1);
        let (found, number) = left[start..end].trim_end().rsplit_once(' ')?;
        match name.as_str().cmp(found) {
            Ordering::Equal => return number.parse().ok(),
            Ordering::Less => left = &left[..start],
            Ordering::Greater => left = &left[end..],
        }
    }
    None
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(1700..=2200).contains(&year) {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Parses seconds or milliseconds since 1970, if the text has nothing else.
fn unix_time(text: &str) -> Option<String> {
    if !matches!(text.len(), 10 | 13) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value: i64 = text.parse().ok()?;
    let seconds = if text.len() == 13 { value / 1000 } else { value };
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    (500_000_000..4_000_000_000).contains(&seconds).then(|| time.to_string())
}

/// Returns the time right after a date as `THH:MM:SS` with its offset; empty unless it is machine-readable.
fn time(rest: &str) -> Option<String> {
    let is_iso = rest.starts_with(['T', 't']);
    let body = rest.strip_prefix(['T', 't', ' '])?;
    let (hour, body) = two(body)?;
    let (minute, mut body) = two(body.strip_prefix(':')?)?;
    let mut second = 0;
    if let Some(rest) = body.strip_prefix(':') {
        (second, body) = two(rest)?;
        if let Some(fraction) = body.strip_prefix(['.', ',', ':']) {
            body = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let offset = offset(body.trim_start());
    if offset.is_none() && !is_iso {
        return None;
    }
    Some(format!("T{hour:02}:{minute:02}:{:02}{}", second.min(59), offset.unwrap_or_default()))
}

fn two(text: &str) -> Option<(u8, &str)> {
    let digits = text.get(..2).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    Some((digits.parse().ok()?, &text[2..]))
}

/// Reads `Z`, `GMT`, `+0100`, `-05:00`.
fn offset(text: &str) -> Option<String> {
    if text.starts_with(['Z', 'z'])
        || text.starts_with("UTC")
        || (text.starts_with("GMT") && !text.starts_with("GMT+") && !text.starts_with("GMT-"))
    {
        return Some("Z".to_owned());
    }
    let text = text.strip_prefix("GMT").unwrap_or(text);
    let sign = text.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let (hours, rest) = two(&text[1..])?;
    let (minutes, _) = two(rest.strip_prefix(':').unwrap_or(rest)).unwrap_or((0, ""));
    (hours <= 14 && minutes <= 59).then(|| format!("{sign}{hours:02}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::{find, in_address};

    #[test]
    fn dates_of_many_forms_become_iso() {
        for (text, iso) in [
            ("2023-10-19", "2023-10-19"),
            ("2023-10-19T08:30:00+01:00", "2023-10-19T08:30:00+01:00"),
            ("2016-09-08T11:55:58+0200", "2016-09-08T11:55:58+02:00"),
            ("2024-10-29T16:30:11.000Z", "2024-10-29T16:30:11Z"),
            ("2025-01-20 22:13:02.447000+00:00", "2025-01-20T22:13:02+00:00"),
            ("2023-10-19T08:30:11:684Z", "2023-10-19T08:30:11Z"),
            ("2023-10-19 08:30", "2023-10-19"),
            ("Tue, 19 Nov 2019 09:02:00 GMT", "2019-11-19T09:02:00Z"),
            ("Tue Nov 19 2019 09:02:00 GMT+0000 (UTC)", "2019-11-19T09:02:00+00:00"),
            ("Tue Nov 19 09:02:00 2019", "2019-11-19"),
            ("Published November 19, 2019, 9:02 AM", "2019-11-19"),
            ("Nov. 19th, 2019", "2019-11-19"),
            ("19 November 2019", "2019-11-19"),
            ("the 3rd of May, 2021", "2021-05-03"),
            ("19. März 2020", "2020-03-19"),
            ("1er février 2020", "2020-02-01"),
            ("19 de noviembre de 2019", "2019-11-19"),
            ("1º de março de 2021", "2021-03-01"),
            ("12 grudnia 2023", "2023-12-12"),
            ("7 мая 2022 г.", "2022-05-07"),
            ("2019年11月19日", "2019-11-19"),
            ("2019년 11월 19일", "2019-11-19"),
            ("19.11.2019 10:00", "2019-11-19"),
            ("11/19/2019", "2019-11-19"),
            ("19/11/2019", "2019-11-19"),
            ("31.10.23 14:00", "2023-10-31"),
            ("am 26/10/13, 03:48 pm", "2013-10-26"),
            ("26 | 01 | 2022", "2022-01-26"),
            ("03/04/2019", "2019-03-04"),
            ("03.04.2019", "2019-04-03"),
            ("20191119", "2019-11-19"),
            ("1574154120", "2019-11-19T09:02:00Z"),
            ("1574154120000", "2019-11-19T09:02:00Z"),
            ("November 2015", "2015-11"),
            ("2015-11", "2015-11"),
        ] {
            assert_eq!(find(text).as_deref(), Some(iso), "{text}");
        }
    }

    #[test]
    fn addresses_tell_the_day() {
        for (address, day) in [
            ("https://a.example/2023/10/19/title", Some("2023-10-19")),
            ("https://a.example/20200428/meet", Some("2020-04-28")),
            ("https://a.example/news/23-01-2022-title", Some("2022-01-23")),
            ("https://a.example/id12345678/99999999", None),
        ] {
            assert_eq!(in_address(address).as_deref(), day, "{address}");
        }
    }

    #[test]
    fn non_dates_give_none() {
        for text in
            ["", "no date", "13/13/2020", "Call 555-1234", "05/06/07", "May we 4", "2023", "9:02 AM", "version 1.2.3"]
        {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
