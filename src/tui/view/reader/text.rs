//! Draws the text, with quotations, cues, mentions, hits and the selected passage on top.

use crate::article::{Reason, Role};
use crate::document::{Span, Style as MarkStyle};
use crate::layout::{Line, Ornament, Part, Run, RunStyle, bars, display_width};
use crate::tui::highlight::coloured;
use crate::tui::paint;
use crate::tui::reader::flow::{Guise, Item, ItemOrigin, Place, block_of};
use crate::tui::reader::geometry::Areas;
use crate::tui::reader::page::PageRow;
use crate::tui::reader::voices::{QuoteSpan, Voices};
use crate::tui::reader::{Reader, pictures, verdicts};
use crate::tui::state::App;
use crate::tui::theme::{Ink, Theme};
use crate::tui::view::frame::{FrameExtras, LinkArea};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

/// Minimum confidence from which a reason is shown without a percentage.
const CERTAIN: f32 = 0.95;

/// Cells before the text of a list item, at most.
const LIST_INDENT: u16 = 6;

/// Draws the visible lines and the bars beside them.
pub fn draw(app: &App, reader: &Reader, areas: &Areas, buffer: &mut Buffer, extras: &mut FrameExtras) {
    let mut begun = None;
    for (row, line) in reader.page.rows(reader.text()).enumerate() {
        let area = Rect { y: areas.text.y + row as u16, height: 1, ..areas.text };
        let (index, line) = match line {
            PageRow::Line(index, line) => (index, line),
            PageRow::Blank(index) => {
                between(app, reader, index, area, buffer);
                continue;
            }
        };
        let item = &reader.flow.items[index];
        if begun != Some(index) {
            begun = Some(index);
            picture(app, index, Rect { height: areas.text.bottom() - area.y, ..area }, buffer);
        }
        let pen = Pen { app, reader, item, line, area, gutter: areas.gutter };
        if item.guise == Guise::Brief { pen.brief(buffer) } else { pen.draw(buffer, extras) }
    }
}

/// Draws a blank row before an item. Bars beside both it and the previous item (block quotations) continue.
fn between(app: &App, reader: &Reader, index: usize, area: Rect, buffer: &mut Buffer) {
    let around = [index.checked_sub(1), Some(index)].map(|at| {
        let item = at.and_then(|at| reader.flow.items.get(at)).filter(|item| item.guise != Guise::Brief)?;
        block_of(reader.article(), item.origin)
    });
    if let [Some(above), Some(below)] = around {
        let style = app.theme.run(&RunStyle { part: Part::Ornament(Ornament::Bar), ..RunStyle::default() });
        paint::text(buffer, area, 0, 0, &bars(above, below, area.width), style);
    }
    let item = reader.flow.items.get(index).filter(|item| has_reason_above(reader, item, area.width));
    if let Some(item) = item {
        paint::right(buffer, area, 0, &reason(reader, item), reason_style(app));
    }
}

fn reason_style(app: &App) -> Style {
    app.theme.style(Ink::Accent).add_modifier(Modifier::ITALIC)
}

/// Returns true for a hidden block at full length whose first row has no room for the reason.
fn has_reason_above(reader: &Reader, item: &Item, width: u16) -> bool {
    let text = block_of(reader.article(), item.origin).map_or("", |block| block.text.as_str());
    let taken = display_width(text.lines().next().unwrap_or_default()).saturating_add(LIST_INDENT);
    let reason = display_width(&reason(reader, item)) + 2;
    item.guise == Guise::Dimmed && item.slice.start == 0 && taken.saturating_add(reason) > width
}

/// Returns the reason why a block is hidden, with the confidence where that is not certain.
fn reason(reader: &Reader, item: &Item) -> String {
    let hidden = match item.origin {
        ItemOrigin::Hidden(i) => reader.article().clutter.get(i as usize),
        ItemOrigin::Shown(_) | ItemOrigin::Header(_) => None,
    };
    match hidden.map(|hidden| (hidden.reason, hidden.confidence)) {
        None | Some((Reason::Reader, _)) => "by you".to_owned(),
        Some((reason, sure)) if sure < CERTAIN => format!("{} {:.0} %", reason.name(), sure * 100.0),
        Some((reason, _)) => reason.name().to_owned(),
    }
}

