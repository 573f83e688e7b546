//! The filter language: `said:Blinken by:Marsden tag:asia is:unread site:theweek.com "cease fire" -sport`.
//!
//! Pure. All words must occur in the piece; words in double quotes as a sequence; the last word may be a prefix while
//! it is typed. `-` before a term excludes it. Unknown fields are searched for as text, so that `don't`, `20.04`,
//! `@nasa`, `multi-agent` and `re:invent` are found.

use super::dates;
use super::fold::words;
use super::piece::{PieceState, Seconds};
use serde::{Deserialize, Serialize};

/// A parsed filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Conditions, all of which must hold.
    pub terms: Vec<Term>,
    /// Parts that were not understood, as clauses for the user. Nothing matches such a filter: ignoring a part would
    /// match more than was meant.
    pub problems: Vec<String>,
    /// Problem of a term that is still being typed; it becomes one of `problems` if the term stays as it is.
    pub unfinished: Option<String>,
}

/// Interpretation of a filter's last word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastWord {
    /// It is being typed and matches words that begin with it, until a space or quotation mark ends it.
    Open,
    /// It is complete and matches only itself.
    Complete,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// True if it must not hold.
    pub not: bool,
    /// The condition itself.
    pub test: Predicate,
}

/// Order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Last saved first.
    #[default]
    Newest,
    /// First saved first.
    Oldest,
    /// Last published first.
    Published,
    /// Shortest first.
    Shortest,
    /// Longest first.
    Longest,
    /// Most speakers first.
    Voices,
}

impl Sort {
    /// All orders with their names.
    pub const ALL: [(&'static str, Self); 6] = [
        ("newest", Self::Newest),
        ("oldest", Self::Oldest),
        ("published", Self::Published),
        ("shortest", Self::Shortest),
        ("longest", Self::Longest),
        ("voices", Self::Voices),
    ];

    /// Returns the `ORDER BY` clause; `ordered_by_rank`: rows come from the full text.
    pub(super) const fn sql(self, ordered_by_rank: bool) -> &'static str {
        match (self, ordered_by_rank) {
            (Self::Newest, true) => " ORDER BY f.rowid DESC",
            (Self::Oldest, true) => " ORDER BY f.rowid ASC",
            (Self::Newest, false) => " ORDER BY p.place DESC",
            (Self::Oldest, false) => " ORDER BY p.place ASC",
            (Self::Published, _) => " ORDER BY p.published DESC, p.id DESC",
            (Self::Shortest, _) => " ORDER BY p.words ASC, p.id",
            (Self::Longest, _) => " ORDER BY p.words DESC, p.id DESC",
            (Self::Voices, _) => " ORDER BY p.voices DESC, p.id DESC",
        }
    }
}

/// A sequence of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase<'q> {
    /// Folded words, in order.
    pub words: &'q [String],
    /// True if the last word may be a prefix.
    pub is_prefix: bool,
    /// True if they must not occur as a sequence.
    pub not: bool,
}

/// A condition on a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// Folded words in sequence; with `is_prefix`, the last may be a prefix.
    Words {
        /** In their order. */
        words: Vec<String>,
        /** Whether the last may go on. */
        is_prefix: bool,
    },
    /// A speaker of this name is quoted.
    Said(String),
    /// An author's name contains these words.
    By(String),
    /// It has this tag, in any case.
    Tag(String),
    /// It is from this host, a subdomain of it, or a publication with such a name.
    Site(String),
    /// It is from a feed: its number, its address, or words of its name.
    Feed(String),
    /// It has a state or property, such as `starred`.
    Is(StateFilter),
    /// Saved at this time or later.
    After(Seconds),
    /// Saved before this time.
    Before(Seconds),
}

/// A property of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateFilter {
    /// Unread, being read or archived.
    State(PieceState),
    /// Starred.
    Starred,
    /// Read to the end.
    Read,
    /// Deleted.
    Deleted,
    /// Waiting to be fetched.
    Waiting,
    /// With a note.
    Noted,
    /// With highlights.
    Highlighted,
    /// With any tag.
    Tagged,
}

