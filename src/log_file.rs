//! The log for maintainers: `SAYSO_LOG=FILE` or `SAYSO_LOG=FILE:LEVEL` appends records of the `log` crate to a file.
//!
//! Levels: `error`, `warn`, `info` (the default), `debug`, `trace`. Up to `info`, records hold locations, sizes,
//! counts and times, never the text of a page or a password. One line per record: time in UTC, level, module,
//! message.

use log::{LevelFilter, Log, Metadata, Record};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Environment variable with the name of the file.
pub const VARIABLE: &str = "SAYSO_LOG";

/// Starts the log if the environment asks for one.
///
/// # Errors
///
/// One line if the file cannot be opened for appending, or a logger is set already.
pub fn start() -> Result<(), String> {
    let Some(value) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) else { return Ok(()) };
    let (file, level) = match value.to_str() {
        Some(text) => parse(text),
        None => (PathBuf::from(value), LevelFilter::Info),
    };
    let failed = |why: &dyn std::fmt::Display| format!("{VARIABLE}: {}: {why}", file.display());
    let writer = LogFile { file: Mutex::new(open(&file).map_err(|error| failed(&error))?) };
    log::set_boxed_logger(Box::new(writer)).map_err(|error| failed(&error))?;
    log::set_max_level(level);
    log::info!("sayso {} started, process {}", env!("CARGO_PKG_VERSION"), std::process::id());
    Ok(())
}

/// Splits `FILE:LEVEL`. The part after the last colon belongs to the file's name unless it is a level.
fn parse(value: &str) -> (PathBuf, LevelFilter) {
    let level = value.rsplit_once(':').and_then(|(file, level)| Some((file, level.parse().ok()?)));
    let (file, level) = level.filter(|(file, _)| !file.is_empty()).unwrap_or((value, LevelFilter::Info));
    (PathBuf::from(file), level)
}

/// Opens a file for appending; a new one is readable by its owner only.
fn open(file: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

/// Writes records of this crate to a file. Failed writes are ignored: the log must not disturb the program.
struct LogFile {
    file: Mutex<File>,
}

impl Log for LogFile {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Other crates log headers and addresses with passwords.
        metadata.target().split("::").next() == Some(env!("CARGO_PKG_NAME"))
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let line = line(&jiff::Timestamp::now(), record);
            // One write, so that lines of several processes do not mix.
            let _ = self.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(line.as_bytes());
        }
    }

    fn flush(&self) {}
}

/// Returns the line of a record, free of control characters.
fn line(time: &jiff::Timestamp, record: &Record<'_>) -> String {
    let message = record.args().to_string();
    let module = record.target().split_once("::").map_or("main", |(_, module)| module);
    format!("{time:.3} {:5} {module}: {}\n", record.level(), crate::sanitize::line(&message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_is_split_from_file() {
        for (value, file, level) in [
            ("sayso.log", "sayso.log", LevelFilter::Info),
            ("/tmp/a.log:debug", "/tmp/a.log", LevelFilter::Debug),
            ("a:WARN", "a", LevelFilter::Warn),
            (r"C:\logs\a.log", r"C:\logs\a.log", LevelFilter::Info),
            ("a:b", "a:b", LevelFilter::Info),
            (":debug", ":debug", LevelFilter::Info),
        ] {
            assert_eq!(parse(value), (PathBuf::from(file), level), "{value}");
        }
    }

    #[test]
    fn record_is_one_clean_line() {
        let time = jiff::Timestamp::from_second(1_700_000_000).unwrap();
        let args = format_args!("a\n\u{1b}[31mb");
        let record = Record::builder().level(log::Level::Warn).target("sayso::load").args(args).build();
        assert_eq!(line(&time, &record), "2023-11-14T22:13:20.000Z WARN  load: a b\n");
    }
}
