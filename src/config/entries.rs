//! The table of all settings. Reading, checking and the test of the default file use it.

use super::fields::{Field, nearest, suggestion};
use super::values::{choice, listed, number};
use super::{
    BackgroundSource, Binding, Clipboard, Config, LIST_SPLIT, LeastGrade, ListColumn, Panes, Policy, Protocol,
    SettingsProblem, TEXT_WIDTH,
};
use super::{commands, hosts};
use std::ops::RangeInclusive;
use toml_edit::Value;

/// Type of a setting, and access to its field.
pub enum Slot {
    /// `true` or `false`.
    Flag(fn(&mut Config) -> &mut bool),
    /// An integer in a range.
    Number(RangeInclusive<u16>, fn(&mut Config) -> &mut u16),
    /// Any text.
    Text(fn(&mut Config) -> &mut String),
    /// One of these words; set by its index.
    Choice(&'static [&'static str], fn(&mut Config, usize)),
    /// A list of these words; set by their indexes.
    Choices(&'static [&'static str], fn(&mut Config, Vec<usize>)),
}

/// A setting.
pub struct Entry {
    /// Section of the file.
    pub section: &'static str,
    /// Name in the section.
    pub name: &'static str,
    /// Type and field.
    pub slot: Slot,
}

const fn entry(section: &'static str, name: &'static str, slot: Slot) -> Entry {
    Entry { section, name, slot }
}

/// All settings.
pub const ENTRIES: &[Entry] = &[
    entry("look", "theme", Slot::Text(|c| &mut c.look.theme)),
    entry("look", "dark", Slot::Text(|c| &mut c.look.dark)),
    entry("look", "light", Slot::Text(|c| &mut c.look.light)),
    entry(
        "look",
        "background",
        Slot::Choice(BackgroundSource::WORDS, |c, at| c.look.background = BackgroundSource::ALL[at]),
    ),
    entry("look", "hyperlinks", Slot::Flag(|c| &mut c.look.hyperlinks)),
    entry("look", "mouse", Slot::Flag(|c| &mut c.look.mouse)),
    entry("look", "plain", Slot::Flag(|c| &mut c.look.plain)),
    entry("reader", "width", Slot::Number(TEXT_WIDTH, |c| &mut c.reader.width)),
    entry("reader", "panes", Slot::Choice(Panes::WORDS, |c, at| c.reader.panes = Panes::ALL[at])),
    entry("reader", "justify", Slot::Flag(|c| &mut c.reader.justify)),
    entry("reader", "hyphenate", Slot::Flag(|c| &mut c.reader.hyphenate)),
    entry("reader", "cut-code", Slot::Flag(|c| &mut c.reader.cut_code)),
    entry("reader", "highlight", Slot::Flag(|c| &mut c.reader.highlight)),
    entry("reader", "least-grade", Slot::Choice(LeastGrade::WORDS, |c, at| c.reader.least_grade = LeastGrade::ALL[at])),
    entry("reader", "speed", Slot::Number(50..=2000, |c| &mut c.reader.speed)),
    entry("reader", "clipboard", Slot::Choice(Clipboard::WORDS, |c, at| c.reader.clipboard = Clipboard::ALL[at])),
    entry(
        "library",
        "columns",
        Slot::Choices(ListColumn::WORDS, |c, all| {
            c.library.columns = all.into_iter().filter_map(|at| ListColumn::ALL.get(at).copied()).collect();
        }),
    ),
    entry("library", "airy", Slot::Flag(|c| &mut c.library.airy)),
    entry("library", "split", Slot::Number(LIST_SPLIT, |c| &mut c.library.split)),
    entry("images", "policy", Slot::Choice(Policy::WORDS, |c, at| c.images.policy = Policy::ALL[at])),
    entry("images", "protocol", Slot::Choice(Protocol::WORDS, |c, at| c.images.protocol = Protocol::ALL[at])),
    entry("images", "height", Slot::Number(2..=100, |c| &mut c.images.height)),
    entry("feeds", "interval", Slot::Number(0..=10_080, |c| &mut c.feeds.interval)),
    entry("programs", "browser", Slot::Text(|c| &mut c.programs.browser)),
    entry("programs", "editor", Slot::Text(|c| &mut c.programs.editor)),
    entry("programs", "player", Slot::Text(|c| &mut c.programs.player)),
];

/// Renamed settings, still accepted: section, old name, new name.
const RENAMED: [(&str, &str, &str); 1] = [("look", "ground", "background")];

/// Section whose subsections contain key bindings.
const KEYS: &str = "keys";

/// Section whose subsections give access to hosts.
const HOSTS: &str = "hosts";

/// Section whose subsections are commands.
const COMMANDS: &str = "commands";

