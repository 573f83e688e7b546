//! Builds [`Block`]s: text is added and cut at boundaries that the format determines. Shared by HTML and Markdown,
//! which differ only in the boundaries.

use super::inline::Inline;
use crate::document::{Block, BlockKind, Image, ListItem, Mark, Marker, Span, Style, Table};

/// Containers around the text being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BlockContext {
    /// Number of block quotations around it.
    pub quotes: u8,
    /// Number of lists around it.
    pub depth: u8,
    /// Innermost container.
    pub inner: Inner,
    /// Level of the heading around it, 0 for none.
    pub heading: u8,
    /// True for preformatted text.
    pub pre: bool,
}

/// Innermost container that determines a block's kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Inner {
    /// No container.
    #[default]
    Flow,
    /// A block quotation.
    Quote,
    /// An item of a list.
    Item,
}

/// Builder of blocks.
#[derive(Debug, Default)]
pub struct Blocks {
    done: Vec<Block>,
    /// Text of the current block.
    pub inline: Inline,
    /// Containers of the current block.
    pub place: BlockContext,
    /// Language of the current preformatted text.
    pub language: Option<String>,
    /// Label of the current footnote.
    pub footnote: Option<String>,
    /// Markers of the enclosing items; each is used by the item's first block.
    items: Vec<Marker>,
    /// Pictures within running text, which are put after it.
    waiting: Vec<Block>,
    table: Option<Cells>,
}

/// The current data table.
#[derive(Debug, Default)]
struct Cells {
    rows: Vec<Vec<Span>>,
    /// Number of rows at the start with heading cells only.
    head: usize,
    /// True if the current row has a cell that is not a heading.
    plain: bool,
    cell: usize,
}

impl Blocks {
    /// Number of finished blocks.
    pub fn len(&self) -> usize {
        self.done.len()
    }

    /// Returns true if text or pictures are waiting for a cut.
    pub fn is_pending(&self) -> bool {
        !self.inline.is_empty() || !self.waiting.is_empty()
    }

    /// Returns true inside a data table, which is not cut.
    pub fn in_table(&self) -> bool {
        self.table.is_some()
    }

    /// Enters a list item.
    pub fn enter_item(&mut self, marker: Marker) {
        self.items.push(marker);
    }

    /// Leaves a list item.
    pub fn leave_item(&mut self) {
        self.items.pop();
    }

    /// Makes the current item a task, if it has no text yet.
    pub fn mark_task(&mut self, is_done: bool) {
        if self.inline.is_empty()
            && let Some(marker) = self.items.last_mut()
            && *marker != Marker::None
        {
            *marker = Marker::Task(is_done);
        }
    }

    /// Ends the current block, if it is not empty; `element` is the one around it.
    pub fn cut(&mut self, element: Option<u32>) {
        if self.table.is_some() {
            self.inline.blank();
            return;
        }
        let seams = self.inline.take_seams();
        let (text, marks) = self.inline.take();
        if text.chars().any(is_visible) {
            let block = Block { seams, ..self.block(text, marks, element) };
            self.done.push(block);
        }
        self.done.append(&mut self.waiting);
    }

    fn block(&mut self, mut text: String, mut marks: Vec<Mark>, element: Option<u32>) -> Block {
        let list = self.list_item();
        let kind = if self.place.pre {
            BlockKind::Code(self.language.clone())
        } else if self.place.heading > 0 {
            BlockKind::Heading(self.place.heading)
        } else {
            match self.place.inner {
                Inner::Flow => BlockKind::Paragraph,
                Inner::Quote => BlockKind::Quote,
                Inner::Item => BlockKind::List,
            }
        };
        if self.place.pre {
            marks.retain(|mark| mark.style != Style::Code);
        }
        text.shrink_to_fit();
        Block {
            kind,
            text,
            marks,
            quotes: self.place.quotes,
            list,
            footnote: self.footnote.clone(),
            turn: None,
            pages: Vec::new(),
            element,
            seams: Vec::new(),
        }
    }

    fn list_item(&mut self) -> Option<ListItem> {
        let marker = self.items.last_mut()?;
        Some(ListItem { depth: self.place.depth.max(1), marker: std::mem::replace(marker, Marker::None) })
    }

    /// Adds a finished block as it is.
    pub fn adopt(&mut self, block: Block) {
        self.cut(None);
        self.done.push(block);
    }

    /// Adds a thematic break.
    pub fn rule(&mut self, element: Option<u32>) {
        self.cut(element);
        if !self.in_table() {
            self.done.push(Block { kind: BlockKind::Rule, quotes: self.place.quotes, element, ..Block::default() });
        }
    }

    /// Adds a picture or other media: at once, or after the text that surrounds it.
    pub fn image(&mut self, image: Image, alt: String, element: Option<u32>) {
        let list =
            (!self.items.is_empty()).then_some(ListItem { depth: self.place.depth.max(1), marker: Marker::None });
        let block = Block {
            kind: BlockKind::Image(image),
            text: alt,
            quotes: self.place.quotes,
            list,
            footnote: self.footnote.clone(),
            element,
            pages: Vec::new(),
            marks: Vec::new(),
            seams: Vec::new(),
            turn: None,
        };
        if self.is_pending() || self.in_table() {
            self.waiting.push(block);
        } else {
            self.done.push(block);
        }
    }

