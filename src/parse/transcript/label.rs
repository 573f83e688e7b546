//! The name at the beginning of a turn: `ADA VANE:`, `Ada Vane (laughs):`, `VANE, engineer:`.

use crate::white_space;
/// Longest label in bytes.
const MAX_LABEL: usize = 60;
/// Most words of a name.
const MAX_WORDS: usize = 5;

/// A speaker's label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Label {
    /// The label as it stands in the text.
    pub(super) written: String,
    /// The name in it; empty where another speaker begins who is not named.
    pub(super) name: String,
    /// Words behind a comma after the name.
    pub(super) role: Option<String>,
}

impl Label {
    /// A name that the format itself gives.
    pub(super) fn tagged(name: &str) -> Self {
        let name = white_space::fold(name);
        let name = name.trim_end_matches(':').to_owned();
        Self { written: name.clone(), name, role: None }
    }
}

/// Words before a colon that name nobody.
const NO_NAMES: [&str; 24] = [
    "at",
    "caution",
    "contact",
    "correction",
    "date",
    "edit",
    "example",
    "from",
    "http",
    "https",
    "important",
    "note",
    "notes",
    "ps",
    "re",
    "source",
    "subject",
    "summary",
    "time",
    "tip",
    "title",
    "to",
    "update",
    "warning",
];

/// Returns the label of a line and what is said behind it.
pub(super) fn read(line: &str) -> Option<(Label, &str)> {
    let head = line.get(..line.floor_char_boundary(MAX_LABEL + 2))?;
    let colon = head.find(':')?;
    let written = line.get(..colon)?;
    let rest = line.get(colon + 1..)?;
    if !rest.starts_with([' ', '\t', '\n', '\u{a0}']) || rest.trim().is_empty() {
        return None;
    }
    let bare = written.split(['(', '[']).next()?.trim();
    let (name, role) = bare.split_once(',').map_or((bare, None), |(name, role)| (name, Some(role.trim())));
    let name = name.trim_matches(['*', '_', ' ']).trim();
    if !is_name(name) {
        return None;
    }
    let role = role.filter(|role| !role.is_empty()).map(str::to_owned);
    Some((Label { written: written.to_owned(), name: name.to_owned(), role }, rest.trim_start()))
}

/// Returns true if each word of a text is written as words of names are: in capitals, or with a capital.
fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.is_empty() || words.len() > MAX_WORDS || NO_NAMES.contains(&name.to_lowercase().as_str()) {
        return false;
    }
    let is_particle = |word: &str| {
        matches!(
            word,
            "de" | "van"
                | "von"
                | "der"
                | "den"
                | "da"
                | "di"
                | "la"
                | "le"
                | "bin"
                | "al"
                | "of"
                | "and"
                | "the"
                | "du"
                | "del"
        )
    };
    let fits = |(at, word): (usize, &&str)| {
        let begins =
            word.chars().next().is_some_and(|c| c.is_uppercase() || at > 0 && c.is_ascii_digit() || is_caseless(c));
        let sound = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '-' | '‑' | '&' | '#'));
        sound && (begins || at > 0 && is_particle(word))
    };
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters >= if is_caseless(name.chars().next().unwrap_or(' ')) { 1 } else { 2 } && words.iter().enumerate().all(fits)
}

/// Returns true for a letter of a script without capitals.
fn is_caseless(c: char) -> bool {
    c.is_alphabetic() && !c.is_uppercase() && !c.is_lowercase()
}
