//! [`KnownPerson`]: an entity of a page, and which words name it again.

use super::words::same_word;
use crate::attribute::language::Language;
use crate::attribute::names::Gender;
use crate::reading::SpeakerKind;
use rustc_hash::FxHashSet;

/// A person or body that is mentioned.
#[derive(Clone, Debug)]
pub struct KnownPerson {
    /// The fullest name in the text, in its base form.
    pub name: String,
    /// Person, group or organisation.
    pub kind: SpeakerKind,
    /// Gender of the fitting pronoun.
    pub gender: Gender,
    /// Log odds that its given name is a woman's; 0 tells nothing.
    pub(super) female: f32,
    /// The longest role beside the name.
    pub role: Option<String>,
    /// Number of mentions.
    pub mentions: usize,
    /// True if its name begins with a given name.
    pub is_given: bool,
    /// True if it is named, or its noun is one for a person or a body.
    pub can_speak: bool,
    /// The name's words in lower case.
    pub(super) words: Vec<String>,
    /// Acronym, from the brackets after its name.
    pub(super) acronym: Option<String>,
    /// Score of the form in `name`; higher is better.
    pub(super) form: i32,
    /// The words of all roles that stand beside the name, by their hash.
    pub(super) role_words: FxHashSet<u64>,
}

impl KnownPerson {
    /// Takes the ending from "Hillary Clintons" where "Clinton" stands as well.
    pub(super) fn drop_genitive(&mut self, word: &str, language: Language) {
        use Language::{Danish, Dutch, German, Norwegian, Swedish};
        let own = self.words.last().and_then(|own| own.strip_suffix('s')).is_some_and(|own| own == word);
        if own && matches!(language, German | Dutch | Swedish | Danish | Norwegian) && self.name.ends_with('s') {
            self.name.pop();
            self.words.pop();
            self.words.push(word.to_owned());
        }
    }

    /// Rank of words as a name of this entity, greater for a better one; `None` if they do not name it.
    pub(super) fn fit(&self, words: &[String], language: Language) -> Option<u32> {
        let same = |a: &str, b: &str| same_word(a, b, language);
        let person = 4 * u32::from(self.kind == SpeakerKind::Person);
        if let [word] = words {
            let exact = u32::from(self.words.contains(word));
            if self.acronym.as_ref() == Some(word) {
                return Some(6);
            }
            // "石破" of "石破茂"
            let begun = |known: &String| {
                language.is_unspaced()
                    && (known.starts_with(word.as_str()) || known.split(['・', '·']).any(|part| part == word))
            };
            if word.chars().count() > 1 && exact == 0 && self.words.first().is_some_and(begun) {
                return Some(4 + person);
            }
            let part = |known: &String| known.rsplit_once('-').is_some_and(|(_, last)| last.len() > 4 && last == word);
            if self.words.len() > 1 && self.words.last().is_some_and(part) {
                return Some(3 + person);
            }
            let at = self.words.iter().rposition(|known| same(known, word))?;
            return match at {
                0 if self.words.len() == 1 => Some(7 + exact),
                _ if at + 1 == self.words.len() => Some(4 + exact + person),
                0 => Some(2 + exact + person),
                _ => Some(1 + exact),
            };
        }
        let ends = self.words.last().is_some_and(|known| same(known, words.last().map_or("", String::as_str)));
        let begins = self.words.first().is_some_and(|known| same(known, &words[0]));
        if self.words.len() > 1 && ends && begins {
            return Some(8);
        }
        // "García Ortiz" of "Álvaro García Ortiz", in either order.
        let (short, long) =
            if self.words.len() > words.len() { (words, &self.words[..]) } else { (&self.words[..], words) };
        let part = (2..long.len()).contains(&short.len())
            && long.windows(short.len()).any(|window| window.iter().zip(short).all(|(a, b)| same(a, b)));
        part.then_some(5)
    }
}
