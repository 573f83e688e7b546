//! [`CliContext`]: common options, models, reading of sources, and error messages, for all commands.

use super::args::{ColorWhen, CommonArgs};
use super::output::tell;
use crate::cli::error::{CliError, Outcome};
use crate::config::Config;
use crate::load::{self, LoadError, Location, Source};
use crate::models::Models;
use crate::read_source::{ReadResult, load_and_read, read_source};
use crate::reading::{Least, Reading};
use crate::sample;
use crate::tui::theme;
use crate::{declutter, paths, site_rules};
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::sync::Arc;

/// State that all commands need.
#[derive(Debug)]
pub struct CliContext {
    /// Options of all commands.
    pub common: CommonArgs,
    models: Arc<Models>,
}

impl CliContext {
    /// Creates a context and loads the user's site rules, unless they are disabled. Models load on first use.
    pub fn new(common: CommonArgs) -> Self {
        let context = Self { common, models: Arc::default() };
        if let Some(file) = site_rules::file().filter(|_| !context.common.no_rules) {
            match site_rules::read(&file) {
                Ok((rules, wrong)) => {
                    context.models.set_rules(rules);
                    for line in wrong {
                        context.note(&format!("{}: line {line} is not a rule", file.display()));
                    }
                }
                Err(error) => context.error(&format!("{}: {error}", file.display())),
            }
        }
        context
    }

    /// Returns the lowest certainty of printed quotations: `--min-confidence`, or else the settings.
    pub fn least(&self, min_confidence: Option<f32>) -> Least {
        let setting = || Least::Grade(Config::load().0.reader.least_grade.grade());
        min_confidence.map_or_else(setting, Least::Confidence)
    }

    /// Returns the sources named by the user, after the sample article with `--sample`. None at all is a usage error.
    pub fn locations(&self, named: &[OsString]) -> Result<Vec<OsString>, CliError> {
        let sample = self.common.sample.then(|| OsString::from(sample::LOCATION));
        let all: Vec<_> = sample.into_iter().chain(named.iter().cloned()).collect();
        if all.is_empty() {
            return Err(CliError::Usage("no source given; name a file, a URL, or `-` for standard input".into()));
        }
        Ok(all)
    }

    /// Loads and reads each source and each article of a container; `take` gets the readings. Failures and panics are
    /// printed on standard error.
    pub fn read_all(
        &self,
        named: &[OsString],
        mut take: impl FnMut(Reading, Several) -> Result<(), CliError>,
    ) -> Result<Outcome, CliError> {
        let mut outcome = Outcome::Done;
        self.load_all(named, |_, read, several| match read {
            Ok((_, reading)) => take(reading, several),
            Err(why) => {
                outcome = Outcome::SomeFailed;
                self.error(&why);
                Ok(())
            }
        })?;
        Ok(outcome)
    }

    /// Like [`Self::read_all`], but `take` also gets the original bytes, and the failures.
    pub fn load_all(
        &self,
        named: &[OsString],
        take: impl FnMut(&OsStr, ReadResult, Several) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        self.load_all_with(named, &declutter::ClutterOptions::default(), take)
    }

    /// Like [`Self::load_all`], with these options.
    pub fn load_all_with(
        &self,
        named: &[OsString],
        options: &declutter::ClutterOptions,
        mut take: impl FnMut(&OsStr, ReadResult, Several) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        for location in named {
            let (read, further) = self.load_and_read(location, options);
            let several = Several(named.len() > 1 || !further.is_empty());
            take(location, read, several)?;
            for location in &further {
                take(location, self.load_and_read(location, options).0, several)?;
            }
        }
        Ok(())
    }

    /// Loads and reads a source, or the first article of a container. The error names the source and the reason. Also
    /// returns the locations of the articles that follow in the container, even if the first cannot be read.
    pub fn load_and_read(&self, location: &OsStr, options: &declutter::ClutterOptions) -> (ReadResult, Vec<OsString>) {
        load_and_read(location, |location| self.load(location), &self.models, &self.with_rules(options))
    }

    /// Reads a source that `load` brings. `name` stands for it in the message if sayso itself fails.
    pub fn read_source(
        &self,
        name: &str,
        load: impl FnOnce() -> Result<Source, String>,
        options: &declutter::ClutterOptions,
    ) -> ReadResult {
        read_source(name, load, &self.models, &self.with_rules(options))
    }

    /// These options with the user's site rules.
    fn with_rules(&self, options: &declutter::ClutterOptions) -> declutter::ClutterOptions {
        declutter::ClutterOptions { rules: self.models.options().rules, ..options.clone() }
    }

