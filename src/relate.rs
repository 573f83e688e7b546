//! `relate`: the stories that stand beside an article on its page.

use crate::article::Verdict;
use crate::document::Document;
use crate::reading::Story;

/// The page's related stories, in order, each once.
pub fn relate(_document: &Document, _verdicts: &[Verdict]) -> Vec<Story> {
    Vec::new()
}
