//! The user's key bindings: merged with the defaults, checked, and written to the default settings file.

use crate::config::{Config, DEFAULT, SettingsProblem, check_keys};
use crate::tui::keys::aliases::{RENAMED, renamed};
use crate::tui::keys::keymap::{Keymap, Match};
use crate::tui::keys::parse_sequence;
use crate::tui::keys::table::{Command, CommandEntry, KeyContext, TABLE};
use std::fmt::Write;

/// Command name that removes a binding.
const NONE: &str = "none";

/// Contexts: name in the settings file, context, explanation.
const CONTEXTS: [(&str, KeyContext, &str); 8] = [
    ("everywhere", KeyContext::Everywhere, "everywhere except in lists"),
    ("reader", KeyContext::Reader, "while reading an article"),
    ("library", KeyContext::Library, "in the library's list of articles"),
    ("passage", KeyContext::Passage, "while text is selected"),
    ("list", KeyContext::List, "in help, palette and pickers"),
    ("speakers", KeyContext::Speakers, "in the library's list of speakers"),
    ("views", KeyContext::Views, "in the library's list of saved views"),
    ("feeds", KeyContext::Feeds, "in the library's feeds pane"),
];

fn context(name: &str) -> Option<KeyContext> {
    CONTEXTS.iter().find(|(known, ..)| *known == name).map(|(_, context, _)| *context)
}

fn command(context: KeyContext, name: &str) -> Option<Command> {
    let usable = |place: KeyContext| place == context || place == KeyContext::Everywhere;
    let name = renamed(name);
    TABLE.iter().find(|entry| entry.name == name && usable(entry.context)).map(|entry| entry.command)
}

/// Returns the effective key bindings and the problems found in the user's.
pub fn keymap(config: &Config) -> (Keymap, Vec<SettingsProblem>) {
    let mut keymap = Keymap::default();
    for binding in &config.keys {
        let (Some(context), Some(keys)) = (context(&binding.scope), parse_sequence(&binding.keys)) else { continue };
        let command = command(context, &binding.command);
        if command.is_some() || binding.command == NONE {
            keymap.bind(context, keys, command);
        }
    }
    let mut problems = key_problems(config);
    for (index, command) in config.commands.iter().enumerate().filter(|(_, command)| !command.key.is_empty()) {
        if let Err(text) = bind_user_command(&mut keymap, config, index) {
            problems.push(SettingsProblem { line: command.line, text });
        }
    }
    (keymap, problems)
}

/// Binds the key of a command of the user's.
///
/// # Errors
/// A clause: it is no key, or has another use while an article is read.
fn bind_user_command(keymap: &mut Keymap, config: &Config, index: usize) -> Result<(), String> {
    let Some(command) = config.commands.get(index) else { return Ok(()) };
    let (name, key) = (&command.name, &command.key);
    let keys = parse_sequence(key).ok_or_else(|| format!("`{key}` is not a key: {HOW_KEYS_ARE_WRITTEN}"))?;
    keymap.bind_user_command(keys, index).map_err(|(target, taken)| {
        let other = match target {
            Match::UserCommand(other) => config.commands.get(other).map_or("", |command| command.name.as_str()),
            Match::Command(command) => command.entry().name,
            Match::Prefix | Match::Nothing => "",
        };
        let shown = if taken == *key { String::new() } else { format!(" `{taken}`,") };
        format!("the command `{name}` has no key: `{key}` conflicts with{shown} the key of `{other}`")
    })
}

/// Returns the problems in the user's key bindings, with those of commands.
pub fn problems(config: &Config) -> Vec<SettingsProblem> {
    keymap(config).1
}

/// Hint for a word that is no key.
const HOW_KEYS_ARE_WRITTEN: &str = "write keys like n, Ctrl-F, S-Tab, Space, F5; a sequence like `g g`";

fn key_problems(config: &Config) -> Vec<SettingsProblem> {
    let scopes = CONTEXTS.map(|(name, ..)| name);
    let commands = |scope: &str| -> Vec<&str> {
        let place = context(scope);
        let usable = |entry: &&CommandEntry| Some(entry.context) == place || entry.context == KeyContext::Everywhere;
        let names: Vec<&str> = TABLE.iter().filter(usable).map(|entry| entry.name).collect();
        let earlier = RENAMED.iter().filter(|(_, new)| names.contains(new)).map(|(old, _)| *old);
        names.iter().copied().chain(earlier).collect()
    };
    let read = |keys: &str| {
        let unknown = || match TABLE.iter().find(|entry| entry.name == keys) {
            Some(entry) => {
                let key = entry.keys.first().copied().unwrap_or("F5");
                format!("it is a command; write it after its key: {} = \"{keys}\"", quoted(key))
            }
            None => HOW_KEYS_ARE_WRITTEN.to_owned(),
        };
        parse_sequence(keys).map(drop).ok_or_else(unknown)
    };
    check_keys(config, &scopes, commands, read)
}

