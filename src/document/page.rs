//! Pages of a paginated source.

use super::Block;
use serde::{Deserialize, Serialize};

/// Place in a block's text where a page of the source begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageStart {
    /// First byte on the page.
    pub at: usize,
    /// Number of the page, counted from 1.
    pub page: u32,
}

impl Block {
    /// Returns the page on which a byte of the text stands; `None` if the source has no pages.
    pub fn page_at(&self, byte: usize) -> Option<u32> {
        self.pages.iter().take_while(|start| start.at <= byte).last().or(self.pages.first()).map(|start| start.page)
    }
}
