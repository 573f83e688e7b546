//! [`Label`]: the short line beside a title, with its kicker, time and author.

use super::words;
use crate::declutter::dates;
use crate::declutter::listing::{author, byline};
use crate::declutter::wording::{Class, ClutterPhrases, fold};

/// Most words of a label.
pub(super) const MAX_WORDS: usize = 8;

/// Labels of advertising that looks like a story, besides the phrases of [`Class::Advert`].
const SPONSORED: [&str; 8] = [
    "advertorial",
    "brand story",
    "branded content",
    "materiał partnera",
    "materiał promocyjny",
    "publireportage",
    "publirreportaje",
    "sponsored story",
];

/// Words beside a time of day.
const TIME_WORDS: [&str; 17] =
    ["a", "alle", "am", "at", "cet", "gmt", "h", "kl", "klo", "m", "o", "ore", "p", "pm", "uhr", "um", "à"];

/// Words of the time that reading or watching takes.
const LENGTH_WORDS: [&str; 19] = [
    "de",
    "h",
    "lecture",
    "lectura",
    "lesedauer",
    "lesezeit",
    "m",
    "min",
    "mins",
    "minut",
    "minuten",
    "minutes",
    "minuti",
    "minutos",
    "read",
    "s",
    "sec",
    "sek",
    "std",
];

/// The parts of a label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Label {
    /// The text without the other parts.
    pub(super) kicker: Option<String>,
    /// Date, age or time of day; a date in ISO 8601.
    pub(super) published: Option<String>,
    /// The name in its byline.
    pub(super) author: Option<String>,
    /// True if it says that the story is an advert.
    pub(super) is_advert: bool,
}

impl Label {
    /// Reads a short line; `seams` are the bytes at which one inline element ends and another begins.
    pub(super) fn read(text: &str, seams: &[usize], wording: &ClutterPhrases) -> Self {
        // A byline may have elements of its own, one for "by" and one for the name.
        let author = author_of(text).filter(|_| divided(text, wording).1.is_none());
        let mut label = Self { author, ..Self::default() };
        if label.author.is_some() {
            return label;
        }
        let mut kickers: Vec<&str> = Vec::new();
        for mut rest in parts(text, seams) {
            while let Some((part, behind)) = cut_at_sign(rest) {
                label.take(part, &mut kickers, wording);
                rest = behind;
            }
            label.take(rest, &mut kickers, wording);
        }
        kickers.dedup();
        // The name of an icon is written in small letters beside the label.
        if kickers.iter().any(|kicker| kicker.contains(char::is_uppercase)) {
            kickers.retain(|kicker| kicker.contains(|c: char| !c.is_ascii_lowercase()));
        }
        label.kicker = Some(kickers.join(" · ")).filter(|kicker| !kicker.is_empty());
        label
    }

    fn take<'t>(&mut self, part: &'t str, kickers: &mut Vec<&'t str>, wording: &ClutterPhrases) {
        let (before, time, after) = divided(part, wording);
        self.published = self.published.take().or(time);
        for rest in [before, after].into_iter().map(bare).filter(|rest| !rest.is_empty()) {
            let folded = fold(rest);
            if is_length(&folded) {
                continue;
            }
            if let Some(signed) = byline(rest) {
                self.author = self.author.take().or_else(|| author(&signed, &[]).map(|name| without_by(&name)));
                continue;
            }
            self.is_advert |= is_sponsored(&folded, wording);
            kickers.push(rest);
        }
    }
}

/// Returns the parts of a text between its seams, without white space and signs around them; those without a letter or
/// digit are dropped.
pub(super) fn parts<'t>(text: &'t str, seams: &[usize]) -> Vec<&'t str> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in seams.iter().copied().chain([text.len()]) {
        found.extend(text.get(start..end));
        start = end;
    }
    found.into_iter().map(bare).filter(|part| !part.is_empty()).collect()
}

