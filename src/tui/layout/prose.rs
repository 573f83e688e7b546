//! Running text: paragraphs, headings, quotations, list items, the words for pictures; and thematic breaks.

use super::Settings;
use super::edges::Edges;
use super::frame::Frame;
use super::run::{Line, Run};
use super::style::{Ornament, Part, RunStyle};
use super::wrap::{self, Ending, Piece};
use crate::document::{Block, Kind, Media, Span};

/// At most `count` lines from the line that starts at byte `from`.
pub fn lay_out(block: &Block, width: u16, settings: &Settings, from: usize, count: usize) -> Vec<Line> {
    let mut frame = Frame::of(block, width);
    let base = RunStyle { part: part(&block.kind), ..RunStyle::default() };
    if let Kind::Image(image) = &block.kind {
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
        let piece = wrap::next_line(text, at, frame.width, settings.hyphens);
        at = piece.next;
        pieces.push(piece);
    }
    let edges = Edges::new(&block.marks, Span::new(from, at), base);
    let set = |piece: &Piece| {
        let lead = if piece.start == 0 { &frame.first } else { &frame.rest };
        let mut runs = lead.clone();
        words(&mut runs, text, piece, &edges);
        Line { runs, span: Span::new(piece.start, piece.next) }
    };
    pieces.iter().map(set).collect()
}

/// The words of one line, in runs of one style.
fn words(runs: &mut Vec<Run>, text: &str, piece: &Piece, edges: &Edges) {
    for (span, style) in edges.within(Span::new(piece.start, piece.end)) {
        runs.push(Run::literal(text, span, style));
    }
    if matches!(piece.ending, Ending::Hyphen | Ending::SoftHyphen) {
        runs.push(Run::ornament("-", Ornament::Hyphen));
    }
}

const fn part(kind: &Kind) -> Part {
    match kind {
        Kind::Heading(level) => Part::Heading(*level),
        Kind::Image(_) => Part::Image,
        _ => Part::Text,
    }
}

/// Puts the sign of a picture before its words; where there are none, the name of what it is.
fn picture(frame: &mut Frame, media: Media, nameless: bool) {
    let (icon, name) = match media {
        Media::Image => ("▣ ", "picture"),
        Media::Video => ("▶ ", "film"),
        Media::Audio => ("♪ ", "recording"),
        Media::Embed => ("▢ ", "embedded page"),
    };
    if frame.width > 4 {
        frame.first.push(Run::ornament(icon, Ornament::Icon));
        frame.rest.push(Run::padding(2));
        frame.width -= 2;
    }
    if nameless {
        frame.first.push(Run::ornament(name, Ornament::Icon));
    }
}

/// A thematic break: a short line in the middle.
pub fn rule(width: u16) -> Vec<Line> {
    let long = (width / 3).clamp(1, 24);
    let line = Run::ornament("─".repeat(usize::from(long)), Ornament::Rule);
    vec![Line { runs: vec![Run::padding((width - long) / 2), line], span: Span::default() }]
}
