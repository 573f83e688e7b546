//! Keys: their text form ("Ctrl-F", "Space", "g") and the commands they run.
//!
//! [`table`] is the single list of all commands with keys and descriptions; help, palette, footer and manual are
//! generated from it. [`keymap`] maps typed keys, including counts and sequences, to commands.

pub mod aliases;
pub mod keymap;
mod listed;
mod needs;
pub mod table;
pub mod user;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::fmt;

/// A key with its modifiers, normalised across terminals: Shift is part of the character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Key code as reported by the terminal.
    pub code: KeyCode,
    /// Ctrl, Alt, and Shift if it does not show in the character.
    pub modifiers: KeyModifiers,
}

/// Names of keys. If a key has several, the first is displayed.
const NAMED: &[(&str, KeyCode)] = &[
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
];

impl Key {
    /// A plain character without modifiers.
    pub const fn char(character: char) -> Self {
        Self { code: KeyCode::Char(character), modifiers: KeyModifiers::NONE }
    }

    /// Normalises a terminal event.
    pub fn of(event: &KeyEvent) -> Self {
        let kept = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let mut modifiers = event.modifiers & kept;
        let mut code = event.code;
        match code {
            KeyCode::BackTab => {
                code = KeyCode::Tab;
                modifiers |= KeyModifiers::SHIFT;
            }
            KeyCode::Char(c) => {
                if modifiers.contains(KeyModifiers::CONTROL) {
                    code = KeyCode::Char(latin(c).to_ascii_lowercase());
                } else if modifiers.contains(KeyModifiers::SHIFT) && c.is_ascii_lowercase() {
                    code = KeyCode::Char(c.to_ascii_uppercase());
                }
                modifiers -= KeyModifiers::SHIFT;
            }
            _ => {}
        }
        Self { code, modifiers }
    }

    /// Parses a key name such as `Ctrl-F`, `S-Tab`, `Space` or `n`. `None` if it is not one.
    pub fn parse(word: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = word;
        while let Some((prefix, after)) = rest.split_once('-').filter(|(p, after)| !p.is_empty() && !after.is_empty()) {
            modifiers |= match prefix {
                "Ctrl" | "C" => KeyModifiers::CONTROL,
                "Alt" | "M" => KeyModifiers::ALT,
                "Shift" | "S" => KeyModifiers::SHIFT,
                _ => return None,
            };
            rest = after;
        }
        let mut characters = rest.chars();
        let code = match (characters.next(), characters.next()) {
            (Some(c), None) => KeyCode::Char(c),
            _ => named(rest)?,
        };
        Some(Self::of(&KeyEvent::new(code, modifiers)))
    }

    /// Returns the key of a Latin layout in the same place, for a letter of a Cyrillic or Greek one.
    pub fn on_latin_layout(self) -> Option<Self> {
        let KeyCode::Char(letter) = self.code else { return None };
        let found = latin(letter);
        let found = if letter.is_uppercase() { found.to_ascii_uppercase() } else { found };
        (found != letter && self.modifiers.is_empty()).then_some(Self { code: KeyCode::Char(found), ..self })
    }

    /// Returns the character that the key types, if any.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }
}

/// Returns the Latin letter on the same physical key of a Cyrillic or Greek layout. Ctrl combinations mean the physical
/// key, but under kitty's protocol terminals report the letter of the layout.
fn latin(character: char) -> char {
    const LAYOUTS: [(&str, &str); 3] = [
        ("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,."),
        ("ії є", "s] '"),
        ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    ];
    let lower = character.to_lowercase().next().unwrap_or(character);
    let found = LAYOUTS.iter().find_map(|(own, latin)| latin.chars().nth(own.chars().position(|one| one == lower)?));
    found.filter(|_| !character.is_ascii()).unwrap_or(character)
}

fn named(word: &str) -> Option<KeyCode> {
    let function = word.strip_prefix('F').and_then(|n| n.parse().ok()).filter(|n| (1..=24).contains(n));
    let listed = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, code)| *code);
    listed.or_else(|| function.map(KeyCode::F))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("Ctrl-")?;
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("Alt-")?;
        }
        if self.modifiers.contains(KeyModifiers::SHIFT) {
            f.write_str("S-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.modifiers.contains(KeyModifiers::CONTROL) => {
                write!(f, "{}", c.to_ascii_uppercase())
            }
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "F{n}"),
            code => f.write_str(NAMED.iter().find(|(_, c)| *c == code).map_or("?", |(name, _)| name)),
        }
    }
}

/// Parses a sequence: key names separated by blanks.
pub fn parse_sequence(written: &str) -> Option<Vec<Key>> {
    let keys: Option<Vec<Key>> = written.split_whitespace().map(Key::parse).collect();
    keys.filter(|k| !k.is_empty())
}

/// Formats a sequence, with blanks between the keys.
pub fn show_sequence(keys: &[Key]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_other_layouts_have_keys_of_a_latin_one() {
        let of = |letter: &str| Key::parse(letter).and_then(Key::on_latin_layout).map(|key| key.to_string());
        assert_eq!(of("о").as_deref(), Some("j"));
        assert_eq!(of("О").as_deref(), Some("J"));
        assert_eq!(of("ξ").as_deref(), Some("j"));
        assert_eq!(of("j"), None);
        assert_eq!(of("é"), None);
    }

    #[test]
    fn key_names_round_trip() {
        for word in ["n", "N", "Ctrl-F", "S-Tab", "Space", "Enter", "<", "\"", "-", "+", "Alt-x", "F5", "PageDown", "'"]
        {
            assert_eq!(Key::parse(word).map(|k| k.to_string()).as_deref(), Some(word));
        }
        assert_eq!(Key::parse("C-f"), Key::parse("Ctrl-F"));
        assert_eq!(Key::parse("S-n"), Key::parse("N"));
        assert_eq!(Key::parse("Hyper-x"), None);
        assert_eq!(Key::parse(""), None);
        assert_eq!(parse_sequence("g g").map(|k| show_sequence(&k)).as_deref(), Some("g g"));
    }

    #[test]
    fn ctrl_means_physical_key_on_every_layout() {
        for (letter, latin) in [('с', "Ctrl-C"), ('С', "Ctrl-C"), ('в', "Ctrl-D"), ('ψ', "Ctrl-C"), ('і', "Ctrl-S")]
        {
            let event = KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
            assert_eq!(Some(Key::of(&event)), Key::parse(latin), "{letter}");
        }
        assert_eq!(Key::of(&KeyEvent::new(KeyCode::Char('с'), KeyModifiers::NONE)).typed(), Some('с'));
    }

    #[test]
    fn shift_is_normalised_across_terminals() {
        let plain = KeyEvent::new(KeyCode::Char('N'), KeyModifiers::NONE);
        let marked = KeyEvent::new(KeyCode::Char('N'), KeyModifiers::SHIFT);
        let kitty = KeyEvent::new(KeyCode::Char('n'), KeyModifiers::SHIFT);
        assert_eq!(Key::of(&plain), Key::of(&marked));
        assert_eq!(Key::of(&plain), Key::of(&kitty));
        assert_eq!(Key::of(&KeyEvent::new(KeyCode::BackTab, KeyModifiers::NONE)), Key::parse("S-Tab").unwrap());
    }
}
