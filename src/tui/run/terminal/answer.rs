//! Separates the terminal's replies from keys: its background colour, and its name.
//!
//! The queries (OSC 11, XTVERSION) are written once; the replies arrive among the keys: soon, late or never. Keys are read
//! meanwhile, so that none is lost and nothing waits. The event reader does not know the replies and reports their
//! characters as keys: Alt-], then `11;rgb:…`, then the terminator; Alt-P, then `>|kitty(0.26.5)`, then the terminator.
//! Keys that could be the start of a reply are held back until it is complete or ruled out.
//!
//! The query for the colour ends in BEL: urxvt, queried with ST, omits half of the ST in its reply.

use crate::tui::keys::Key;
use crate::tui::run::terminal::output;
use crate::tui::terminal_name;
use crate::tui::terminal_name::TerminalName;
use crate::tui::theme::Background;
use ratatui::crossterm::event::{KeyCode, KeyModifiers};
use std::io;
use std::io::Write;
use std::time::{Duration, Instant};

/// Age from which on a query counts as ignored by the terminal.
const QUERY_AGE: Duration = Duration::from_secs(5);

/// The query for the background colour.
const BACKGROUND_QUERY: &str = "\x1b]11;?\x07";

/// Kinds of replies: the key at the start, the characters after it, and the maximum length. A colour takes 24 characters
/// (`rgba:` and four numbers of four digits); a name with its version some 40.
const REPLIES: [(char, &str, usize); 2] = [(']', "11;", 40), ('P', ">|", 100)];

/// Timeout for the rest of a reply once its start cannot have been typed by chance; for terminals on slow lines.
const SURE: Duration = Duration::from_secs(1);

/// Timeout while the keys may also be a typed Alt-].
const UNSURE: Duration = Duration::from_millis(30);

/// Returns true if terminals with this `TERM` can be queried. `screen` forwards the query, but its reply does not reach
/// the program.
pub fn may_ask(term: Option<&str>) -> bool {
    term.is_some_and(|term| term != "dumb" && term != "Eterm" && term != "screen" && !term.starts_with("screen."))
}

/// Returns true if terminals with this `TERM` can be asked for their name. The Linux console shows the query.
pub fn may_ask_name(term: Option<&str>) -> bool {
    may_ask(term) && term.is_none_or(|term| !term.starts_with("linux"))
}

/// Queries that the terminal has not answered yet.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unanswered {
    /// Time of the queries; `None` if there are none.
    pub since: Option<Instant>,
    /// True for the background colour.
    pub background: bool,
    /// True for the name.
    pub name: bool,
}

impl Unanswered {
    /// Returns true if a reply may still arrive.
    pub fn may_come(&self) -> bool {
        (self.background || self.name) && self.since.is_some_and(|since| since.elapsed() < QUERY_AGE)
    }
}

/// Queries the terminal's background colour, if it is wanted, and its name.
///
/// # Errors
///
/// There is no terminal.
pub fn ask(background: bool) -> io::Result<Unanswered> {
    let term = std::env::var("TERM").ok();
    let background = background && may_ask(term.as_deref());
    let name = may_ask_name(term.as_deref());
    let mut queries = String::new();
    queries.push_str(if background { BACKGROUND_QUERY } else { "" });
    queries.push_str(if name { terminal_name::QUERY } else { "" });
    if !queries.is_empty() {
        output()?.write_all(queries.as_bytes())?;
    }
    Ok(Unanswered { since: Some(Instant::now()), background, name })
}

/// Result of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sifted {
    /// The key may be part of a reply; more keys are needed.
    Held,
    /// Typed keys.
    Keys(Vec<Key>),
    /// The background; `None` if the reply contains no colour.
    Background(Option<Background>),
    /// The terminal's name.
    Name(TerminalName),
}

/// Separates replies from keys.
#[derive(Debug, Default)]
pub struct Sieve {
    held: Vec<Key>,
    /// The reply ended in Esc: a backslash right after it completes the ST.
    halved: bool,
}

impl Sieve {
    /// Handles one key.
    pub fn take(&mut self, key: Key) -> Sifted {
        if std::mem::take(&mut self.halved) && key == Key::char('\\') {
            return Sifted::Held;
        }
        self.held.push(key);
        let Some((first, rest)) = self.held.split_first() else { return Sifted::Held };
        let Some((_, begin, longest)) = REPLIES.iter().find(|(start, ..)| is_alt(*first, *start)) else {
            return Sifted::Keys(self.release());
        };
        let ends = is_end(key) && !rest.is_empty();
        let words: String = rest.iter().filter_map(|key| key.typed()).collect();
        let begins = words.starts_with(begin) || !ends && begin.starts_with(&words);
        let is_answer = begins && words.chars().count() + usize::from(ends) == rest.len() && words.len() <= *longest;
        if !is_answer {
            return Sifted::Keys(self.release());
        }
        if !ends {
            return Sifted::Held;
        }
        self.halved = key.code == KeyCode::Esc;
        self.held.clear();
        let words = &words[begin.len()..];
        if begin.starts_with('>') {
            return Sifted::Name(TerminalName::of_reply(words));
        }
        Sifted::Background(Background::told(words))
    }

