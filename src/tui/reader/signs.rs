//! One letter for each speaker, for screens without colours: an initial, else another letter of the name, else any sign that is
//! still free.

use crate::layout::display_width;
use crate::reading::Attributions;
use std::collections::HashSet;

/// Signs for those whose letters are taken.
const SPARE: &str = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzΓΔΘΛΞΠΣΦΨΩαβγδεζηθικλμνξπρστυφχψω";

/// The signs of all speakers, by their numbers. Those who are quoted choose first.
pub(super) fn of(all: &Attributions) -> Vec<char> {
    let mut taken = HashSet::new();
    let mut signs = vec!['·'; all.speakers.len()];
    let (quoted, others): (Vec<_>, Vec<_>) =
        all.speakers.iter().enumerate().partition(|(_, one)| !one.quotes.is_empty());
    for (at, speaker) in quoted.into_iter().chain(others) {
        if let Some(sign) = candidates(&speaker.name).find(|sign| !taken.contains(sign)) {
            taken.insert(sign);
            signs[at] = sign;
        }
    }
    signs
}

/// Initials, then the other letters of a name, then what is spare; each one cell wide.
fn candidates(name: &str) -> impl Iterator<Item = char> + '_ {
    let initials = name.split_whitespace().filter_map(|word| word.chars().find(|ch| ch.is_alphanumeric()));
    let capital = |ch: char| ch.to_uppercase().next().unwrap_or(ch);
    let letters = name.chars().filter(|ch| ch.is_alphanumeric());
    let all = initials.map(capital).chain(letters.map(capital)).chain(SPARE.chars());
    // After these, all other letters of the world.
    let all = all.chain(('\u{410}'..='\u{44f}').chain('\u{531}'..='\u{556}').chain('\u{10d0}'..='\u{10f0}'));
    all.filter(|ch| display_width(ch.encode_utf8(&mut [0; 4])) == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{Speaker, SpeakerKind};

    #[test]
    fn no_two_speakers_share_a_sign() {
        let speaker = |(id, name): (u32, &str)| Speaker {
            id,
            name: name.into(),
            kind: SpeakerKind::Person,
            role: None,
            quotes: vec![0],
            mentions: Vec::new(),
        };
        let names = ["Ada Moreau", "Ada Marsh", "Anna Mole", "A. M.", "東京 一郎"];
        let all = Attributions { speakers: (0..).zip(names).map(speaker).collect(), ..Attributions::default() };
        assert_eq!(of(&all), ['A', 'M', 'N', '1', '2']);
        let speakers = (0..150).map(|id| speaker((id, "Ann"))).collect();
        let signs = of(&Attributions { speakers, ..Attributions::default() });
        assert_eq!(signs.iter().collect::<HashSet<_>>().len(), 150);
    }
}
