//! Matching of `--speaker`: names by the beginnings of their words, and the message if nobody of that name is quoted.

use crate::reading::Reading;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// So many names are listed when none is near.
const LISTED: usize = 8;
/// How near a name must be to be proposed (Jaro and Winkler).
const NEAR: f64 = 0.85;

/// Whether a speaker is meant by what was typed: the beginning of any word of the name, case and accents aside.
pub fn named(name: &str, wanted: &str) -> bool {
    let (name, wanted) = (folded(name), folded(wanted.trim()));
    let begins = |at: usize| !name[..at].ends_with(char::is_alphanumeric);
    name.match_indices(wanted.as_str()).any(|(at, _)| begins(at))
}

/// A name without case and accents.
fn folded(name: &str) -> String {
    name.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// All who are quoted in what was read.
#[derive(Debug, Default)]
pub struct QuotedSpeakers {
    names: BTreeSet<String>,
}

impl QuotedSpeakers {
    /// Notes who is quoted in a reading.
    pub fn add(&mut self, reading: &Reading) {
        let quoted = reading.attributions.speakers.iter().filter(|speaker| !speaker.quotes.is_empty());
        self.names.extend(quoted.map(|speaker| speaker.name.clone()));
    }

    /// What to say if nobody of this name is quoted: who may have been meant, else who is.
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
            None => "nobody is".into(),
            Some((near, name)) if near >= NEAR => format!("did you mean {name}?"),
            Some(_) => {
                let some: Vec<_> = self.names.iter().take(LISTED).map(String::as_str).collect();
                let more = self.names.len().saturating_sub(LISTED);
                let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!("quoted are {}{rest}", some.join(", "))
            }
        };
        Some(format!("nobody called \u{201c}{wanted}\u{201d} is quoted; {hint}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_name_match_from_their_beginning() {
        assert!(named("Park Jin", "jin") && named("Ana López", "lope") && named("Park Jin", "park j"));
        assert!(!named("Ann Fleece", "lee"));
    }

    #[test]
    fn an_unknown_name_gets_a_hint() {
        let voices = QuotedSpeakers { names: ["Antony Blinken", "Park Jin"].map(str::to_owned).into() };
        assert_eq!(voices.nobody("blink"), None);
        let hint = |wanted| voices.nobody(wanted).unwrap_or_default();
        assert_eq!(hint("Blinkin"), "nobody called “Blinkin” is quoted; did you mean Antony Blinken?");
        assert_eq!(hint("Quux"), "nobody called “Quux” is quoted; quoted are Antony Blinken, Park Jin");
        assert_eq!(QuotedSpeakers::default().nobody("x").unwrap_or_default(), "nobody called “x” is quoted; nobody is");
    }
}