/// Returns a commented settings file with all settings and keys at their defaults.
pub fn default_text() -> String {
    let mut text = DEFAULT.to_owned();
    text.push_str("\n# Keys: a key or a sequence (\"g g\") and its command; \"none\" removes the key.\n");
    for (name, context, words) in CONTEXTS {
        let _ = write!(text, "\n# {words}\n[keys.{name}]\n");
        for entry in TABLE.iter().filter(|entry| entry.context == context) {
            let _ = writeln!(text, "# {}", entry.description);
            if entry.keys.is_empty() {
                let _ = writeln!(text, "# \"\" = \"{}\"", entry.name);
            }
            for keys in entry.keys {
                let _ = writeln!(text, "{} = \"{}\"", quoted(keys), entry.name);
            }
        }
    }
    text
}

/// Formats a key sequence as a quoted TOML key.
fn quoted(keys: &str) -> String {
    if keys.contains(['"', '\\']) { format!("'{keys}'") } else { format!("\"{keys}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(keymap: &Keymap, context: KeyContext, keys: &str) -> Match {
        keymap.find(context, &parse_sequence(keys).unwrap())
    }

    #[test]
    fn default_file_has_every_key_binding() {
        let (config, wrong) = Config::parse(&default_text());
        assert_eq!(wrong, []);
        let (keymap, wrong) = keymap(&config);
        assert_eq!(wrong, []);
        for entry in TABLE {
            assert!(default_text().contains(&format!("= \"{}\"\n", entry.name)), "{}", entry.name);
            for keys in entry.keys {
                assert_eq!(found(&keymap, entry.context, keys), Match::Command(entry.command), "{keys}");
            }
        }
    }

    #[test]
    fn key_contexts_have_names() {
        for entry in TABLE {
            assert!(CONTEXTS.iter().any(|(_, context, _)| *context == entry.context), "{:?}", entry.context);
        }
    }

    #[test]
    fn user_keys_are_bound_and_unbound() {
        let text = "[keys.reader]\n\"j\" = \"none\"\n\"x j\" = \"line-down\"\n\"G\" = \"top\"\n\"y\" = \"no-such\"\n\
                    [keys.library]\n\"M\" = \"choose\"\n";
        let (keymap, wrong) = keymap(&Config::parse(text).0);
        assert_eq!(found(&keymap, KeyContext::Reader, "j"), Match::Nothing);
        assert_eq!(found(&keymap, KeyContext::Reader, "x j"), Match::Command(Command::LineDown));
        assert_eq!(found(&keymap, KeyContext::Reader, "Down"), Match::Command(Command::LineDown));
        assert_eq!(found(&keymap, KeyContext::Reader, "G"), Match::Command(Command::Top));
        assert_eq!(found(&keymap, KeyContext::Library, "M"), Match::Command(Command::LibrarySelect), "an earlier name");
        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong[0].line, 5);
    }

    #[test]
    fn keys_of_user_commands_that_are_taken_are_reported() {
        let text = "[commands.one]\nkey = \"F2 d\"\nrun = [\"a\"]\n[commands.two]\nkey = \"F2\"\nrun = [\"a\"]\n\
            [commands.three]\nkey = \"y\"\nrun = [\"a\"]\n[commands.four]\nkey = \"n x\"\nrun = [\"a\"]\n\
            [commands.five]\nkey = \"Hyper-x\"\nrun = [\"a\"]\n[commands.six]\nkey = \"G\"\nrun = [\"a\"]\n\
            [keys.reader]\n\"G\" = \"none\"\n";
        let (keymap, wrong) = keymap(&Config::parse(text).0);
        assert_eq!(
            wrong.iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                "line 5: the command `two` has no key: `F2` conflicts with `F2 d`, the key of `one`",
                "line 8: the command `three` has no key: `y` conflicts with the key of `copy`",
                "line 11: the command `four` has no key: `n x` conflicts with `n`, the key of `next`",
                "line 14: `Hyper-x` is not a key: write keys like n, Ctrl-F, S-Tab, Space, F5; a sequence like `g g`",
            ]
        );
        for context in [KeyContext::Reader, KeyContext::Passage] {
            assert_eq!(found(&keymap, context, "F2 d"), Match::UserCommand(0));
            assert_eq!(found(&keymap, context, "F2"), Match::Prefix);
            assert_eq!(found(&keymap, context, "G"), Match::UserCommand(5));
        }
        assert_eq!(found(&keymap, KeyContext::Library, "F2 d"), Match::Nothing);
        assert_eq!((keymap.key_of_user_command(0).as_str(), keymap.key_of_user_command(1).as_str()), ("F2 d", ""));
    }
}
