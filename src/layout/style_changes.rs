//! Converts marks to stretches of constant style.

use super::style::{RunStyle, Tones};
use crate::document::{Mark, Span, Style};
use std::collections::BTreeSet;

/// Styles of a part of a block's text.
pub struct StyleChanges {
    /// Start and style of each stretch; sorted, the first at or before the part's start.
    stretches: Vec<(usize, RunStyle)>,
}

impl StyleChanges {
    /// Computes the styles of the bytes of `part` under `marks`, on top of `base`. Overlapping marks need not be
    /// nested.
    pub fn new(marks: &[Mark], part: Span, base: RunStyle) -> Self {
        let mut changes = Vec::new();
        for (index, mark) in marks.iter().enumerate() {
            if mark.span.overlaps(part) && !mark.span.is_empty() {
                changes.push((mark.span.start.max(part.start), true, index));
                changes.push((mark.span.end, false, index));
            }
        }
        changes.sort_unstable();
        let mut open = Open::default();
        let mut stretches = vec![(part.start, base)];
        for (at, opens, index) in changes {
            open.turn(&marks[index].style, index as u32, opens);
            let style = open.over(base);
            match stretches.last_mut() {
                Some(last) if last.0 == at => last.1 = style,
                _ => stretches.push((at, style)),
            }
        }
        Self { stretches }
    }

    /// Returns the stretches of constant style in `part`, in order.
    pub fn within(&self, part: Span) -> impl Iterator<Item = (Span, RunStyle)> + '_ {
        let first = self.stretches.partition_point(|(start, _)| *start <= part.start).saturating_sub(1);
        (first..self.stretches.len()).map_while(move |index| {
            let (start, style) = self.stretches[index];
            let end = self.stretches.get(index + 1).map_or(part.end, |next| next.0.min(part.end));
            let span = Span::new(start.max(part.start), end);
            (span.start < part.end).then_some((span, style))
        })
    }
}

/// Number of open marks of each kind.
#[derive(Default)]
struct Open {
    tones: [u32; Tones::KINDS.len()],
    links: BTreeSet<u32>,
}

impl Open {
    fn turn(&mut self, style: &Style, index: u32, opens: bool) {
        let tone = match style {
            Style::Emphasis => Tones::EMPHASIS,
            Style::Strong => Tones::STRONG,
            Style::Code => Tones::CODE,
            Style::Strike => Tones::STRIKE,
            Style::Subscript => Tones::SUBSCRIPT,
            Style::Superscript => Tones::SUPERSCRIPT,
            Style::Footnote(_) => Tones::FOOTNOTE,
            Style::Link(_) => Tones::empty(),
        };
        for (count, kind) in self.tones.iter_mut().zip(Tones::KINDS) {
            if kind == tone {
                *count = if opens { *count + 1 } else { count.saturating_sub(1) };
            }
        }
        if matches!(style, Style::Link(_) | Style::Footnote(_)) {
            if opens {
                self.links.insert(index);
            } else {
                self.links.remove(&index);
            }
        }
    }

    fn over(&self, base: RunStyle) -> RunStyle {
        let open = self.tones.iter().zip(Tones::KINDS).filter(|(count, _)| **count > 0);
        let tones = open.fold(base.tones, |tones, (_, kind)| tones.union(kind));
        RunStyle { tones, link: self.links.last().copied(), ..base }
    }
}
