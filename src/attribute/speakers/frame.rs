//! The surroundings of a page's text: author, title, and picture credits.

use super::{LOOK_BACK, Resolver, SpeakerRanker};
use crate::attribute::draft::{Analysis, BlockPart};
use crate::attribute::lexicon::{GIVEN, Lexicon, WordClass, hash_of};
use crate::attribute::names::{NameKinds, Occurrence};
use crate::attribute::tokens::Kind;
use crate::reading::SpeakerKind;
use crate::white_space;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// The longest title that is shown with a name, in tokens.
const TITLE: usize = 2;

/// The surroundings of a page's text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame<'a> {
    /// The author of the page, if there is exactly one.
    pub author: Option<&'a str>,
    /// The title.
    pub title: &'a str,
    /// The year of publication.
    pub year: Option<u16>,
    /// The lists of given names.
    pub lexicon: Option<&'a Lexicon>,
    /// The trees that tell persons from bodies.
    pub kinds: Option<&'a NameKinds>,
    /// The trees that rank all candidates.
    pub ranker: Option<&'a SpeakerRanker>,
    /// True if the candidates of all quotations are to be kept.
    pub traced: bool,
    /// True to leave names as the text has them: with words glued to them, and leaders under their surname.
    pub raw_names: bool,
}

impl Resolver<'_> {
    /// Completes a surname that stands alone in the text by the given name in the title.
    pub(super) fn name_by_title(&mut self) {
        let words: Vec<&str> = self.frame.title.split([' ', ',', ':', '–', '—', '‘', '“', '"']).collect();
        let found: Vec<(usize, String)> = (0..self.speakers.len())
            .filter(|&id| self.speakers[id].kind == SpeakerKind::Person && !self.speakers[id].name.contains(' '))
            .filter_map(|id| {
                let surname = self.speakers[id].name.as_str();
                let bare = |word: &str| word.trim_end_matches(['’', '\'', 's', '.', '”', '"', '?', '!']) == surname;
                let is_surname = |pair: &&[&str]| bare(pair[1]) || pair[1] == surname;
                let given = words.windows(2).find(is_surname).map(|pair| pair[0]);
                let of_title = given.filter(|given| self.is_given(given)).map(|given| format!("{given} {surname}"));
                let author = self.frame.author.filter(|author| author.split_whitespace().next_back() == Some(surname));
                Some((id, of_title.or_else(|| author.map(str::to_owned))?))
            })
            .collect();
        for (id, name) in found {
            self.speakers[id].name = name;
        }
    }

    /// Gives a person of whom the text has one word alone the title that stands before it: "Pope Linus", "Judge Roth".
    pub(super) fn keep_titles(&mut self) {
        const ADDRESS: [&str; 8] = ["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr"];
        for id in 0..self.speakers.len() {
            let speaker = &self.speakers[id];
            let Some(entity) = self.entity_of[id].filter(|_| !speaker.name.contains(' ')) else { continue };
            if speaker.kind != SpeakerKind::Person {
                continue;
            }
            let titled = |place: &&Occurrence| {
                let title = place.titled.start..place.name.start;
                (1..=TITLE).contains(&title.len())
                    && title.clone().all(|at| self.page.token(at).is_some_and(|t| t.is(WordClass::TITLE)))
                    && !title.into_iter().any(|at| ADDRESS.iter().any(|word| self.page.says(at, word)))
            };
            let found = self.names.of_entity(entity).take(LOOK_BACK).find(titled);
            let name = found.map(|place| white_space::fold(self.page.tokens.span(&place.titled).of(self.page.text)));
            if let Some(name) = name {
                self.speakers[id].name = name;
            }
        }
    }

    /// Returns true if a word with a capital before a surname is a given name: it is a known one, or one of which
    /// nothing is known, here or in the lists.
    fn is_given(&self, word: &str) -> bool {
        let Some(lexicon) = self.frame.lexicon else { return false };
        let hash = hash_of(word);
        let known = lexicon.get(hash);
        let capital =
            word.chars().next().is_some_and(char::is_uppercase) && word.chars().skip(2).any(char::is_lowercase);
        let agentive = ["er", "or", "ist", "ian", "man", "ing", "ed", "ly", "s"].iter().any(|end| word.ends_with(end));
        known.is(GIVEN)
            || known.is_empty() && capital && !agentive && word.chars().all(char::is_alphabetic) && !self.is_small(hash)
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
    // "(Ann Lee/Northwind)"
    let signed = |at: usize| {
        let large = |at: usize| page.token(at).is_some_and(|token| token.kind == Kind::Word && token.capital());
        page.word(at) == "/" && at.checked_sub(2).is_some_and(large) && large(at - 1) && large(at + 1)
    };
    let paragraphs = page.tokens.paragraphs.iter().zip(0_u32..);
    let is_credit = |(range, number): &(&Range<usize>, u32)| {
        let caption = page.part(*number as usize) == BlockPart::Caption;
        (*range).clone().any(|at| credit(at) || caption && signed(at))
    };
    paragraphs.filter(is_credit).map(|(_, number)| number).collect()
}
