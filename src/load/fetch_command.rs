//! A program of the user's that fetches a page in place of sayso, such as a browser without a window. It is started without
//! a shell, its output is bounded, and it is ended with all that it started when its time is over.

use super::error::Failure;
use super::options::Options;
use crate::child_process::{self, ChildFailure, ChildJob};
use url::Url;

/// Runs the command for an address and returns what it writes to standard output.
///
/// # Errors
/// It cannot be started, fails, takes too long or writes too much.
pub(super) fn run(command: &[String], url: &Url, options: &Options) -> Result<Vec<u8>, Failure> {
    let Some((program, arguments)) = command.split_first() else { return Err(Failure::Empty) };
    let failed = |why: String| Failure::Command(program.clone(), why);
    // An address begins with its scheme and so is never an option.
    let arguments = arguments.iter().map(|argument| argument.replace("{url}", url.as_str()));
    let words: Vec<String> = std::iter::once(program.clone()).chain(arguments).collect();
    let limits = &options.limits;
    let job = ChildJob { words: &words, input: None, max_output: Some(limits.bytes), time: limits.total };
    let found = child_process::run(job, || options.cancelled()).map_err(|failure| match failure {
        ChildFailure::NotStarted(error) => failed(error.to_string()),
        ChildFailure::TimedOut => Failure::TimedOut(limits.total),
        ChildFailure::TooLarge => Failure::TooLarge(limits.bytes),
        ChildFailure::Cancelled => Failure::Cancelled,
    })?;
    match found.status.code() {
        Some(0) => Ok(found.output),
        Some(code) => Err(failed(format!("exit status {code}"))),
        None => Err(failed("ended by a signal".into())),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::run;
    use crate::load::{Failure, Limits, Options};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;
    use std::time::{Duration, Instant};
    use url::Url;

    fn run_sh(script: &str, options: &Options) -> Result<Vec<u8>, Failure> {
        let command: Vec<String> = ["sh", "-c", script, "sh", "{url}"].map(str::to_owned).into();
        run(&command, &Url::parse("https://example.org/a?b=$(id)&c=1").unwrap(), options)
    }

    #[test]
    fn output_is_taken_and_address_is_one_argument() {
        let bytes = run_sh("printf '<p>%s</p>' \"$1\"", &Options::default()).unwrap();
        assert_eq!(bytes, b"<p>https://example.org/a?b=$(id)&c=1</p>");
    }

    #[test]
    fn failing_and_missing_programs_are_reported() {
        let failed = run_sh("echo x; exit 3", &Options::default());
        assert_eq!(failed, Err(Failure::Command("sh".into(), "exit status 3".into())));
        let missing =
            run(&["no-such-program".into()], &Url::parse("https://example.org/").unwrap(), &Options::default());
        assert!(matches!(missing, Err(Failure::Command(..))));
    }

    #[test]
    fn time_and_size_are_limited() {
        let limits = Limits { total: Duration::from_millis(200), bytes: 1_000, ..Limits::default() };
        let options = Options { limits, ..Options::default() };
        let started = Instant::now();
        // The second sleeper holds the output open, too.
        assert_eq!(run_sh("sleep 60 & sleep 60", &options), Err(Failure::TimedOut(limits.total)));
        assert_eq!(run_sh("yes", &options), Err(Failure::TooLarge(1_000)));
        assert_eq!(run_sh("exec >&-; sleep 60", &options), Err(Failure::TimedOut(limits.total)));
        assert!(started.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn cancelling_ends_the_program() {
        let flag = Arc::new(AtomicBool::new(false));
        let options = Options { cancel: Some(Arc::clone(&flag)), ..Options::default() };
        let stop = thread::spawn(move || {
            thread::sleep(Duration::from_millis(100));
            flag.store(true, Ordering::Relaxed);
        });
        assert_eq!(run_sh("sleep 60", &options), Err(Failure::Cancelled));
        stop.join().unwrap();
    }
}
