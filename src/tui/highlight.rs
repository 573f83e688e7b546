//! Syntax highlighting of code blocks.
//!
//! Grammars (`syntect`, `two-face`) are large and slow. They are loaded with the first visible code, on a thread of
//! their own, and parse a text only as far as it is visible: [`Highlighter::ask`] returns at once and the tokens are
//! reported later. [`coloured`] then splits the runs of a line at the tokens. The theme decides the look of each token;
//! the colours of grammars are not used.

mod classes;
mod session;

pub use session::{MAX_BYTES, Session};

use crate::document::Span;
use crate::layout::{CodeToken, Line, Part};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Tokens of a code block: span in its text and kind. Plain text has no token.
pub type CodeTokens = Vec<(Span, CodeToken)>;

/// A request to highlight a code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HighlightJob {
    /// Identifier chosen by the caller; the same number always stands for the same text.
    pub number: u64,
    /// The language, if the page names one.
    pub language: Option<String>,
    /// The complete code.
    pub text: String,
    /// End of the visible part, in bytes.
    pub until: usize,
}

/// The tokens found for a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HighlightResult {
    /// Number of the job.
    pub number: u64,
    /// All tokens from the start of the text.
    pub tokens: CodeTokens,
    /// End of the parsed part, in bytes; the text's length once no more tokens will follow.
    pub until: usize,
}

/// Handle of the highlighting thread.
#[derive(Debug)]
pub struct Highlighter {
    jobs: Option<Sender<HighlightJob>>,
}

impl Highlighter {
    /// Starts the thread, which ends when the handle is dropped. `report` is called on that thread.
    pub fn start(report: impl Fn(HighlightResult) + Send + 'static) -> Self {
        let (sender, jobs) = channel();
        let started = std::thread::Builder::new().name("highlight".into()).spawn(move || work(&jobs, report));
        let started = started.inspect_err(|error| log::error!("cannot start the highlighting thread: {error}"));
        Self { jobs: started.ok().map(|_| sender) }
    }

    /// Queues a job. Among waiting jobs with the same number, only the newest is done.
    pub fn ask(&self, job: HighlightJob) {
        if let Some(jobs) = &self.jobs {
            // Sending fails only if the thread could not be started; code then stays plain.
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

/// Splits the runs of a line at the tokens and marks each run with its token.
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
