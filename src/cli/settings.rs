//! `sayso config` and `sayso themes`.

use super::args::ConfigArgs;
use super::context::{CliContext, Styling};
use super::output::out;
use super::screen;
use crate::bounded_read;
use crate::cli::error::{CliError, Outcome};
use crate::config;
use crate::paths;
use crate::sanitize;
use crate::tui::keys::user;
use crate::tui::run::apply_config;
use crate::tui::theme;
use crate::tui::theme::Rgb;
use std::io::Write;
use std::path::Path;

/// Prints the location of the settings, their defaults, or their problems.
pub fn config(command: &ConfigArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let mut out = out();
    if command.default {
        out.write_all(user::default_text().as_bytes())?;
        out.flush()?;
        return Ok(Outcome::Done);
    }
    let file = command.file.clone().or_else(paths::config_file);
    let Some(file) = file else { return Err(CliError::Failed("no home directory for settings".into())) };
    if !command.check {
        writeln!(out, "{}", sanitize::line(&file.to_string_lossy()))?;
        out.flush()?;
        return Ok(Outcome::Done);
    }
    let shown = sanitize::line(&file.to_string_lossy()).into_owned();
    let Some(problems) = check(&file)? else {
        if command.file.is_some() {
            return Err(CliError::Failed(format!("{shown}: no such file")));
        }
        writeln!(out, "no settings file; the defaults apply · `sayso config --default > {shown}` creates one")?;
        out.flush()?;
        return Ok(Outcome::Done);
    };
    for problem in &problems {
        context.error(&format!("{}: {problem}", file.display()));
    }
    if problems.is_empty() {
        writeln!(out, "{shown}: no problems")?;
    }
    out.flush()?;
    Ok(if problems.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

/// Returns the problems in a settings file; `None` if it does not exist.
fn check(file: &Path) -> Result<Option<Vec<config::SettingsProblem>>, CliError> {
    match bounded_read::read_text(file) {
        Ok(text) => Ok(Some(apply_config::problems(&text))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(CliError::Failed(format!("{}: {error}", file.display()))),
    }
}

/// Prints the names of all themes, with samples of their colours if colours are on.
pub fn themes(context: &CliContext) -> Result<Outcome, CliError> {
    let folder = paths::theme_folder();
    let names = theme::names(folder.as_deref());
    let widest = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
    let coloured = context.styling() == Styling::Colour;
    let mut text = String::new();
    for name in &names {
        text.push_str(name);
        if let Some(palette) =
            theme::named(name, folder.as_deref()).ok().map(|(palette, _)| palette).filter(|_| coloured)
        {
            text.push_str(&" ".repeat(widest - name.chars().count() + 2));
            let ground = code(48, palette.ground);
            screen::span(" Text ", &format!("{ground}{}", code(38, palette.text)), &mut text);
            for speaker in &palette.speakers {
                screen::span("██", &format!("{ground}{}", code(38, *speaker)), &mut text);
            }
            screen::span(" ", &ground, &mut text);
        }
        text.push('\n');
    }
    let mut out = out();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// Returns the SGR code that sets a colour of the text (38) or background (48).
fn code(what: u8, Rgb(red, green, blue): Rgb) -> String {
    format!(";{what};2;{red};{green};{blue}")
}