    /// Returns the timeout for the rest of the held keys; `None` if none are held.
    pub fn patience(&self) -> Option<Duration> {
        match self.held.len() {
            0 => None,
            held => Some(if held > 3 { SURE } else { UNSURE }),
        }
    }

    /// Returns the held keys as typed keys.
    pub fn release(&mut self) -> Vec<Key> {
        std::mem::take(&mut self.held)
    }
}

fn is_alt(key: Key, character: char) -> bool {
    key == Key { code: KeyCode::Char(character), modifiers: KeyModifiers::ALT }
}

/// Returns true for BEL, ST, or the first half of an ST that arrived in two parts.
fn is_end(key: Key) -> bool {
    let bell = Key { code: KeyCode::Char('g'), modifiers: KeyModifiers::CONTROL };
    key == bell || is_alt(key, '\\') || key.code == KeyCode::Esc
}

#[cfg(test)]
mod tests {
    use super::{Sieve, Sifted, may_ask, may_ask_name};
    use crate::tui::keys::{Key, show_sequence};
    use crate::tui::theme::Background;

    /// Results of keys, given as words; a reply is shown as `dark`, `light` or `none`.
    fn sifted(keys: &[&str]) -> String {
        let mut sieve = Sieve::default();
        let mut out = Vec::new();
        for word in keys {
            let key = Key::parse(word).unwrap();
            match sieve.take(key) {
                Sifted::Held => {}
                Sifted::Keys(keys) => out.push(show_sequence(&keys)),
                Sifted::Background(Some(Background::Dark)) => out.push("dark".into()),
                Sifted::Background(Some(Background::Light)) => out.push("light".into()),
                Sifted::Background(None) => out.push("none".into()),
                Sifted::Name(name) => out.push(name.name),
            }
        }
        let left = sieve.patience().is_some();
        out.push(show_sequence(&sieve.release()));
        assert_eq!(left, !out[out.len() - 1].is_empty());
        out.join(" ").trim_end().to_owned()
    }

    fn answer<'a>(words: &'a [&'a str], end: &'a [&'a str]) -> Vec<&'a str> {
        [&["Alt-]"], words, end].concat()
    }

    #[test]
    fn replies_and_keys_are_told_apart() {
        let black = ["1", "1", ";", "r", "g", "b", ":", "0", "/", "0", "/", "0"];
        let white = ["1", "1", ";", "r", "g", "b", ":", "F", "F", "/", "f", "f", "/", "f", "f"];
        for end in [&["Alt-\\"][..], &["Ctrl-G"], &["Esc", "\\"], &["Esc"]] {
            assert_eq!(sifted(&answer(&black, end)), "dark", "{end:?}");
            let between = [&["j"], &answer(&white, end)[..], &["k"]].concat();
            assert_eq!(sifted(&between), "j light k", "{end:?}");
        }
        assert_eq!(sifted(&answer(&["1", "1", ";", "z"], &["Ctrl-G"])), "none");
        for typed in ["j", "Esc", "Alt-] j", "Alt-] 1 j", "Alt-] Esc", "Alt-] 1 1 ; r Enter", "Alt-] 1 1", "\\"] {
            assert_eq!(sifted(&typed.split(' ').collect::<Vec<_>>()), typed);
        }
    }

    #[test]
    fn name_of_terminal_is_told_apart_from_keys() {
        let name: Vec<String> = ">|kitty(0.26.5)".chars().map(String::from).collect();
        let name: Vec<&str> = name.iter().map(String::as_str).collect();
        for end in [&["Alt-\\"][..], &["Esc", "\\"]] {
            let between = [&["j", "Alt-P"], &name[..], end, &["k"]].concat();
            assert_eq!(sifted(&between), "j kitty k", "{end:?}");
        }
        for typed in ["Alt-P j", "Alt-P", "Alt-P > j"] {
            assert_eq!(sifted(&typed.split(' ').collect::<Vec<_>>()), typed);
        }
    }

    #[test]
    fn screen_and_dumb_terminals_are_not_queried() {
        assert!(may_ask(Some("xterm-256color")) && may_ask(Some("tmux-256color")) && may_ask(Some("screen-256color")));
        assert!(!may_ask(None) && !may_ask(Some("dumb")) && !may_ask(Some("screen.xterm")));
        assert!(may_ask(Some("linux")) && !may_ask_name(Some("linux")) && may_ask_name(Some("xterm-kitty")));
    }
}
