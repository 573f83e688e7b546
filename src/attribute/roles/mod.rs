//! Roles: the description of a named person in the text, from the words before the name (`ahead.rs`), the apposition
//! behind it (`behind.rs`), and the sentences that say what somebody is (`sentence.rs`).

mod ahead;
mod behind;
mod body;
mod sentence;

pub use body::of_body;
pub use sentence::{affiliated, told};

use super::draft::Analysis;
use super::lexicon::{GIVEN, WordClass};
use super::names::Occurrence;
use super::speakers::is_body_noun;
use super::tokens::{Kind, Token};
use crate::document::Span;
use crate::white_space;

/// The longest role, in tokens.
const LONGEST: usize = 24;

/// The longest role before a name that is told together with the one behind it, in tokens.
const JOINED: usize = 6;

/// Abbreviations of roles that are missing from the word lists.
pub const ABBREVIATIONS: [&str; 16] =
    ["CEO", "CTO", "CFO", "COO", "CMO", "CIO", "SVP", "EVP", "VP", "PM", "MP", "MEP", "MEC", "DA", "MD", "GM"];

/// Abbreviations that never name a body by themselves: "PM", "the MEC".
pub const TITLES: [&str; 12] = ["VP", "SVP", "EVP", "PM", "MP", "MEP", "MSP", "MEC", "CEO", "CFO", "COO", "CTO"];

/// Returns the role beside this occurrence of a person's name: "mayor of Wexford", or two, as in "Republican pollster
/// Ann Lee, an adviser to the mayor,": "Republican pollster, adviser to the mayor".
pub fn beside(page: &Analysis<'_>, place: &Occurrence) -> Option<String> {
    let behind = behind::behind(page, place.name.end, false).and_then(|span| words(page, span));
    let ahead = ahead::ahead(page, place);
    let Some(behind) = behind else { return words(page, page.tokens.span(&ahead?)) };
    let tokens = &page.tokens.list;
    let told = ahead.filter(|range| {
        let noun = tokens[range.end - 1];
        let short = range.len() == 1 && (noun.is(WordClass::TITLE) || noun.has(super::tokens::Shape::UPPER));
        range.len() <= JOINED && (!short || !behind.contains(' '))
    });
    let ahead = told.and_then(|range| words(page, page.tokens.span(&range)));
    // "Author Ann Lee, author of …"
    let new = |ahead: &String| {
        let head = ahead.split(' ').next_back().unwrap_or_default().to_lowercase();
        !behind.to_lowercase().contains(&head)
    };
    Some(match ahead.filter(new) {
        Some(ahead) => format!("{ahead}, {behind}"),
        None => behind,
    })
}

/// Returns true for a role that tells little where the text has another: "PM", "Rep.", "retired".
pub fn is_short(role: &str) -> bool {
    !role.contains(' ') && (role.ends_with('.') || ABBREVIATIONS.contains(&role))
}

/// Returns true for a title of rank that is part of the name: "Prince".
pub fn is_rank(role: &str) -> bool {
    let is_office = role.ends_with("First Lady");
    !is_office && ["Prince", "Princess", "King", "Queen", "Lady"].iter().any(|rank| role.ends_with(rank))
}

/// Returns true for a role relative to somebody else ("his counterpart").
pub fn is_relative(role: &str) -> bool {
    let first = role.split(' ').next().unwrap_or_default().to_lowercase();
    let owner = first.strip_suffix("'s").or_else(|| first.strip_suffix("’s"));
    matches!(first.as_str(), "his" | "her" | "their" | "its" | "my" | "our") || owner.is_some_and(is_body_noun)
}

fn words(page: &Analysis<'_>, span: Span) -> Option<String> {
    let text = span.of(page.text);
    (!text.is_empty()).then(|| white_space::fold(text))
}

fn clitic(tokens: &[Token], at: usize) -> bool {
    at > 0 && tokens[at].is(WordClass::AUX) && tokens[at - 1].end == tokens[at].start
}

/// Returns true for a noun of somebody who acts that is missing from the word lists: "footballer", "financier".
fn is_agentive(page: &Analysis<'_>, at: usize) -> bool {
    const ENDINGS: [&str; 11] = ["er", "or", "eur", "ist", "ian", "ant", "man", "ess", "star", "lead", "expert"];
    const NOUNS: [&str; 16] = [
        "colleague",
        "friend",
        "pilot",
        "chef",
        "nurse",
        "coach",
        "athlete",
        "candidate",
        "nominee",
        "mother",
        "father",
        "brother",
        "sister",
        "wife",
        "husband",
        "neighbour",
    ];
    const OTHERS: [&str; 26] = [
        "however",
        "moreover",
        "whoever",
        "wherever",
        "whenever",
        "forever",
        "further",
        "under",
        "former",
        "latter",
        "longer",
        "rather",
        "later",
        "earlier",
        "together",
        "another",
        "either",
        "neither",
        "never",
        "whether",
        "october",
        "november",
        "important",
        "relevant",
        "senior",
        "junior",
    ];
    let Some(token) = page.token(at).filter(|token| token.kind == Kind::Word && !token.capital()) else {
        return false;
    };
    let word = page.word(at).to_lowercase();
    let grammar = WordClass::PREP | WordClass::CONJ | WordClass::DET | WordClass::REL | WordClass::ADV | WordClass::AUX;
    let other = grammar | WordClass::SPEECH | WordClass::STANCE | WordClass::SAY | WordClass::ORGANISATION | GIVEN;
    word.len() > 3
        && !token.is(other)
        && !OTHERS.contains(&word.as_str())
        && (NOUNS.contains(&word.as_str())
            || word.starts_with("co-")
            || ENDINGS.iter().any(|ending| word.ends_with(ending)))
}
