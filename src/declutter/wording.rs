//! Clutter phrases of nine languages by class, found in one pass over a block's folded text.
//!
//! The consequences for blocks are decided elsewhere.

use super::phrases::Phrases;
use crate::article::Reason;
use crate::parse::dates;
use rustc_hash::{FxHashMap, FxHashSet};

/// Declares [`Class`] with its list under assets/clutter in one table, so that none is missing.
macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $file:literal => $reason:ident,)*) => {
        /// Topic of a phrase.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Class { $($(#[$doc])* $variant,)* }

        impl Class {
            /// All classes.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the phrases, one per line, after a header of `#` lines.
            pub const fn list(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("../../assets/clutter/", $file, ".txt")),)* }
            }

            /// Returns the reason of a block without another one.
            pub const fn reason(self) -> Reason {
                match self { $(Self::$variant => Reason::$reason,)* }
            }
        }
    };
}

classes! {
    /// Newsletters.
    Newsletter = "newsletter" => Newsletter,
    /// Subscriptions, accounts, donations.
    Subscribe = "subscribe" => Subscribe,
    /// Sharing and following.
    Share = "share" => Share,
    /// Advertising.
    Advert = "advert" => Advert,
    /// Headings and labels of related stories.
    Related = "related" => Related,
    /// Labels of links that lead on.
    ReadMore = "readmore" => Related,
    /// Lists of popular and latest stories.
    Popular = "popular" => Related,
    /// About an author.
    Bio = "bio" => Bio,
    /// Consent to cookies.
    Cookie = "cookie" => Cookie,
    /// Menus and paging.
    Navigation = "navigation" => Navigation,
    /// Credits of pictures and agencies.
    Credit = "credit" => Credit,
    /// Comments.
    Comments = "comments" => Comments,
    /// Copyright, terms, imprint.
    Legal = "legal" => Legal,
    /// Tags and categories.
    Tags = "tags" => Tags,
    /// Paywalls.
    Paywall = "paywall" => Paywall,
    /// Dates, authors, reading times.
    Dateline = "dateline" => Dateline,
    /// Notices of the site itself.
    Notice = "notice" => Notice,
    /// Forms, buttons, players.
    Controls = "controls" => Controls,
}

/// Number of classes.
pub const CLASSES: usize = Class::ALL.len();

/// Phrases found in a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhraseCounts {
    /// Share of the text's bytes in phrases of each class, 0 to 1.
    pub share: [f32; CLASSES],
    /// Class of the phrase at the start of the text.
    pub first: Option<Class>,
}

impl PhraseCounts {
    /// Share of the text in phrases of a class.
    pub const fn score(&self, class: Class) -> f32 {
        self.share[class as usize]
    }

    /// Share of the text in phrases of any class.
    pub fn any(&self) -> f32 {
        self.share.iter().sum()
    }

    /// The class with the largest share.
    pub fn strongest(&self) -> Option<(Class, f32)> {
        let best =
            Class::ALL.iter().map(|&c| (c, self.score(c))).fold(None, |best: Option<(Class, f32)>, next| match best {
                Some(b) if b.1 >= next.1 => Some(b),
                _ => Some(next),
            });
        best.filter(|b| b.1 > 0.0)
    }
}

/// All phrase lists.
#[derive(Debug)]
pub struct ClutterPhrases {
    phrases: Phrases<Class>,
    function_words: FxHashSet<&'static str>,
    months: FxHashMap<&'static str, u8>,
}

impl Default for ClutterPhrases {
    fn default() -> Self {
        Self::bundled()
    }
}

impl ClutterPhrases {
    /// Loads the bundled lists.
    pub fn bundled() -> Self {
        let all = Class::ALL.iter().flat_map(|&class| lines(class.list()).map(move |phrase| (phrase, class)));
        let phrases = Phrases::new(all);
        let function_words = lines(include_str!("../../assets/clutter/function-words.txt")).collect();
        let months = dates::months().collect();
        Self { phrases, function_words, months }
    }

    /// Counts the phrases in a folded text; only whole words match.
    pub fn count(&self, folded: &str) -> PhraseCounts {
        let mut counts = PhraseCounts::default();
        let bytes = folded.len().max(1) as f32;
        for (found, class) in self.phrases.find(folded) {
            counts.share[class as usize] += found.len() as f32 / bytes;
            if found.start <= 2 {
                counts.first = counts.first.or(Some(class));
            }
        }
        counts
    }

    /// Returns true if a folded word is a function word in one of the languages.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.function_words.contains(word)
    }

    /// Returns the month that a folded word names, 1 to 12.
    pub fn month(&self, word: &str) -> Option<u8> {
        self.months.get(word).copied()
    }
}

/// Returns the lines of a list without the header.
fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Folds text: lower case, straight apostrophes, single white space.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for c in text.chars() {
        if c.is_whitespace() {
            if !blank {
                out.push(' ');
            }
            blank = true;
            continue;
        }
        blank = false;
        match c {
            '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{00b4}' | '`' => out.push('\''),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            c if c.is_ascii() => out.push(c),
            c => out.extend(c.to_lowercase()),
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these values are stored or counted, not computed by rounding steps")]
mod tests {
    use super::{Class, ClutterPhrases, fold, lines};
    use std::collections::BTreeMap;

    #[test]
    fn lists_are_sorted_and_no_phrase_stands_twice() {
        let mut owner = BTreeMap::new();
        for &class in Class::ALL {
            let list: Vec<_> = lines(class.list()).collect();
            assert!(list.is_sorted(), "{class:?}");
            for phrase in list {
                assert_eq!(phrase, fold(phrase), "{class:?}: not folded");
                assert_eq!(owner.insert(phrase, class), None, "{phrase}");
            }
        }
    }

    #[test]
    fn says_what_a_text_speaks_of() {
        let phrases = ClutterPhrases::bundled();
        let said = |text: &str| phrases.count(&fold(text));
        assert_eq!(said("Subscribe").first, Some(Class::Subscribe));
        assert!(said("Sign up for our newsletter").score(Class::Newsletter) > 0.8);
        assert_eq!(said("Lesen Sie auch: Der Rest").first, Some(Class::Related));
        assert_eq!(
            said("He shares the sharecropper's view.").score(Class::Share),
            said("He shares").score(Class::Share) * 9.0 / 34.0
        );
        assert_eq!(said("sharecropper").any(), 0.0, "only whole words");
        assert_eq!(said("").strongest(), None);
    }

    #[test]
    fn folds_marks_case_and_blanks() {
        assert_eq!(fold("  L’ÉTÉ\u{a0} d'Arles\n"), "l'été d'arles");
    }
}
