//! [`DateRange`]: the days that `published:`, `saved:`, `after:` and `before:` name: whole or partial dates (`2025`, `2026-03`),
//! dates relative to today (`last week`, `7d`), and ranges of both (`2025-11..2026-02`, `>2025`). Pure.

use crate::library::dates;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Days from `from` on and before `to`; an end that is missing is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateRange {
    /// The first day.
    pub from: Option<Day>,
    /// The day after the last one.
    pub to: Option<Day>,
}

/// A day, perhaps counted from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// By the calendar.
    On(Date),
    /// So many units before today.
    Ago(i32, Unit),
    /// The first day of the unit so many before the present one; negative: after it.
    Start(i32, Unit),
}

/// Units of relative dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks, from Monday on.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

const UNITS: [(&str, Unit); 4] =
    [("day", Unit::Day), ("week", Unit::Week), ("month", Unit::Month), ("year", Unit::Year)];

/// Words that stand for a day or begin a period.
const WORDS: [&str; 6] = ["today", "yesterday", "last", "this", "past", "previous"];

/// Values that are offered while a date is typed.
pub(super) const OFFERED: [&str; 8] =
    ["today", "yesterday", "this week", "last week", "this month", "last month", "this year", "last year"];

impl Day {
    /// The day by the calendar.
    pub fn resolve(self, today: Date) -> Option<Date> {
        match self {
            Self::On(date) => Some(date),
            Self::Ago(count, unit) => back(today, count, unit),
            Self::Start(count, unit) => {
                let begun = match unit {
                    Unit::Day => today,
                    Unit::Week => today.checked_sub(i32::from(today.weekday().since(Weekday::Monday)).days()).ok()?,
                    Unit::Month => today.first_of_month(),
                    Unit::Year => today.first_of_year(),
                };
                back(begun, count, unit)
            }
        }
    }
}

fn back(date: Date, count: i32, unit: Unit) -> Option<Date> {
    let count = i64::from(count);
    let span = match unit {
        Unit::Day => count.days(),
        Unit::Week => count.weeks(),
        Unit::Month => count.months(),
        Unit::Year => count.years(),
    };
    date.checked_sub(span).ok()
}

impl DateRange {
    /// The days that a value names; `None` if it is not a date.
    pub fn parse(value: &str) -> Option<Self> {
        let value = value.trim().to_lowercase();
        for (sign, from_start, is_from) in
            [(">=", true, true), ("<=", false, false), (">", false, true), ("<", true, false)]
        {
            let Some(rest) = value.strip_prefix(sign) else { continue };
            let period = period(rest)?;
            let edge = if from_start { period.from } else { period.to };
            return Some(if is_from { Self { from: edge, to: None } } else { Self { from: None, to: edge } });
        }
        if let Some((from, to)) = value.split_once("..") {
            let side = |text: &str| if text.is_empty() { Some(Self::default()) } else { period(text) };
            return Some(Self { from: side(from)?.from, to: side(to)?.to }).filter(|_| value.len() > 2);
        }
        period(&value)
    }

    /// Its first day and the day after its last one, by the calendar.
    pub fn resolve(&self, today: Date) -> (Option<Date>, Option<Date>) {
        let resolve = |day: Option<Day>| day.and_then(|day| day.resolve(today));
        (resolve(self.from), resolve(self.to))
    }
}

/// Returns true if a value may yet become a date.
pub(super) fn is_begun(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    let value = value.trim_start_matches(['<', '>', '=']);
    let value = value.rsplit("..").next().unwrap_or(value);
    let (first, last) = value.rsplit_once([' ', '-', '_']).unwrap_or(("", value));
    value.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'))
        || WORDS.iter().any(|word| word.starts_with(value))
        || (goes_on(first) && (last.is_empty() || may_follow(first, last)))
        || OFFERED.iter().any(|offered| offered.starts_with(value))
}

