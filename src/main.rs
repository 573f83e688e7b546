//! The program: arguments in, exit status out. Everything else is in the library crate.

use std::process::ExitCode;

fn main() -> ExitCode {
    sayso::cli::main(std::env::args_os())
}
