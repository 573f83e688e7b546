//! `sayso tag`, `archive`, `star`, `rm`, `undo`, `redo`: changes to pieces, each a single step for undo.

use super::args::{MarkArgs, TagArgs};
use super::pieces;
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::out;
use crate::library::{Change, Undone};
use crate::plural::pluralize;
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
    apply(&command.pieces, &change, context, if command.remove { "untagged" } else { "tagged" })
}

fn all_tags(context: &CliContext) -> Result<Outcome, CliError> {
    let mut out = out();
    let tags = context.library_to_read()?.all_tags()?;
    if tags.is_empty() {
        context.note("no tags · `sayso tag TAGS ARTICLE` adds some");
    }
    for (tag, count) in tags {
        writeln!(out, "{count:>6}  {tag}")?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// Applies `change` to the pieces, or `back` with `--undo`. Each comes with its past participle for the message.
pub fn mark(
    command: &MarkArgs,
    (change, done): (&Change, &str),
    (back, undone): (&Change, &str),
    context: &CliContext,
) -> Result<Outcome, CliError> {
    let (change, done) = if command.undo { (back, undone) } else { (change, done) };
    apply(&command.pieces, change, context, done)
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
    writeln!(out, "{done} {changed} of {}", pluralize(pieces.len(), "article", "articles"))?;
    out.flush()?;
    Ok(outcome)
}

/// Undoes the last step.
pub fn undo(context: &CliContext) -> Result<Outcome, CliError> {
    let undone = context.library()?.undo()?;
    print_undone("undone", "nothing to undo", undone)
}

/// Redoes the step that was undone last.
pub fn redo(context: &CliContext) -> Result<Outcome, CliError> {
    let redone = context.library()?.redo()?;
    print_undone("redone", "nothing to redo", redone)
}

fn print_undone(done: &str, nothing: &str, step: Option<Undone>) -> Result<Outcome, CliError> {
    let mut out = out();
    match step {
        Some(step) => writeln!(out, "{done}: {}", step.label)?,
        None => return Err(CliError::Failed(nothing.into())),
    }
    out.flush()?;
    Ok(Outcome::Done)
}