    /// Returns the block that was finished or queued last.
    pub fn last_mut(&mut self) -> Option<&mut Block> {
        self.waiting.last_mut().or(self.done.last_mut())
    }

    /// Begins a data table.
    pub fn enter_table(&mut self, element: Option<u32>) {
        self.cut(element);
        self.table = Some(Cells::default());
    }

    /// Begins a row.
    pub fn enter_row(&mut self) {
        if let Some(table) = &mut self.table {
            if table.rows.last().is_some_and(Vec::is_empty) {
                return;
            }
            if !table.rows.is_empty() {
                self.inline.cell_end('\n');
            }
            table.plain = false;
            table.rows.push(Vec::new());
        }
    }

    /// Begins a cell.
    pub fn enter_cell(&mut self, is_heading: bool) {
        let Some(table) = &mut self.table else { return };
        let Some(row) = table.rows.last() else { return };
        if !row.is_empty() {
            self.inline.cell_end('\t');
        }
        table.plain |= !is_heading;
        table.cell = self.inline.text().len();
    }

    /// Ends a cell.
    pub fn leave_cell(&mut self) {
        self.inline.close_up();
        let end = self.inline.text().len();
        if let Some(table) = &mut self.table
            && let Some(row) = table.rows.last_mut()
        {
            row.push(Span::new(table.cell.min(end), end));
        }
    }

    /// Ends a row.
    pub fn leave_row(&mut self) {
        if let Some(table) = &mut self.table
            && !table.plain
            && table.head + 1 == table.rows.len()
        {
            table.head += 1;
        }
    }

    /// Ends a data table and adds its block.
    pub fn leave_table(&mut self, element: Option<u32>) {
        let Some(mut table) = self.table.take() else { return };
        self.inline.take_seams();
        let (text, marks) = self.inline.take_untrimmed();
        table.rows.retain(|row| !row.is_empty());
        table.head = table.head.min(table.rows.len());
        let text = take_in(text, &mut table.rows);
        if text.chars().any(is_visible) {
            let list = self.list_item();
            let kind = BlockKind::Table(Table { head: table.head, rows: table.rows });
            let footnote = self.footnote.clone();
            self.done.push(Block {
                kind,
                text,
                marks,
                quotes: self.place.quotes,
                list,
                footnote,
                turn: None,
                pages: Vec::new(),
                element,
                seams: Vec::new(),
            });
        }
        self.done.append(&mut self.waiting);
    }

    /// Returns all blocks, including the current one.
    pub fn finish(mut self, element: Option<u32>) -> Vec<Block> {
        self.leave_table(element);
        self.cut(element);
        self.done
    }
}

/// Appends text of a table outside of cells, as broken markup has it, to the previous cell, or else the first.
/// Separators in it become spaces.
fn take_in(mut text: String, rows: &mut [Vec<Span>]) -> String {
    let mut cells: Vec<&mut Span> = rows.iter_mut().flatten().collect();
    let mut taken: Vec<Span> = Vec::new();
    if let Some(first) = cells.first_mut()
        && let Some(start) = text.get(..first.start).and_then(|before| before.find(is_visible))
    {
        taken.push(Span::new(start, first.start));
        first.start = start;
    }
    for at in 0..cells.len() {
        let next = cells.get(at + 1).map_or(text.len(), |cell| cell.start);
        let cell = &mut *cells[at];
        let behind = text.get(cell.end..next).unwrap_or_default();
        if let Some((last, c)) = behind.char_indices().rfind(|(_, c)| is_visible(*c)) {
            let end = cell.end + last + c.len_utf8();
            taken.push(Span::new(cell.end, end));
            cell.end = end;
        }
    }
    for span in taken {
        let blank = span.of(&text).replace(['\t', '\n'], " ");
        text.replace_range(span.start..span.end, &blank);
    }
    text
}

/// Returns true for visible characters.
pub fn is_visible(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2069}' | '\u{61c}' | '\u{180e}' | '\u{2800}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_outside_cells_joins_the_cell_before() {
        let mut rows = vec![vec![Span::new(0, 0), Span::new(6, 7)], vec![Span::new(10, 11)]];
        let text = take_in("\ta\nb\t\tc\td\ne".to_owned(), &mut rows);
        assert_eq!(text, " a b\t\tc d\ne");
        assert_eq!(rows, [vec![Span::new(0, 4), Span::new(6, 9)], vec![Span::new(10, 11)]]);
        let mut rows = vec![vec![Span::new(4, 4), Span::new(5, 6)]];
        assert_eq!(take_in("\na\tb\tc".to_owned(), &mut rows), "\na b\tc");
        assert_eq!(rows, [vec![Span::new(1, 4), Span::new(5, 6)]]);
    }
}