/// Cuts a part at the first sign between two labels.
fn cut_at_sign(part: &str) -> Option<(&str, &str)> {
    let signs = [" | ", " / ", " • ", " · "];
    signs.iter().filter_map(|sign| part.split_once(sign)).min_by_key(|(head, _)| head.len())
}

/// Returns a part without the white space and the signs that separate it from others.
fn bare(part: &str) -> &str {
    let trimmed = part.trim().trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '|' | '•' | '·' | '/'));
    if trimmed.chars().any(char::is_alphanumeric) { trimmed } else { "" }
}

/// Returns the author whom a byline names.
pub(super) fn author_of(line: &str) -> Option<String> {
    byline(line).and_then(|signed| author(&signed, &[])).map(|name| without_by(&name))
}

/// Returns the name without a second "by", which the author's own line had.
fn without_by(name: &str) -> String {
    let rest = name.get(..3).filter(|head| head.eq_ignore_ascii_case("by ")).and_then(|head| name.get(head.len()..));
    rest.unwrap_or(name).to_owned()
}

/// Returns true for a label of advertising.
fn is_sponsored(folded: &str, wording: &ClutterPhrases) -> bool {
    SPONSORED.contains(&folded) || wording.count(folded).score(Class::Advert) > 0.6
}

/// Divides a part at its first date or age: what stands before it, the time, and what stands behind it.
fn divided<'t>(part: &'t str, wording: &ClutterPhrases) -> (&'t str, Option<String>, &'t str) {
    let folded = fold(part);
    if is_only_time(&folded) {
        return ("", Some(part.trim().to_owned()), "");
    }
    let date = dates::first(&folded, wording).map(|date| (date.start..date.end, Some(date.iso())));
    let found = date.or_else(|| Some((age(&folded)?, None)));
    let Some((range, iso)) = found else { return (part, None, "") };
    // Folding may change the number of bytes; then the words around the time are not known.
    let same = part.trim();
    let (before, after) = if same.len() == folded.len() {
        (same.get(..range.start).unwrap_or_default(), same.get(range.end..).unwrap_or_default())
    } else {
        ("", "")
    };
    let time = iso.or_else(|| same.get(range).or(Some(same)).map(str::to_owned));
    let after = if is_only_time(&fold(after)) { "" } else { after };
    (before, time, after)
}

/// Returns the bytes of an age: "7 hrs ago", "vor 3 Stunden", "il y a 2 heures".
fn age(folded: &str) -> Option<std::ops::Range<usize>> {
    const AGO: [&str; 9] = ["ago", "vor", "hace", "il y a", "fa", "geleden", "sedan", "siden", "назад"];
    let has = |sign: &&str| format!(" {folded} ").contains(&format!(" {sign} "));
    if !folded.bytes().any(|byte| byte.is_ascii_digit()) || !AGO.iter().any(has) {
        return None;
    }
    if words(folded) <= 5 && !folded.ends_with(" ago") {
        return Some(0..folded.len());
    }
    // Number and unit stand before "ago", other words before or behind them.
    let end = folded.find(" ago").filter(|at| folded[at + 4..].chars().next().is_none_or(|c| !c.is_alphanumeric()))?;
    let head = &folded[..end];
    let number = head.rmatch_indices(' ').take(2).map(|(at, _)| at + 1).chain([0]);
    let start = number.filter(|at| head[*at..].starts_with(|c: char| c.is_ascii_digit())).max()?;
    Some(start..end + 4)
}

/// Returns true for digits parted by colons: "12:28".
fn is_clock(word: &str) -> bool {
    word.contains(':') && word.chars().all(|c| c.is_ascii_digit() || c == ':')
}

/// Returns true for a time of day alone: "12:28 Uhr". Without a word beside it, it may be the length of a film.
fn is_only_time(folded: &str) -> bool {
    let (mut has_clock, mut has_word) = (false, false);
    let is_time = |word: &str| {
        let (clock, is_word) = (is_clock(word), TIME_WORDS.contains(&word));
        (has_clock, has_word) = (has_clock || clock, has_word || is_word);
        clock || is_word
    };
    let is_sign = |c: char| !c.is_alphanumeric() && c != ':';
    let only = folded.split(is_sign).filter(|word| word.contains(char::is_alphanumeric)).all(is_time);
    only && has_clock && has_word
}

