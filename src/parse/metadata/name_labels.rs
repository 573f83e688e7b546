//! Words around the names of a byline: those that open it, credits for pictures and translations, dates behind it.

use super::name_forms::is_weekday;
use crate::parse::dates;

/// Words before the names of a byline, in lower case; longer ones before those that they begin with.
const OPENINGS: [&str; 62] = [
    "view all posts by",
    "view all articles by",
    "posts by",
    "article by",
    "written by",
    "posted by",
    "reported by",
    "published by",
    "created by",
    "submitted by",
    "story by",
    "words by",
    "text by",
    "by",
    "about the author:",
    "author:",
    "authors:",
    "author",
    "ein gastbeitrag von",
    "gastbeitrag von",
    "eine analyse von",
    "ein artikel von",
    "artikel von",
    "ein beitrag von",
    "beitrag von",
    "beiträge von",
    "ein kommentar von",
    "alles von",
    "alle artikel von",
    "alle beiträge von",
    "mehr von",
    "geschrieben von",
    "verfasst von",
    "veröffentlicht von",
    "erstellt von",
    "eingestellt von",
    "gepostet von",
    "autorin:",
    "autoren:",
    "autor:",
    "autor",
    "auteur :",
    "auteur:",
    "publié par",
    "posté par",
    "écrit par",
    "article de",
    "rédigé par",
    "escrito por",
    "publicado por",
    "a cura di",
    "scritto da",
    "pubblicato da",
    "geschreven door",
    "von",
    "par",
    "por",
    "di",
    "da",
    "door",
    "av",
    "af",
];
/// Labels before the names of a byline, of which most end with a colon.
const LABELS: [&str; 6] = ["text:", "words:", "byline:", "writer:", "contributor:", "from"];
/// Words before the name of somebody who did not write the text: photographers, translators.
const CREDITS: [&str; 26] = [
    "bild",
    "bilder",
    "edited",
    "foto",
    "fotografie",
    "fotos",
    "grafik",
    "illustration",
    "illustrationen",
    "illustrations",
    "image",
    "images",
    "kamera",
    "photo",
    "photographie",
    "photographs",
    "photography",
    "photos",
    "traducción",
    "traduction",
    "traduit",
    "traduzione",
    "translated",
    "translation",
    "übersetzt",
    "übersetzung",
];

/// Removes the words before the names of a byline.
pub(super) fn without_opening(text: &str) -> &str {
    let mut rest = text.strip_prefix("By").filter(|rest| rest.starts_with("by ")).unwrap_or(text);
    for _ in 0..2 {
        let found = OPENINGS.iter().chain(&LABELS).find_map(|opening| {
            let start = rest.get(..opening.len())?;
            let after = &rest[opening.len()..];
            let is_whole = opening.ends_with(':') || after.starts_with([' ', '\u{a0}', ':', '\n']);
            (is_whole && start.to_lowercase() == *opening).then(|| after.trim_start_matches([' ', '\u{a0}', ':', '\n']))
        });
        match found {
            Some(after) => rest = after,
            None => break,
        }
    }
    rest
}

/// Returns true for a part of a byline that names a photographer or translator: "Foto: Jane Doe".
pub(super) fn is_credit(part: &str) -> bool {
    let (word, rest) = part.split_at(part.find(|c: char| !c.is_alphabetic()).unwrap_or(part.len()));
    !rest.is_empty() && CREDITS.binary_search(&&*word.to_lowercase()).is_ok()
}

/// Removes the time to read that stands behind a name: "The Example Team 2–3 minutes".
pub(super) fn without_reading_time(text: &str) -> &str {
    let digit = text.find(|c: char| c.is_ascii_digit()).filter(|&at| at > 0);
    match digit.map(|at| text.split_at(at)) {
        Some((name, time)) if time.len() <= 24 && time.to_lowercase().contains("min") => name,
        _ => text,
    }
}

/// Removes the date that stands behind a name: "harbourmouse on December 4, 2006", "Redaktion, 24. Januar 2022", "Jules am
/// Samstag".
pub(super) fn without_date(text: &str) -> &str {
    const JOINING: [&str; 8] = ["on", "am", "vom", "at", "le", "el", "il", "um"];
    let is_dated = dates::find(text).is_some_and(|day| day.len() >= 10);
    let begins = |word: &str| {
        let bare = word.trim_end_matches(['.', ',']);
        let may_date = word.starts_with(|c: char| c.is_ascii_digit()) || dates::is_month(bare);
        is_dated && may_date || is_weekday(bare)
    };
    let mut end = 0;
    for word in text.split_inclusive(' ') {
        if end > 0 && begins(word.trim()) {
            let name = text[..end].trim_end_matches([' ', ',', '|', '-', '–', '·']);
            let joined = name.rsplit_once(' ').filter(|(_, last)| JOINING.contains(last));
            return joined.map_or(name, |(name, _)| name);
        }
        end += word.len();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{CREDITS, OPENINGS, is_credit, without_date, without_opening};

    #[test]
    fn words_around_names_are_removed() {
        assert_eq!(without_opening("Ein Artikel von Pia Moll"), "Pia Moll");
        assert_eq!(without_opening("View all posts by Jane"), "Jane");
        assert_eq!(without_opening("Bytown Choir"), "Bytown Choir");
        assert!(is_credit("Foto: Jane Doe") && is_credit("Übersetzung Jane Doe") && !is_credit("Foto"));
        for (text, name) in [
            ("harbourmouse on December 4, 2006", "harbourmouse"),
            ("Redaktion, 24. Januar 2022", "Redaktion"),
            ("Marianne1 am 20.09.2020", "Marianne1"),
            ("Jules am Samstag", "Jules"),
            ("Team of 1931", "Team of 1931"),
            ("Channel 4 News", "Channel 4 News"),
        ] {
            assert_eq!(without_date(text), name, "{text}");
        }
    }

    #[test]
    fn words_are_found() {
        assert!(CREDITS.is_sorted());
        for (at, opening) in OPENINGS.iter().enumerate() {
            let covers = |before: &&str| opening.starts_with(&format!("{before} "));
            assert!(!OPENINGS[..at].iter().any(covers), "{opening} is never reached");
        }
    }
}
