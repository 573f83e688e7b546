//! Runs the program as a child process with limits on memory and CPU time, which do not depend on the load of the
//! machine.

mod program;

pub use program::program;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Result of a run.
pub struct Run {
    /// Exit status; `None` after a signal.
    pub status: Option<i32>,
    /// Standard output.
    pub out: Vec<u8>,
    /// Standard error.
    pub err: String,
    /// True if it exceeded the time on the clock and was killed.
    pub killed: bool,
}

/// Limit of virtual memory, in KiB.
const MEMORY_KIB: u64 = 1024 * 1024;

/// Returns true if the program was built with optimisation.
pub fn is_optimised() -> bool {
    !cfg!(debug_assertions) || std::env::var_os("SAYSO_TEST_PROGRAM").is_some()
}

/// Runs the program in `folder` with `input` on standard input, limited to [`MEMORY_KIB`] and to `time` on the CPU (and
/// ten times that on the clock, for a program that sleeps).
pub fn sayso(folder: &Path, arguments: &[&str], input: &[u8], time: Duration) -> Run {
    let program = program();
    let mut command = if cfg!(unix) {
        let mut shell = Command::new("sh");
        let bounded = format!("ulimit -v {MEMORY_KIB}; ulimit -t {}; exec \"$0\" \"$@\"", time.as_secs());
        shell.args(["-c", &bounded, &program]);
        shell
    } else {
        Command::new(program)
    };
    command.args(arguments).current_dir(folder).env_clear().env("HOME", folder).env("TERM", "xterm-256color");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let (mut stdin, mut stdout, mut stderr) =
        (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
    let input = input.to_vec();
    // A child that does not read its input closes it, which is not an error.
    thread::spawn(move || std::io::Write::write_all(&mut stdin, &input));
    let out = thread::spawn(move || {
        let mut bytes = Vec::new();
        stdout.read_to_end(&mut bytes).map(|_| bytes)
    });
    let err = thread::spawn(move || {
        let mut bytes = Vec::new();
        stderr.read_to_end(&mut bytes).map(|_| bytes)
    });
    let end = Instant::now() + time * 10;
    let mut killed = false;
    let status = loop {
        if let Some(status) = child.try_wait().expect("the child can be waited for") {
            break status;
        }
        if Instant::now() > end && !killed {
            killed = true;
            child.kill().expect("the child can be killed");
        }
        thread::sleep(Duration::from_millis(5));
    };
    let read =
        |reader: thread::JoinHandle<std::io::Result<Vec<u8>>>| reader.join().expect("it reads").expect("it reads");
    Run { status: status.code(), out: read(out), err: String::from_utf8_lossy(&read(err)).into_owned(), killed }
}
