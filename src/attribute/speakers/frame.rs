//! The surroundings of a page's text: author, title, and picture credits.

use super::Resolver;
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{GIVEN, Lexicon, hash_of};
use crate::reading::SpeakerKind;
use rustc_hash::FxHashSet;

/// The surroundings of a page's text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame<'a> {
    /// The author of the page, if there is exactly one.
    pub author: Option<&'a str>,
    /// The title.
    pub title: &'a str,
    /// The lists of given names.
    pub lexicon: Option<&'a Lexicon>,
}

impl Resolver<'_> {
    /// Completes a surname that stands alone in the text by the given name in the title.
    pub(super) fn name_by_title(&mut self) {
        let words: Vec<&str> = self.frame.title.split([' ', ',', ':', '–', '—', '‘', '“', '"']).collect();
        let is_given = |word: &str| self.frame.lexicon.is_some_and(|lexicon| lexicon.get(hash_of(word)).is(GIVEN));
        for speaker in self.speakers.iter_mut().filter(|speaker| speaker.kind == SpeakerKind::Person) {
            if speaker.name.contains(' ') {
                continue;
            }
            let surname = |pair: &&[&str]| {
                pair[1].trim_end_matches(['’', '\'', 's', '.', '”', '"', '?', '!']) == speaker.name
                    || pair[1] == speaker.name
            };
            let given = words.windows(2).find(surname).map(|pair| pair[0]);
            if let Some(given) = given.filter(|given| is_given(given)) {
                speaker.name = format!("{given} {}", speaker.name);
            }
        }
    }
}

/// Returns the paragraphs with a photographer's credit: "Photograph: Ann Lee", "(Photo by Ann Lee/Agency)".
pub(super) fn credits(page: &Analysis<'_>) -> FxHashSet<u32> {
    const WORDS: [&str; 6] = ["photograph", "photo", "image", "picture", "pic", "credit"];
    let credit = |at: usize| {
        let named = WORDS.iter().any(|word| page.says(at, word));
        let follows = page.word(at + 1) == ":" || page.says(at + 1, "by") || page.says(at + 1, "credit");
        named && follows || page.says(at, "getty")
    };
    let paragraphs = page.tokens.paragraphs.iter().zip(0..);
    paragraphs.filter(|(range, _)| (*range).clone().any(credit)).map(|(_, number)| number).collect()
}
