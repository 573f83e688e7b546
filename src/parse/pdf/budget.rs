//! Bounds of the work on one file. They count operations, not time, so that a file always gives the same document.

use crate::limits::{MAX_PDF_CONTENT_BYTES, MAX_PDF_GLYPHS, MAX_PDF_OPERATIONS, MAX_PDF_PAGE_OPERATIONS};

/// Number of content bytes that count as one operation, so that unpacking the same form again and again is not free.
const BYTES_PER_OPERATION: usize = 16;

/// Work left for a file and for its current page.
#[derive(Debug)]
pub struct Budget {
    operations: usize,
    page_operations: usize,
    page_bytes: usize,
    glyphs: usize,
    /// True once something was left out.
    pub exceeded: bool,
}

impl Budget {
    /// Creates the budget of a file.
    pub const fn new() -> Self {
        Self {
            operations: MAX_PDF_OPERATIONS,
            page_operations: MAX_PDF_PAGE_OPERATIONS,
            page_bytes: MAX_PDF_CONTENT_BYTES,
            glyphs: MAX_PDF_GLYPHS,
            exceeded: false,
        }
    }

    /// Begins a page. Returns false if nothing is left for it.
    pub const fn begin_page(&mut self) -> bool {
        self.page_operations =
            if self.operations < MAX_PDF_PAGE_OPERATIONS { self.operations } else { MAX_PDF_PAGE_OPERATIONS };
        self.page_bytes = MAX_PDF_CONTENT_BYTES;
        self.exceeded |= self.page_operations == 0;
        self.page_operations > 0
    }

    /// Spends one operation. Returns false if none is left.
    pub fn spend(&mut self) -> bool {
        self.spend_many(1)
    }

    fn spend_many(&mut self, count: usize) -> bool {
        let enough = self.page_operations >= count && self.operations >= count;
        self.page_operations = self.page_operations.saturating_sub(count);
        self.operations = self.operations.saturating_sub(count);
        self.exceeded |= !enough;
        enough
    }

    /// Number of bytes that the page's content may still unpack to.
    pub const fn bytes_left(&self) -> usize {
        self.page_bytes
    }

    /// Spends unpacked bytes. Returns false if there were not so many left.
    pub fn spend_bytes(&mut self, bytes: usize) -> bool {
        let enough = self.page_bytes >= bytes;
        self.page_bytes = self.page_bytes.saturating_sub(bytes);
        self.exceeded |= !enough;
        self.spend_many(bytes / BYTES_PER_OPERATION) && enough
    }

    /// Spends one glyph. Returns false if none is left.
    pub fn spend_glyph(&mut self) -> bool {
        let enough = self.glyphs > 0 && self.spend();
        self.glyphs = self.glyphs.saturating_sub(1);
        self.exceeded |= !enough;
        enough
    }
}
