//! State of the parsers, so that each code block continues where the last job ended.

use crate::document::Span;
use crate::tui::highlight::classes::Classes;
use crate::tui::highlight::{CodeTokens, HighlightJob, HighlightResult};
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};

/// Highlighting stops after this many bytes: at 0.2 MB/s, more would keep a core busy.
pub const MAX_BYTES: usize = 200_000;

/// Longer lines, in bytes, stay plain: they are machine-made, and some grammars are slow on them.
const MAX_LINE: usize = 2_000;

/// Bytes parsed beyond the visible part, so that scrolling a little needs no new job.
const CHUNK: usize = 4_000;

/// Maximum number of code blocks whose parser state is kept.
const MAX_CODES: usize = 64;

/// Alternative language names.
const ALIASES: [(&str, &str); 10] = [
    ("console", "sh"),
    ("golang", "go"),
    ("jsonc", "json"),
    ("node", "js"),
    ("objective-c", "m"),
    ("pycon", "py"),
    ("python3", "py"),
    ("shell", "sh"),
    ("shell-session", "sh"),
    ("zsh", "sh"),
];

/// The grammars, and the parser states of the code blocks seen so far.
#[derive(Default)]
pub struct Session {
    grammars: Option<(SyntaxSet, Classes)>,
    codes: FxHashMap<u64, Code>,
}

/// Parser state of one code block.
struct Code {
    state: ParseState,
    stack: ScopeStack,
    tokens: CodeTokens,
    until: usize,
}

impl Session {
    /// Returns the tokens of a code block, at least for its visible part.
    pub fn look_at(&mut self, job: &HighlightJob) -> HighlightResult {
        let (grammars, classes) =
            self.grammars.get_or_insert_with(|| (two_face::syntax::extra_newlines(), Classes::default()));
        if self.codes.len() > MAX_CODES {
            self.codes.clear();
        }
        let nothing = || HighlightResult { number: job.number, tokens: Vec::new(), until: job.text.len() };
        let code = match self.codes.entry(job.number) {
            Entry::Occupied(code) => code.into_mut(),
            Entry::Vacant(place) => {
                let Some(grammar) = grammar(grammars, job) else { return nothing() };
                let state = ParseState::new(grammar);
                place.insert(Code { state, stack: ScopeStack::new(), tokens: Vec::new(), until: 0 })
            }
        };
        let goal = job.until.saturating_add(CHUNK).min(MAX_BYTES).min(job.text.len());
        while code.until < goal {
            let rest = job.text.get(code.until..).unwrap_or_default();
            let Some(line) = rest.split_inclusive('\n').next() else { break };
            code.go_through(line, grammars, classes);
        }
        let whole = code.until >= job.text.len().min(MAX_BYTES);
        let until = if whole { job.text.len() } else { code.until };
        HighlightResult { number: job.number, tokens: code.tokens.clone(), until }
    }
}

/// Finds a grammar by the language's name, or else by the first line.
fn grammar<'a>(grammars: &'a SyntaxSet, job: &HighlightJob) -> Option<&'a SyntaxReference> {
    let Some(language) = &job.language else { return grammars.find_syntax_by_first_line(&job.text) };
    let language = language.to_ascii_lowercase();
    let alias = ALIASES.iter().find(|(name, _)| *name == language).map(|(_, token)| *token);
    grammars.find_syntax_by_token(alias.unwrap_or(&language))
}

impl Code {
    fn go_through(&mut self, line: &str, grammars: &SyntaxSet, classes: &Classes) {
        let start = self.until;
        self.until += line.len();
        if line.len() > MAX_LINE {
            return;
        }
        let Ok(changes) = self.state.parse_line(line, grammars) else { return };
        let mut at = 0;
        for (next, change) in changes {
            self.token(Span::new(start + at, start + next), classes);
            at = next;
            if self.stack.apply(&change).is_err() {
                return;
            }
        }
        self.token(Span::new(start + at, start + line.len()), classes);
    }

    fn token(&mut self, span: Span, classes: &Classes) {
        if span.is_empty() {
            return;
        }
        let Some(token) = classes.of(self.stack.as_slice()) else { return };
        match self.tokens.last_mut() {
            Some((last, same)) if *same == token && last.end == span.start => last.end = span.end,
            _ => self.tokens.push((span, token)),
        }
    }
}
