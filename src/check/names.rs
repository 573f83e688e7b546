//! Two names compared: is it the same speaker, another one, or can that not be told?

use super::lists::WordLists;
use super::words::Words;

/// A speaker as one text names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedSpeaker {
    /// The name.
    pub name: String,
    /// The role, where the text gives one.
    pub role: Option<String>,
}

/// Result of comparing two speakers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpeakerAgreement {
    /// Two speakers.
    Different,
    /// The texts do not say enough.
    Unknown,
    /// One speaker.
    Same,
}

/// Compares those that two texts give as speakers; one in common is enough.
pub fn compare(one: &[NamedSpeaker], other: &[NamedSpeaker], lists: &WordLists) -> SpeakerAgreement {
    let pairs = one.iter().flat_map(|one| other.iter().map(move |other| (one, other)));
    pairs.map(|(one, other)| compare_names(one, other, lists)).max().unwrap_or(SpeakerAgreement::Unknown)
}

fn compare_names(one: &NamedSpeaker, other: &NamedSpeaker, lists: &WordLists) -> SpeakerAgreement {
    let (mine, theirs) = (Parts::of(one, lists), Parts::of(other, lists));
    if mine.name.is_empty() || theirs.name.is_empty() {
        return SpeakerAgreement::Unknown;
    }
    if mine.within(&theirs.name) || theirs.within(&mine.name) || mine.stands_for(&theirs) || theirs.stands_for(&mine) {
        return SpeakerAgreement::Same;
    }
    let by_role =
        |parts: &Parts, role: &[String]| !role.is_empty() && parts.name.iter().all(|word| role.contains(word));
    if by_role(&mine, &theirs.role) || by_role(&theirs, &mine.role) {
        return SpeakerAgreement::Same;
    }
    let telling = |word: &&String| word.chars().count() > 3;
    let among = |parts: &Parts, other: &Parts| {
        parts.name.iter().filter(telling).any(|word| other.name.contains(word) || other.role.contains(word))
    };
    let shared = among(&mine, &theirs) || among(&theirs, &mine);
    match (mine.is_proper, theirs.is_proper) {
        (true, true) if mine.spelt_like(&theirs) => SpeakerAgreement::Same,
        (true, true) => SpeakerAgreement::Different,
        _ if shared => SpeakerAgreement::Same,
        _ => SpeakerAgreement::Unknown,
    }
}

/// The words of a name and a role.
struct Parts {
    name: Vec<String>,
    role: Vec<String>,
    /// Any of the name's words has a capital.
    is_proper: bool,
}

/// Words that tell nobody from anybody.
const EMPTY: [&str; 14] = ["the", "a", "an", "of", "for", "and", "s", "der", "die", "das", "le", "la", "el", "de"];

impl Parts {
    fn of(named: &NamedSpeaker, lists: &WordLists) -> Self {
        let words = Words::of(&named.name);
        let kept = |at: &usize| {
            let form = words.form(*at);
            !lists.titles.holds(words.list[*at].hash) && !EMPTY.contains(&form)
        };
        let mut all: Vec<usize> = (0..words.len()).filter(kept).collect();
        if all.is_empty() {
            all = (0..words.len()).collect();
        }
        if all.iter().any(|&at| words.form(at).chars().count() > 1) {
            all.retain(|&at| words.form(at).chars().count() > 1);
        }
        let role = Words::of(named.role.as_deref().unwrap_or_default());
        let forms = |words: &Words, at: usize| words.form(at).to_owned();
        Self {
            is_proper: all
                .iter()
                .any(|&at| words.list[at].capital && (at > 0 || words.len() == 1 || words.list[1].capital)),
            name: all.into_iter().map(|at| forms(&words, at)).collect(),
            role: (0..role.len()).map(|at| forms(&role, at)).collect(),
        }
    }

    /// Returns true if all words stand among the others.
    fn within(&self, others: &[String]) -> bool {
        self.name.iter().all(|word| others.contains(word))
    }

    /// "UN" for "United Nations".
    fn stands_for(&self, other: &Self) -> bool {
        let [short] = self.name.as_slice() else { return false };
        let initials: String = other.name.iter().filter_map(|word| word.chars().next()).collect();
        other.name.len() > 1 && *short == initials
    }

    /// "Volodymyr Zelensky" and "Zelenskyy": the last words begin alike and the first ones do not differ.
    fn spelt_like(&self, other: &Self) -> bool {
        const ALIKE: usize = 5;
        let (Some(mine), Some(theirs)) = (self.name.last(), other.name.last()) else { return false };
        let common = mine.chars().zip(theirs.chars()).take_while(|(a, b)| a == b).count();
        let longest = mine.chars().count().max(theirs.chars().count());
        let first = |parts: &Self| parts.name.first().filter(|_| parts.name.len() > 1).cloned();
        let same_first = first(self).zip(first(other)).is_none_or(|(a, b)| a == b);
        common >= ALIKE && longest - common <= 2 && same_first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> NamedSpeaker {
        let (name, role) = text.split_once(", ").map_or((text, None), |(name, role)| (name, Some(role.to_owned())));
        NamedSpeaker { name: name.to_owned(), role }
    }

    #[test]
    fn names_are_compared_by_what_tells_them_apart() {
        use SpeakerAgreement::{Different, Same, Unknown};
        let lists = WordLists::default();
        for (one, other, expected) in [
            ("Kaine", "Sen. Tim Kaine", Same),
            ("Tim Kaine", "T. M. Kaine", Same),
            ("Bill Clinton", "Hillary Clinton", Different),
            ("Clinton", "Hillary Clinton", Same),
            ("Mike Pence", "Hillary Clinton", Different),
            ("President Obama", "President Trump", Different),
            ("UN", "United Nations", Same),
            ("Volodymyr Zelensky", "Zelenskyy", Same),
            ("the senator", "Tim Kaine, senator from Virginia", Same),
            ("the minister", "Tim Kaine, senator from Virginia", Unknown),
            ("a spokesman for the ministry", "ministry spokesman", Same),
            ("the White House", "Sarah Sanders, White House press secretary", Same),
            ("officials", "a source", Unknown),
            ("The New York Times", "New York Times", Same),
        ] {
            assert_eq!(compare(&[named(one)], &[named(other)], &lists), expected, "{one} / {other}");
            assert_eq!(compare(&[named(other)], &[named(one)], &lists), expected, "{other} / {one}");
        }
        assert_eq!(compare(&[], &[named("Kaine")], &lists), Unknown);
    }
}
