//! Lines of the related pane.

use crate::reading::RelatedStory;
use crate::tui::paint::{clipped, wrapped};
use crate::tui::reader::library_context::SimilarPiece;
use crate::tui::reader::panes::Related;

/// Kind of a line in the related pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelatedPart {
    /// Label above a title.
    Kicker,
    /// Title of a story or piece.
    Title,
    /// Further information below the title.
    Detail,
    /// Heading of a section, with a count at the right.
    Heading,
    /// Link text.
    Link,
    /// Blank line.
    Gap,
}

/// A line of the related pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedLine {
    /// Index of its entry.
    pub entry: Option<usize>,
    /// Kind of the line.
    pub part: RelatedPart,
    /// Text of the line.
    pub words: String,
    /// Count at the right.
    pub figure: String,
}

/// Lays out the pane at a width; link number `open` shows its address.
pub(super) fn lay_out(related: &Related, width: u16, open: Option<usize>) -> Vec<RelatedLine> {
    let mut lines = Vec::new();
    let gap = |lines: &mut Vec<RelatedLine>, index: usize| {
        if index > 0 {
            lines.push(RelatedLine::of(None, RelatedPart::Gap, String::new()));
        }
    };
    heading(&mut lines, "RELATED", related.stories.len());
    for (index, story) in related.stories.iter().enumerate() {
        gap(&mut lines, index);
        push_story(&mut lines, index, story, width);
    }
    heading(&mut lines, "IN YOUR LIBRARY", related.pieces.len());
    for (index, piece) in related.pieces.iter().enumerate() {
        gap(&mut lines, index);
        push_piece(&mut lines, related.stories.len() + index, piece, width);
    }
    heading(&mut lines, "LINKS", related.links.len() + related.more);
    let first = related.stories.len() + related.pieces.len();
    for (index, link) in related.links.iter().enumerate() {
        let entry = Some(first + index);
        lines.push(RelatedLine::of(entry, RelatedPart::Link, clipped(&link.text, width)));
        if entry == open {
            lines.push(RelatedLine::of(entry, RelatedPart::Detail, clipped(&link.url, width)));
        }
    }
    if related.more > 0 {
        lines.push(RelatedLine::of(None, RelatedPart::Detail, format!("and {} more", related.more)));
    }
    lines
}

impl RelatedLine {
    fn of(entry: Option<usize>, part: RelatedPart, words: impl Into<String>) -> Self {
        Self { entry, part, words: words.into(), figure: String::new() }
    }
}

/// Adds the heading of a section unless `count` is 0; the first one is drawn as the pane's heading.
fn heading(lines: &mut Vec<RelatedLine>, words: &str, count: usize) {
    if count == 0 {
        return;
    }
    if !lines.is_empty() {
        lines.push(RelatedLine::of(None, RelatedPart::Gap, String::new()));
    }
    lines.push(RelatedLine { figure: count.to_string(), ..RelatedLine::of(None, RelatedPart::Heading, words) });
    lines.push(RelatedLine::of(None, RelatedPart::Gap, String::new()));
}

fn push_piece(lines: &mut Vec<RelatedLine>, index: usize, piece: &SimilarPiece, width: u16) {
    let mut push = |part, words: String| lines.push(RelatedLine::of(Some(index), part, words));
    for line in wrapped(&piece.title, width) {
        push(RelatedPart::Title, line);
    }
    push(RelatedPart::Detail, clipped(&piece.about, width).into_owned());
    push(RelatedPart::Detail, clipped(&piece.reason, width).into_owned());
    if let Some((_, teller)) = piece.same_story.first() {
        let more = piece.same_story.len() - 1;
        let and = if more > 0 { format!(" and {more} more") } else { String::new() };
        push(RelatedPart::Detail, clipped(&format!("also in {teller}{and}"), width).into_owned());
    }
}

fn push_story(lines: &mut Vec<RelatedLine>, index: usize, story: &RelatedStory, width: u16) {
    let mut push = |part, words: String| lines.push(RelatedLine::of(Some(index), part, words));
    if let Some(kicker) = &story.kicker {
        push(RelatedPart::Kicker, clipped(kicker, width).into_owned());
    }
    for line in wrapped(&story.title, width) {
        push(RelatedPart::Title, line);
    }
    if let Some(summary) = &story.summary {
        let all = wrapped(summary, width);
        let cut = all.len() > 2;
        for (row, line) in all.into_iter().take(2).enumerate() {
            let line = if cut && row == 1 { clipped(&format!("{line} …"), width).into_owned() } else { line };
            push(RelatedPart::Detail, line);
        }
    }
    let byline: Vec<&str> = [&story.author, &story.published].into_iter().flatten().map(String::as_str).collect();
    if !byline.is_empty() && story.summary.is_none() {
        push(RelatedPart::Detail, clipped(&byline.join(" · "), width).into_owned());
    }
}
