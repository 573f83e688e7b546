//! Dates as people write them: month names in several languages, slashes and dots, a 12-hour clock, named zones.
//! Pure.

use crate::library::{Seconds, dates};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// Prefixes of month names: English, German, French, Spanish, Italian, Dutch.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen"],
    &["feb", "fev", "fév"],
    &["mar", "mär", "mae", "mrt", "maa"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mei", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aou", "aoû", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

/// Named zones, in minutes east of Greenwich.
const ZONES: [(&str, i32); 24] = [
    ("AEDT", 660),
    ("AEST", 600),
    ("AKST", -540),
    ("BST", 60),
    ("CDT", -300),
    ("CEST", 120),
    ("CET", 60),
    ("CST", -360),
    ("EDT", -240),
    ("EEST", 180),
    ("EET", 120),
    ("EST", -300),
    ("HST", -600),
    ("IST", 330),
    ("JST", 540),
    ("KST", 540),
    ("MDT", -360),
    ("MESZ", 120),
    ("MEZ", 60),
    ("MSK", 180),
    ("MST", -420),
    ("PDT", -420),
    ("PST", -480),
    ("WEST", 60),
];

/// The parts of a date found so far.
#[derive(Default)]
struct Parts {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<(i8, i8, i8)>,
    /// True after noon, on a 12-hour clock.
    afternoon: Option<bool>,
    offset: Option<Offset>,
    /// Two numbers with a slash; either may be the month.
    slashed: Option<(i8, i8)>,
}

/// Parses a time as Unix seconds; without a zone it is UTC.
pub(super) fn parse(text: &str) -> Option<Seconds> {
    // No date is longer than 80 bytes.
    let text = text.get(..text.floor_char_boundary(80))?.split('(').next()?;
    let mut parts = Parts::default();
    for word in separated(text).split([' ', ',', '\t', '\n', '\u{a0}']).filter(|word| !word.is_empty()) {
        parts.take(word)?;
    }
    parts.timestamp()
}

/// Replaces the `T` between date and time, and a colon after a year, by a space.
fn separated(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let is_year = |end: usize| end >= 5 && (end - 4..end).all(|at| digit(Some(at))) && !digit(end.checked_sub(5));
    let each = chars.iter().enumerate().map(|(at, &ch)| match ch {
        'T' | 't' if digit(at.checked_sub(1)) && digit(Some(at + 1)) => ' ',
        ':' if is_year(at) => ' ',
        ch => ch,
    });
    each.collect()
}

impl Parts {
    /// Reads a word. Returns `None` if the text cannot be a date.
    fn take(&mut self, word: &str) -> Option<()> {
        let lower = word.to_lowercase();
        let bare = lower.trim_matches('.');
        if matches!(bare, "am" | "a.m" | "pm" | "p.m") {
            self.afternoon = Some(bare.starts_with('p'));
        } else if word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit()) {
            self.take_time(&lower)?;
        } else if word.starts_with(['+', '-']) {
            self.offset = dates::offset(word);
        } else if let Some(zone) = lower.strip_prefix("gmt").or_else(|| lower.strip_prefix("utc")) {
            self.offset = dates::offset(zone);
        } else if matches!(bare, "z" | "ut") {
            self.offset = Some(Offset::UTC);
        } else if let Some((_, minutes)) = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)) {
            self.offset = Offset::from_seconds(minutes * 60).ok();
        } else if word.starts_with(|c: char| c.is_ascii_digit()) {
            self.take_numbers(word)?;
        } else if let Some(month) = month(bare) {
            // "mar" is also a weekday; the month comes last.
            self.month = Some(month);
        }
        Some(())
    }

    fn take_time(&mut self, word: &str) -> Option<()> {
        let end = word.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(word.len());
        let (clock, rest) = word.split_at(end);
        let mut numbers = clock.split(':').map(|number| number.split('.').next()?.parse::<i8>().ok());
        let (hour, minute) = (numbers.next()??, numbers.next()??);
        self.time = Some((hour, minute, numbers.next().flatten().unwrap_or(0)));
        match rest.trim_matches('.') {
            "" => {}
            "am" => self.afternoon = Some(false),
            "pm" => self.afternoon = Some(true),
            zone => self.offset = Some(dates::offset(&zone.to_ascii_uppercase())?),
        }
        Some(())
    }

    fn take_numbers(&mut self, word: &str) -> Option<()> {
        let word = word.trim_end_matches('.');
        let parts: Vec<&str> = word.split(['.', '/', '-']).filter(|part| !part.is_empty()).collect();
        let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i16>().ok());
        let small = |at: usize| number(at).and_then(|number| i8::try_from(number).ok());
        match parts.as_slice() {
            [one] if one.len() == 8 && one.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.year = one.get(..4)?.parse().ok();
                self.month = one.get(4..6)?.parse().ok();
                self.day = one.get(6..)?.parse().ok();
            }
            [one] => {
                let number: i16 = one.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
                match (self.day, i8::try_from(number)) {
                    (None, Ok(day)) if day <= 31 => self.day = Some(day),
                    (Some(_), Ok(short)) if self.year.is_none() => {
                        self.year = Some(i16::from(short) + if short < 70 { 2_000 } else { 1_900 });
                    }
                    _ => self.year = self.year.or(Some(number)),
                }
            }
            [year, _, rest @ ..] if year.len() == 4 => {
                self.year = number(0);
                self.month = small(1).or_else(|| month(&parts.get(1)?.to_lowercase()));
                self.day = if rest.is_empty() { Some(1) } else { small(2) };
            }
            [_, middle, _] => {
                let year = number(2)?;
                self.year = Some(if year < 70 { year + 2_000 } else { year });
                if let Some(month) = month(&middle.to_lowercase()) {
                    (self.day, self.month) = (small(0), Some(month));
                } else if word.contains('/') {
                    self.slashed = small(0).zip(small(1));
                } else {
                    (self.day, self.month) = (small(0), small(1));
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn timestamp(mut self) -> Option<Seconds> {
        if let Some((first, second)) = self.slashed {
            // With a 12-hour clock the month comes first; otherwise only a number above 12 decides.
            (self.month, self.day) = match (first, second) {
                (_, 13..) => (Some(first), Some(second)),
                (13.., _) => (Some(second), Some(first)),
                _ if self.afternoon.is_some() || first == second => (Some(first), Some(second)),
                _ => return None,
            };
        }
        let date = Date::new(self.year?, self.month?, self.day?).ok()?;
        let (hour, minute, second) = self.time.unwrap_or_default();
        let hour = match self.afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        // 24:00 is the start of the next day.
        let (date, hour) = if hour == 24 { (date.checked_add(1.day()).ok()?, 0) } else { (date, hour) };
        let time = Time::new(hour, minute, second.min(59), 0).ok()?;
        let offset = self.offset.unwrap_or(Offset::UTC);
        offset.to_timestamp(DateTime::from_parts(date, time)).ok().map(jiff::Timestamp::as_second)
    }
}

fn month(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    i8::try_from(at + 1).ok()
}
