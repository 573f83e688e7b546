//! `sayso tag`, `archive`, `star`, `rm`, `undo`, `redo`: changes to pieces, each a single step for undo.

use super::args::{MarkArgs, TagArgs};
use super::pieces;
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::out;
use crate::library::{Change, Undone};
use std::io::Write;

/// Adds or removes tags; without tags, lists all of them.
pub fn tag(command: &TagArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let Some(tags) = &command.tags else { return all_tags(context) };
    let tags: Vec<String> = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
    let change = if command.remove {
        Change::Tags { add: Vec::new(), remove: tags }
    } else {
        Change::Tags { add: tags, remove: Vec::new() }
    };
    apply(&command.pieces, &change, context, "tagged")
}

fn all_tags(context: &CliContext) -> Result<Outcome, CliError> {
    let mut out = out();
    for (tag, count) in context.library_to_read()?.all_tags()? {
        writeln!(out, "{count:>6}  {tag}")?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// Applies `change` to the pieces, or `back` with `--undo`.
pub fn mark(
    command: &MarkArgs,
    done: &str,
    change: &Change,
    back: &Change,
    context: &CliContext,
) -> Result<Outcome, CliError> {
    apply(&command.pieces, if command.undo { back } else { change }, context, done)
}

fn apply(
    meant: &super::args::PieceArgs,
    change: &Change,
    context: &CliContext,
    done: &str,
) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    let (pieces, outcome) = pieces(&library, meant, context)?;
    if pieces.is_empty() && outcome == Outcome::SomeFailed {
        return Ok(outcome);
    }
    let changed = library.change(&pieces, change)?;
    let mut out = out();
    writeln!(out, "{done}: {changed} of {}", pieces.len())?;
    out.flush()?;
    Ok(outcome)
}

/// Undoes the last step.
pub fn undo(context: &CliContext) -> Result<Outcome, CliError> {
    let undone = context.library()?.undo()?;
    print_undone("undone", undone)
}

/// Redoes the step that was undone last.
pub fn redo(context: &CliContext) -> Result<Outcome, CliError> {
    let redone = context.library()?.redo()?;
    print_undone("done again", redone)
}

fn print_undone(what: &str, step: Option<Undone>) -> Result<Outcome, CliError> {
    let mut out = out();
    match step {
        Some(step) => writeln!(out, "{what}: {}", step.label)?,
        None => return Err(CliError::Failed(format!("nothing was {what}"))),
    }
    out.flush()?;
    Ok(Outcome::Done)
}
