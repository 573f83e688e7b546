//! Standard output, held once and buffered, and what `clap` has to say.

use crate::sanitize;
use std::io::{BufWriter, StdoutLock, Write};
use std::process::ExitCode;

/// Buffered standard output; flush it before the program ends.
pub type StdoutWriter = BufWriter<StdoutLock<'static>>;

/// Takes standard output.
pub fn out() -> StdoutWriter {
    BufWriter::with_capacity(64 * 1024, std::io::stdout().lock())
}

/// Prints help and version on standard output with status 0, wrong usage on standard error with status 2.
pub fn clap_error(error: &clap::Error) -> ExitCode {
    // What was typed stands in the message, whatever it was.
    let plain = error.render().to_string();
    let cleaned = sanitize::text(&plain);
    if error.use_stderr() {
        // Nobody is left to be told that standard error is closed.
        let _ = if cleaned == plain { error.print() } else { std::io::stderr().write_all(cleaned.as_bytes()) };
        return ExitCode::from(2);
    }
    error.print().and_then(|()| std::io::stdout().flush()).map_or_else(|error| failed(&error), |()| ExitCode::SUCCESS)
}

/// The status when standard output fails, which is told; a closed pipe ends quietly.
pub fn failed(error: &std::io::Error) -> ExitCode {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    tell(&format!("standard output: {error}"));
    ExitCode::from(1)
}

/// Tells something in one line on standard error.
pub fn tell(message: &str) {
    // Nobody is left to be told that standard error is closed.
    let _ = writeln!(std::io::stderr(), "sayso: {}", sanitize::line(message));
}
