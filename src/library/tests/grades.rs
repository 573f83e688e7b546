//! Tests of grades in the library, dismissed quotations, and articles of an older model.

use super::{library, reading};
use crate::attribute::VERSION;
use crate::library::query::Query;
use crate::library::{BlockAnchor, Change, Correction, GroupBy, Incoming, Library, PieceId};
use crate::reading::{Grade, Least, Reading};

fn save(library: &mut Library, reading: Reading) -> PieceId {
    let incoming = Incoming { url: Some("https://a.example/".into()), reading: Some(reading), ..Incoming::default() };
    library.save(incoming).unwrap().id()
}

#[test]
fn uncertain_quotations_are_listed_only_when_asked_for() {
    let mut reading = reading("The bridge", &["Ada Moreau: The bridge is shut.", "Emil Okafor: Nobody told us."]);
    reading.attributions.quotes[1].grade = Grade::Uncertain;
    reading.attributions.quotes[1].confidence = 0.2;
    let mut library = library();
    let id = save(&mut library, reading);
    assert_eq!(library.piece(id).unwrap().voices, 1);
    assert_eq!(library.speakers("okafor").unwrap(), []);
    assert_eq!(library.speakers_in(id).unwrap().len(), 1);
    let shares = |library: &Library| library.speaker_shares(&Query::default(), GroupBy::Speaker, 9).unwrap().len();
    assert_eq!(shares(&library), 1);
    library.set_least(Least::Confidence(0.0));
    let speaker = library.speakers("okafor").unwrap().remove(0);
    let said = library.statements(speaker.id, None, 9).unwrap();
    assert_eq!((said[0].grade, said[0].confidence), (Grade::Uncertain, 200));
    assert_eq!((shares(&library), library.speakers_in(id).unwrap().len()), (2, 2));
    library.set_least(Least::Confidence(0.5));
    assert_eq!((shares(&library), library.speakers("okafor").unwrap().len()), (1, 0));
}

#[test]
fn dismissed_quotation_is_gone_until_undone() {
    let mut library = library();
    let paragraphs = ["Ada Moreau: The bridge is shut.", "Emil Okafor: Nobody told us."];
    let id = save(&mut library, reading("The bridge", &paragraphs));
    let dismissed = Correction::Dismiss(BlockAnchor::of("Ada Moreau: ".len(), "The bridge is shut."));
    library.change(&[id], &Change::Corrections(vec![dismissed.clone()])).unwrap();
    assert_eq!(library.corrections(id).unwrap(), [dismissed]);
    let corrected = library.reading(id).unwrap().unwrap();
    assert_eq!(corrected.attributions.quotes.len(), 1);
    assert_eq!(corrected.attributions.quotes[0].text(&corrected.article.text), "Nobody told us.");
    let okafor = corrected.attributions.speakers.iter().find(|speaker| speaker.name == "Emil Okafor").unwrap();
    assert_eq!(okafor.quotes, [0]);
    assert_eq!(library.speakers("moreau").unwrap(), []);
    library.undo().unwrap();
    assert_eq!(library.speakers("moreau").unwrap().len(), 1);
}

#[test]
fn outdated_articles_are_attributed_again_with_corrections_kept() {
    let said = "“The bridge will be closed until the spring,” Ada Moreau, the mayor, said on Monday.";
    let mut library = library();
    let id = save(&mut library, reading("The bridge", &[said, "“Nobody told us,” said Emil Okafor, a baker."]));
    assert_eq!((library.outdated().unwrap(), library.speakers("moreau").unwrap().len()), (1, 0));
    let start = library.text(id).unwrap().unwrap().find("Nobody").unwrap();
    let corrected = Correction::Speaker(BlockAnchor::of(start, "Nobody told us,"), Some("Dalia Weiss".into()));
    library.change(&[id], &Change::Corrections(vec![corrected.clone()])).unwrap();
    assert_eq!(library.reanalyse(9).unwrap(), 1);
    assert_eq!((library.outdated().unwrap(), library.reanalyse(9).unwrap()), (0, 0));
    assert_eq!(library.corrections(id).unwrap(), [corrected]);
    assert_eq!(library.stored_reading(id).unwrap().unwrap().attributions.model, VERSION);
    let names: Vec<String> = library.speakers_in(id).unwrap().into_iter().map(|(name, ..)| name).collect();
    assert!(names.contains(&"Ada Moreau".to_owned()), "{names:?}");
    assert!(!names.contains(&"Emil Okafor".to_owned()), "{names:?}");
}