impl StateFilter {
    /// All properties with their names.
    pub const ALL: [(&'static str, Self); 10] = [
        ("unread", Self::State(PieceState::Unread)),
        ("reading", Self::State(PieceState::Reading)),
        ("archive", Self::State(PieceState::Archive)),
        ("starred", Self::Starred),
        ("read", Self::Read),
        ("deleted", Self::Deleted),
        ("waiting", Self::Waiting),
        ("noted", Self::Noted),
        ("highlighted", Self::Highlighted),
        ("tagged", Self::Tagged),
    ];

    /// Returns true if any of their names begins with `start`.
    fn begins(start: &str) -> bool {
        let start = start.to_lowercase();
        Self::ALL.iter().any(|(word, _)| word.starts_with(&start)) || "archived".starts_with(&start)
    }

    fn named(name: &str) -> Option<Self> {
        match name {
            "archived" => Some(Self::State(PieceState::Archive)),
            "star" => Some(Self::Starred),
            name => Self::ALL.iter().find(|(word, _)| *word == name).map(|(_, is)| *is),
        }
    }
}

impl Query {
    /// Parses a filter. It never fails: parts that are not understood are listed in `problems`.
    pub fn parse(text: &str, last: LastWord) -> Self {
        let mut query = Self::default();
        let raw = split(text);
        let count = raw.len();
        for (n, one) in raw.into_iter().enumerate() {
            let open = last == LastWord::Open && n + 1 == count && !one.quoted && !text.ends_with(char::is_whitespace);
            query.take(&one, open);
        }
        query
    }

    /// Returns the filter with one condition.
    pub fn of(test: Predicate) -> Self {
        Self { terms: vec![Term { not: false, test }], ..Self::default() }
    }

    /// Returns true if every piece matches that is not deleted.
    pub fn is_everything(&self) -> bool {
        self.terms.is_empty() && self.problems.is_empty()
    }

    /// Returns true if it asks for deleted pieces.
    pub fn wants_deleted(&self) -> bool {
        self.terms.iter().any(|term| term.test == Predicate::Is(StateFilter::Deleted) && !term.not)
    }

    /// Returns true if any of its terms needs the full text.
    pub fn has_words(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.test, Predicate::Words { .. }))
    }

    /// Returns the terms of several words, which must occur in sequence; the index alone cannot decide that.
    pub fn phrases(&self) -> impl Iterator<Item = Phrase<'_>> {
        self.terms.iter().filter_map(|term| match &term.test {
            Predicate::Words { words, is_prefix } if words.len() > 1 => {
                Some(Phrase { words, is_prefix: *is_prefix, not: term.not })
            }
            _ => None,
        })
    }

    /// Returns true if it has terms of several words.
    pub fn has_phrases(&self) -> bool {
        self.phrases().next().is_some()
    }

    fn take(&mut self, raw: &Raw, open: bool) {
        let value = raw.value.trim();
        let test = match raw.field.as_deref() {
            Some(field) if value.is_empty() => return self.problem(format!("{field}: says nothing"), open),
            Some("said" | "who") => Predicate::Said(value.into()),
            Some("by") => Predicate::By(value.into()),
            Some("tag") => Predicate::Tag(value.into()),
            Some("site") => Predicate::Site(value.to_lowercase()),
            Some("feed") => Predicate::Feed(value.to_lowercase()),
            Some("is") => match StateFilter::named(&value.to_lowercase()) {
                Some(is) => Predicate::Is(is),
                None => return self.problem(format!("is:{value} is not known"), open && StateFilter::begins(value)),
            },
            Some(field @ ("after" | "before")) => match (dates::parse(value), field) {
                (Some(time), "after") => Predicate::After(time),
                (Some(time), _) => Predicate::Before(time),
                (None, _) => {
                    let begun = value.chars().all(|c| c.is_ascii_digit() || c == '-');
                    return self.problem(format!("{field}:{value} is no date"), open && begun);
                }
            },
            _ => {
                let words = words(value);
                if words.is_empty() {
                    return;
                }
                Predicate::Words { words, is_prefix: open }
            }
        };
        self.terms.push(Term { not: raw.not, test });
    }

    /// Adds a problem. `unfinished`: the term is still being typed, so the problem is kept apart.
    fn problem(&mut self, what: String, unfinished: bool) {
        if unfinished {
            self.unfinished = Some(what);
        } else {
            self.problems.push(what);
        }
    }
}

