//! [`parse`]: parses times in all forms that other programs write. Pure.
//!
//! Unix seconds (also with a fraction), milliseconds, microseconds, nanoseconds; ISO 8601 and RFC 3339 with `T` or a space,
//! with or without fraction, zone as `Z`, `+02:00`, `+0200` or `+02`; `2024/01/02`; a date alone; RFC 2822 as feeds have it;
//! in words, see `dates_in_words`; `10/Oct/2000:13:55:36 +0300` as web servers write it.

use crate::library::{Seconds, dates_in_words};
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::tz::Offset;

/// Times before 1980 or after 2100 are rejected as mistakes.
const SENSIBLE: std::ops::Range<Seconds> = 315_532_800..4_102_444_800;

/// Parses a time as Unix seconds; without a zone it is UTC.
pub fn parse(text: &str) -> Option<Seconds> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    number(text)
        .filter(|time| SENSIBLE.contains(time))
        .or_else(|| iso(text))
        .or_else(|| mail(text))
        .or_else(|| dates_in_words::parse(text))
        .filter(|time| SENSIBLE.contains(time))
}

/// Parses a number of seconds, milliseconds, microseconds or nanoseconds since 1970; its size decides.
fn number(text: &str) -> Option<Seconds> {
    let value: f64 = text.parse().ok().filter(|value: &f64| value.is_finite() && text.len() > 5)?;
    Some(match value {
        value if value >= 1e17 => value / 1e9,
        value if value >= 1e14 => value / 1e6,
        value if value >= 1e11 => value / 1e3,
        value => value,
    } as Seconds)
}

/// Converts Chrome's microseconds since 1601.
pub fn chrome(text: &str) -> Option<Seconds> {
    let value: i64 = text.trim().parse().ok()?;
    Some(value / 1_000_000 - 11_644_473_600).filter(|time| SENSIBLE.contains(time))
}

/// The exact inverse of [`show`], for our own exports: all dates are accepted.
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

pub(super) fn offset(zone: &str) -> Option<Offset> {
    if matches!(zone, "" | "Z" | "z" | "UTC" | "GMT") {
        return Some(Offset::UTC);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        1 => (digits.parse().ok()?, 0),
        3 => (digits[..1].parse::<i32>().ok()?, digits[1..].parse::<i32>().ok()?),
        2 => (digits.parse().ok()?, 0),
        4 => (digits[..2].parse::<i32>().ok()?, digits[2..].parse::<i32>().ok()?),
        _ => return None,
    };
    Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).ok()
}

fn mail(text: &str) -> Option<Seconds> {
    rfc2822::parse(text).ok().map(|zoned| zoned.timestamp().as_second())
}

/// Formats the day of a time in UTC: `2026-04-24`.
pub fn day(time: Seconds) -> String {
    show(time).chars().take(10).collect()
}

/// Formats a time as RFC 3339 in UTC, as exports write it.
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
            ("Wed Nov 25 10:00:00 2026", Some(1_795_600_800)),
            ("2026-11-25T10:00:00+5:30", Some(1_795_581_000)),
            ("Sat, Dec 16 2023 02:02:33 PM", Some(1_702_735_353)),
            ("Sat, 16 Dec 2023 12:02:33 AM EST", Some(1_702_702_953)),
            ("2020/1/10 14:33:00", Some(1_578_666_780)),
            ("11/25/2026 10:00 AM", Some(1_795_600_800)),
            ("08/09/2026 10:00 PM", Some(1_786_312_800)),
            ("25.11.2026 10:00", Some(1_795_600_800)),
            ("Mittwoch, 25. November 2026 10:00 MEZ", Some(1_795_597_200)),
            ("mar., 24 nov. 2026 10:00:00 +0100", Some(1_795_510_800)),
            ("Mi, 25 Dez 2026 10:00:00 +0100", Some(1_798_189_200)),
            ("Wed, 25 Nov 2026 24:00:00 GMT", Some(1_795_651_200)),
            ("2026-11-25T24:00:00Z", Some(1_795_651_200)),
            ("25 Nov 26 10:00 EST", Some(1_795_618_800)),
            ("25-Nov-2026 10:00:00", Some(1_795_600_800)),
            ("Wed, 31 Nov 2026 10:00:00 GMT", None),
            ("2026-11", Some(1_793_491_200)),
            ("20261125", Some(1_795_564_800)),
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
