//! `sayso check`: the quotations of a draft against its sources.

pub mod args;
mod lookup;
mod print;
mod result;
mod sarif;

use crate::check::{QuoteVerdict, WordLists, claims};
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::declutter::ClutterOptions;
use crate::load::Source;
use crate::reading::Reading;
use args::CheckArgs;
use lookup::Sources;
use print::Printer;
use result::CheckedQuote;
use std::collections::VecDeque;
use std::sync::Arc;

/// A draft that was read.
struct Draft {
    source: Source,
    reading: Reading,
}

/// Checks all drafts and prints a verdict for each quotation.
pub fn check(command: &CheckArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let lists = WordLists::default();
    let mut readings = Vec::new();
    let mut outcome = context.read_all(&command.against, |reading, _| {
        readings.push(Arc::new(reading));
        Ok(())
    })?;
    let sources = Sources::new(&readings, !command.no_library, &lists, context)?;
    let failing: Vec<QuoteVerdict> = command.fail_on.iter().filter_map(|it| it.verdict()).collect();
    let mut printer = Printer::new(command.format, &failing, context);
    let mut drafts: VecDeque<_> = command.drafts.iter().cloned().collect();
    if context.common.sample {
        drafts.push_front(crate::sample::LOCATION.into());
    }
    let mut fails = false;
    while let Some(location) = drafts.pop_front() {
        // A draft has no clutter: every block of it is checked.
        let options = ClutterOptions { keep_clutter: true, ..ClutterOptions::default() };
        let (read, further) = context.load_and_read(&location, &options);
        further.into_iter().rev().for_each(|next| drafts.push_front(next));
        let (source, reading) = match read {
            Ok(read) => read,
            Err(why) => {
                context.error(&why);
                outcome = Outcome::SomeFailed;
                continue;
            }
        };
        let draft = Draft { source, reading };
        let checked = check_draft(&draft, &sources, context)?;
        fails |= checked.iter().any(|one| failing.contains(&one.verdict));
        printer.print(&draft, &checked)?;
    }
    printer.finish()?;
    Ok(if fails { Outcome::CheckFailed } else { outcome })
}

/// Checks one draft; what is odd about its quotations is told in one line each.
fn check_draft(draft: &Draft, sources: &Sources<'_>, context: &CliContext) -> Result<Vec<CheckedQuote>, CliError> {
    let (claims, unclosed) = claims(&draft.reading, context.models().attribution());
    let location = &draft.reading.source.location;
    for mark in unclosed {
        let words: Vec<_> = mark.span.of(&draft.reading.article.text).split_whitespace().take(5).collect();
        let words = words.join(" ");
        context.note(&format!(
            "{location}: the quote mark before “{words} …” never closes; checked to the end of its paragraph"
        ));
    }
    if claims.is_empty() {
        context.note(&format!("{location}: no quotations in quote marks found; nothing to check"));
    }
    sources.check(claims)
}
