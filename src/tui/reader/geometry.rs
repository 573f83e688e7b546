//! Layout of the screen: computes the areas from its size, for drawing and for the mouse.

use crate::tui::display::{RenderMode, ViewOptions};
use crate::tui::reader::{Pane, Reader};
use ratatui::layout::{Rect, Size};

/// Arrangement of the panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// Panes next to the text.
    #[default]
    Beside,
    /// Panes drawn over the text from the side while they have the focus.
    Drawers,
    /// One pane at a time.
    Single,
}

/// The areas of the screen; those not shown are empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// Arrangement of the panes.
    pub arrangement: Arrangement,
    /// Full drawing, or plain for screen readers.
    pub mode: RenderMode,
    /// Line with site, title, minutes and progress.
    pub title: Rect,
    /// Rule below the title line.
    pub title_rule: Rect,
    /// Speakers pane with its heading.
    pub left: Rect,
    /// Lines of the text.
    pub text: Rect,
    /// Column of the bars beside quoted lines.
    pub gutter: Rect,
    /// Scroll bar.
    pub map: Rect,
    /// Related pane with its heading.
    pub right: Rect,
    /// Rule above the footer.
    pub foot_rule: Rect,
    /// Footer: keys and current item.
    pub foot: Rect,
}

/// Rows of a pane's heading.
const HEADING: u16 = 2;

impl Areas {
    /// Computes the areas for a screen size.
    pub fn of(size: Size, look: ViewOptions, focus: Pane) -> Self {
        let mut areas = Self::frame(size, look);
        let body = Rect::new(0, areas.text.y, size.width, areas.text.height);
        match size.width {
            _ if look.mode == RenderMode::Plain => areas.plain(body, look, focus),
            100.. => areas.beside(body, look),
            60.. => areas.drawers(body, look, focus),
            _ => areas.single(body, look, focus),
        }
        areas
    }

    /// Reserves title and footer; the text area gets all rows between them.
    fn frame(size: Size, look: ViewOptions) -> Self {
        let Size { width, height } = size;
        let row = |y: u16| Rect::new(0, y, width, 1);
        let mut areas = Self { mode: look.mode, ..Self::default() };
        let (mut top, mut bottom) = (0, height);
        if look.zen {
            areas.text = Rect::new(0, 0, width, height);
            return areas;
        }
        if height >= 4 {
            areas.title = row(0);
            areas.foot = row(height - 1);
            (top, bottom) = (1, height - 1);
        }
        if height >= 12 && look.mode == RenderMode::Full {
            areas.title_rule = row(1);
            areas.foot_rule = row(height - 2);
            (top, bottom) = (2, height - 2);
        }
        areas.text = Rect::new(0, top, width, bottom - top);
        areas
    }

    fn beside(&mut self, body: Rect, look: ViewOptions) {
        self.arrangement = Arrangement::Beside;
        let (left, right) = if look.zen { (false, false) } else { (look.left, look.right) };
        // Margins in cells: 2 before and 1 after the left pane, 4 before and 4 after the text, 1 at the edge.
        let panes = u16::from(left) + u16::from(right);
        let around = u16::from(left) * 3 + u16::from(right) + 8;
        let free = body.width.saturating_sub(around);
        let side = free.saturating_sub(54).checked_div(panes).map_or(0, |side| side.clamp(19, 27));
        let measure = look.text_width.min(free.saturating_sub(side * panes)).max(1);
        let spare = free.saturating_sub(side * panes + measure);
        let side = if panes == 0 { 0 } else { (side + spare / (2 * panes)).min(34) };
        let spare = free.saturating_sub(side * panes + measure);
        let start = if left { side + 3 } else { 0 };
        let text_x = start + 4 + spare / 2;
        self.place_text(body, text_x, measure);
        if left {
            self.left = Rect::new(0, body.y, side + 3, body.height);
        }
        let map_x = if right { body.width.saturating_sub(side + 4) } else { body.width - 1 };
        self.map = Rect::new(map_x, self.text.y, 1, self.text.height);
        if right {
            self.right = Rect::new(map_x + 1, body.y, body.width - map_x - 1, body.height);
        }
    }

    fn drawers(&mut self, body: Rect, look: ViewOptions, focus: Pane) {
        self.arrangement = Arrangement::Drawers;
        // An open drawer leaves a narrower column, so that the text at a selected entry stays visible.
        let drawer = (body.width * 2 / 5).clamp(26, 36);
        let (before, after) = match focus {
            Pane::Voices => (drawer + 1, 0),
            Pane::Text => (0, 0),
            Pane::Related => (0, drawer + 1),
        };
        let free = body.width - before - after;
        let edges = if focus == Pane::Text { 16 } else { 7 };
        let measure = look.text_width.min(free.saturating_sub(edges)).max(1);
        let start = if focus == Pane::Text { (free - measure) / 2 } else { 4 };
        self.place_text(body, before + start, measure);
        match focus {
            Pane::Voices => self.left = Rect::new(0, body.y, drawer, body.height),
            Pane::Related => self.right = Rect::new(body.width - drawer, body.y, drawer, body.height),
            Pane::Text => {}
        }
        if focus != Pane::Related {
            self.map = Rect::new(body.width - 1, self.text.y, 1, self.text.height);
        }
    }