/// Returns true if a text is a time, or how long something takes to read or watch: neither is a title.
pub(super) fn is_time(text: &str, wording: &ClutterPhrases) -> bool {
    let folded = fold(text);
    let (before, time, after) = divided(text, wording);
    is_length(&folded) || time.is_some() && (before.len() + after.len()) * 2 < folded.len()
}

/// Returns true if a text is only the length of a story, film or recording: "4 min.", "4m 2s", "Video 25:34 Min.".
fn is_length(folded: &str) -> bool {
    let mut all =
        folded.split(|c: char| c.is_whitespace() || matches!(c, '.' | '-' | ',')).filter(|word| !word.is_empty());
    let is_part = |word: &str| {
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
        unit.is_empty() || LENGTH_WORDS.contains(&unit)
    };
    let is_number = folded.starts_with(|c: char| c.is_ascii_digit());
    let clock = folded.split_whitespace().count() <= 4 && folded.split_whitespace().any(is_clock);
    clock
        || is_number && folded.bytes().any(|byte| byte.is_ascii_alphabetic()) && words(folded) <= 5 && all.all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, seams: &[usize]) -> (Option<String>, Option<String>, Option<String>) {
        let label = Label::read(text, seams, &ClutterPhrases::bundled());
        (label.kicker, label.published, label.author)
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn labels_are_divided_into_kicker_time_and_author() {
        assert_eq!(read("Opinion", &[]), (some("Opinion"), None, None));
        assert_eq!(read("12:28 Uhr", &[]), (None, some("12:28 Uhr"), None));
        assert_eq!(read("24.04.2024 • 11:31 Uhr", &[]), (None, some("2024-04-24"), None));
        assert_eq!(read("4 min.", &[]), (None, None, None));
        assert_eq!(read("4m 2s", &[]), (None, None, None));
        assert_eq!(read("Malaysia / 20 m ago", &[]), (some("Malaysia"), some("20 m ago"), None));
        assert_eq!(read("World 1 day ago By Ada Moreau", &[]), (some("World"), some("1 day ago"), some("Ada Moreau")));
        assert_eq!(read("Harbour Times March 24, 2023", &[]), (some("Harbour Times"), some("2023-03-24"), None));
        assert_eq!(read("By By Ada Moreau", &[]), (None, None, some("Ada Moreau")));
        assert_eq!(read("by Ada Moreau", &[2]), (None, None, some("Ada Moreau")));
        assert_eq!(read("square COMEDY", &[6]), (some("COMEDY"), None, None));
        assert_eq!(read("HarbourElections", &[7]), (some("Harbour · Elections"), None, None));
    }

    #[test]
    fn adverts_say_what_they_are() {
        let wording = ClutterPhrases::bundled();
        for text in ["Materiał Promocyjny", "Sponsored", "Advertorial"] {
            assert!(Label::read(text, &[], &wording).is_advert, "{text}");
        }
        assert!(Label::read("AdvertorialCredit cards", &[11], &wording).is_advert);
        assert!(!Label::read("Opinion", &[], &wording).is_advert);
    }

    #[test]
    fn times_and_lengths_are_no_titles() {
        let wording = ClutterPhrases::bundled();
        for text in
            ["7 hrs ago", "vor 3 Stunden", "il y a 2 heures", "Video 25:34 Min.", "19 October 2023", "5 min read"]
        {
            assert!(is_time(text, &wording), "{text}");
        }
        for text in [
            "3 killed in shootings and explosion",
            "The tower fell 200 years ago and nobody saw it",
            "20,000 teddy bears",
        ] {
            assert!(!is_time(text, &wording), "{text}");
        }
    }
}
