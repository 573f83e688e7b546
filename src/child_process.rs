//! Programs of the user's, run without a shell and within bounds of time and size. Each has a session of its own: it cannot
//! reach the terminal, and all that it started is ended with it.

use std::io::{self, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Interval at which the end, the time and cancelling are checked.
const POLL: Duration = Duration::from_millis(10);

/// Time for the rest of the output once the program has ended: another one that it left behind may hold the pipe open.
const AFTER_END: Duration = Duration::from_millis(300);

/// Most bytes of error messages that are kept.
const MAX_ERRORS: usize = 16 * 1024;

/// A program to run.
#[derive(Debug)]
pub struct ChildJob<'a> {
    /// Program and arguments.
    pub words: &'a [String],
    /// Bytes for standard input; `None` for an empty one.
    pub input: Option<Vec<u8>>,
    /// Most bytes of output; `None` to drop it.
    pub max_output: Option<usize>,
    /// Time limit.
    pub time: Duration,
}

/// Result of a program that ended by itself.
#[derive(Debug)]
pub struct ChildResult {
    /// Its exit status.
    pub status: ExitStatus,
    /// Bytes of standard output.
    pub output: Vec<u8>,
    /// Beginning of standard error.
    pub errors: Vec<u8>,
}

/// Reason why a program did not end by itself.
#[derive(Debug)]
pub enum ChildFailure {
    /// It cannot be started, or watched.
    NotStarted(io::Error),
    /// It took too long.
    TimedOut,
    /// It wrote more than it may.
    TooLarge,
    /// The user cancelled it.
    Cancelled,
}

/// Runs a program until it ends. `is_cancelled` is asked a hundred times a second.
///
/// # Errors
/// It cannot be started, takes too long or writes too much, or it is cancelled; then it is ended.
pub fn run(job: ChildJob<'_>, is_cancelled: impl Fn() -> bool) -> Result<ChildResult, ChildFailure> {
    let Some((program, arguments)) = job.words.split_first() else {
        return Err(ChildFailure::NotStarted(io::ErrorKind::InvalidInput.into()));
    };
    let mut command = Command::new(program);
    command.args(arguments);
    command.stdin(if job.input.is_some() { Stdio::piped() } else { Stdio::null() });
    command.stdout(if job.max_output.is_some() { Stdio::piped() } else { Stdio::null() });
    command.stderr(Stdio::piped());
    let started = Instant::now();
    let mut child = Child::start(command).map_err(ChildFailure::NotStarted)?;
    let watched = (|| {
        if let (Some(bytes), Some(mut stdin)) = (job.input, child.stdin()) {
            // A program may end before it has read everything.
            spawn(move || drop(stdin.write_all(&bytes)))?;
        }
        let output = child.stdout().map(|pipe| Drain::of(pipe, job.max_output.unwrap_or(0), AtLimit::Stop));
        let errors = child.stderr().map(|pipe| Drain::of(pipe, MAX_ERRORS, AtLimit::Drop));
        Ok((output.transpose()?, errors.transpose()?))
    })();
    let (output, errors) = watched.map_err(|error: io::Error| {
        child.end();
        ChildFailure::NotStarted(error)
    })?;
    let mut ended: Option<(ExitStatus, Instant)> = None;
    let failure = loop {
        if is_cancelled() {
            break ChildFailure::Cancelled;
        }
        if output.as_ref().is_some_and(Drain::is_over) {
            break ChildFailure::TooLarge;
        }
        if ended.is_none() {
            match child.try_wait() {
                Ok(status) => ended = status.map(|status| (status, Instant::now())),
                Err(error) => break ChildFailure::NotStarted(error),
            }
        }
        match ended {
            Some((status, at)) if is_read(output.as_ref(), errors.as_ref()) || at.elapsed() >= AFTER_END => {
                let bytes = |drain: Option<Drain>| drain.map(Drain::bytes).unwrap_or_default();
                return Ok(ChildResult { status, output: bytes(output), errors: bytes(errors) });
            }
            None if started.elapsed() >= job.time => break ChildFailure::TimedOut,
            _ => thread::sleep(POLL),
        }
    };
    child.end();
    Err(failure)
}

fn is_read(output: Option<&Drain>, errors: Option<&Drain>) -> bool {
    output.is_none_or(Drain::is_at_end) && errors.is_none_or(Drain::is_at_end)
}

fn spawn(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name("child process".into()).spawn(work).map(drop)
}

/// Action at the limit of a pipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AtLimit {
    /// Read no further.
    Stop,
    /// Read on and drop what comes.
    Drop,
}

/// A pipe that is read on a thread of its own, up to a limit.
struct Drain {
    state: Arc<Mutex<Drained>>,
}

#[derive(Default)]
struct Drained {
    bytes: Vec<u8>,
    is_over: bool,
    is_at_end: bool,
}

