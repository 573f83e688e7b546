//! The filter language: `said:Blinken by:Marsden tag:asia (is:unread OR is:starred) published:2026 "cease fire" -sport`.
//!
//! Pure. Terms beside each other must all hold; `OR` parts alternatives and binds less than they do; parentheses group; `-`
//! before a term or a group excludes. Words must stand in the piece; words in double quotes in a row; the last word may be a
//! beginning, as it is while one types. Words with a sign in them (`don't`, `20.04`, `@nasa`, `multi-agent`) find what they
//! say; a word before a colon is an operator, and one that is not known is a problem.

mod complete;
mod date_range;
mod parse;
mod sort;
mod state_filter;
mod tokens;

pub use complete::{Completion, Wanted, completion, quote_value};
pub use date_range::{DateRange, Day, Unit};
pub use parse::FINISHED;
pub use sort::Sort;
pub use state_filter::StateFilter;
pub use tokens::Operator;
pub(super) use tokens::feed_term;

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

/// Reading of the end of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastWord {
    /// It is being typed: what may yet become something is no problem.
    Open,
    /// It is complete: what is not finished is a problem. The last word is the beginning of words all the same, until a blank
    /// or a quotation mark closes it, so that a command finds what the screen finds.
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

/// Words in a row.
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
        /** True if the last may go on. */
        is_prefix: bool,
    },
    /// Any of these groups holds; of a group, all terms.
    Any(Vec<Vec<Term>>),
    /// Somebody of this name is quoted.
    Said(String),
    /// An author's name contains these words.
    By(String),
    /// The title has these folded words.
    Title {
        /** In any order. */
        words: Vec<String>,
        /** True if the last may go on. */
        is_prefix: bool,
    },
    /// It has this tag, whatever its case.
    Tag {
        /** As typed. */
        name: String,
        /** True if it may go on. */
        is_prefix: bool,
    },
    /// It comes from this host (or one below it), or from a publication of such a name.
    Site(String),
    /// It is from a feed: its number, its address, or words of its name.
    Feed(String),
    /// It is in this language, by its code.
    Language(String),
    /// It is in some way.
    Is(StateFilter),
    /// It takes so many minutes to read, from the first to the last number.
    Minutes(u32, Option<u32>),
    /// Published on these days.
    Published(DateRange),
    /// Saved on these days.
    Saved(DateRange),
    /// Published on these days, or saved on them where the publication's date is unknown.
    Dated(DateRange),
}

impl Query {
    /// The filter of one test.
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

    /// Terms of several words, which must stand in a row; the index alone can't tell. Those in a group of alternatives are not
    /// among them.
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

    /// All tests that are not excluded, those in groups too: the places where they hold are worth showing.
    pub fn wanted(&self) -> Vec<&Predicate> {
        let mut found = Vec::new();
        gather(&self.terms, &mut found);
        found
    }
}

fn gather<'q>(terms: &'q [Term], found: &mut Vec<&'q Predicate>) {
    for term in terms.iter().filter(|term| !term.not) {
        match &term.test {
            Predicate::Any(groups) => groups.iter().for_each(|group| gather(group, found)),
            test => found.push(test),
        }
    }
}

impl Term {
    /// Returns true if it asks for deleted pieces anywhere.
    pub(super) fn names_deleted(&self) -> bool {
        match &self.test {
            Predicate::Any(groups) => groups.iter().flatten().any(Self::names_deleted),
            test => *test == Predicate::Is(StateFilter::Deleted),
        }
    }
}

#[cfg(test)]
mod tests;
