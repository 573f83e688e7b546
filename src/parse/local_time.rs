//! Converts an instant to the local time of the page's author, from the time that the page shows.

use super::dates::{MAX_LENGTH, Piece, kind, tokens};
use jiff::civil::Date;

/// Number of days between two ISO 8601 dates, ignoring times; `None` if one has no day.
pub fn days_between(one: &str, other: &str) -> Option<u32> {
    let day = |text: &str| text.get(..10)?.parse::<Date>().ok();
    let span = day(one)?.until(day(other)?).ok()?;
    Some(span.get_days().unsigned_abs())
}

/// Returns the first time of day in a line, in minutes from midnight: "7:08 pm", "19.08 Uhr", "19:08".
pub fn clock(line: &str) -> Option<u32> {
    let tokens = tokens(&line[..line.floor_char_boundary(MAX_LENGTH)]);
    (0..tokens.len()).find_map(|at| {
        let (Piece::Number(hour, 1 | 2), Piece::Sign(sign), Piece::Number(minute, 2)) =
            (kind(&tokens, at)?, kind(&tokens, at + 1)?, kind(&tokens, at + 2)?)
        else {
            return None;
        };
        let word = match kind(&tokens, at + 3) {
            Some(Piece::Word(word)) => word.to_lowercase(),
            _ => String::new(),
        };
        let is_clock = sign == ':' || sign == '.' && matches!(word.as_str(), "uhr" | "pm" | "am" | "p" | "a");
        let hour = match (word.as_str(), hour) {
            ("pm" | "p", 1..=11) => hour + 12,
            ("am" | "a", 12) => 0,
            _ => hour,
        };
        (is_clock && hour < 24 && minute < 60).then_some(hour * 60 + minute)
    })
}

/// Converts an instant in UTC to the local time of a place whose clocks showed `minutes` from midnight on that day;
/// `None` if no time zone fits.
pub fn at_local_time(utc: &str, day: &str, minutes: u32) -> Option<String> {
    let instant: jiff::Timestamp = utc.parse().ok()?;
    let midnight = jiff::tz::Offset::UTC.to_timestamp(day.parse::<Date>().ok()?.at(0, 0, 0, 0)).ok()?;
    let shown = midnight.as_second() + i64::from(minutes) * 60;
    let quarter = 15 * 60;
    let offset = (shown - instant.as_second() + quarter / 2).div_euclid(quarter) * quarter;
    let offset = jiff::tz::Offset::from_seconds(i32::try_from(offset).ok()?).ok()?;
    let is_zone = (-12 * 3600..=14 * 3600).contains(&offset.seconds());
    let local = offset.to_datetime(instant);
    let sign = if offset.seconds() < 0 { '-' } else { '+' };
    let away = offset.seconds().unsigned_abs() / 60;
    let is_day = local.date().to_string() == day;
    (is_zone && is_day)
        .then(|| format!("{}{sign}{:02}:{:02}", local.strftime("%Y-%m-%dT%H:%M:%S"), away / 60, away % 60))
}

#[cfg(test)]
mod tests {
    use super::{at_local_time, clock};

    #[test]
    fn shown_clock_gives_the_time_zone() {
        assert_eq!(clock("December 19, 2016 | 7:08pm"), Some(19 * 60 + 8));
        assert_eq!(clock("19.08 Uhr"), Some(19 * 60 + 8));
        let local = at_local_time("2016-12-20T00:08:44Z", "2016-12-19", 19 * 60 + 8);
        assert_eq!(local.as_deref(), Some("2016-12-19T19:08:44-05:00"));
        assert_eq!(at_local_time("2016-12-20T00:08:44Z", "2016-12-19", 3 * 60), None);
    }
}