impl Drain {
    fn of(mut pipe: impl Read + Send + 'static, most: usize, at_limit: AtLimit) -> io::Result<Self> {
        let state = Arc::new(Mutex::new(Drained::default()));
        let filled = Arc::clone(&state);
        spawn(move || {
            let mut piece = vec![0; 16 * 1024];
            loop {
                let read = pipe.read(&mut piece);
                let mut state = filled.lock().unwrap_or_else(PoisonError::into_inner);
                match read {
                    Ok(length) if length > 0 => {
                        let room = most.saturating_sub(state.bytes.len());
                        state.bytes.extend_from_slice(piece.get(..length.min(room)).unwrap_or_default());
                        state.is_over |= length > room && at_limit == AtLimit::Stop;
                        if state.is_over {
                            return;
                        }
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    _ => {
                        state.is_at_end = true;
                        return;
                    }
                }
            }
        })?;
        Ok(Self { state })
    }

    fn with<T>(&self, look: impl FnOnce(&mut Drained) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn is_over(&self) -> bool {
        self.with(|state| state.is_over)
    }

    fn is_at_end(&self) -> bool {
        self.with(|state| state.is_at_end)
    }

    fn bytes(self) -> Vec<u8> {
        self.with(|state| std::mem::take(&mut state.bytes))
    }
}

#[cfg(unix)]
mod session {
    //! A child in a session of its own.

    use process_wrap::std::{ChildWrapper, CommandWrap, ProcessSession};
    use std::io;
    use std::process::{ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus};

    /// A running child.
    pub(super) struct Child(Box<dyn ChildWrapper>);

    impl Child {
        pub(super) fn start(command: Command) -> io::Result<Self> {
            CommandWrap::from(command).wrap(ProcessSession).spawn().map(Self)
        }

        pub(super) fn stdin(&mut self) -> Option<ChildStdin> {
            self.0.stdin().take()
        }

        pub(super) fn stdout(&mut self) -> Option<ChildStdout> {
            self.0.stdout().take()
        }

        pub(super) fn stderr(&mut self) -> Option<ChildStderr> {
            self.0.stderr().take()
        }

        pub(super) fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
            self.0.try_wait()
        }

        /// Ends it and all that it started.
        pub(super) fn end(&mut self) {
            let _ = self.0.start_kill();
            let _ = self.0.wait();
        }
    }
}

#[cfg(not(unix))]
mod session {
    //! A child that is ended alone.

    use std::io;
    use std::process::{self, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus};

    /// A running child.
    pub(super) struct Child(process::Child);

    impl Child {
        pub(super) fn start(mut command: Command) -> io::Result<Self> {
            command.spawn().map(Self)
        }

        pub(super) fn stdin(&mut self) -> Option<ChildStdin> {
            self.0.stdin.take()
        }

        pub(super) fn stdout(&mut self) -> Option<ChildStdout> {
            self.0.stdout.take()
        }

        pub(super) fn stderr(&mut self) -> Option<ChildStderr> {
            self.0.stderr.take()
        }

        pub(super) fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
            self.0.try_wait()
        }

        /// Ends it.
        pub(super) fn end(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}

use session::Child;

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn run_sh(script: &str, job: ChildJob<'_>) -> Result<ChildResult, ChildFailure> {
        let words: Vec<String> = ["sh", "-c", script].map(str::to_owned).into();
        run(ChildJob { words: &words, ..job }, || false)
    }

    fn job(max_output: Option<usize>) -> ChildJob<'static> {
        ChildJob { words: &[], input: None, max_output, time: Duration::from_secs(20) }
    }

    #[test]
    fn large_input_and_output_pass_at_once() {
        let bytes = vec![b'x'; 1 << 20];
        let all = run_sh("tee /dev/stderr", ChildJob { input: Some(bytes.clone()), ..job(Some(1 << 20)) }).unwrap();
        assert!(all.status.success() && all.output == bytes && all.errors == bytes[..MAX_ERRORS]);
        let unread = run_sh("echo done", ChildJob { input: Some(bytes), ..job(Some(100)) }).unwrap();
        assert_eq!(unread.output, b"done\n");
    }

    #[test]
    fn terminal_is_out_of_reach() {
        let tried = run_sh("(echo x >/dev/tty) 2>/dev/null && echo reached; exit 0", job(Some(100))).unwrap();
        assert_eq!(tried.output, b"");
    }

    #[test]
    fn program_left_behind_does_not_hold_the_result() {
        let started = Instant::now();
        let found = run_sh("sleep 60 & echo done", job(Some(100))).unwrap();
        assert_eq!(found.output, b"done\n");
        assert!(started.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn failing_program_has_status_and_errors() {
        let failed = run_sh("echo no such word >&2; exit 21", job(None)).unwrap();
        assert_eq!((failed.status.code(), failed.errors.as_slice()), (Some(21), &b"no such word\n"[..]));
    }
}