/// Stores the value of a field.
///
/// # Errors
///
/// A clause with the problem.
pub fn apply(config: &mut Config, field: &Field) -> Result<(), String> {
    match field.path.as_slice() {
        [keys, scope, sequence] if keys == KEYS => {
            let Value::String(command) = &field.value else {
                return Err(format!("`{sequence}` needs the name of a command in quotes: \"KEY\" = \"COMMAND\""));
            };
            let binding = Binding {
                scope: scope.clone(),
                keys: sequence.clone(),
                command: command.value().clone(),
                line: field.line,
            };
            config.keys.push(binding);
            Ok(())
        }
        [section, host, rest @ ..] if section == HOSTS && !rest.is_empty() => {
            hosts::apply(config, host, rest, &field.value)
        }
        [section, path @ ..] if section == COMMANDS && !path.is_empty() => {
            commands::apply(config, path, field.line, &field.value)
        }
        [section, name] => {
            let renamed = RENAMED.iter().find(|(table, earlier, _)| table == section && earlier == name);
            let current = renamed.map_or(name.as_str(), |(.., current)| *current);
            let found = ENTRIES.iter().find(|entry| entry.section == section && entry.name == current);
            found.map_or_else(|| Err(unknown(section, name)), |entry| set(config, entry, &field.value))
        }
        [name] => Err(outside(name)),
        path => Err(format!("there is no `{}`", path.join("."))),
    }
}

fn set(config: &mut Config, entry: &Entry, value: &Value) -> Result<(), String> {
    let name = entry.name;
    match &entry.slot {
        Slot::Flag(slot) => {
            *slot(config) = value.as_bool().ok_or_else(|| format!("`{name}` must be `true` or `false`"))?;
        }
        Slot::Number(range, slot) => *slot(config) = number(name, value, range)?,
        Slot::Text(slot) => {
            let text = value.as_str().ok_or_else(|| format!("`{name}` must be text in quotes"))?;
            text.clone_into(slot(config));
        }
        Slot::Choice(words, set) => set(config, choice(name, value, words)?),
        Slot::Choices(words, set) => {
            let array =
                value.as_array().ok_or_else(|| format!("`{name}` must be a list such as [{}]", listed(words)))?;
            let mut all = Vec::new();
            for written in array {
                let written = written.as_str().unwrap_or_default();
                let hint = || suggestion(written, words.iter().copied());
                let wrong = || format!("`{name}` has no \"{written}\", only {}{}", listed(words), hint());
                let at = words.iter().position(|word| *word == written).ok_or_else(wrong)?;
                if all.contains(&at) {
                    return Err(format!("`{name}` has \"{written}\" twice"));
                }
                all.push(at);
            }
            if all.is_empty() {
                return Err(format!("`{name}` is empty; it needs some of {}", listed(words)));
            }
            set(config, all);
        }
    }
    Ok(())
}

/// Message for an unknown setting.
fn unknown(section: &str, name: &str) -> String {
    let sections = || ENTRIES.iter().map(|entry| entry.section).chain([KEYS, HOSTS, COMMANDS]);
    if section == KEYS {
        return format!("`{name}` belongs in a `[keys.…]` section, such as `[keys.reader]`");
    }
    if !sections().any(|known| known == section) {
        return format!("unknown section `[{section}]`{}", suggestion(section, sections()));
    }
    let names = ENTRIES.iter().filter(|entry| entry.section == section).map(|entry| entry.name);
    let hint = suggestion(name, names);
    if hint.is_empty()
        && let Some(other) = ENTRIES.iter().find(|entry| entry.name == name)
    {
        return format!("`{name}` belongs in `[{}]`, not in `[{section}]`", other.section);
    }
    let elsewhere = || {
        let found = nearest(name, ENTRIES.iter().map(|entry| entry.name))?;
        ENTRIES.iter().find(|entry| entry.name == found)
    };
    if hint.is_empty()
        && let Some(other) = elsewhere()
    {
        return format!("`[{section}]` has no `{name}`; did you mean `{}` in `[{}]`?", other.name, other.section);
    }
    format!("`[{section}]` has no `{name}`{hint}")
}

/// Message for a setting outside all sections.
fn outside(name: &str) -> String {
    match ENTRIES.iter().find(|entry| entry.name == name) {
        Some(entry) => format!("`{name}` belongs in `[{}]`: write it below that line", entry.section),
        None => format!("`{name}` is outside every section"),
    }
}

/// Checks the user's keys. Takes the names of the scopes, those of a scope's commands, and a parser of key sequences,
/// whose error states the problem.
pub fn check_keys<'a>(
    config: &Config,
    scopes: &[&str],
    commands: impl Fn(&str) -> Vec<&'a str>,
    read: impl Fn(&str) -> Result<(), String>,
) -> Vec<SettingsProblem> {
    let check = |binding: &Binding| -> Option<String> {
        let Binding { scope, keys, command, .. } = binding;
        if !scopes.contains(&scope.as_str()) {
            return Some(format!("there are no keys `[keys.{scope}]`{}", suggestion(scope, scopes.iter().copied())));
        }
        if let Err(wrong) = read(keys) {
            return Some(format!("`{keys}` is not a key: {wrong}"));
        }
        let names = commands(scope);
        (command != "none" && !names.contains(&command.as_str()))
            .then(|| format!("there is no command `{command}`{}", suggestion(command, names)))
    };
    let problem = |binding| check(binding).map(|text| SettingsProblem { line: binding.line, text });
    config.keys.iter().filter_map(problem).collect()
}
