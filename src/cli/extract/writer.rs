//! [`Writer`]: prints results in order, on standard output or behind the rows of an earlier run.

use super::input::Input;
use super::skipped::Skipped;
use super::{Output, resume};
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::out;
use crate::cli::read_args::{ExtractArgs, ExtractFormat};
use crate::cli::rows::JsonArray;
use crate::ordered::Ordered;
use crate::plural::pluralize;
use std::io::{BufWriter, IsTerminal, Write};

/// Prints results.
pub(super) struct Writer<'a> {
    context: &'a CliContext,
    format: ExtractFormat,
    /// Number of sources, if that is the number of rows.
    count: Option<usize>,
    array: JsonArray,
    out: Box<dyn Write>,
    skipped: Skipped,
    /// Rows of the archive that is being read.
    pages: usize,
    /// True if there is an archive or a mailbox among the sources.
    has_several: bool,
    progress: Option<indicatif::ProgressBar>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(command: &ExtractArgs, context: &'a CliContext) -> Result<Self, CliError> {
        if command.resume.is_some() && command.format == ExtractFormat::Json {
            return Err(CliError::Usage("--resume writes one line per page; leave out --format json".into()));
        }
        Ok(Self {
            context,
            format: command.format,
            count: None,
            array: JsonArray::default(),
            out: Box::new(out()),
            skipped: Skipped::create(command.skipped.as_deref())?,
            pages: 0,
            has_several: false,
            progress: None,
        })
    }

    /// Goes on behind the last whole row of an earlier run, if there is one.
    pub(super) fn resume(&mut self, command: &ExtractArgs, input: &mut Input) -> Result<(), CliError> {
        let mut last = None;
        if let Some(path) = &command.resume {
            let (file, row) =
                resume::open(path).map_err(|error| CliError::Failed(format!("{}: {error}", path.display())))?;
            self.out = Box::new(BufWriter::with_capacity(64 * 1024, file));
            last = row.map(|row| input.resume(row.clone()).map(|done| (row, done))).transpose()?;
        }
        match &command.skipped {
            Some(path) => self.skipped.cut(path, last.as_ref().map(|(row, done)| (row, done))),
            None => Ok(()),
        }
    }

    /// Sets the number of sources, if that is the number of rows, and shows the progress.
    pub(super) fn expect(&mut self, count: Option<usize>) {
        let common = &self.context.common;
        let shown = !common.quiet && !common.plain && std::io::stderr().is_terminal() && count != Some(1);
        self.progress = shown.then(|| progress(count));
        self.count = count;
    }

    /// Prints all results.
    pub(super) fn run(&mut self, results: &Ordered<Input, Output>) -> Result<Outcome, CliError> {
        let mut outcome = Outcome::Done;
        while let Some(result) = results.next() {
            self.has_several |= result.is_archived() || matches!(result, Output::Several(_));
            let all = if let Output::Several(all) = result { all } else { vec![result] };
            for result in all {
                if self.put(result)? == Outcome::SomeFailed {
                    outcome = Outcome::SomeFailed;
                }
            }
        }
        if self.format == ExtractFormat::Json && !self.is_single() {
            std::mem::take(&mut self.array).finish(&mut self.out)?;
        }
        self.out.flush()?;
        if let Some(progress) = &self.progress {
            progress.finish_and_clear();
        }
        Ok(outcome)
    }

    /// Prints one result.
    fn put(&mut self, result: Output) -> Result<Outcome, CliError> {
        let mut outcome = Outcome::Done;
        match result {
            Output::Nothing | Output::Several(_) => return Ok(outcome),
            Output::Row(row, is_archived) => {
                self.pages += usize::from(is_archived);
                self.write(&row)?;
            }
            Output::Failed(why) => {
                outcome = Outcome::SomeFailed;
                self.tell(&why);
            }
            Output::Skipped(file, skip) => {
                self.skipped.skip(&file, &skip)?;
                return Ok(outcome);
            }
            Output::Damaged(file, damage) => {
                self.skipped.damage(&file, &damage)?;
                let address = damage.url.as_deref().map(|url| format!(" ({url})")).unwrap_or_default();
                self.tell(&format!("{file}: byte {}: {}; left out{address}", damage.offset, damage.fault));
                return Ok(Outcome::SomeFailed);
            }
            Output::End(file) => {
                let pages = pluralize(std::mem::take(&mut self.pages), "page", "pages");
                let counts = self.skipped.take_counts();
                if !self.context.common.quiet {
                    self.tell(&format!("{file}: {pages}{counts}"));
                }
                return Ok(outcome);
            }
        }
        if let Some(progress) = &self.progress {
            progress.inc(1);
        }
        Ok(outcome)
    }

    fn tell(&self, message: &str) {
        let tell = || self.context.error(message);
        self.progress.as_ref().map_or_else(tell, |progress| progress.suspend(tell));
    }

    /// Returns true if the output is a single document.
    fn is_single(&self) -> bool {
        self.count == Some(1) && !self.has_several
    }

    fn write(&mut self, row: &str) -> Result<(), CliError> {
        if self.format == ExtractFormat::Json && !self.is_single() {
            return self.array.push(row, &mut self.out);
        }
        self.out.write_all(row.as_bytes())?;
        self.out.write_all(b"\n")?;
        self.out.flush()?;
        Ok(())
    }
}

fn progress(count: Option<usize>) -> indicatif::ProgressBar {
    use indicatif::{ProgressBar, ProgressStyle};
    let (bar, template) = match count {
        Some(count) => (ProgressBar::new(count as u64), "{pos}/{len} {wide_bar} {eta} left"),
        None => (ProgressBar::new_spinner(), "{pos} read {spinner} {elapsed}"),
    };
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}