    fn single(&mut self, body: Rect, look: ViewOptions, focus: Pane) {
        self.arrangement = Arrangement::Single;
        let before = if body.width >= 8 { 2 } else { 0 };
        let after = if body.width >= 8 { 2 } else { 0 };
        let free = body.width - before - after;
        let measure = look.text_width.min(free).max(1).min(body.width);
        self.place_text(body, before + (free.saturating_sub(measure)) / 2, measure);
        if body.width >= 8 {
            self.map = Rect::new(body.width - 1, self.text.y, 1, self.text.height);
        }
        match focus {
            Pane::Voices => self.left = body,
            Pane::Related => self.right = body,
            Pane::Text => {}
        }
    }

    /// A single column at the left edge.
    fn plain(&mut self, body: Rect, look: ViewOptions, focus: Pane) {
        self.arrangement = Arrangement::Single;
        self.text = Rect { width: look.text_width.min(body.width).max(1), ..body };
        match focus {
            Pane::Voices => self.left = body,
            Pane::Related => self.right = body,
            Pane::Text => {}
        }
    }

    fn place_text(&mut self, body: Rect, x: u16, width: u16) {
        let blank = u16::from(body.height >= 16);
        self.text = Rect::new(x, body.y + blank, width.min(body.width.saturating_sub(x)), body.height - blank);
        if x >= 2 {
            self.gutter = Rect::new(x - 2, self.text.y, 1, self.text.height);
        }
    }

    /// Returns the number of rows in the list of speakers.
    pub const fn left_rows(&self) -> u16 {
        self.left.height.saturating_sub(self.heading())
    }

    /// Returns the number of rows in the list of related stories.
    pub const fn right_rows(&self) -> u16 {
        self.right.height.saturating_sub(self.heading())
    }

    /// Returns the number of rows of a pane's heading in this mode.
    pub const fn heading(&self) -> u16 {
        if self.text.height >= 12 { HEADING } else { 1 }
    }

    /// Returns the width of the list of related stories, in cells.
    pub const fn right_width(&self) -> u16 {
        self.right.width.saturating_sub(4)
    }
}

impl Reader {
    /// Returns true if a pane is known to stay empty, from the first frame on.
    pub fn is_vacant(&self, pane: Pane) -> bool {
        match pane {
            _ if self.streaming.rest.is_some() || self.streaming.was_partial => false,
            Pane::Voices => self.voices.as_ref().is_some_and(|voices| voices.all.quotes.is_empty()),
            Pane::Text => false,
            Pane::Related => self.verdicts.is_none() && self.related.is_empty(),
        }
    }

    /// Returns the options without empty panes, so that the text gets their room.
    pub fn wanted(&self, look: ViewOptions) -> ViewOptions {
        let filled = |shown, pane| if self.focus != pane && self.is_vacant(pane) { false } else { shown };
        ViewOptions { left: filled(look.left, Pane::Voices), right: filled(look.right, Pane::Related), ..look }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn areas(width: u16, height: u16, focus: Pane) -> Areas {
        Areas::of(Size { width, height }, ViewOptions::default(), focus)
    }

    #[test]
    fn three_panes_have_documented_areas() {
        let wide = areas(120, 40, Pane::Text);
        assert_eq!((wide.left.width, wide.gutter.x, wide.text.x, wide.text.width), (30, 32, 34, 54));
        assert_eq!((wide.map.x, wide.right.x, wide.right_width()), (89, 90, 26));
        assert_eq!((wide.text.y, wide.text.height, wide.foot.y), (3, 35, 39));
        assert!(areas(100, 30, Pane::Text).text.width >= 50);
        assert_eq!(areas(200, 50, Pane::Text).text.width, 72);
    }

    #[test]
    fn narrow_screens_use_drawers_or_single_pane() {
        let drawers = areas(80, 24, Pane::Text);
        assert_eq!((drawers.text.x, drawers.text.width, drawers.map.x), (8, 64, 79));
        assert!(drawers.left.is_empty() && !areas(80, 24, Pane::Voices).left.is_empty());
        assert_eq!(areas(40, 12, Pane::Voices).left.width, 40);
    }

    #[test]
    fn areas_are_inside_the_screen() {
        for width in 1..=220 {
            for height in 1..=60 {
                for focus in [Pane::Voices, Pane::Text, Pane::Related] {
                    for zen in [true, false] {
                        let look = ViewOptions { zen, ..ViewOptions::default() };
                        let a = Areas::of(Size { width, height }, look, focus);
                        let screen = Rect::new(0, 0, width, height);
                        for area in [a.title, a.left, a.text, a.gutter, a.map, a.right, a.foot] {
                            assert!(screen.union(area) == screen, "{width}x{height} {area:?}");
                        }
                        assert!(a.text.width > 0 && a.text.height > 0);
                        assert!(a.gutter.is_empty() || a.gutter.right() < a.text.x);
                    }
                }
            }
        }
    }
}
