//! Buffered standard output, error lines, and messages of `clap`.

use crate::sanitize;
use std::io::{BufWriter, StdoutLock, Write};
use std::process::ExitCode;

/// Locked and buffered standard output; flush it before the program ends.
pub type StdoutWriter = BufWriter<StdoutLock<'static>>;

/// Locks standard output.
pub fn out() -> StdoutWriter {
    BufWriter::with_capacity(64 * 1024, std::io::stdout().lock())
}

/// Prints help and version on standard output with status 0, wrong usage on standard error with status 2.
pub fn clap_error(error: &clap::Error) -> ExitCode {
    // The message contains the user's input, which may hold control characters.
    let plain = error.render().to_string();
    let cleaned = sanitize::text(&plain);
    if error.use_stderr() {
        // If standard error is closed, there is nowhere to report it.
        let _ = if cleaned == plain { error.print() } else { std::io::stderr().write_all(cleaned.as_bytes()) };
        return ExitCode::from(2);
    }
    error.print().and_then(|()| std::io::stdout().flush()).map_or_else(|error| failed(&error), |()| ExitCode::SUCCESS)
}

/// Returns the exit status after a failure of standard output and reports it, except for a closed pipe.
pub fn failed(error: &std::io::Error) -> ExitCode {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    tell(&format!("standard output: {error}"));
    ExitCode::from(1)
}

/// Prints one line on standard error.
pub fn tell(message: &str) {
    // If standard error is closed, there is nowhere to report it.
    let _ = writeln!(std::io::stderr(), "sayso: {}", sanitize::line(message));
}
