//! Matching of `--speaker`: by the starts of words in names, with a message if nobody matches.

use crate::reading::Reading;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// Number of names listed if none is similar.
const LISTED: usize = 8;
/// Minimum Jaro–Winkler similarity of a suggested name.
const NEAR: f64 = 0.85;

/// Returns true if any word of the name starts with `wanted`; case and accents are ignored.
pub fn named(name: &str, wanted: &str) -> bool {
    let (name, wanted) = (folded(name), folded(wanted.trim()));
    let begins = |at: usize| !name[..at].ends_with(char::is_alphanumeric);
    name.match_indices(wanted.as_str()).any(|(at, _)| begins(at))
}

/// Returns a name without case and accents.
fn folded(name: &str) -> String {
    name.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// All speakers quoted in the sources.
#[derive(Debug, Default)]
pub struct QuotedSpeakers {
    names: BTreeSet<String>,
}

impl QuotedSpeakers {
    /// Adds the quoted speakers of a reading.
    pub fn add(&mut self, reading: &Reading) {
        let quoted = reading.attributions.speakers.iter().filter(|speaker| !speaker.quotes.is_empty());
        self.names.extend(quoted.map(|speaker| speaker.name.clone()));
    }

    /// Returns a message if nobody of this name is quoted: with a similar name, or else with those quoted.
    pub fn nobody(&self, wanted: &str) -> Option<String> {
        if self.names.iter().any(|name| named(name, wanted)) {
            return None;
        }
        let wanted_folded = folded(wanted);
        let nearness = |name: &String| {
            let folded = folded(name);
            let words = folded.split_whitespace().chain([folded.as_str()]);
            words.map(|word| strsim::jaro_winkler(word, &wanted_folded)).fold(0.0, f64::max)
        };
        let nearest = self.names.iter().map(|name| (nearness(name), name)).max_by(|a, b| a.0.total_cmp(&b.0));
        let hint = match nearest {
            None => "the text has none".into(),
            Some((near, name)) if near >= NEAR => format!("did you mean {name}?"),
            Some(_) => {
                let some: Vec<_> = self.names.iter().take(LISTED).map(String::as_str).collect();
                let more = self.names.len().saturating_sub(LISTED);
                let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!("the speakers are {}{rest}", some.join(", "))
            }
        };
        Some(format!("no quotations by \u{201c}{wanted}\u{201d}; {hint}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speaker_matches_by_word_prefix() {
        assert!(named("Park Jin", "jin") && named("Ana López", "lope") && named("Park Jin", "park j"));
        assert!(!named("Ann Fleece", "lee"));
    }

    #[test]
    fn unknown_speaker_gets_suggestion() {
        let voices = QuotedSpeakers { names: ["Antony Blinken", "Park Jin"].map(str::to_owned).into() };
        assert_eq!(voices.nobody("blink"), None);
        let hint = |wanted| voices.nobody(wanted).unwrap_or_default();
        assert_eq!(hint("Blinkin"), "no quotations by “Blinkin”; did you mean Antony Blinken?");
        assert_eq!(hint("Quux"), "no quotations by “Quux”; the speakers are Antony Blinken, Park Jin");
        assert_eq!(
            QuotedSpeakers::default().nobody("x").unwrap_or_default(),
            "no quotations by “x”; the text has none"
        );
    }
}
