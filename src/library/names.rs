//! Normalises names: [`normalized_name`] is the same for "Sen. John F. Kennedy Jr." and "john kennedy".
//!
//! Pure. Ambiguous names (is "Kennedy" this Kennedy?) are left to the user, who can join speakers.

use super::fold::words;
use crate::reading::SpeakerKind;

/// Honorifics, offices and suffixes of personal names; sorted, one per line, folded.
const HONORIFICS: &str = include_str!("../../assets/honorifics.txt");

/// Returns the normalised form of a name, by which speakers of different pieces are matched.
pub fn normalized_name(name: &str, kind: SpeakerKind) -> String {
    let all = words(name);
    let kept: Vec<&str> = match kind {
        SpeakerKind::Person => {
            let last = all.len().saturating_sub(1);
            let initial = |(at, word): (usize, &String)| at > 0 && at < last && word.chars().count() == 1;
            all.iter()
                .enumerate()
                .filter(|&(at, word)| !initial((at, word)) && !is_honorific(word))
                .map(|(_, word)| word.as_str())
                .collect()
        }
        _ => all.iter().enumerate().filter(|(at, word)| *at > 0 || *word != "the").map(|(_, w)| w.as_str()).collect(),
    };
    if kept.is_empty() { all.join(" ") } else { kept.join(" ") }
}

/// Pronouns, folded and sorted. They mean somebody only within a text.
const PRONOUNS: [&str; 24] = [
    "anybody",
    "anyone",
    "everybody",
    "everyone",
    "he",
    "her",
    "him",
    "i",
    "it",
    "me",
    "nobody",
    "one",
    "she",
    "somebody",
    "someone",
    "that",
    "them",
    "these",
    "they",
    "this",
    "those",
    "us",
    "we",
    "you",
];

/// Second parts of contracted pronouns: "we've", "you're".
const VERBS: [&str; 6] = ["d", "ll", "m", "re", "s", "ve"];

/// Returns true for an unresolved pronoun, which names nobody across texts.
pub fn is_pronoun(name: &str) -> bool {
    let all = words(name);
    let pronoun = |word: &String| PRONOUNS.binary_search(&word.as_str()).is_ok();
    match all.as_slice() {
        [one] => pronoun(one),
        [one, verb] => pronoun(one) && VERBS.contains(&verb.as_str()),
        all => all.is_empty(),
    }
}

fn is_honorific(word: &str) -> bool {
    HONORIFICS.lines().any(|line| line == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_a_name_have_one_key() {
        let cases = [
            ("Antony J. Blinken", SpeakerKind::Person, "antony blinken"),
            ("Dr. Ana García-Pérez", SpeakerKind::Person, "ana garcia perez"),
            ("Sen. John F. Kennedy Jr.", SpeakerKind::Person, "john kennedy"),
            ("The White House", SpeakerKind::Organisation, "white house"),
            ("Malcolm X", SpeakerKind::Person, "malcolm x"),
            ("Dr", SpeakerKind::Person, "dr"),
        ];
        for (name, kind, expected) in cases {
            assert_eq!(normalized_name(name, kind), expected, "{name}");
        }
    }

    #[test]
    fn pronouns_name_nobody() {
        assert!(PRONOUNS.is_sorted());
        for name in ["We", "you’re", "He", "they", "I", "…"] {
            assert!(is_pronoun(name), "{name}");
        }
        for name in ["U2", "The US", "IT department", "Us Weekly", "Ida", "WHO", "I. Newton"] {
            assert!(!is_pronoun(name), "{name}");
        }
    }

    #[test]
    fn the_list_is_sorted_without_doubles() {
        let all: Vec<_> = HONORIFICS.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
