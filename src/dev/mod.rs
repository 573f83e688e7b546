//! Commands for developers, behind the feature `dev`: `cargo run --features dev -- dev NAME …`. One file or folder each.

pub mod train_clutter;

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Runs `dev NAME ARGUMENTS`; the arguments begin with the name.
pub fn main(args: &[OsString]) -> ExitCode {
    let mut say = |line: &str| {
        let _ = writeln!(std::io::stdout(), "{line}");
    };
    let names: Vec<&str> = args.iter().map(|a| a.to_str().unwrap_or_default()).collect();
    let done = match names.as_slice() {
        ["train-clutter", bench, plain, out] => {
            train_clutter::train(Path::new(bench), Path::new(plain), Path::new(out), &mut say)
        }
        _ => Err(std::io::Error::other("usage: dev train-clutter BENCH PLAIN OUT")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("sayso dev: {error}"));
            ExitCode::FAILURE
        }
    }
}
