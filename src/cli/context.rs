//! [`CliContext`]: what every command needs: the options that all share, models, a way to read a source and to tell failures.

use super::args::{ColorWhen, CommonArgs};
use super::output::tell;
use crate::cli::error::CliError;
use crate::config::Config;
use crate::library::feed;
use crate::load::{self, Location, Source};
use crate::models::Models;
use crate::reading::{Least, Reading};
use crate::sample;
use crate::{declutter, pipeline, site_rules};
use std::cell::Cell;
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Once};

/// What every command needs.
#[derive(Debug)]
pub struct CliContext {
    /// The options that all commands share.
    pub common: CommonArgs,
    models: Arc<Models>,
}

impl CliContext {
    /// A context of these options; only the reader's rules are loaded yet, unless they are not wanted.
    pub fn new(common: CommonArgs) -> Self {
        let context = Self { common, models: Arc::default() };
        if let Some(file) = site_rules::file().filter(|_| !context.common.no_rules) {
            match site_rules::read(&file) {
                Ok((rules, wrong)) => {
                    context.models.set_rules(rules);
                    for line in wrong {
                        context.note(&format!("{}: line {line} is no rule", file.display()));
                    }
                }
                Err(error) => context.error(&format!("{}: {error}", file.display())),
            }
        }
        context
    }

    /// The least certain quotations that are printed: as asked for by `--min-confidence`, else as the settings say.
    pub fn least(&self, min_confidence: Option<f32>) -> Least {
        let setting = || Least::Grade(Config::load().0.reader.least_grade.grade());
        min_confidence.map_or_else(setting, Least::Confidence)
    }

    /// What the user named, with the sample article in front if it was asked for; nothing named is wrong usage.
    pub fn locations(&self, named: &[OsString]) -> Result<Vec<OsString>, CliError> {
        let sample = self.common.sample.then(|| OsString::from(sample::LOCATION));
        let all: Vec<_> = sample.into_iter().chain(named.iter().cloned()).collect();
        if all.is_empty() {
            return Err(CliError::Usage("no source named; give a file, an address, or `-` for standard input".into()));
        }
        Ok(all)
    }

    /// Loads and reads one source; a failure, also a panic within, is told on standard error and gives `None`.
    pub fn read(&self, location: &OsStr, options: &declutter::ClutterOptions) -> Option<Reading> {
        self.try_read(location, options).map_err(|why| self.error(&why)).ok()
    }

    /// Loads and reads one source; the error names it and says why.
    pub fn try_read(&self, location: &OsStr, options: &declutter::ClutterOptions) -> Result<Reading, String> {
        self.try_load_and_read(location, options).map(|(_, reading)| reading)
    }

    /// The same, with the bytes it was read from.
    pub fn try_load_and_read(
        &self,
        location: &OsStr,
        options: &declutter::ClutterOptions,
    ) -> Result<(Source, Reading), String> {
        let read = guarded(|| {
            let source = self.load(location)?;
            let rules = self.models.options().rules;
            let options = declutter::ClutterOptions { rules, ..options.clone() };
            let reading = match feed::listing(&source) {
                Some((list, meta)) => pipeline::analyse_own_text(&list, meta, &self.models),
                None => pipeline::analyse(&source, &self.models, &options),
            };
            Ok((source, reading))
        });
        read.unwrap_or_else(|panic| {
            let name = location.to_string_lossy();
            Err(format!("{name}: sayso itself failed on this source ({panic}); please report it"))
        })
    }

    fn load(&self, location: &OsStr) -> Result<Source, String> {
        if self.common.sample && location == sample::LOCATION {
            return Ok(sample::source());
        }
        let options = load::Options { base: self.common.url.clone(), ..load::Options::default() };
        let location = Location::parse(location).map_err(|error| error.to_string())?;
        load::load(&location, &options).map_err(|error| error.to_string())
    }

    /// Tells an error in one line on standard error.
    #[expect(clippy::unused_self, reason = "telling is the context's business; a test may replace it")]
    pub fn error(&self, message: &str) {
        tell(message);
    }

    /// Tells something that is no error in one line on standard error, unless told to be quiet.
    pub fn note(&self, message: &str) {
        if !self.common.quiet {
            self.error(message);
        }
    }

    /// What declutter and attribute know.
    pub fn models(&self) -> &Arc<Models> {
        &self.models
    }

    /// Tells what the reader should know of a reading, unless told to be quiet.
    pub fn problems(&self, reading: &Reading) {
        for problem in reading.article.problems.iter().chain(&reading.attributions.problem()) {
            self.note(&format!("{}: note: {problem}", reading.source.location));
        }
    }

    /// How what goes to standard output may look.
    pub fn styling(&self) -> Styling {
        let environment = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        Styling::decide(self.common.color, std::io::stdout().is_terminal(), &environment)
    }
}

/// How printed text may look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Styling {
    /// No escape sequences.
    #[default]
    Plain,
    /// Bold, italic, underlined, but no colour.
    Attributes,
    /// Colour, too.
    Colour,
}

impl Styling {
    /// Flag and environment decide, in the order that the terminal world has settled on: flag, `NO_COLOR`,
    /// `CLICOLOR_FORCE` or `FORCE_COLOR`, `CLICOLOR`, then whether it is a terminal that can.
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

thread_local! {
    /// Whether a panic of this thread is caught and told as a source's failure.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`; a panic in it is caught, not printed, and gives its message.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                before(info);
            }
        }));
    });
    GUARDED.set(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    result.map_err(|payload| {
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".into())
    })
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

    #[test]
    fn a_panic_becomes_its_message() {
        assert_eq!(guarded(|| -> u8 { panic!("here") }), Err("here".into()));
        assert_eq!(guarded(|| 1), Ok(1));
    }
}
