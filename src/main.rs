//! The program: arguments in, exit status out. Everything else is in the library crate.

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(feature = "dev")]
    if let Some((_, rest)) =
        std::env::args_os().skip(1).collect::<Vec<_>>().split_first().filter(|(first, _)| *first == "dev")
    {
        return sayso::dev::main(rest);
    }
    sayso::cli::main(std::env::args_os())
}