/// Returns true if more words belong to the value before it is a date.
pub(super) fn goes_on(value: &str) -> bool {
    let lower = value.to_lowercase();
    let (head, count) = lower.split_once(' ').unwrap_or((&lower, ""));
    matches!(head, "last" | "this" | "past" | "previous") && count.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns true if a word, perhaps only begun, goes on with such a value.
pub(super) fn may_follow(value: &str, next: &str) -> bool {
    let next = next.to_lowercase();
    let is_count = !value.contains(' ') && next.bytes().all(|byte| byte.is_ascii_digit());
    !next.is_empty() && (is_count || UNITS.iter().any(|(name, _)| format!("{name}s").starts_with(&next)))
}

fn period(text: &str) -> Option<DateRange> {
    relative(text).or_else(|| absolute(text))
}

fn relative(text: &str) -> Option<DateRange> {
    let words: Vec<&str> = text.split([' ', '-', '_']).filter(|word| !word.is_empty()).collect();
    let since = |count, unit| DateRange { from: Some(Day::Ago(count, unit)), to: None };
    match words.as_slice() {
        ["today"] => Some(DateRange { from: Some(Day::Start(0, Unit::Day)), to: Some(Day::Start(-1, Unit::Day)) }),
        ["yesterday"] => Some(DateRange { from: Some(Day::Start(1, Unit::Day)), to: Some(Day::Start(0, Unit::Day)) }),
        [which @ ("this" | "last" | "past" | "previous"), name] => {
            let unit = unit(name)?;
            let count = i32::from(*which != "this");
            Some(DateRange { from: Some(Day::Start(count, unit)), to: Some(Day::Start(count - 1, unit)) })
        }
        ["last" | "past" | "previous", count, name] => Some(since(number(count)?, unit(name)?)),
        [count, name] => Some(since(number(count)?, unit(name)?)),
        [short] => {
            let (count, letter) = short.split_at_checked(short.len().checked_sub(1)?)?;
            let unit = match letter {
                "d" => Unit::Day,
                "w" => Unit::Week,
                "m" => Unit::Month,
                "y" => Unit::Year,
                _ => return None,
            };
            Some(since(number(count)?, unit))
        }
        _ => None,
    }
}

/// A count of units; more than these are a mistake.
fn number(count: &str) -> Option<i32> {
    count.parse().ok().filter(|count| (0..=3_650).contains(count))
}

fn unit(name: &str) -> Option<Unit> {
    let name = name.strip_suffix('s').unwrap_or(name);
    UNITS.iter().find(|(word, _)| *word == name).map(|(_, unit)| *unit)
}

fn absolute(text: &str) -> Option<DateRange> {
    let numbers: Option<Vec<i16>> = text.split(['-', '/']).map(|part| part.parse().ok()).collect();
    let is_year = text.split(['-', '/']).next().is_some_and(|year| year.len() == 4);
    let (date, next) = match numbers.filter(|_| is_year).as_deref() {
        Some(&[year]) => {
            let date = Date::new(year, 1, 1).ok()?;
            (date, date.checked_add(1.years()).ok()?)
        }
        Some(&[year, month]) => {
            let date = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
            (date, date.checked_add(1.months()).ok()?)
        }
        Some(&[year, month, day]) => {
            let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            (date, date.tomorrow().ok()?)
        }
        _ => {
            let time = jiff::Timestamp::from_second(dates::parse(text)?).ok()?;
            let date = jiff::tz::Offset::UTC.to_datetime(time).date();
            (date, date.tomorrow().ok()?)
        }
    };
    // An article of such a year is a mistake.
    (1_000..=9_000).contains(&date.year()).then_some(DateRange { from: Some(Day::On(date)), to: Some(Day::On(next)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the first day to the one after the last, on Wednesday 25 November 2026.
    fn days(value: &str) -> Option<String> {
        let (from, to) = DateRange::parse(value)?.resolve(Date::constant(2026, 11, 25));
        let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        Some(format!("{}..{}", day(from), day(to)))
    }

    #[test]
    fn dates_partial_and_relative_are_ranges_of_days() {
        for (value, expected) in [
            ("2025", "2025-01-01..2026-01-01"),
            ("2026-03", "2026-03-01..2026-04-01"),
            ("2026-3", "2026-03-01..2026-04-01"),
            ("2026/03/09", "2026-03-09..2026-03-10"),
            ("6 May 2023", "2023-05-06..2023-05-07"),
            ("today", "2026-11-25..2026-11-26"),
            ("yesterday", "2026-11-24..2026-11-25"),
            ("this week", "2026-11-23..2026-11-30"),
            ("Last Week", "2026-11-16..2026-11-23"),
            ("last-month", "2026-10-01..2026-11-01"),
            ("this year", "2026-01-01..2027-01-01"),
            ("last year", "2025-01-01..2026-01-01"),
            ("last 3 months", "2026-08-25.."),
            ("10 days", "2026-11-15.."),
            ("7d", "2026-11-18.."),
            ("2y", "2024-11-25.."),
            (">2025", "2026-01-01.."),
            (">=2025", "2025-01-01.."),
            ("<2025-06", "..2025-06-01"),
            ("<=2025-06", "..2025-07-01"),
            ("2025-11..2026-02", "2025-11-01..2026-03-01"),
            ("2025..", "2025-01-01.."),
            ("..yesterday", "..2026-11-25"),
        ] {
            assert_eq!(days(value).as_deref(), Some(expected), "{value}");
        }
        for value in ["", "..", "soon", "2026-13", "last", "last fortnight", "99999999d", "20", "d", "-"] {
            assert!(days(value).is_none_or(|days| days == ".."), "{value}: {:?}", days(value));
        }
    }

    #[test]
    fn what_may_become_a_date_is_known() {
        for value in
            ["", "2", "2026-", "la", "last", "last w", "last 3", "last 3 d", "yest", "2025..", "<20", "this-mon"]
        {
            assert!(is_begun(value), "{value}");
        }
        for value in ["fall", "lost", "last fall", "todays"] {
            assert!(!is_begun(value), "{value}");
        }
    }
}
