//! Heads of state and government whom a text calls by office and surname alone: "President Obama" is Barack Obama.

use super::Resolver;
use crate::attribute::lexicon::lines;
use crate::attribute::names::Occurrence;
use crate::reading::SpeakerKind;
use std::ops::Range;

/// Office, surname, full name and first year in office.
const LEADERS: &str = include_str!("../../../assets/attribution/en/leaders.txt");

/// The longest office before a surname that is compared, in tokens.
const OFFICE: usize = 3;
/// So many places of a name are looked at.
const PLACES: usize = 24;

impl Resolver<'_> {
    /// Gives a person of whom the page has the surname alone, with the office before it somewhere, the full name. Of
    /// two who held the office, the last before the page's date is meant; without a date, nobody.
    pub(super) fn name_leaders(&mut self) {
        for id in 0..self.speakers.len() {
            let speaker = &self.speakers[id];
            if speaker.kind != SpeakerKind::Person || speaker.name.contains(' ') {
                continue;
            }
            let Some(entity) = self.entity_of[id] else { continue };
            let surname = speaker.name.to_lowercase();
            let mut places = self.names.of_entity(entity).take(PLACES);
            let name = places.find_map(|place| full_name(&self.office_of(place)?, &surname, self.frame.year));
            if let Some(name) = name {
                name.clone_into(&mut self.speakers[id].name);
            }
        }
    }

    /// The words right before a name that may be an office, in small letters.
    fn office_of(&self, place: &Occurrence) -> Option<String> {
        let before: Range<usize> = place.name.start.saturating_sub(OFFICE).max(place.titled.start)..place.name.start;
        let words: Vec<String> = before.map(|at| self.page.word(at).to_lowercase()).collect();
        (!words.is_empty()).then(|| words.join(" ").replace('-', " "))
    }
}

/// The full name of the holder of an office.
fn full_name(office: &str, surname: &str, year: Option<u16>) -> Option<&'static str> {
    let second = |title: &str| title != "vice president" && office.ends_with("vice president");
    let holds = |title: &str| office.ends_with(title) && !second(title);
    let mut found = lines(LEADERS).filter_map(|line| {
        let mut fields = line.split('|');
        let (title, name, full, since) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        (holds(title) && name == surname).then_some((full, since.parse::<u16>().ok()?))
    });
    match year {
        Some(year) => {
            let held = found.filter(|(_, since)| *since <= year);
            held.max_by_key(|(_, since)| *since).map(|(full, _)| full)
        }
        None => found.next().filter(|_| found.next().is_none()).map(|(full, _)| full),
    }
}

#[cfg(test)]
mod tests {
    use super::{LEADERS, full_name};
    use crate::attribute::lexicon::lines;

    #[test]
    fn office_and_surname_name_the_last_holder_before_the_date() {
        for (office, surname, year, expected) in [
            ("u.s. president", "obama", None, Some("Barack Obama")),
            ("president", "bush", Some(1990), Some("George H. W. Bush")),
            ("president", "bush", Some(2005), Some("George W. Bush")),
            ("president", "bush", None, None),
            ("president", "biden", Some(2012), None),
            ("vice president", "biden", Some(2012), Some("Joe Biden")),
            ("president", "moreau", Some(2012), None),
        ] {
            assert_eq!(full_name(office, surname, year), expected, "{office} {surname} {year:?}");
        }
    }

    #[test]
    fn leaders_have_four_fields_and_a_year() {
        for line in lines(LEADERS) {
            let fields: Vec<&str> = line.split('|').collect();
            assert!(fields.len() == 4 && fields[3].parse::<u16>().is_ok(), "{line}");
            assert!(fields.iter().all(|field| !field.trim().is_empty()), "{line}");
        }
    }
}
