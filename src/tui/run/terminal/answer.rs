//! Separates the terminal's background-colour reply from keys.
//!
//! The query (OSC 11) is written once; the reply arrives among the keys: soon, late or never. Keys are read meanwhile,
//! so that none is lost and nothing waits. The event reader does not know the reply and reports its characters as keys:
//! Alt-], then `11;rgb:…`, then the terminator. Keys that could be its start are held back until the reply is complete
//! or ruled out.
//!
//! The query ends in BEL: urxvt, queried with ST, omits half of the ST in its reply.

use crate::tui::keys::Key;
use crate::tui::theme::Background;
use ratatui::crossterm::event::{KeyCode, KeyModifiers};
use std::time::Duration;

/// The query.
pub const QUESTION: &str = "\x1b]11;?\x07";

/// Start of the reply after Alt-].
const NUMBER: &str = "11;";

/// Maximum length of a reply: `rgba:` and four numbers of four digits take 24 characters.
const LONGEST: usize = 40;

/// Timeout for the rest of a reply once its start cannot have been typed by chance; for terminals on slow lines.
const SURE: Duration = Duration::from_secs(1);

/// Timeout while the keys may also be a typed Alt-].
const UNSURE: Duration = Duration::from_millis(30);

/// Returns true if terminals with this `TERM` can be queried. `screen` forwards the query, but its reply does not reach
/// the program.
pub fn may_ask(term: Option<&str>) -> bool {
    term.is_some_and(|term| term != "dumb" && term != "Eterm" && term != "screen" && !term.starts_with("screen."))
}

/// Result of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sifted {
    /// The key may be part of a reply; more keys are needed.
    Held,
    /// Typed keys.
    Keys(Vec<Key>),
    /// A reply; `None` if it contains no colour.
    Answer(Option<Background>),
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
        if !is_alt(*first, ']') {
            return Sifted::Keys(self.release());
        }
        let ends = is_end(key) && !rest.is_empty();
        let words: String = rest.iter().filter_map(|key| key.typed()).collect();
        let begins = words.starts_with(NUMBER) || !ends && NUMBER.starts_with(&words);
        let is_answer = begins && words.len() + usize::from(ends) == rest.len() && words.len() <= LONGEST;
        if !is_answer {
            return Sifted::Keys(self.release());
        }
        if !ends {
            return Sifted::Held;
        }
        self.halved = key.code == KeyCode::Esc;
        self.held.clear();
        Sifted::Answer(Background::told(&words[NUMBER.len()..]))
    }

    /// Returns the timeout for the rest of the held keys; `None` if none are held.
    pub fn patience(&self) -> Option<Duration> {
        match self.held.len() {
            0 => None,
            held => Some(if held > NUMBER.len() { SURE } else { UNSURE }),
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
    use super::{Sieve, Sifted, may_ask};
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
                Sifted::Answer(Some(Background::Dark)) => out.push("dark".into()),
                Sifted::Answer(Some(Background::Light)) => out.push("light".into()),
                Sifted::Answer(None) => out.push("none".into()),
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
    fn screen_and_dumb_terminals_are_not_queried() {
        assert!(may_ask(Some("xterm-256color")) && may_ask(Some("tmux-256color")) && may_ask(Some("screen-256color")));
        assert!(!may_ask(None) && !may_ask(Some("dumb")) && !may_ask(Some("screen.xterm")));
    }
}
