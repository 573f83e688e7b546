//! The blocks in reading order: the article's, and hidden ones in their places if they are to be shown.
//!
//! A [`Place`] names a position by block and byte, so it stays valid across resizing, other column widths and changes
//! of hidden blocks. Very long blocks are cut into slices, so that laying one out is cheap.

use crate::article::{Article, HiddenBlock, Role, ShownBlock};
use crate::document::{Block, BlockKind, ListItem, Mark, Marker, Span};
use crate::library::BlockOverrides as Overrides;
use crate::tui::reader::Reader;

/// A position in a page: the number of the block among all blocks, shown and hidden, and a byte of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Block number: [`ShownBlock::order`] or [`HiddenBlock::order`](crate::article::HiddenBlock::order).
    pub order: u32,
    /// Byte offset in the block's text.
    pub byte: usize,
}

/// Visibility of hidden blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Clutter {
    /// Only the article is shown.
    #[default]
    Hidden,
    /// Hidden blocks are shown as one line each, with the reason.
    Brief,
    /// Hidden blocks are shown at full length.
    Whole,
}

/// Index of a block in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemOrigin {
    /// Index in [`Article::blocks`].
    Shown(u32),
    /// Index in [`Article::clutter`].
    Hidden(u32),
    /// Index in [`Flow::header`]: a line made from the metadata.
    Header(u32),
}

/// Style of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guise {
    /// Part of the article.
    Article(Role),
    /// Dimmed, at full length.
    Dimmed,
    /// One dimmed line with the reason.
    Brief,
}

/// A block, or a slice of a very long one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Index of the block.
    pub origin: ItemOrigin,
    /// Number of the block on the page.
    pub order: u32,
    /// Range of the block's text, in bytes.
    pub slice: Span,
    /// Style of the item.
    pub guise: Guise,
    /// True for a list item with a marker. Continuation blocks of an item are spaced like paragraphs.
    pub list: bool,
    /// True for a picture, whose caption follows without a gap.
    pub picture: bool,
    /// True for the kicker, which stands directly over the title.
    pub kicker: bool,
    /// Number of blank rows before it.
    pub gap: u8,
    /// Bytes of all items before it, for the scroll bar.
    pub before: usize,
}

/// All items of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// Sorted by order, then by slice.
    pub items: Vec<Item>,
    /// Bytes of all items.
    pub total: usize,
    /// Lines of the header that the page shows nowhere. They stand in the order of their neighbours, as slices behind the end
    /// of a block's text, so that a place in the article is never one of them.
    pub header: Vec<Block>,
}

/// Maximum length of a text that is laid out in one piece, in bytes.
const SLICE: usize = 16 * 1024;

impl Flow {
    /// Lists the items of an article for a visibility of clutter and the user's overrides.
    pub fn of(article: &Article, clutter: Clutter, overrides: &Overrides) -> Self {
        let mut flow = Self::default();
        let (mut shown, mut hidden) = (0, 0);
        loop {
            let (next_shown, next_hidden) = (article.blocks.get(shown), article.clutter.get(hidden));
            match (next_shown, next_hidden) {
                (Some(placed), other) if other.is_none_or(|h| placed.order <= h.order) => {
                    flow.push_shown(placed, shown as u32, clutter, overrides);
                    shown += 1;
                }
                (_, Some(block)) => {
                    flow.push_hidden(block, hidden as u32, clutter, overrides);
                    hidden += 1;
                }
                (_, None) => {
                    flow.add_header(article);
                    return flow;
                }
            }
        }
    }

    fn push_shown(&mut self, placed: &ShownBlock, index: u32, clutter: Clutter, overrides: &Overrides) {
        let guise = match clutter {
            _ if !overrides.hidden.contains(&placed.order) => Guise::Article(placed.role),
            Clutter::Hidden => return,
            Clutter::Brief => Guise::Brief,
            Clutter::Whole => Guise::Dimmed,
        };
        self.push(ItemOrigin::Shown(index), placed.order, &placed.block, guise);
    }

    fn push_hidden(&mut self, hidden: &HiddenBlock, index: u32, clutter: Clutter, overrides: &Overrides) {
        let guise = match clutter {
            _ if overrides.shown.contains(&hidden.order) => Guise::Article(Role::Body),
            Clutter::Hidden => return,
            Clutter::Brief => Guise::Brief,
            Clutter::Whole => Guise::Dimmed,
        };
        self.push(ItemOrigin::Hidden(index), hidden.order, &hidden.block, guise);
    }

    fn push(&mut self, origin: ItemOrigin, order: u32, block: &Block, guise: Guise) {
        let slices = match guise {
            Guise::Brief => vec![Span::new(0, block.text.len())],
            Guise::Article(_) | Guise::Dimmed => slices(block),
        };
        for slice in slices {
            let list = block.list.is_some_and(|item| item.marker != Marker::None)
                && guise != Guise::Brief
                && !is_heading(guise);
            let gap = self.gap(slice, list, guise);
            let picture = matches!(block.kind, BlockKind::Image(_));
            self.items.push(Item {
                origin,
                order,
                slice,
                guise,
                list,
                picture,
                kicker: false,
                gap,
                before: self.total,
            });
            self.total += slice.len() + 1;
        }
    }

