//! Running text: paragraphs, headings, quotations, list items, captions of pictures; and thematic breaks.

use super::frame::BlockFrame;
use super::line_builder::LineBuilder;
use super::run::{Line, Run};
use super::style::{Ornament, Part, RunStyle};
use super::style_changes::StyleChanges;
use super::wrap::{self, LinePiece};
use super::{Alignment, Typography, bidi};
use crate::document::{Block, BlockKind, Media, Span};

/// Lays out at most `count` lines, beginning with the one that starts at byte `from`.
pub fn lay_out(block: &Block, width: u16, typography: Typography, from: usize, count: usize) -> Vec<Line> {
    let mut frame = BlockFrame::of(block, width);
    let base = RunStyle { part: part(&block.kind), ..RunStyle::default() };
    if let BlockKind::Image(image) = &block.kind {
        picture(&mut frame, image.media, block.text.is_empty());
    }
    let text = &block.text;
    if text.is_empty() {
        let alone = Line { runs: frame.first, span: Span::default() };
        return if alone.text().trim().is_empty() { Vec::new() } else { vec![alone] };
    }
    let mut pieces = Vec::new();
    let mut at = from;
    while at < text.len() && pieces.len() < count {
        let piece = wrap::next_line(text, at, frame.width, typography.hyphens);
        at = piece.next;
        pieces.push(piece);
    }
    let changes = StyleChanges::new(&block.marks, Span::new(from, at), base);
    let alignment = match block.kind {
        BlockKind::Heading(_) | BlockKind::Image(_) => Alignment::Ragged,
        _ => typography.alignment,
    };
    let direction = bidi::set_in(text, typography.order);
    let builder =
        LineBuilder { text, changes: &changes, width: frame.width, alignment, direction, order: typography.order };
    let set = |piece: &LinePiece| {
        let lead = if piece.start == 0 { &frame.first } else { &frame.rest };
        Line { runs: builder.framed(lead, piece), span: Span::new(piece.start, piece.next) }
    };
    pieces.iter().map(set).collect()
}

/// Returns the first bytes of all lines, starting at `from`.
pub fn starts(block: &Block, width: u16, typography: Typography) -> impl Iterator<Item = usize> {
    let mut width = BlockFrame::of(block, width).width;
    if let BlockKind::Image(_) = block.kind {
        width = picture_width(width);
    }
    let mut at = 0;
    std::iter::from_fn(move || {
        (at < block.text.len()).then(|| {
            let start = at;
            at = wrap::next_line(&block.text, at, width, typography.hyphens).next;
            start
        })
    })
}

const fn part(kind: &BlockKind) -> Part {
    match kind {
        BlockKind::Heading(level) => Part::Heading(*level),
        BlockKind::Image(_) => Part::Image,
        _ => Part::Text,
    }
}

/// Adds a picture's icon to the frame; without a caption, also the name of the medium.
fn picture(frame: &mut BlockFrame, media: Media, nameless: bool) {
    let (icon, name) = match media {
        Media::Image => ("▣ ", "picture"),
        Media::Video => ("▶ ", "video"),
        Media::Audio => ("♪ ", "recording"),
        Media::Embed => ("▢ ", "embedded page"),
    };
    let width = picture_width(frame.width);
    if width < frame.width {
        frame.first.push(Run::ornament(icon, Ornament::Icon));
        frame.rest.push(Run::padding(2));
        frame.width = width;
    }
    if nameless {
        let fitting = name.get(..usize::from(frame.width)).unwrap_or(name);
        frame.first.push(Run::ornament(fitting, Ornament::Icon));
    }
}

/// Returns the width left for a picture's caption next to its icon, in cells.
const fn picture_width(width: u16) -> u16 {
    if width > 4 { width - 2 } else { width }
}

/// A thematic break: a short centred line.
pub fn rule(width: u16) -> Vec<Line> {
    let long = (width / 3).clamp(1, 24);
    let line = Run::ornament("─".repeat(usize::from(long)), Ornament::Rule);
    vec![Line { runs: vec![Run::padding((width - long) / 2), line], span: Span::default() }]
}
