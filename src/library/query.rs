//! The filter language: `said:Blinken by:Marsden tag:asia is:unread site:theweek.com "cease fire" -sport`.
//!
//! Pure. Words must all stand in the piece; words in double quotes in a row; the last word may be a beginning, as it is
//! while one types. `-` before a term excludes. Whatever is no known field is searched for as it stands, so that
//! `don't`, `20.04`, `@nasa`, `multi-agent` and `re:invent` find what they say.

use super::dates;
use super::fold::words;
use super::piece::{PieceState, Seconds};
use serde::{Deserialize, Serialize};

/// A parsed filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// All must hold.
    pub terms: Vec<Term>,
    /// What was not understood, as clauses for the user. Nothing answers such a filter: taken for less than it says, it would
    /// be answered by more than was meant.
    pub problems: Vec<String>,
    /// What is not understood yet of a term that is still being typed: left as it stands it is a problem.
    pub unfinished: Option<String>,
}

/// How to read the last word of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastWord {
    /// It is being typed: it stands for all words that begin so, until a blank or a quotation mark closes it.
    Open,
    /// It is complete.
    Complete,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether it must not hold.
    pub not: bool,
    /// What must hold.
    pub test: Predicate,
}

/// Orders of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Saved last first.
    #[default]
    Newest,
    /// Saved first first.
    Oldest,
    /// Published last first.
    Published,
    /// Shortest first.
    Shortest,
    /// Longest first.
    Longest,
    /// Most voices first.
    Voices,
}

impl Sort {
    /// Each with its word.
    pub const ALL: [(&'static str, Self); 6] = [
        ("newest", Self::Newest),
        ("oldest", Self::Oldest),
        ("published", Self::Published),
        ("shortest", Self::Shortest),
        ("longest", Self::Longest),
        ("voices", Self::Voices),
    ];

    /// The `ORDER BY` clause; `ordered_by_rank`: rows come from the full text.
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

/// Words in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase<'q> {
    /// In their order, folded.
    pub words: &'q [String],
    /// Whether the last may go on.
    pub is_prefix: bool,
    /// Whether they must not stand so.
    pub not: bool,
}

/// What a piece can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// Folded words that stand in a row; with `is_prefix`, the last may go on.
    Words {
        /** In their order. */
        words: Vec<String>,
        /** Whether the last may go on. */
        is_prefix: bool,
    },
    /// Somebody of this name is quoted.
    Said(String),
    /// An author's name has these words.
    By(String),
    /// It has this tag, whatever its case.
    Tag(String),
    /// It comes from this host (or one below it), or from a publication of such a name.
    Site(String),
    /// It came by a feed: its number, its address, or words of its name.
    Feed(String),
    /// It is in some way.
    Is(StateFilter),
    /// Saved at this time or later.
    After(Seconds),
    /// Saved before this time.
    Before(Seconds),
}

/// Ways that a piece can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateFilter {
    /// In this state.
    State(PieceState),
    /// Starred.
    Starred,
    /// Read to the end.
    Read,
    /// Deleted.
    Deleted,
    /// Only an address yet.
    Waiting,
    /// With a note.
    Noted,
    /// With highlights.
    Highlighted,
    /// With any tag.
    Tagged,
}

impl StateFilter {
    /// Each with its word.
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

    /// Whether any of their words begins so.
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
    /// Parses a filter. Never fails: what is not understood is listed in `problems`.
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

    /// The filter of one test.
    pub fn of(test: Predicate) -> Self {
        Self { terms: vec![Term { not: false, test }], ..Self::default() }
    }

    /// Whether every piece answers it that is not deleted.
    pub fn is_everything(&self) -> bool {
        self.terms.is_empty() && self.problems.is_empty()
    }

    /// Whether it asks for deleted pieces.
    pub fn wants_deleted(&self) -> bool {
        self.terms.iter().any(|term| term.test == Predicate::Is(StateFilter::Deleted) && !term.not)
    }

    /// Whether any of its terms needs the full text.
    pub fn has_words(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.test, Predicate::Words { .. }))
    }

    /// Terms of several words, which must stand in a row; the index alone can't tell.
    pub fn phrases(&self) -> impl Iterator<Item = Phrase<'_>> {
        self.terms.iter().filter_map(|term| match &term.test {
            Predicate::Words { words, is_prefix } if words.len() > 1 => {
                Some(Phrase { words, is_prefix: *is_prefix, not: term.not })
            }
            _ => None,
        })
    }

    /// Whether it has terms of several words.
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

    /// Notes what is not understood; what may yet become something is not told while it is being typed.
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
