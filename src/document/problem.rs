//! Problems to tell the user although the work went on.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A problem to tell the user although the work went on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// No charset was declared; this one was detected.
    CharsetGuessed(String),
    /// Some bytes could not be decoded and were replaced; the number of places.
    Undecodable(usize),
    /// The nesting is too deep; deeper elements became siblings.
    TooDeep,
    /// A part of the page was left out because of a limit; its description.
    Shortened(String),
    /// The page has no article; the reason.
    NoArticle(String),
    /// Only the beginning is readable without payment.
    Paywalled,
    /// Anything else, as a short clause.
    Other(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CharsetGuessed(name) => write!(f, "charset guessed: {name}"),
            Self::Undecodable(1) => write!(f, "one place could not be decoded"),
            Self::Undecodable(n) => write!(f, "{n} places could not be decoded"),
            Self::TooDeep => write!(f, "nested too deeply; the deepest elements were flattened"),
            Self::Shortened(what) => write!(f, "shortened: {what}"),
            Self::NoArticle(why) => write!(f, "no article: {why}"),
            Self::Paywalled => write!(f, "the rest of this article is behind a paywall"),
            Self::Other(what) => f.write_str(what),
        }
    }
}
