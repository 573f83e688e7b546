//! Whether a page is English, which the tagger was trained on; all else is left to the rules.

use super::draft::Page;
use super::lexicon::class;

/// So many words are enough to tell.
const SAMPLE: usize = 2000;

/// Whether every fifth word or more is an English function word. The page's own claim is not asked: it is often wrong.
pub fn is_english(page: &Page<'_>) -> bool {
    let grammar = class::DET
        | class::PREP
        | class::AUX
        | class::CONJ
        | class::REL
        | class::HE
        | class::SHE
        | class::THEY
        | class::IT;
    let words = page.tokens.list.iter().filter(|token| token.kind == super::tokens::Kind::Word).take(SAMPLE);
    let (english, foreign, all) = words.fold((0, 0, 0), |(english, foreign, all), token| {
        let own = token.is(grammar) && !token.is(class::FOREIGN_STOP);
        (
            english + usize::from(own),
            foreign + usize::from(token.is(class::FOREIGN_STOP) && !token.is(grammar)),
            all + 1,
        )
    });
    english * 6 >= all && english > foreign
}