    fn load(&self, location: &OsStr) -> Result<Source, LoadError> {
        if self.common.sample && location == sample::LOCATION {
            return Ok(sample::source());
        }
        let options = load::Options { base: self.common.url.clone(), ..load::Options::default() };
        load::load(&Location::parse(location)?, &options)
    }

    /// Tells that `--theme` names no theme. The screen tells it itself.
    pub fn check_theme(&self) {
        let Some(name) = self.common.theme.as_deref().filter(|name| *name != "auto") else { return };
        if let Err(why) = theme::named(name, paths::theme_folder().as_deref()) {
            self.note(&format!("{why} · `sayso themes` lists them"));
        }
    }

    /// Prints an error as one line on standard error.
    #[expect(clippy::unused_self, reason = "telling is the context's business; a test may replace it")]
    pub fn error(&self, message: &str) {
        tell(message);
    }

    /// Prints a note as one line on standard error, unless `--quiet` is given.
    pub fn note(&self, message: &str) {
        if !self.common.quiet {
            self.error(message);
        }
    }

    /// Returns the models of declutter and attribute.
    pub fn models(&self) -> &Arc<Models> {
        &self.models
    }

    /// Prints the problems of a reading, unless `--quiet` is given.
    pub fn problems(&self, reading: &Reading) {
        for problem in reading.article.problems.iter().chain(&reading.attributions.problem()) {
            self.note(&format!("{}: note: {problem}", reading.source.location));
        }
    }

    /// Returns the styling for standard output.
    pub fn styling(&self) -> Styling {
        let environment = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        Styling::decide(self.common.color, std::io::stdout().is_terminal(), &environment)
    }
}

/// True if more than one article is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Several(pub bool);

/// Styling of printed text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Styling {
    /// No escape sequences.
    #[default]
    Plain,
    /// Bold, italic, underline, but no colour.
    Attributes,
    /// Attributes and colour.
    Colour,
}

impl Styling {
    /// Decides by the usual precedence: flag, `NO_COLOR`, `CLICOLOR_FORCE` or `FORCE_COLOR`, `CLICOLOR`, then the
    /// capability of the terminal.
    fn decide(flag: ColorWhen, terminal: bool, environment: &dyn Fn(&str) -> Option<OsString>) -> Self {
        let able = terminal && environment("TERM").is_some_and(|term| term != "dumb");
        let without_colour = if able { Self::Attributes } else { Self::Plain };
        match flag {
            ColorWhen::Always => return Self::Colour,
            ColorWhen::Never => return without_colour,
            ColorWhen::Auto => {}
        }
        if environment("NO_COLOR").is_some() {
            return without_colour;
        }
        if ["CLICOLOR_FORCE", "FORCE_COLOR"].into_iter().filter_map(environment).any(|value| value != "0") {
            return Self::Colour;
        }
        if able && environment("CLICOLOR").is_none_or(|value| value != "0") { Self::Colour } else { without_colour }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(flag: ColorWhen, terminal: bool, environment: &[(&str, &str)]) -> Styling {
        let lookup = |name: &str| {
            let value = environment.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
            value.filter(|value| !value.is_empty())
        };
        Styling::decide(flag, terminal, &lookup)
    }

    #[test]
    fn colour_follows_flag_then_environment_then_terminal() {
        use Styling::{Attributes, Colour, Plain};
        const TERM: (&str, &str) = ("TERM", "xterm");
        for (flag, terminal, environment, expected) in [
            (ColorWhen::Auto, true, &[TERM][..], Colour),
            (ColorWhen::Auto, false, &[TERM], Plain),
            (ColorWhen::Auto, true, &[], Plain),
            (ColorWhen::Auto, true, &[("TERM", "dumb")], Plain),
            (ColorWhen::Auto, true, &[TERM, ("NO_COLOR", "1")], Attributes),
            (ColorWhen::Auto, true, &[TERM, ("NO_COLOR", "")], Colour),
            (ColorWhen::Auto, true, &[TERM, ("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], Attributes),
            (ColorWhen::Auto, false, &[("CLICOLOR_FORCE", "1"), ("CLICOLOR", "0")], Colour),
            (ColorWhen::Auto, false, &[("FORCE_COLOR", "1")], Colour),
            (ColorWhen::Auto, true, &[TERM, ("CLICOLOR", "0")], Attributes),
            (ColorWhen::Always, false, &[("NO_COLOR", "1")], Colour),
            (ColorWhen::Never, true, &[TERM, ("CLICOLOR_FORCE", "1")], Attributes),
            (ColorWhen::Never, false, &[TERM], Plain),
        ] {
            assert_eq!(decide(flag, terminal, environment), expected, "{flag:?} {terminal} {environment:?}");
        }
    }
}
