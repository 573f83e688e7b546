//! Colours for code: which words are keywords, strings, comments.
//!
//! Grammars (`syntect`, `two-face`) are large and slow, so they are loaded when the first code comes into view, on a
//! thread of their own, and go through a text only as far as is visible: [`Highlighter::ask`] returns at once, and what
//! was found is reported later. [`coloured`] then parts the runs of a line by it. What a token looks like, the theme
//! decides; no grammar's own colours are used.

mod classes;
mod session;

pub use session::{MAX_BYTES, Session};

use crate::document::Span;
use crate::layout::{CodeToken, Line, Part};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Part of a code block's text and what it is. Plain text is left out.
pub type CodeTokens = Vec<(Span, CodeToken)>;

/// Code to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HighlightJob {
    /// Which code it is, for the one who asks; the same number is the same text.
    pub number: u64,
    /// The language, where the page names one.
    pub language: Option<String>,
    /// The whole code.
    pub text: String,
    /// Up to which byte it is visible.
    pub until: usize,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HighlightResult {
    /// The number of the job.
    pub number: u64,
    /// All tokens from the start of the text.
    pub tokens: CodeTokens,
    /// Up to which byte they go; the text's length when there will be no more.
    pub until: usize,
}

/// The thread that knows the grammars.
#[derive(Debug)]
pub struct Highlighter {
    jobs: Option<Sender<HighlightJob>>,
}

impl Highlighter {
    /// Starts it; it ends when the handle is dropped. `report` is called on its thread.
    pub fn start(report: impl Fn(HighlightResult) + Send + 'static) -> Self {
        let (sender, jobs) = channel();
        let started = std::thread::Builder::new().name("highlight".into()).spawn(move || work(&jobs, report));
        let started = started.inspect_err(|error| log::error!("cannot start the highlighter's thread: {error}"));
        Self { jobs: started.ok().map(|_| sender) }
    }

    /// Asks for the colours of some code. Of what waits, only the newest of a number is done.
    pub fn ask(&self, job: HighlightJob) {
        if let Some(jobs) = &self.jobs {
            // The thread lives as long as the handle; without it code stays plain.
            let _ = jobs.send(job);
        }
    }
}

fn work(jobs: &Receiver<HighlightJob>, report: impl Fn(HighlightResult)) {
    let mut session = Session::default();
    while let Ok(job) = jobs.recv() {
        let mut waiting = vec![job];
        while let Ok(next) = jobs.try_recv() {
            waiting.retain(|job| job.number != next.number);
            waiting.push(next);
        }
        for job in waiting {
            report(session.look_at(&job));
        }
    }
}

/// The line with its code parted by tokens, each run marked as what it is.
pub fn coloured(line: Line, tokens: &[(Span, CodeToken)]) -> Line {
    let first = tokens.partition_point(|(span, _)| span.end <= line.span.start);
    let here = &tokens[first..];
    let here = &here[..here.partition_point(|(span, _)| span.start < line.span.end)];
    if here.is_empty() {
        return line;
    }
    let cuts: Vec<usize> = here.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
    let mut line = line.cut_at(&cuts);
    for run in &mut line.runs {
        let Some(span) = run.span.filter(|_| run.style.part == Part::Code) else { continue };
        let at = here.partition_point(|(token, _)| token.end <= span.start);
        if let Some((_, token)) = here.get(at).filter(|(token, _)| token.contains(span.start)) {
            run.style.part = Part::Token(*token);
        }
    }
    line
}

#[cfg(test)]
mod tests;
