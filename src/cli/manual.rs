//! `completions` and `man`: generated from the definitions of the command line and the keys, with examples of commands.

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
    user_commands(&mut text)?;
    print(&text)
}

/// Appends the section on keys, with a list for each group.
fn keys(text: &mut Vec<u8>) -> std::io::Result<()> {
    let escaped = |words: &str| words.replace('\\', "\\e").replace('-', "\\-");
    writeln!(text, ".SH KEYS\nThe settings can change every key.")?;
    for group in Group::ALL {
        writeln!(text, ".SS {}", group.title())?;
        for entry in TABLE.iter().filter(|entry| entry.group == group && entry.command.listed_with() == entry.command) {
            let keys: Vec<&str> = entry.command.listed().flat_map(|command| command.entry().keys).copied().collect();
            let words = entry.command.row_description();
            writeln!(text, ".TP\n\\fB{}\\fR\n{}", escaped(&keys.join(" ")), escaped(words))?;
        }
    }
    Ok(())
}

/// Commands for the settings: what each is for, and its section.
const EXAMPLES: [(&str, &str); 6] = [
    (
        "Look the selected words up in a dictionary (or use wn, from WordNet):",
        "[commands.dictionary]\nkey = \"F2\"\nrun = [\"dict\", \"--\", \"{selection}\"]\n\n\
        [commands.wordnet]\nrun = [\"wn\", \"{selection}\", \"-over\"]",
    ),
    (
        "Read the article aloud; Esc ends it:",
        "[commands.\"read aloud\"]\nkey = \"F3\"\nrun = [\"espeak-ng\", \"--stdin\"]\ninput = \"article\"\n\
        output = \"nothing\"\nseconds = 3600",
    ),
    (
        "Translate the selection and keep the translation as a note on it:",
        "[commands.translate]\nkey = \"F4\"\nrun = [\"trans\", \"-brief\", \":en\"]\ninput = \"selection\"\noutput = \"note\"",
    ),
    (
        "Send the current quotation to a service; curl reads the secret from a file of its own:",
        "[commands.\"send quotation\"]\nkey = \"F6\"\nrun = [\"curl\", \"-sSf\", \"--config\", \"/home/me/.config/notes.curl\",\n\
        \"--json\", \"@-\", \"https://notes.example.org/quotations\"]\ninput = \"quotation\"\noutput = \"nothing\"",
    ),
    (
        "Archive the page:",
        "[commands.archive]\nrun = [\"curl\", \"-sSfo\", \"/dev/null\", \"https://web.archive.org/save/{url}\"]\noutput = \"nothing\"",
    ),
    (
        "Ask a local language model:",
        "[commands.\"sum up\"]\nkey = \"F7\"\nrun = [\"ollama\", \"run\", \"llama3.2\", \"Sum up this article in five sentences.\"]\n\
        input = \"article\"\nseconds = 600",
    ),
];

/// Appends the section on the user's own commands.
fn user_commands(text: &mut Vec<u8>) -> std::io::Result<()> {
    let escaped = |words: &str| words.replace('\\', "\\e").replace('-', "\\-");
    writeln!(text, ".SH COMMANDS OF YOUR OWN")?;
    let about = "A section [commands.NAME] in the settings runs a program on the open article, without a shell. run is the program \
        with its arguments; {selection}, {article}, {quotation} and {url} in them stand for the selected text, the text of the \
        article, the current quotation as JSON (as sayso quotes --format jsonl prints it), and the address. input names one of \
        these four for standard input. output is pane (shown over the text), note (saved on the selection, or on the article if \
        nothing is selected) or nothing. key must have no other use; without one, the palette (:) runs the command. It runs in \
        the background, without the terminal, for at most seconds (at first 60) and with at most 1 MiB of output; Esc ends it. \
        Text that begins with a hyphen gets a blank before it, so that it is no option, unless -- stands before it. Arguments \
        and texts are never logged. F5 reads the settings again.";
    writeln!(text, "{}", escaped(about))?;
    for (what, settings) in EXAMPLES {
        writeln!(text, ".PP\n{}\n.PP\n.nf\n{}\n.fi", escaped(what), escaped(settings))?;
    }
    Ok(())
}

fn print(text: &[u8]) -> Result<Outcome, CliError> {
    let mut out = out();
    out.write_all(text)?;
    out.flush()?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::tui::keys::user;

    #[test]
    fn examples_of_commands_are_valid_together() {
        let settings: Vec<&str> = EXAMPLES.iter().map(|(_, settings)| *settings).collect();
        let (config, problems) = Config::parse(&settings.join("\n"));
        assert_eq!((problems, user::problems(&config)), (vec![], vec![]));
        assert_eq!(config.commands.len(), EXAMPLES.len() + 1);
    }
}