    fn gap(&self, slice: Span, list: bool, guise: Guise) -> u8 {
        let Some(before) = self.items.last() else { return 0 };
        let briefs = guise == Guise::Brief && before.guise == Guise::Brief;
        let tight = list && before.list && before.guise == guise;
        let caption = before.picture && guise == Guise::Article(Role::Caption);
        // Lines about the article, and those about a picture, stand together.
        let grouped = before.guise == guise && matches!(guise, Guise::Article(Role::Byline | Role::Caption));
        u8::from(!(slice.start > 0 || briefs || tight || caption || grouped))
    }

    /// Returns the index of the item that contains a place; if its block is not shown, the next one, or else the last.
    pub fn find(&self, place: Place) -> Option<usize> {
        let after = self.items.partition_point(|i| (i.order, i.slice.start) <= (place.order, place.byte));
        let before = after.checked_sub(1).filter(|&i| self.items[i].order == place.order);
        before.or_else(|| (after < self.items.len()).then_some(after)).or_else(|| self.items.len().checked_sub(1))
    }

    /// Returns the position of a place in the text, 0 to 1.
    pub fn share(&self, place: Place) -> f64 {
        let Some(item) = self.find(place).map(|i| &self.items[i]) else { return 0.0 };
        let within = if item.order == place.order { place.byte.saturating_sub(item.slice.start) } else { 0 };
        (item.before + within.min(item.slice.len())) as f64 / self.total.max(1) as f64
    }

    /// Returns the place of the item at a share (0 to 1) of the text.
    pub fn at_share(&self, share: f64) -> Option<Place> {
        let target = (share.clamp(0.0, 1.0) * self.total as f64) as usize;
        let index = self.items.partition_point(|i| i.before <= target).saturating_sub(1);
        let item = self.items.get(index)?;
        Some(Place {
            order: item.order,
            byte: item.slice.start + (target - item.before.min(target)).min(item.slice.len()),
        })
    }
}

/// Returns true for the lines above an article, which bear no bullet even where the page makes them items of a list.
pub const fn is_heading(guise: Guise) -> bool {
    matches!(guise, Guise::Article(Role::Title | Role::Standfirst | Role::Byline))
}

/// Returns the block of an item.
pub fn block_of(article: &Article, origin: ItemOrigin) -> Option<&Block> {
    match origin {
        ItemOrigin::Shown(i) => article.blocks.get(i as usize).map(|b| &b.block),
        ItemOrigin::Hidden(i) => article.clutter.get(i as usize).map(|b| &b.block),
        ItemOrigin::Header(_) => None,
    }
}

/// Cuts a very long text at line ends or blanks; tables and short texts stay whole.
fn slices(block: &Block) -> Vec<Span> {
    let text = &block.text;
    let whole = vec![Span::new(0, text.len())];
    if text.len() <= SLICE || matches!(block.kind, BlockKind::Table(_) | BlockKind::Image(_) | BlockKind::Rule) {
        return whole;
    }
    let separator = if matches!(block.kind, BlockKind::Code(_)) { '\n' } else { ' ' };
    let mut cut = Vec::with_capacity(text.len() / SLICE + 1);
    let mut start = 0;
    while start < text.len() {
        let mut end = (start + SLICE).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        if end < text.len() {
            end = text[start..end].rfind(separator).map_or(end, |at| start + at + 1);
        }
        cut.push(Span::new(start, end));
        start = end;
    }
    cut
}

/// Returns a slice of a block as a block of its own, and for each of its marks the index in the whole block's marks.
/// The slice's text starts at byte `slice.start` of the whole.
pub fn slice_of(block: &Block, slice: Span) -> (Block, Vec<u32>) {
    let clip = |(number, mark): (u32, &Mark)| {
        let (start, end) = (mark.span.start.max(slice.start), mark.span.end.min(slice.end));
        let span = (start < end).then(|| Span::new(start - slice.start, end - slice.start))?;
        Some((Mark { span, style: mark.style.clone() }, number))
    };
    let (marks, numbers) = (0..).zip(&block.marks).filter_map(clip).unzip();
    let part = Block {
        text: slice.of(&block.text).to_owned(),
        kind: block.kind.clone(),
        marks,
        // Only the first slice has the list marker.
        list: block.list.map(|item| if slice.start == 0 { item } else { ListItem { marker: Marker::None, ..item } }),
        quotes: block.quotes,
        footnote: block.footnote.clone(),
        ..Block::default()
    };
    (part, numbers)
}

/// Returns the start of an item.
pub const fn place(item: &Item) -> Place {
    Place { order: item.order, byte: item.slice.start }
}

impl Reader {
    /// Returns the shown headings: level, text, place.
    pub fn headings(&self) -> impl Iterator<Item = (u8, &str, Place)> {
        let Flow { items, .. } = &self.flow;
        items.iter().filter(|i| i.slice.start == 0).filter_map(|item| {
            let block = block_of(self.article(), item.origin)?;
            let BlockKind::Heading(level) = block.kind else { return None };
            Some((level, block.text.as_str(), place(item)))
        })
    }
}
