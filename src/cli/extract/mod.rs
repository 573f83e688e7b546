//! `sayso extract`: complete readings of many sources, on all cores, in input order, with bounded memory.
//!
//! One reader goes through the sources and the pages of archives (`input`); workers analyse what it finds; the writer
//! prints the results in order.

mod input;
mod resume;
mod skipped;
mod writer;

use super::context::CliContext;
use super::read_args::{ExtractArgs, ExtractFormat};
use super::rows;
use crate::cli::error::{CliError, Outcome};
use crate::load::Options;
use crate::load::warc::{WarcDamage, WarcSkip};
use crate::ordered::{Ordered, WindowLimits};
use crate::reading::Reading;
use crate::reading::json::JsonReading;
use crate::{declutter, load};
use input::{Input, Job};
use std::ffi::OsString;
use std::num::NonZero;
use std::sync::Arc;
use std::thread;
use writer::Writer;

/// Stack size of workers, in bytes. Deep pages are walked in loops and the parser's depth is limited, so this is ample.
const STACK: usize = 16 * 1024 * 1024;
/// Maximum number of finished readings per worker that wait for the writer.
const AHEAD: usize = 4;
/// Bytes of archived pages that may wait together: the bound of the memory, whatever the number of workers.
const MAX_WAITING_BYTES: usize = 32 << 20;

/// Result of a job.
enum Output {
    /// A reading as JSON, and true if it comes from an archive.
    Row(String, bool),
    /// The articles of a mailbox that a server sent.
    Several(Vec<Self>),
    /// Nothing to print.
    Nothing,
    /// A one-line error that names the source.
    Failed(String),
    /// A record of this archive that is no page.
    Skipped(Arc<str>, Box<WarcSkip>),
    /// A damaged place of this archive.
    Damaged(Arc<str>, WarcDamage),
    /// The end of this archive.
    End(Arc<str>),
}

impl Output {
    fn is_archived(&self) -> bool {
        !matches!(self, Self::Row(_, false) | Self::Several(_) | Self::Failed(_) | Self::Nothing)
    }
}

/// Prints the readings of all sources as JSON.
pub fn extract(command: &ExtractArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let mut writer = Writer::new(command, context)?;
    let mut input = Input::new(command, context)?;
    writer.resume(command, &mut input)?;
    let jobs = command.jobs.map_or_else(|| thread::available_parallelism().map_or(1, NonZero::get), usize::from);
    // One source may be an archive on standard input.
    let jobs = input.source_count().map_or(jobs, |count| jobs.min(count.max(2))).max(1);
    writer.expect(input.source_count());
    let ordered = Ordered::new(input, WindowLimits { count: jobs * AHEAD, weight: MAX_WAITING_BYTES });
    let options =
        declutter::ClutterOptions { keep_clutter: command.keep_clutter, ..declutter::ClutterOptions::default() };
    thread::scope(|scope| {
        for number in 0..jobs {
            let work = || ordered.work(Job::weight, |job| output(job, command.format, context, &options));
            let worker = thread::Builder::new().name(format!("extract-{number}")).stack_size(STACK);
            if let Err(error) = worker.spawn_scoped(scope, work) {
                if number == 0 {
                    ordered.close();
                    return Err(CliError::Failed(format!("cannot start a thread: {error}")));
                }
                break;
            }
        }
        let written = writer.run(&ordered);
        ordered.close();
        written
    })
}

fn output(job: Job, format: ExtractFormat, context: &CliContext, options: &declutter::ClutterOptions) -> Output {
    let reading = match job {
        Job::Location(source) => {
            let (read, further) = context.load_and_read(&source, options);
            let first = read.map(|(_, reading)| reading);
            // The articles of a file are jobs of their own.
            let is_url = load::Location::parse(&source).is_ok_and(|it| matches!(it, load::Location::Url(_)));
            if is_url && !further.is_empty() {
                let rest = further_readings(&further, context, options);
                return Output::Several(std::iter::once(first).chain(rest).map(|read| row(read, format)).collect());
            }
            first
        }
        Job::Bytes(bytes) => {
            let load = || {
                let options = Options { base: context.common.url.clone(), ..Options::default() };
                load::from_bytes("-", bytes, &options).map_err(|error| error.to_string())
            };
            context.read_source("-", load, options).map(|(_, reading)| reading)
        }
        Job::Page(file, page) => {
            let (name, mut skip) = (format!("{file}: byte {}", page.offset), None);
            let load = || {
                page.into_source(&file, &Options::default()).map_err(|skipped| {
                    skip = Some(skipped);
                    String::new()
                })
            };
            let read = context.read_source(&name, load, options).map(|(_, reading)| reading);
            if let Some(skip) = skip {
                return Output::Skipped(file, skip);
            }
            read
        }
        Job::Written(file, page) => {
            return page
                .into_source(&file, &Options::default())
                .err()
                .map_or(Output::Nothing, |skip| Output::Skipped(file, skip));
        }
        Job::Failed(why) => Err(why),
        Job::Skipped(file, skip) => return Output::Skipped(file, skip),
        Job::Damaged(file, damage) => return Output::Damaged(file, damage),
        Job::End(file) => return Output::End(file),
    };
    row(reading, format)
}

fn row(reading: Result<Reading, String>, format: ExtractFormat) -> Output {
    let row = reading.and_then(|reading| Ok((json(&reading, format)?, reading.source.warc.is_some())));
    row.map_or_else(Output::Failed, |(json, is_archived)| Output::Row(json, is_archived))
}

/// Reads the articles behind the first in a mailbox that a server sent. The answer is held, so that it is not asked again.
fn further_readings<'a>(
    further: &'a [OsString],
    context: &'a CliContext,
    options: &'a declutter::ClutterOptions,
) -> impl Iterator<Item = Result<Reading, String>> + 'a {
    let name = further.first().map(|first| first.to_string_lossy().into_owned()).unwrap_or_default();
    let held = name.rsplit_once('#').and_then(|(address, _)| load::held_articles(address));
    let load_options = Options { base: context.common.url.clone(), ..Options::default() };
    further.iter().enumerate().map(move |(at, location)| {
        let read = match &held {
            Some(articles) => {
                let load = || articles.source(at + 1, &load_options).map_err(|error| error.to_string());
                context.read_source(&location.to_string_lossy(), load, options)
            }
            None => context.load_and_read(location, options).0,
        };
        read.map(|(_, reading)| reading)
    })
}

fn json(reading: &Reading, format: ExtractFormat) -> Result<String, String> {
    let view = JsonReading::of(reading);
    let json = match format {
        ExtractFormat::Jsonl => rows::json(&view),
        ExtractFormat::Json => rows::pretty_json(&view),
    };
    json.map_err(|_| format!("{}: cannot be written as JSON", reading.source.location))
}
