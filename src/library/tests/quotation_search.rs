//! Quotations of drafts looked up in the library.

use super::{filled, library, page};
use crate::check::{Claim, NamedSpeaker, PreparedClaim, QuoteVerdict, WordLists};
use crate::library::QuotationSearch;
use crate::models::Models;

fn found(quote: &str, speaker: &str) -> Option<(i64, QuoteVerdict)> {
    let library = filled();
    let (models, lists) = (Models::default(), WordLists::default());
    let mut search = QuotationSearch::new(&library, &models, &lists);
    let speakers = vec![NamedSpeaker { name: speaker.into(), role: None }];
    let claim = Claim { pieces: vec![quote.into()], speakers, ..Claim::default() };
    let found = search.find(&claim, &PreparedClaim::of(&claim, &lists)).unwrap();
    found.map(|source| (source.piece.unwrap().0, source.judgement.verdict))
}

#[test]
fn quotation_is_found_by_run_by_words_and_by_speaker() {
    let moreau = "I rang the number on the wall and nobody ever answered it.";
    assert_eq!(found(moreau, "Moreau"), Some((1, QuoteVerdict::Exact)));
    assert_eq!(found("We will not be pushed into this", "Okafor"), Some((2, QuoteVerdict::Altered)));
    // "We will not be" was left out.
    assert_eq!(found("rushed into this", "Okafor"), Some((2, QuoteVerdict::Cut)));
    assert_eq!(found("Nobody has asked for a second bridge", "Okafor"), None);
}

#[test]
fn deleted_article_is_no_source() {
    let mut library = library();
    let id =
        library.save(page("https://a.example/1", "T", &["Ada: The cat sat on the red mat at noon."])).unwrap().id();
    library.change(&[id], &crate::library::Change::Delete(true)).unwrap();
    let (models, lists) = (Models::default(), WordLists::default());
    let mut search = QuotationSearch::new(&library, &models, &lists);
    let claim = Claim { pieces: vec!["The cat sat on the red mat at noon.".into()], ..Claim::default() };
    assert!(search.find(&claim, &PreparedClaim::of(&claim, &lists)).unwrap().is_none());
}
