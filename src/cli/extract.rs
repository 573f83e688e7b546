//! `sayso extract`: complete readings of many sources, on all cores, in input order, with bounded memory.
//!
//! Workers take sources one by one from a shared list and put their lines into a window of slots; the writer prints the
//! next line in order as soon as it is ready. A worker too far ahead of the writer waits.

use super::context::CliContext;
use super::output::{StdoutWriter, out};
use super::read_args::{ExtractArgs, ExtractFormat};
use super::rows;
use super::rows::JsonArray;
use crate::cli::error::{CliError, Outcome};
use crate::declutter;
use crate::reading::json::JsonReading;
use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Stack size of workers, in bytes. Deep pages are walked in loops and the parser's depth is limited, so this is ample.
const STACK: usize = 16 * 1024 * 1024;
/// Maximum number of finished readings per worker that wait for the writer.
const AHEAD: usize = 4;

type Sources<'a> = Box<dyn Iterator<Item = std::io::Result<OsString>> + Send + 'a>;
/// One line of JSON, or a one-line error that names the source.
type Line = Result<String, String>;

/// Prints the readings of all sources as JSON.
pub fn extract(command: &ExtractArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let (sources, count) = sources(command, context)?;
    let jobs = command.jobs.map_or_else(|| thread::available_parallelism().map_or(1, NonZero::get), usize::from);
    let jobs = count.map_or(jobs, |count| jobs.min(count)).max(1);
    let window = Window::new(sources, jobs * AHEAD);
    let options =
        declutter::ClutterOptions { keep_clutter: command.keep_clutter, ..declutter::ClutterOptions::default() };
    let mut writer = Writer::new(command.format, count, context);
    thread::scope(|scope| {
        for number in 0..jobs {
            let work = || window.work(command.format, context, &options);
            let worker = thread::Builder::new().name(format!("extract-{number}")).stack_size(STACK);
            if let Err(error) = worker.spawn_scoped(scope, work) {
                if number == 0 {
                    window.close();
                    return Err(CliError::Failed(format!("no thread could be started: {error}")));
                }
                break;
            }
        }
        let written = writer.run(&window);
        window.close();
        written
    })
}

/// Returns the sources given as arguments and in the list, and their number if it is known without reading the list.
fn sources<'a>(command: &'a ExtractArgs, context: &CliContext) -> Result<(Sources<'a>, Option<usize>), CliError> {
    let Some(list) = &command.list else {
        let all = context.locations(&command.sources)?;
        let count = all.len();
        return Ok((Box::new(all.into_iter().map(Ok)), Some(count)));
    };
    let reader: Box<dyn BufRead + Send> = if list.as_os_str() == "-" {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        let file =
            std::fs::File::open(list).map_err(|error| CliError::Failed(format!("{}: {error}", list.display())))?;
        Box::new(BufReader::new(file))
    };
    let named = command.sources.iter().cloned().map(Ok);
    let listed =
        reader.split(b'\n').map(|line| line.map(name)).filter(|line| !matches!(line, Ok(name) if name.is_empty()));
    Ok((Box::new(named.chain(listed)), None))
}

/// Converts a line of the list to a name; raw bytes on systems whose names are bytes.
fn name(mut line: Vec<u8>) -> OsString {
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    #[cfg(unix)]
    return std::os::unix::ffi::OsStringExt::from_vec(line);
    #[cfg(not(unix))]
    return String::from_utf8_lossy(&line).into_owned().into();
}

/// State shared by workers and writer.
struct Window<'a> {
    state: Mutex<State<'a>>,
    /// Signalled after a line was added or the sources have ended.
    filled: Condvar,
    /// Signalled after a line was removed or the writer has stopped.
    freed: Condvar,
    size: usize,
}

struct State<'a> {
    sources: Sources<'a>,
    /// Number of the next source for a worker.
    taken: usize,
    /// Number of the next line to write.
    written: usize,
    lines: HashMap<usize, Line>,
    /// True once there are no more sources.
    ended: bool,
    /// True once the writer has stopped.
    closed: bool,
}

