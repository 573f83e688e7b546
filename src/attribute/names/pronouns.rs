//! Pronouns behind a name: the gender and the kind that the page itself tells.

use super::{Gender, Names};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::WordClass;
use crate::reading::SpeakerKind;
use std::ops::Range;

/// So many places of an entity are looked at.
const PLACES: usize = 24;
/// Number of pronouns from which they tell a gender that no list tells, for each one that disagrees.
const TELLING: usize = 2;

/// Number of places of a name that a pronoun follows before another person is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pronouns {
    /// "he", "his".
    pub male: usize,
    /// "she", "her".
    pub female: usize,
    /// "it", "its".
    pub thing: usize,
    /// Those that begin the sentence after one that begins with the name: "he" and "she".
    pub subject: [usize; 2],
}

/// Counts the pronouns behind the places of an entity outside marks.
pub(super) fn behind(page: &Analysis<'_>, names: &Names, entity: usize) -> Pronouns {
    let mut found = Pronouns::default();
    for &at in names.of_entity.get(entity).into_iter().flatten().take(PLACES) {
        let place = &names.places[at as usize];
        if page.marks.inside(place.name.start) {
            continue;
        }
        let reach = reach(page, names, at as usize);
        let first = reach.filter(|&at| !page.marks.inside(at)).find_map(|at| Some((at, pronoun(page, at)?)));
        let Some((pronoun, gender)) = first else { continue };
        let opens = place.titled.start == page.sentences.at(place.name.start).start;
        let subject = usize::from(opens && page.sentences.begins[pronoun]);
        match gender {
            Gender::Male => {
                found.male += 1;
                found.subject[0] += subject;
            }
            Gender::Female => {
                found.female += 1;
                found.subject[1] += subject;
            }
            Gender::Unknown => found.thing += 1,
        }
    }
    found
}

/// The tokens behind a place: to the end of the next sentence of the paragraph, or to the next name of somebody else.
fn reach(page: &Analysis<'_>, names: &Names, at: usize) -> Range<usize> {
    let place = &names.places[at];
    let start = place.name.end;
    let paragraph = page.tokens.paragraphs.get(page.paragraph(place.name.start)).map_or(start, |range| range.end);
    let own = page.sentences.at(place.name.start).end;
    let next = if own < paragraph { page.sentences.at(own).end } else { own };
    let person = |entity: usize| names.entities[entity].kind == SpeakerKind::Person;
    let other = names.places[at + 1..]
        .iter()
        .take_while(|other| other.name.start < next)
        .find(|other| other.entity != place.entity && person(other.entity));
    start..other.map_or(next, |other| other.titled.start).min(paragraph).max(start)
}

/// The gender of the pronoun that a token is; unknown for "it".
fn pronoun(page: &Analysis<'_>, at: usize) -> Option<Gender> {
    let token = page.token(at)?;
    let says = |words: &[&str]| words.iter().any(|word| page.says(at, word));
    match () {
        () if token.is(WordClass::HE) || says(&["his"]) => Some(Gender::Male),
        () if token.is(WordClass::SHE) || says(&["her", "hers"]) => Some(Gender::Female),
        () if token.is(WordClass::IT) || says(&["its"]) => Some(Gender::Unknown),
        () => None,
    }
}

/// The gender of a person by the pronouns behind the name; `known` is told by a title or by the lists of given names,
/// which only a pronoun in place of the name contradicts.
pub(super) fn gender(found: Pronouns, known: Gender) -> Gender {
    let [he, she] = found.subject;
    match known {
        Gender::Unknown if found.male + he >= TELLING * (found.female + she).max(1) => Gender::Male,
        Gender::Unknown if found.female + she >= TELLING * (found.male + he).max(1) => Gender::Female,
        Gender::Female if he > 0 && found.female == 0 => Gender::Male,
        Gender::Male if she > 0 && found.male == 0 => Gender::Female,
        _ => known,
    }
}

#[cfg(test)]
mod tests {
    use super::{Gender, Pronouns, gender};

    #[test]
    fn gender_is_told_by_pronouns_that_agree() {
        let of = |male, female, subject| Pronouns { male, female, thing: 0, subject };
        assert_eq!(gender(of(2, 0, [0, 0]), Gender::Unknown), Gender::Male);
        assert_eq!(gender(of(1, 0, [0, 0]), Gender::Unknown), Gender::Unknown, "one may belong to somebody else");
        assert_eq!(gender(of(1, 4, [0, 0]), Gender::Unknown), Gender::Female);
        assert_eq!(gender(of(3, 0, [0, 0]), Gender::Female), Gender::Female, "the list of names counts for more");
        assert_eq!(gender(of(1, 0, [1, 0]), Gender::Female), Gender::Male);
    }
}
