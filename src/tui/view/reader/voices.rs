//! Draws the left pane: speakers and their quotations.

use crate::layout::display_width;
use crate::plural::pluralize;
use crate::tui::paint;
use crate::tui::reader::geometry::Areas;
use crate::tui::reader::panes::SpeakerRow;
use crate::tui::reader::voices::Voices;
use crate::tui::reader::{Pane, Reader, verdicts};
use crate::tui::state::App;
use crate::tui::theme::Ink;
use crate::tui::view::footer::waiting_sign;
use crate::tui::view::reader::heading;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Draws the pane.
pub fn draw(app: &App, reader: &Reader, areas: &Areas, buffer: &mut Buffer) {
    let pane = areas.left;
    let inner = Rect { x: pane.x + 2, width: pane.width.saturating_sub(3), ..pane };
    let focused = reader.focus == Pane::Voices;
    let Some(voices) = &reader.voices else {
        heading(app, inner, "WHO SAID WHAT", waiting_sign(app), focused, buffer);
        return;
    };
    let speakers = pluralize(voices.shown_speakers().count(), "speaker", "speakers");
    let figure = format!("{speakers} · {}", pluralize(voices.order.len(), "quote", "quotes"));
    heading(app, inner, "WHO SAID WHAT", if areas.heading() > 1 { "" } else { &figure }, focused, buffer);
    if areas.heading() > 1 {
        paint::text(buffer, inner, 0, 1, &paint::clipped(&figure, inner.width), app.theme.style(Ink::Dim));
    }
    let list = Rect { y: pane.y + areas.heading(), height: areas.left_rows(), ..pane };
    if voices.all.quotes.is_empty() {
        let area = Rect { x: inner.x, width: inner.width, ..list };
        paint::text(buffer, area, 0, 0, &paint::clipped("no quotations found", area.width), app.theme.style(Ink::Dim));
        return;
    }
    let open = open_rows(reader);
    for (row, index) in (reader.list.top..reader.list.rows.len()).take(usize::from(list.height)).enumerate() {
        let area = Rect { y: list.y + row as u16, height: 1, ..list };
        let line = Line { app, reader, voices, index, area, focused, in_open: open.contains(&index) };
        line.draw(buffer);
    }
}

/// Returns the rows of the open speaker, heading included.
fn open_rows(reader: &Reader) -> std::ops::Range<usize> {
    let rows = &reader.list.rows;
    let Some(open) = reader.list.open else { return 0..0 };
    let Some(start) = rows.iter().position(|r| *r == SpeakerRow::Speaker(open)) else { return 0..0 };
    let length =
        rows[start + 1..].iter().take_while(|r| !matches!(r, SpeakerRow::Speaker(_) | SpeakerRow::Doubtful(_))).count();
    start..start + 1 + length
}

struct Line<'a> {
    app: &'a App,
    reader: &'a Reader,
    voices: &'a Voices,
    index: usize,
    area: Rect,
    focused: bool,
    in_open: bool,
}

impl Line<'_> {
    fn style(&self, ink: Ink) -> Style {
        self.app.theme.style(ink)
    }

    fn speaker_ink(&self, id: Option<u32>) -> Ink {
        id.and_then(|id| self.voices.colours.get(id as usize)).map_or(Ink::Text, |c| Ink::Speaker(*c))
    }

    fn draw(&self, buffer: &mut Buffer) {
        let row = self.reader.list.rows[self.index];
        let inner = Rect { x: self.area.x + 2, width: self.area.width.saturating_sub(3), ..self.area };
        match row {
            SpeakerRow::Speaker(id) => self.speaker(id, inner, buffer),
            SpeakerRow::Role(id) => {
                let role =
                    self.voices.all.speakers.get(id as usize).and_then(|s| s.role.as_deref()).unwrap_or_default();
                paint::text(buffer, inner, 0, 0, &paint::clipped(role, inner.width), self.style(Ink::Dim));
            }
            SpeakerRow::Quote(id) => self.quote(id, inner, buffer),
            SpeakerRow::Doubtful(count) => self.doubtful(count, inner, buffer),
        }
        let selected = self.focused && self.index == self.reader.list.selected;
        let heads = self.in_open && !matches!(row, SpeakerRow::Quote(_));
        if selected || heads {
            let ground = if selected || !self.focused { Ink::Selection } else { Ink::Text };
            paint::tint(buffer, self.area, Style { fg: None, ..self.style(ground) });
        }
        if let (SpeakerRow::Speaker(Some(id)), true) = (row, self.app.theme.needs_initials()) {
            let sign = self.voices.signs.get(id as usize).copied().unwrap_or('·').to_string();
            paint::cell(buffer, self.area.x, self.area.y, &sign, self.style(Ink::Text));
        } else if self.in_open {
            let ink = self.reader.list.open.map_or(Ink::Dim, |id| self.speaker_ink(id));
            paint::cell(buffer, self.area.x, self.area.y, "▌", self.style(ink));
        }
    }

    fn doubtful(&self, count: usize, inner: Rect, buffer: &mut Buffer) {
        let sign = if self.reader.list.unfolded { "▾" } else { "▸" };
        let words = format!("{sign} uncertain ?");
        paint::text(buffer, inner, 0, 0, &paint::clipped(&words, inner.width), self.style(Ink::Dim));
        paint::right(buffer, inner, 0, &count.to_string(), self.style(Ink::Dim));
    }

    fn speaker(&self, id: Option<u32>, inner: Rect, buffer: &mut Buffer) {
        let (shown, uncertain) = self.voices.counts(id);
        let doubtful = shown == 0;
        let count = if doubtful { format!("{uncertain} ?") } else { shown.to_string() };
        let name =
            id.and_then(|id| self.voices.all.speakers.get(id as usize)).map_or("unattributed", |s| s.name.as_str());
        let mut style = self.style(self.speaker_ink(id)).add_modifier(Modifier::BOLD);
        if doubtful {
            style = self.style(Ink::Dim);
        }
        if self.in_open {
            style = style.patch(self.style(Ink::Strong));
        }
        let name = paint::clipped(name, inner.width.saturating_sub(display_width(&count) + 1));
        paint::text(buffer, inner, 0, 0, &name, style);
        paint::right(buffer, inner, 0, &count, self.style(Ink::Dim));
    }

    fn quote(&self, id: u32, inner: Rect, buffer: &mut Buffer) {
        let (words, indirect) = self.voices.shown(id, self.reader.article());
        let unsure = self.voices.is_doubtful(id);
        let mut style = self.style(if unsure { Ink::Dim } else { Ink::Text });
        if indirect {
            style = style.patch(self.style(Ink::Indirect));
        }
        if self.reader.current == Some(id) {
            let speaker = self.voices.speaker_of(id).map(|s| s.id);
            style = style.patch(self.style(self.speaker_ink(speaker))).add_modifier(Modifier::BOLD);
            paint::text(buffer, inner, 0, 0, "▸", self.style(Ink::Accent));
        }
        let verdict = self.reader.verdicts.as_ref().and_then(|verdicts| verdicts.of_quote(id));
        let room = inner.width.saturating_sub(if unsure || verdict.is_some() { 4 } else { 2 });
        paint::text(buffer, inner, 2, 0, &paint::clipped(&words, room), style);
        if let Some(verdict) = verdict {
            paint::right(buffer, inner, 0, verdicts::sign(verdict), self.style(verdicts::ink(verdict)));
        } else if unsure {
            paint::right(buffer, inner, 0, "?", self.style(Ink::Accent));
        }
    }
}
