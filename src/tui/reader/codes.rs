//! Syntax colours of the code blocks on the screen, requested as the blocks come into view and only for their visible
//! part.

use crate::document::{BlockKind, Span};
use crate::layout::CodeToken;
use crate::tui::highlight::{HighlightJob, HighlightResult};
use crate::tui::reader::Reader;
use crate::tui::reader::flow::block_of;
use crate::tui::reader::page::PageRow;
use rustc_hash::FxHashMap;

/// Longer code, in bytes, stays plain from here on.
const MAX_CODE_BYTES: usize = 200_000;

/// Tokens of the code blocks, by block number.
#[derive(Clone, Debug, Default)]
pub struct Codes {
    known: FxHashMap<u32, Code>,
}

#[derive(Clone, Debug, Default)]
struct Code {
    tokens: Vec<(Span, CodeToken)>,
    asked: usize,
}

impl Codes {
    /// Returns the tokens of a block.
    pub fn of(&self, order: u32) -> &[(Span, CodeToken)] {
        self.known.get(&order).map_or(&[], |code| &code.tokens)
    }
}

impl Reader {
    /// Returns the jobs for visible code without colours yet; `text` is the number of this text.
    pub fn uncoloured(&mut self, text: usize) -> Vec<HighlightJob> {
        let mut seen: Vec<(usize, usize)> = Vec::new();
        for row in self.page.rows(self.text()) {
            let PageRow::Line(index, line) = row else { continue };
            match seen.last_mut().filter(|(last, _)| *last == index) {
                Some((_, until)) => *until = line.span.end,
                None => seen.push((index, line.span.end)),
            }
        }
        let mut jobs = Vec::new();
        for (index, until) in seen {
            let item = self.flow.items[index];
            let Some(block) = block_of(&self.piece.article, item.origin) else { continue };
            let BlockKind::Code(language) = &block.kind else { continue };
            let code = self.codes.known.entry(item.order).or_default();
            let most = (0..=MAX_CODE_BYTES.min(block.text.len()))
                .rev()
                .find(|at| block.text.is_char_boundary(*at))
                .unwrap_or(0);
            if code.asked >= until.min(most) {
                continue;
            }
            // Ask for a screen more than visible, so that scrolling by lines does not trigger a request each time.
            code.asked = (until + 4_000).min(most);
            let number = (text as u64) << 32 | u64::from(item.order);
            jobs.push(HighlightJob {
                number,
                language: language.clone(),
                text: block.text[..most].to_owned(),
                until: code.asked,
            });
        }
        jobs
    }

    /// Stores the tokens of a job.
    pub fn colour(&mut self, found: HighlightResult) {
        let code = self.codes.known.entry(found.number as u32).or_default();
        code.asked = code.asked.max(found.until);
        code.tokens = found.tokens;
    }
}