/// Fields of the language.
const FIELDS: [&str; 9] = ["said", "who", "by", "tag", "site", "feed", "is", "after", "before"];

/// A term as typed.
#[derive(Debug, Default)]
struct Raw {
    not: bool,
    field: Option<String>,
    value: String,
    quoted: bool,
}

fn split(text: &str) -> Vec<Raw> {
    let mut all = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let mut raw = Raw::default();
        if let Some(after) = rest.strip_prefix('-').filter(|after| after.starts_with(|ch: char| !ch.is_whitespace())) {
            (raw.not, rest) = (true, after);
        }
        let field = FIELDS.iter().find(|field| {
            rest.get(..field.len()).is_some_and(|start| start.eq_ignore_ascii_case(field))
                && rest[field.len()..].starts_with(':')
        });
        if let Some(field) = field {
            raw.field = Some((*field).to_owned());
            rest = &rest[field.len() + 1..];
        }
        let quote = rest.chars().next().filter(|ch| matches!(ch, '"' | '“' | '”'));
        if let Some(quote) = quote {
            let inside = &rest[quote.len_utf8()..];
            let end = inside.find(['"', '“', '”']).unwrap_or(inside.len());
            inside[..end].clone_into(&mut raw.value);
            raw.quoted = end < inside.len();
            rest = inside[end..].trim_start_matches(['"', '“', '”']);
        } else {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            rest[..end].clone_into(&mut raw.value);
            rest = &rest[end..];
        }
        all.push(raw);
        rest = rest.trim_start();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(text: &str, open: bool) -> Predicate {
        Predicate::Words { words: words(text), is_prefix: open }
    }

    #[test]
    fn the_language() {
        let cases = [
            ("ceasefire", vec![(false, row("ceasefire", true))]),
            ("ceasefire ", vec![(false, row("ceasefire", false))]),
            ("don't 20.04", vec![(false, row("don t", false)), (false, row("20 04", true))]),
            ("@nasa multi-agent ", vec![(false, row("nasa", false)), (false, row("multi agent", false))]),
            ("\"nobody told us\"", vec![(false, row("nobody told us", false))]),
            ("“nobody told", vec![(false, row("nobody told", true))]),
            (
                "-sport said:\"Park Jin\" ",
                vec![(true, row("sport", false)), (false, Predicate::Said("Park Jin".into()))],
            ),
            ("IS:Unread", vec![(false, Predicate::Is(StateFilter::State(PieceState::Unread)))]),
            ("-tag:Asia re:invent", vec![(true, Predicate::Tag("Asia".into())), (false, row("re invent", true))]),
            (
                "site:TheWeek.com by:Marsden",
                vec![(false, Predicate::Site("theweek.com".into())), (false, Predicate::By("Marsden".into()))],
            ),
            ("- \" ' *", vec![]),
        ];
        for (text, expected) in cases {
            let query = Query::parse(text, LastWord::Open);
            let found: Vec<_> = query.terms.into_iter().map(|term| (term.not, term.test)).collect();
            assert_eq!(found, expected, "{text}");
            assert_eq!(query.problems, Vec::<String>::new(), "{text}");
        }
        assert_eq!(Query::parse("is:nothing x", LastWord::Open).problems, ["is:nothing is not known"]);
        assert_eq!(Query::parse("is:unr", LastWord::Open).terms, []);
    }

    #[test]
    fn what_may_become_something_is_told_once_it_is_left_so() {
        for text in ["is:", "is:unr", "after:2026-", "tag:", "x is:a"] {
            let query = Query::parse(text, LastWord::Open);
            assert!(query.problems.is_empty() && query.unfinished.is_some(), "{text}");
            let left = Query::parse(text, LastWord::Complete);
            assert_eq!((left.problems, left.unfinished), (vec![query.unfinished.unwrap()], None), "{text}");
        }
        for (text, expected) in [("is:foo", "is:foo is not known"), ("before:fall", "before:fall is no date")] {
            assert_eq!(Query::parse(text, LastWord::Open).problems, [expected]);
        }
        assert_eq!(Query::parse("is:archived", LastWord::Open).problems, Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn anything_parses(text in "\\PC{0,60}") {
            let _ = Query::parse(&text, LastWord::Open);
        }
    }
}