impl<'a> Window<'a> {
    fn new(sources: Sources<'a>, size: usize) -> Self {
        let state = State { sources, taken: 0, written: 0, lines: HashMap::new(), ended: false, closed: false };
        Self { state: Mutex::new(state), filled: Condvar::new(), freed: Condvar::new(), size }
    }

    fn lock(&self) -> MutexGuard<'_, State<'a>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads sources until there are no more.
    fn work(&self, format: ExtractFormat, context: &CliContext, options: &declutter::ClutterOptions) {
        while let Some((number, source)) = self.take() {
            let line = match source {
                Ok(source) => line(&source, format, context, options),
                Err(error) => Err(format!("--sources: {error}")),
            };
            self.lock().lines.insert(number, line);
            self.filled.notify_one();
        }
    }

    /// Returns the next source with its number, waiting until the writer is close enough.
    fn take(&self) -> Option<(usize, std::io::Result<OsString>)> {
        let mut state = self.lock();
        while !state.closed && !state.ended && state.taken >= state.written + self.size {
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed || state.ended {
            return None;
        }
        let next = state.sources.next();
        // After a read error, the rest of the list is not read.
        state.ended = !matches!(next, Some(Ok(_)));
        if state.ended {
            self.freed.notify_all();
            self.filled.notify_one();
        }
        let number = state.taken;
        state.taken += usize::from(next.is_some());
        next.map(|source| (number, source))
    }

    /// Returns the next line in order; `None` after the last.
    fn next(&self) -> Option<Line> {
        let mut state = self.lock();
        loop {
            let number = state.written;
            if let Some(line) = state.lines.remove(&number) {
                state.written += 1;
                self.freed.notify_all();
                return Some(line);
            }
            if state.ended && state.written == state.taken {
                return None;
            }
            state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Makes the workers stop after their current source.
    fn close(&self) {
        self.lock().closed = true;
        self.freed.notify_all();
    }
}

fn line(
    source: &OsString,
    format: ExtractFormat,
    context: &CliContext,
    options: &declutter::ClutterOptions,
) -> Result<String, String> {
    let reading = context.try_read(source, options)?;
    let view = JsonReading::of(&reading);
    let json = match format {
        ExtractFormat::Jsonl => rows::json(&view),
        ExtractFormat::Json => rows::pretty_json(&view),
    };
    json.map_err(|_| format!("{}: cannot be written as JSON", reading.source.location))
}

struct Writer<'a> {
    context: &'a CliContext,
    format: ExtractFormat,
    /// True if the output is a single document.
    single: bool,
    array: JsonArray,
    out: StdoutWriter,
    progress: Option<indicatif::ProgressBar>,
}

impl<'a> Writer<'a> {
    fn new(format: ExtractFormat, count: Option<usize>, context: &'a CliContext) -> Self {
        let shown =
            !context.common.quiet && !context.common.plain && std::io::stderr().is_terminal() && count != Some(1);
        let progress = shown.then(|| progress(count));
        Self { context, format, single: count == Some(1), array: JsonArray::default(), out: out(), progress }
    }

    fn run(&mut self, window: &Window<'_>) -> Result<Outcome, CliError> {
        let mut outcome = Outcome::Done;
        while let Some(line) = window.next() {
            match line {
                Ok(line) => self.write(&line)?,
                Err(why) => {
                    outcome = Outcome::SomeFailed;
                    let tell = || self.context.error(&why);
                    self.progress.as_ref().map_or_else(tell, |progress| progress.suspend(tell));
                }
            }
            if let Some(progress) = &self.progress {
                progress.inc(1);
            }
        }
        if self.format == ExtractFormat::Json && !self.single {
            std::mem::take(&mut self.array).finish(&mut self.out)?;
        }
        self.out.flush()?;
        if let Some(progress) = &self.progress {
            progress.finish_and_clear();
        }
        Ok(outcome)
    }

    fn write(&mut self, line: &str) -> Result<(), CliError> {
        if self.format == ExtractFormat::Json && !self.single {
            return self.array.push(line, &mut self.out);
        }
        self.out.write_all(line.as_bytes())?;
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
