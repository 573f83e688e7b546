//! [`parse`]: a time in every form that other programs write. Pure.
//!
//! Unix seconds (also with a fraction), milliseconds, microseconds, nanoseconds; ISO 8601 and RFC 3339 with `T` or a blank,
//! with or without fraction, zone as `Z`, `+02:00`, `+0200` or `+02`; `2024/01/02`; a date alone; RFC 2822 as feeds have it;
//! months by name; `10/Oct/2000:13:55:36 +0300` as web servers write it.

use crate::library::Seconds;
use crate::parse::dates;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::tz::Offset;

/// Times before 1980 or after 2100 are taken as mistakes, not as dates.
const SENSIBLE: std::ops::Range<Seconds> = 315_532_800..4_102_444_800;

/// A time as Unix seconds; what has no zone is taken as UTC.
pub fn parse(text: &str) -> Option<Seconds> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    number(text)
        .or_else(|| iso(text))
        .or_else(|| mail(text))
        .or_else(|| named(text))
        .filter(|time| SENSIBLE.contains(time))
}

/// A number of seconds, milliseconds or microseconds since 1970, told apart by its size.
fn number(text: &str) -> Option<Seconds> {
    let value: f64 = text.parse().ok().filter(|value: &f64| value.is_finite() && text.len() > 5)?;
    Some(match value {
        value if value >= 1e17 => value / 1e9,
        value if value >= 1e14 => value / 1e6,
        value if value >= 1e11 => value / 1e3,
        value => value,
    } as Seconds)
}

/// Microseconds since 1601, as Chrome writes them.
pub fn chrome(text: &str) -> Option<Seconds> {
    let value: i64 = text.trim().parse().ok()?;
    Some(value / 1_000_000 - 11_644_473_600).filter(|time| SENSIBLE.contains(time))
}

/// The exact inverse of [`show`]: for our own exports, where no date is too odd to be meant.
pub fn shown(text: &str) -> Option<Seconds> {
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second)
}

fn iso(text: &str) -> Option<Seconds> {
    let date: Date = text.get(..10)?.replace('/', "-").parse().ok()?;
    let rest = text[10..].trim_start_matches(['T', 't', ' ']).trim_end();
    let (time, zone) = match rest.find(['Z', 'z', '+', '-', ' ']) {
        Some(at) => (&rest[..at], rest[at..].trim()),
        None => (rest, ""),
    };
    let time = if time.is_empty() { "00:00:00" } else { time };
    let time: jiff::civil::Time = time.parse().ok()?;
    let offset = offset(zone)?;
    offset.to_timestamp(DateTime::from_parts(date, time)).ok().map(jiff::Timestamp::as_second)
}

fn offset(zone: &str) -> Option<Offset> {
    if matches!(zone, "" | "Z" | "z" | "UTC" | "GMT") {
        return Some(Offset::UTC);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        2 => (digits.parse().ok()?, 0),
        4 => (digits[..2].parse::<i32>().ok()?, digits[2..].parse::<i32>().ok()?),
        _ => return None,
    };
    Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).ok()
}

fn mail(text: &str) -> Option<Seconds> {
    rfc2822::parse(text).ok().map(|zoned| zoned.timestamp().as_second())
}

/// Dates with the month's name: `May 6, 2023`, `6 May 2023 07:08`, `Sat May 06 2023 07:08:09 GMT+0200 (CEST)`.
fn named(text: &str) -> Option<Seconds> {
    let text = text.split('(').next()?.replace('/', " ");
    // A colon behind a year parts it from the time.
    let behind_year = |&at: &usize| {
        at.checked_sub(4).and_then(|from| text.get(from..at)).is_some_and(|year| year.parse::<u16>().is_ok())
    };
    let text = text
        .find(':')
        .filter(behind_year)
        .map_or_else(|| text.clone(), |at| text[..at].to_owned() + " " + &text[at + 1..]);
    let (mut year, mut month, mut day, mut time, mut zone) = (None, None, None, "00:00:00", "");
    for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
        let letters = word.to_ascii_lowercase();
        if word.contains(':') && !word.starts_with(['+', '-']) {
            time = word;
        } else if let Some(offset) = letters.strip_prefix("gmt").or(letters.strip_prefix("utc")) {
            zone = &word[word.len() - offset.len()..];
        } else if word.starts_with(['+', '-']) {
            zone = word;
        } else if let Ok(number) = word.trim_end_matches(|ch: char| ch.is_ascii_alphabetic()).parse::<i16>() {
            *(if number > 31 { &mut year } else { &mut day }) = Some(number);
        } else if letters.len() >= 3 && month.is_none() {
            month = dates::month(word.trim_end_matches('.'));
        }
    }
    let date = Date::new(year?, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?).ok()?;
    let time: jiff::civil::Time = time.parse().ok()?;
    offset(zone)?.to_timestamp(DateTime::from_parts(date, time)).ok().map(jiff::Timestamp::as_second)
}

/// The form that exports write: RFC 3339 in UTC.
pub fn show(time: Seconds) -> String {
    jiff::Timestamp::from_second(time).map(|time| time.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms() {
        let cases = [
            ("1600322788", Some(1_600_322_788)),
            ("1600322788.25", Some(1_600_322_788)),
            ("1600322788000", Some(1_600_322_788)),
            ("1600322788000000", Some(1_600_322_788)),
            ("2024-10-29T16:30:11.000Z", Some(1_730_219_411)),
            ("2016-09-08T11:55:58+0200", Some(1_473_328_558)),
            ("2016-09-08T11:55:58+02:00", Some(1_473_328_558)),
            ("2024-01-02 03:04:05+00:00", Some(1_704_164_645)),
            ("2025-01-20 22:13:02.447000+00:00", Some(1_737_411_182)),
            ("2025-02-01T15:21:43Z", Some(1_738_423_303)),
            ("2024-01-02", Some(1_704_153_600)),
            ("Tue, 01 Jul 2003 10:52:37 +0200", Some(1_057_049_557)),
            ("2015-09-09 11:10:32 UTC", Some(1_441_797_032)),
            ("2023-01-15 10:30:00 +0000 UTC", Some(1_673_778_600)),
            ("2024-10-29T16:30Z", Some(1_730_219_400)),
            ("Sat May 06 2023 07:08:09 GMT+0200 (Central European Summer Time)", Some(1_683_349_689)),
            ("May 6, 2023", Some(1_683_331_200)),
            ("6th May 2023 07:08", Some(1_683_356_880)),
            ("6 Mai 2023", Some(1_683_331_200)),
            ("6 févr. 2023", Some(1_675_641_600)),
            ("10/Oct/2000:13:55:36 +0300", Some(971_175_336)),
            ("1600322788000000000", Some(1_600_322_788)),
            ("2024/01/02 03:04:05", Some(1_704_164_645)),
            ("", None),
            ("0", None),
            ("08/09/2016 11:55:58", None),
            ("12", None),
            ("soon", None),
            ("2024-13-45", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected, "{text}");
        }
        assert_eq!(chrome("13118850929335823"), Some(1_474_377_329));
        assert_eq!(show(1_704_153_600), "2024-01-02T00:00:00Z");
    }
}
