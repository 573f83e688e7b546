//! `completions` and `man`: generated from the definitions of the command line.

use super::args::Args;
use super::definition;
use super::output::out;
use crate::cli::error::{CliError, Outcome};
use crate::tui::keys::table::{Group, TABLE};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::Write;

/// Prints the completions for a shell.
pub fn completions(shell: Shell) -> Result<Outcome, CliError> {
    // Buffered, because the generator panics on a write error.
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "sayso", &mut text);
    print(&text)
}

/// Prints the manual page: that of the program, with each command as a section.
pub fn man() -> Result<Outcome, CliError> {
    let mut text = Vec::new();
    let command = definition::whole();
    clap_mangen::Man::new(command.clone()).render(&mut text)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        writeln!(text, ".SH \"SAYSO {}\"", sub.get_name().to_uppercase())?;
        let page = clap_mangen::Man::new(sub.clone());
        page.render_description_section(&mut text)?;
        page.render_options_section(&mut text)?;
    }
    keys(&mut text)?;
    print(&text)
}

/// Appends the section on keys, with a list for each group.
fn keys(text: &mut Vec<u8>) -> std::io::Result<()> {
    let escaped = |words: &str| words.replace('\\', "\\e").replace('-', "\\-");
    writeln!(text, ".SH KEYS\nThe settings can change every key.")?;
    for group in Group::ALL {
        writeln!(text, ".SS {}", group.title())?;
        for entry in TABLE.iter().filter(|entry| entry.group == group && !entry.keys.is_empty()) {
            writeln!(text, ".TP\n\\fB{}\\fR\n{}", escaped(&entry.keys.join(" ")), escaped(entry.description))?;
        }
    }
    Ok(())
}

fn print(text: &[u8]) -> Result<Outcome, CliError> {
    let mut out = out();
    out.write_all(text)?;
    out.flush()?;
    Ok(Outcome::Done)
}
