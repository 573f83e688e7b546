//! The command line as help and manual show it: the options of all commands are listed once, with the program itself.

use super::args::{Args, CommonArgs};
use clap::CommandFactory;

/// Note in the help of a command, in place of the options of all commands.
const ELSEWHERE: &str = "Options of all commands, such as --library and --color: `sayso --help`.";

/// Returns the definition of the whole command line; its commands hide the options that all have.
pub fn whole() -> clap::Command {
    let shared = CommonArgs::command_options();
    let mut whole = Args::command();
    whole.build();
    let names: Vec<String> = whole.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names {
        whole = whole.mut_subcommand(name, |command| hidden(command, &shared));
    }
    whole
}

/// Hides the shared options of a command and of those below it.
fn hidden(command: clap::Command, shared: &[String]) -> clap::Command {
    let below: Vec<String> = command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
    let help = |old: Option<&clap::builder::StyledStr>| {
        old.map_or_else(|| ELSEWHERE.to_owned(), |old| format!("{old}\n\n{ELSEWHERE}"))
    };
    let (short, long) = (help(command.get_after_help()), command.get_after_long_help().map(|old| help(Some(old))));
    let mut command = command.after_help(short).mut_args(|arg| {
        let is_shared = shared.iter().any(|name| arg.get_id() == name.as_str());
        if is_shared { arg.hide(true) } else { arg }
    });
    if let Some(long) = long {
        command = command.after_long_help(long);
    }
    for name in below {
        command = command.mut_subcommand(name, |one| hidden(one, shared));
    }
    command
}

impl CommonArgs {
    /// Returns the names of the options that all commands share.
    fn command_options() -> Vec<String> {
        let options = <Self as clap::Args>::augment_args(clap::Command::new("sayso"));
        options.get_arguments().map(|arg| arg.get_id().to_string()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_options_are_listed_with_the_program_alone() {
        let mut whole = whole();
        assert!(whole.render_long_help().to_string().contains("--no-rules"));
        for name in ["list", "show", "feed"] {
            let help = whole.find_subcommand_mut(name).unwrap().render_long_help().to_string();
            assert!(!help.contains("--no-rules") && help.contains(ELSEWHERE), "{help}");
        }
    }
}
