//! The terminal's answer to what its ground is, sorted out from the keys.
//!
//! The question (OSC 11) is written once; its answer comes among the keys, soon, late or never. Keys are read meanwhile,
//! so none is lost and nobody waits. The reader of events knows no such answer and tells its characters as keys: Alt-],
//! then `11;rgb:…`, then what ends it. What begins so is held back until it is whole, or cannot be an answer.
//!
//! The question ends in BEL: urxvt, asked with ST, forgets half of the ST that it answers with.

use crate::tui::keys::Key;
use crate::tui::theme::Background;
use ratatui::crossterm::event::{KeyCode, KeyModifiers};
use std::time::Duration;

/// What is written to ask.
pub const QUESTION: &str = "\x1b]11;?\x07";

/// How the answer goes on after Alt-].
const NUMBER: &str = "11;";

/// Longer ones are none: `rgba:` and four numbers of four digits take 24.
const LONGEST: usize = 40;

/// What nobody types by chance may be this long in coming; it is a terminal on a slow line.
const SURE: Duration = Duration::from_secs(1);

/// Whoever binds Alt-] waits this long for it.
const UNSURE: Duration = Duration::from_millis(30);

/// Whether terminals of this name (`TERM`) may be asked: `screen` hands the question on and the answer comes to nobody in
/// particular.
pub fn may_ask(term: Option<&str>) -> bool {
    term.is_some_and(|term| term != "dumb" && term != "Eterm" && term != "screen" && !term.starts_with("screen."))
}

/// What came of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sifted {
    /// It may belong to an answer: more must come.
    Held,
    /// Keys that were typed.
    Keys(Vec<Key>),
    /// An answer, which may tell no colour.
    Answer(Option<Background>),
}

/// Tells answers from keys.
#[derive(Debug, Default)]
pub struct Sieve {
    held: Vec<Key>,
    /// The answer ended in Esc: a backslash right after it is the other half of the sign.
    halved: bool,
}

impl Sieve {
    /// Takes a key.
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

    /// How long the rest of what is held is waited for; none where nothing is.
    pub fn patience(&self) -> Option<Duration> {
        match self.held.len() {
            0 => None,
            held => Some(if held > NUMBER.len() { SURE } else { UNSURE }),
        }
    }

    /// What was held is given back as keys.
    pub fn release(&mut self) -> Vec<Key> {
        std::mem::take(&mut self.held)
    }
}

fn is_alt(key: Key, character: char) -> bool {
    key == Key { code: KeyCode::Char(character), modifiers: KeyModifiers::ALT }
}

/// BEL, ST, or the first half of an ST that came in two pieces.
fn is_end(key: Key) -> bool {
    let bell = Key { code: KeyCode::Char('g'), modifiers: KeyModifiers::CONTROL };
    key == bell || is_alt(key, '\\') || key.code == KeyCode::Esc
}

#[cfg(test)]
mod tests {
    use super::{Sieve, Sifted, may_ask};
    use crate::tui::keys::{Key, show_sequence};
    use crate::tui::theme::Background;

    /// What comes of keys, each a word; an answer as `dark`, `light` or `none`.
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
    fn answers_are_no_keys_and_keys_no_answers() {
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
    fn some_terminals_are_not_asked() {
        assert!(may_ask(Some("xterm-256color")) && may_ask(Some("tmux-256color")) && may_ask(Some("screen-256color")));
        assert!(!may_ask(None) && !may_ask(Some("dumb")) && !may_ask(Some("screen.xterm")));
    }
}