/// Draws the visible rows of an item's picture.
fn picture(app: &App, index: usize, area: Rect, buffer: &mut Buffer) {
    let Some(reader) = app.reader() else { return };
    let item = &reader.flow.items[index];
    let block = block_of(reader.article(), item.origin);
    let address = block.filter(|_| item.guise != Guise::Brief).and_then(|block| pictures::address(&block.kind));
    if let Some(picture) = address.and_then(|address| reader.pictures.get(address)) {
        let skip = reader.page.skipped(reader.text(), index).min(usize::from(u16::MAX)) as u16;
        let last = if picture.spares_last_row() { app.size.height.saturating_sub(1) } else { area.bottom() };
        let room = area.bottom().min(last).saturating_sub(area.y);
        let rows = picture.size().height.saturating_sub(skip).min(room);
        picture.draw(skip, Rect { height: rows, ..area }, buffer);
    }
}

/// A line to draw, with everything known about it.
struct Pen<'a> {
    app: &'a App,
    reader: &'a Reader,
    item: &'a Item,
    line: &'a Line,
    area: Rect,
    gutter: Rect,
}

impl Pen<'_> {
    fn theme(&self) -> &Theme {
        &self.app.theme
    }

    /// Draws a hidden block as one line, with the reason at the right.
    fn brief(&self, buffer: &mut Buffer) {
        let dim = self.theme().style(Ink::Dim).add_modifier(Modifier::ITALIC);
        let accent = reason_style(self.app);
        let reason = reason(self.reader, self.item);
        let block = block_of(self.reader.article(), self.item.origin);
        let nameless = block.map_or("", |block| if block.text.is_empty() { block.kind.name() } else { "" });
        let text = block.map_or("", |block| block.text.as_str());
        let head: String = text.chars().take(400).collect();
        let head = head.split_whitespace().chain([nameless]).collect::<Vec<_>>().join(" ");
        let room = self.area.width.saturating_sub(display_width(&reason) + 2);
        paint::text(buffer, self.area, 0, 0, &paint::clipped(&head, room), dim);
        paint::right(buffer, self.area, 0, &reason, accent);
        self.bar(buffer, "┊", self.theme().style(Ink::Dim));
    }

    fn draw(&self, buffer: &mut Buffer, extras: &mut FrameExtras) {
        let base = self.article_span();
        let tokens = self.reader.codes.of(self.item.order);
        let line = if tokens.is_empty() { self.line.clone() } else { coloured(self.line.clone(), tokens) };
        let line = line.cut_at(&self.cuts(base));
        let mut x = 0;
        for run in &line.runs {
            let from = x;
            let style = self.style(run, base);
            x = paint::laid_out(buffer, self.area, x, 0, &run.text, style);
            self.anchor(run, from, x, extras);
        }
        let begins = self.item.guise == Guise::Dimmed && line.span.start == 0;
        if begins && !has_reason_above(self.reader, self.item, self.area.width) {
            paint::right(buffer, self.area, 0, &reason(self.reader, self.item), reason_style(self.app));
        }
        self.gutter(base, buffer);
        self.verdict(base, buffer);
        self.caret(&line, extras);
    }

    /// Returns the byte range of the line in the article's text; `None` in hidden blocks.
    fn article_span(&self) -> Option<Span> {
        let ItemOrigin::Shown(index) = self.item.origin else { return None };
        let start = self.reader.article().blocks.get(index as usize)?.span.start;
        Some(self.line.span.shifted(start))
    }

    /// Returns the bytes of the block at which the style of the line may change.
    fn cuts(&self, base: Option<Span>) -> Vec<usize> {
        let mut cuts = Vec::new();
        if let Some(base) = base {
            let offset = base.start - self.line.span.start;
            let mut add = |span: Span| cuts.extend([span.start, span.end].map(|at| at.wrapping_sub(offset)));
            if let Some(voices) = &self.reader.voices {
                for pieces in [&voices.contents, &voices.cues, &voices.mentions] {
                    for piece in Voices::touching(pieces, base) {
                        add(piece.span);
                    }
                }
                let current = self.reader.current.and_then(|q| voices.quote(q));
                current.iter().flat_map(|q| &q.spans).filter(|s| s.overlaps(base)).for_each(|s| add(*s));
            }
            if let Some(verdicts) = &self.reader.verdicts {
                verdicts.changed_in(base).iter().for_each(|s| add(*s));
            }
            if let Some(search) = &self.reader.search {
                search.touching(base).iter().for_each(|s| add(*s));
            }
        }
        for (first, last, _) in &self.reader.annotations.places {
            let after = |byte: usize| after(block_of(self.reader.article(), self.item.origin), byte);
            cuts.extend((first.order == self.item.order).then_some(first.byte));
            cuts.extend((last.order == self.item.order).then(|| after(last.byte)));
        }
        if let Some(passage) = &self.reader.passage {
            let ends = passage.ends();
            cuts.extend(ends.iter().filter(|p| p.order == self.item.order).map(|p| p.byte));
        }
        cuts.retain(|at| self.line.span.contains(*at));
        cuts
    }

    fn style(&self, run: &Run, base: Option<Span>) -> Style {
        let theme = self.theme();
        let mut style = self.look(theme.run(&run.style), &run.style);
        let Some(span) = run.span else { return style };
        if let Some(base) = base {
            let at = span.start + base.start - self.line.span.start;
            if let Some(voices) = &self.reader.voices {
                style = self.voice(style, voices, at);
            }
            if self.reader.verdicts.as_ref().is_some_and(|it| !it.changed_in(Span::new(at, at + 1)).is_empty()) {
                style = style.patch(theme.style(Ink::Error)).add_modifier(Modifier::UNDERLINED);
            }
            if let Some(current) = self.reader.search.as_ref().and_then(|s| s.hit_at(at)) {
                style = style.patch(theme.style(Ink::Hit));
                if current {
                    style = style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED);
                }
            }
        }
        let place = Place { order: self.item.order, byte: span.start };
        if self.reader.annotations.highlight_at(place).is_some() {
            style = style.patch(theme.style(Ink::Kept));
        }
        if self.reader.passage.as_ref().is_some_and(|p| p.contains(place)) {
            style = style.patch(theme.style(Ink::Selection)).add_modifier(Modifier::BOLD);
        }
        style
    }

    /// Returns the style of a run; it depends on the role of the block.
    fn look(&self, style: Style, run: &RunStyle) -> Style {
        let theme = self.theme();
        match self.item.guise {
            Guise::Dimmed | Guise::Brief => style.patch(theme.style(Ink::Dim)),
            Guise::Article(_) if self.item.kicker => style.patch(theme.style(Ink::Accent)),
            Guise::Article(Role::Title) => style.patch(theme.style(Ink::Strong)),
            Guise::Article(Role::Byline | Role::Caption) if run.part != Part::Ornament(Ornament::Rule) => {
                style.patch(theme.style(Ink::Dim))
            }
            Guise::Article(_) => style,
        }
    }

    fn voice(&self, mut style: Style, voices: &Voices, at: usize) -> Style {
        let theme = self.theme();
        if let Some(piece) = piece_at(&voices.contents, at) {
            if voices.is_doubtful(piece.quote) {
                // An uncertain attribution looks different: no colour, and a question mark instead of a bar.
                style = style.patch(theme.style(Ink::Dim));
            } else if let Some(colour) = voices.colour_of(piece.quote) {
                style = style.patch(theme.style(Ink::Speaker(colour)));
            }
            if !piece.marked {
                style = style.patch(theme.style(Ink::Indirect));
            }
        }
        if piece_at(&voices.cues, at).is_some_and(|piece| !voices.is_doubtful(piece.quote)) {
            style = style.patch(theme.style(Ink::Cue));
        }
        if let Some(piece) = piece_at(&voices.mentions, at).filter(|piece| !voices.is_doubtful(piece.quote)) {
            if let Some(colour) = voices.colour_of(piece.quote) {
                style = style.patch(theme.style(Ink::Speaker(colour)));
            }
            style = style.patch(theme.style(Ink::Mention));
        }
        if self.is_current(voices, at) {
            style = style.patch(theme.style(Ink::Current));
        }
        style
    }

    fn is_current(&self, voices: &Voices, at: usize) -> bool {
        let Some(current) = self.reader.current else { return false };
        let own = piece_at(&voices.contents, at).is_some_and(|p| p.quote == current);
        own || voices.quote(current).is_some_and(|q| q.spans.iter().any(|s| s.contains(at)))
    }

    /// Draws the bar of the line's quotation; that of the current one is thick.
    fn gutter(&self, base: Option<Span>, buffer: &mut Buffer) {
        if let Guise::Dimmed = self.item.guise {
            return self.bar(buffer, "┊", self.theme().style(Ink::Dim));
        }
        let (Some(base), Some(voices)) = (base, &self.reader.voices) else { return };
        let seen = Span::new(base.start, base.start + self.line.span.len());
        let pieces = Voices::touching(&voices.contents, seen);
        let is_text = |p: &&QuoteSpan| !self.text_between(p.span, base).trim().is_empty();
        let mine = pieces.iter().filter(is_text).find(|p| Some(p.quote) == self.reader.current);
        let highlighted = self.is_highlighted();
        let Some(piece) = mine.or_else(|| pieces.iter().find(is_text)) else {
            if highlighted {
                self.bar(buffer, "┃", self.theme().style(Ink::Accent));
            }
            return;
        };
        // Beside the bar of a quotation.
        if let (true, Some(x)) = (highlighted && !self.gutter.is_empty(), self.gutter.x.checked_sub(1)) {
            paint::cell(buffer, x, self.area.y, "┃", self.theme().style(Ink::Accent));
        }
        if voices.is_doubtful(piece.quote) {
            return self.bar(buffer, "?", self.theme().style(Ink::Dim));
        }
        let ink = voices.colour_of(piece.quote).map_or(Ink::Dim, Ink::Speaker);
        let mut style = self.theme().style(ink);
        if self.theme().needs_initials() {
            let initial = voices.sign_of(piece.quote).unwrap_or('?').to_string();
            if mine.is_some() {
                style = style.add_modifier(Modifier::REVERSED);
            }
            return self.bar(buffer, &initial, style);
        }
        self.bar(buffer, if mine.is_some() { "▌" } else { "▎" }, style);
    }

    /// Draws the sign of the verdict on the draft's quotation that begins in the line: before its bar, or instead of it
    /// where there is no room.
    fn verdict(&self, base: Option<Span>, buffer: &mut Buffer) {
        let found = self.reader.verdicts.as_ref().zip(base).and_then(|(verdicts, base)| verdicts.starting_in(base));
        let Some(verdict) = found.filter(|_| !self.gutter.is_empty()) else { return };
        let x = self.gutter.x.saturating_sub(1);
        let style = self.theme().style(verdicts::ink(verdict)).add_modifier(Modifier::BOLD);
        paint::cell(buffer, x, self.area.y, verdicts::sign(verdict), style);
    }

    /// Returns true if any part of the line is highlighted.
    fn is_highlighted(&self) -> bool {
        let place = |byte: usize| Place { order: self.item.order, byte };
        let (start, end) = (place(self.line.span.start), place(self.line.span.end));
        self.reader.annotations.places.iter().any(|(first, last, _)| *first < end && start <= *last)
    }

    fn text_between(&self, span: Span, line: Span) -> &str {
        let both = Span::new(span.start.max(line.start), span.end.min(line.end));
        both.of(&self.reader.article().text)
    }

    fn bar(&self, buffer: &mut Buffer, symbol: &str, style: Style) {
        if !self.gutter.is_empty() {
            paint::cell(buffer, self.gutter.x, self.area.y, symbol, style);
        }
    }

    fn anchor(&self, run: &Run, from: u16, to: u16, extras: &mut FrameExtras) {
        let Some(link) = run.style.link.filter(|_| to > from) else { return };
        let block = block_of(self.reader.article(), self.item.origin);
        let Some(MarkStyle::Link(url)) = block.and_then(|b| b.marks.get(link as usize)).map(|m| &m.style) else {
            return;
        };
        if !url.starts_with('#') {
            let area = Rect { x: self.area.x + from, width: to - from, ..self.area };
            extras.anchors.push(LinkArea { area, url: url.clone() });
        }
    }

    fn caret(&self, line: &Line, extras: &mut FrameExtras) {
        let Some(caret) = self.reader.passage.as_ref().map(|p| p.caret).filter(|c| c.order == self.item.order) else {
            return;
        };
        if let Some(column) = line.column_of(caret.byte) {
            let x = (self.area.x + column).min(self.area.right().saturating_sub(1));
            extras.cursor = Some(Position { x, y: self.area.y });
        }
    }
}

/// Returns the end of the character at a byte of a block.
fn after(block: Option<&crate::document::Block>, byte: usize) -> usize {
    let rest = block.and_then(|block| block.text.get(byte..)).unwrap_or_default();
    byte + rest.chars().next().map_or(1, char::len_utf8)
}

fn piece_at(pieces: &[QuoteSpan], at: usize) -> Option<&QuoteSpan> {
    let index = pieces.partition_point(|p| p.span.end <= at);
    pieces.get(index).filter(|p| p.span.contains(at))
}
