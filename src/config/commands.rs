//! Sections `[commands.NAME]`: programs of the user's that get a part of the article.

use super::Config;
use super::fields::{SettingsProblem, suggestion};
use super::values::{choice, number, texts};
use crate::sanitize;
use toml_edit::Value;

/// Names of the settings of a command.
const NAMES: [&str; 5] = ["key", "run", "input", "output", "seconds"];

/// Longest time that a command may be given, in seconds.
const MAX_SECONDS: u16 = 36_000;

choices! {
    /// Part of the article that a command gets.
    CommandInput {
        /// The selected text.
        Selection = "selection",
        /// The text of the article.
        Article = "article",
        /// The current quotation with its citation, as JSON.
        Quotation = "quotation",
        /// The address of the article.
        Url = "url",
    }
}

impl CommandInput {
    /// Returns its word in the settings, which in braces is its placeholder.
    pub fn word(self) -> &'static str {
        Self::WORDS.get(self as usize).copied().unwrap_or_default()
    }
}

choices! {
    /// Use of a command's output.
    CommandOutput {
        /// Shown over the text.
        Pane = "pane",
        /// Saved as a note on the selection, or on the article if nothing was selected.
        Note = "note",
        /// Dropped.
        Nothing = "nothing",
    }
}

/// A command of the user's.
#[derive(Clone, PartialEq, Eq)]
pub struct UserCommand {
    /// Name in the settings.
    pub name: String,
    /// Keys: one, or several for a sequence; empty if only the palette runs it.
    pub key: String,
    /// Program and arguments, with placeholders.
    pub run: Vec<String>,
    /// Part of the article on standard input.
    pub input: Option<CommandInput>,
    /// Use of the output.
    pub output: CommandOutput,
    /// Time limit.
    pub seconds: u16,
    /// Line of its first setting in the file, counted from 1.
    pub line: usize,
}

impl std::fmt::Debug for UserCommand {
    /// Leaves the arguments out, since they may hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserCommand").field("name", &self.name).field("key", &self.key).finish_non_exhaustive()
    }
}

impl UserCommand {
    fn new(name: &str, line: usize) -> Self {
        Self {
            name: name.to_owned(),
            key: String::new(),
            run: Vec::new(),
            input: None,
            output: CommandOutput::Pane,
            seconds: 60,
            line,
        }
    }

    /// Returns the parts of the article that it needs: that on standard input, and those named in its arguments.
    pub fn needs(&self) -> impl Iterator<Item = CommandInput> {
        let named = |input: &CommandInput| {
            let placeholder = format!("{{{}}}", input.word());
            self.input == Some(*input) || self.run.iter().skip(1).any(|argument| argument.contains(&placeholder))
        };
        CommandInput::ALL.iter().copied().filter(named)
    }
}

/// Stores a setting of a command; `path` is what stands below `commands`.
///
/// # Errors
/// A clause with the problem; it never holds the value, which may be a secret.
pub(super) fn apply(config: &mut Config, path: &[String], line: usize, value: &Value) -> Result<(), String> {
    let [name, field] = path else {
        return match path {
            [name] => Err(format!("`{name}` needs a section of its own: [commands.{name}]")),
            _ => Err("a command has no tables inside".to_owned()),
        };
    };
    let name = sanitize::line(name);
    let all = &mut config.commands;
    let at = all.iter().position(|command| command.name == name).unwrap_or_else(|| {
        all.push(UserCommand::new(&name, line));
        all.len() - 1
    });
    let Some(command) = all.get_mut(at) else { return Ok(()) };
    match field.as_str() {
        "key" => value.as_str().ok_or("`key` needs a key in quotes: key = \"F2\"")?.clone_into(&mut command.key),
        "run" => {
            let words = texts(value).filter(|words| words.first().is_some_and(|program| !program.is_empty()));
            command.run = words.ok_or_else(|| {
                command.run = vec![String::new()];
                "`run` must be a list of words, first the program: [\"dict\", \"{selection}\"]"
            })?;
        }
        "input" => command.input = CommandInput::ALL.get(choice(field, value, CommandInput::WORDS)?).copied(),
        "output" => {
            command.output =
                CommandOutput::ALL.get(choice(field, value, CommandOutput::WORDS)?).copied().unwrap_or(command.output);
        }
        "seconds" => command.seconds = number(field, value, &(1..=MAX_SECONDS))?,
        other => return Err(format!("a command has no `{other}`{}", suggestion(other, NAMES))),
    }
    Ok(())
}

/// Removes the commands without a program. Returns a problem for each whose `run` is missing; a wrong one, which left an
/// empty word, is reported already.
pub(super) fn drop_incomplete(config: &mut Config) -> Vec<SettingsProblem> {
    let mut problems = Vec::new();
    config.commands.retain(|command| {
        if command.run.is_empty() {
            let text = format!("the command `{}` has no `run`: run = [\"PROGRAM\", \"{{selection}}\"]", command.name);
            problems.push(SettingsProblem { line: command.line, text });
        }
        command.run.first().is_some_and(|program| !program.is_empty())
    });
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_with_their_defaults() {
        let (config, problems) = Config::parse(
            "[commands.dictionary]\nkey = \"F2\"\nrun = [\"dict\", \"--\", \"{selection}\"]\n\
            [commands.\"read aloud\"]\nrun = [\"espeak-ng\", \"--stdin\"]\ninput = \"article\"\noutput = \"nothing\"\nseconds = 3600\n",
        );
        assert_eq!(problems, []);
        let [dictionary, aloud] = config.commands.as_slice() else { panic!("{config:?}") };
        assert_eq!((dictionary.name.as_str(), dictionary.key.as_str(), dictionary.seconds), ("dictionary", "F2", 60));
        assert_eq!((dictionary.output, dictionary.input), (CommandOutput::Pane, None));
        assert_eq!(dictionary.needs().collect::<Vec<_>>(), [CommandInput::Selection]);
        assert_eq!((aloud.output, aloud.seconds), (CommandOutput::Nothing, 3600));
        assert_eq!(aloud.needs().collect::<Vec<_>>(), [CommandInput::Article]);
    }

    #[test]
    fn wrong_commands_are_reported_without_their_values() {
        let (config, problems) = Config::parse(
            "[commands]\nx = [\"s3cret\"]\n[commands.a]\nrun = \"curl s3cret\"\n[commands.b]\nrun = [\"b\"]\ninptu = \"s3cret\"\n\
            input = \"selecton\"\nseconds = 0\n[commands.c]\nkey = \"F2\"\n",
        );
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "line 2: `x` needs a section of its own: [commands.x]",
                "line 4: `run` must be a list of words, first the program: [\"dict\", \"{selection}\"]",
                "line 7: a command has no `inptu`; did you mean `input`?",
                "line 8: `input` must be one of \"selection\", \"article\", \"quotation\", \"url\"; did you mean `selection`?",
                "line 9: `seconds` must be a number from 1 to 36000",
                "line 11: the command `c` has no `run`: run = [\"PROGRAM\", \"{selection}\"]",
            ]
        );
        assert_eq!(config.commands.iter().map(|command| command.name.as_str()).collect::<Vec<_>>(), ["b"]);
        assert!(!format!("{config:?}").contains("s3cret"));
    }
}
