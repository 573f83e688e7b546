//! Standard output, held once and buffered, and what `clap` has to say.

use std::io::{BufWriter, StdoutLock, Write};
use std::process::ExitCode;

/// Buffered standard output; flush it before the program ends.
pub type Out = BufWriter<StdoutLock<'static>>;

/// Takes standard output.
pub fn out() -> Out {
    BufWriter::with_capacity(64 * 1024, std::io::stdout().lock())
}

/// Prints help and version on standard output with status 0, wrong usage on standard error with status 2.
pub fn clap_error(error: &clap::Error) -> ExitCode {
    // A closed pipe ends quietly; nobody is left to be told of anything else.
    let _ = error.print();
    let _ = std::io::stdout().flush();
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}
