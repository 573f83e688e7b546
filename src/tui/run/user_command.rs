//! Runs a command of the user's. Its arguments and texts go into no message and no log.

use crate::child_process::{self, ChildFailure, ChildJob, ChildResult};
use crate::plural::pluralize;
use crate::tui::state::UserCommandJob;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Most bytes of output.
const MAX_OUTPUT: usize = 1 << 20;

/// Longest message of a program that is shown, in characters.
const MAX_MESSAGE: usize = 200;

/// Runs a command and returns what it printed.
///
/// # Errors
/// A clause: it cannot be started, fails, takes too long or prints too much, or it was cancelled.
pub fn run(job: &UserCommandJob, cancel: &AtomicBool) -> Result<Vec<u8>, String> {
    let started = Instant::now();
    let child = ChildJob {
        words: &job.words,
        input: job.input.clone().map(String::into_bytes),
        max_output: job.wants_output.then_some(MAX_OUTPUT),
        time: Duration::from_secs(job.seconds.into()),
    };
    let found = child_process::run(child, || cancel.load(Ordering::Relaxed));
    let result = match found {
        Ok(found) if found.status.success() => Ok(found.output),
        Ok(found) => Err(message(&found)),
        Err(ChildFailure::NotStarted(error)) => {
            let program = job.words.first().map_or("", String::as_str);
            Err(match error.kind() {
                ErrorKind::NotFound => {
                    format!("program {program} not found; install it, or correct `run` in the settings")
                }
                ErrorKind::PermissionDenied => format!("{program} is not executable"),
                _ => format!("{program}: {error}"),
            })
        }
        Err(ChildFailure::TimedOut) => {
            let time = pluralize(job.seconds.into(), "second", "seconds");
            Err(format!("it took longer than {time}; raise `seconds` in the settings"))
        }
        Err(ChildFailure::TooLarge) => Err("its output is larger than 1 MiB".to_owned()),
        Err(ChildFailure::Cancelled) => Err("cancelled".to_owned()),
    };
    let outcome = result.as_ref().map_or("failed".to_owned(), |bytes| format!("{} bytes", bytes.len()));
    log::info!("command {}: {outcome} in {} ms", job.name, started.elapsed().as_millis());
    result
}

/// Returns the last line that a failing program wrote to standard error, else to standard output, else its status.
fn message(found: &ChildResult) -> String {
    let last = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let line = text.lines().map(str::trim).rfind(|line| !line.is_empty())?;
        Some(line.chars().take(MAX_MESSAGE).collect::<String>())
    };
    last(&found.errors).or_else(|| last(&found.output)).unwrap_or_else(|| match found.status.code() {
        Some(code) => format!("exit status {code}"),
        None => "killed by a signal".to_owned(),
    })
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::tui::values::Ticket;

    fn run_sh(script: &str) -> Result<String, String> {
        let words = ["sh", "-c", script, "sh", "s3cret $(id)"].map(str::to_owned).into();
        let job = UserCommandJob {
            ticket: Ticket(1),
            name: "x".into(),
            words,
            input: Some("in\n".into()),
            wants_output: true,
            seconds: 1,
        };
        assert!(!format!("{job:?}").contains("s3cret"));
        run(&job, &AtomicBool::new(false)).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn input_and_arguments_are_passed_without_a_shell() {
        assert_eq!(run_sh("cat; echo \"$1\"").as_deref(), Ok("in\ns3cret $(id)\n"));
    }

    #[test]
    fn failures_are_one_clause() {
        assert_eq!(run_sh("echo 'No match.' >&2; echo >&2; exit 20").unwrap_err(), "No match.");
        assert_eq!(run_sh("echo no; exit 20").unwrap_err(), "no");
        assert_eq!(run_sh("exit 20").unwrap_err(), "exit status 20");
        assert!(run_sh("sleep 60").unwrap_err().starts_with("it took longer than 1 second;"));
        assert_eq!(run_sh("yes").unwrap_err(), "its output is larger than 1 MiB");
        let job = UserCommandJob {
            ticket: Ticket(1),
            name: "x".into(),
            words: vec!["no-such-program".into()],
            input: None,
            wants_output: false,
            seconds: 1,
        };
        let told = run(&job, &AtomicBool::new(false)).unwrap_err();
        assert!(told.starts_with("program no-such-program not found"), "{told}");
    }
}
