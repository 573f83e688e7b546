//! Draws the preview: site and date, title, first lines, speakers, reading position, similar pieces.

use crate::layout::{clusters, display_width};
use crate::library::Piece;
use crate::tui::display::RenderMode;
use crate::tui::paint;
use crate::tui::state::App;
use crate::tui::state::library::Preview;
use crate::tui::theme::Ink;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Draws the preview of the selected piece. Data of the list is shown at once, the rest once it arrives.
pub(super) fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let Some(piece) = app.library.current() else { return };
    // On small screens no row is left blank at the top.
    let row = u16::from(area.height > 12);
    let mut pen = Pen { app, area, buffer, row, hits: Hits::None };
    pen.paragraph(&about(piece), Ink::Dim, 3);
    pen.row += 1;
    pen.hits = Hits::Title;
    pen.paragraph(&piece.title, Ink::Strong, 4);
    pen.hits = Hits::Text;
    if !piece.tags.is_empty() {
        pen.line(&format!("# {}", piece.tags.join("  # ")), Ink::Accent);
    }
    if let Some(note) = &piece.note {
        pen.row += 1;
        pen.paragraph(note, Ink::Accent, 3);
    }
    let Some(preview) = app.library.preview.content.as_ref().filter(|preview| preview.piece == piece.id) else {
        return;
    };
    if let Some(problem) = &preview.problem {
        pen.row += 1;
        pen.paragraph(problem, Ink::Error, 3);
    }
    if let Some(revised) = &preview.revised {
        pen.row += 1;
        pen.paragraph(&format!("{revised} since the earlier version · D to compare"), Ink::Accent, 2);
    }
    if !preview.lead.is_empty() {
        pen.row += 1;
        pen.paragraph(&preview.lead, Ink::Text, 6);
    }
    if let Some(words) = &preview.found {
        pen.heading("FOUND");
        pen.quoted(words, 4);
    }
    voices(&mut pen, preview);
    pen.hits = Hits::None;
    if let Some(words) = &preview.left_at {
        pen.heading("WHERE YOU LEFT OFF");
        pen.quoted(words, 3);
    }
    if !preview.also.is_empty() {
        pen.heading("ALSO IN YOUR LIBRARY");
        for (title, reason) in &preview.also {
            pen.line(title, Ink::Strong);
            pen.line(reason, Ink::Dim);
        }
    }
}

fn about(piece: &Piece) -> String {
    let date = piece.published.as_deref().and_then(|date| date.get(..10));
    let minutes = (piece.words > 0).then(|| format!("{} min", piece.minutes()));
    let authors = (!piece.authors.is_empty()).then(|| piece.authors.join(", "));
    // Where the rows end early, the authors are what can be missed.
    let parts = [piece.site.clone(), date.map(str::to_owned), minutes, authors];
    let shown = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    if piece.fetched {
        shown
    } else {
        format!("{shown} · not downloaded · F to download").trim_start_matches(" · ").to_owned()
    }
}

/// Draws the speakers with a bar each, in their colours of the reader.
fn voices(pen: &mut Pen<'_>, preview: &Preview) {
    const SHOWN: usize = 6;
    if preview.voices.is_empty() {
        return;
    }
    pen.heading("SPEAKERS");
    let width = pen.area.width;
    let most = preview.voices.iter().map(|(.., quotes)| *quotes).max().unwrap_or(1).max(1);
    let names =
        preview.voices.iter().take(SHOWN).map(|(name, ..)| display_width(name)).max().unwrap_or(0).min(width / 2);
    for (at, (name, role, quotes)) in preview.voices.iter().take(SHOWN).enumerate() {
        if pen.row >= pen.area.height {
            return;
        }
        let theme = &pen.app.theme;
        let colour = theme.style(Ink::Speaker(at % theme.voices().max(1)));
        let shown = paint::clipped(name, names);
        let hits = pen.app.library.filtering.hits.in_speaker(&shown);
        let style = colour.add_modifier(Modifier::BOLD);
        paint::marked(pen.buffer, pen.area, (0, pen.row), &shown, style, (&hits, theme.style(Ink::Hit)));
        let bar = (width / 4) as usize;
        let role_room = width.saturating_sub(names + 2 + bar as u16 + 6);
        let role = role.as_deref().unwrap_or_default();
        // A role that does not fit beside the name stands whole below it, where that leaves the others their rows.
        let below = display_width(role) > role_room && pen.row + 2 * SHOWN as u16 <= pen.area.height;
        let beside = if below { "".into() } else { paint::clipped(role, role_room) };
        paint::text(pen.buffer, pen.area, names + 2, pen.row, &beside, theme.style(Ink::Dim));
        let x = width.saturating_sub(bar as u16 + 4);
        if pen.app.view.mode == RenderMode::Full {
            paint::text(pen.buffer, pen.area, x, pen.row, &"█".repeat((quotes * bar).div_ceil(most)), colour);
        }
        paint::right(pen.buffer, pen.area, pen.row, &quotes.to_string(), theme.style(Ink::Dim));
        pen.row += 1;
        if below {
            let area = pen.area;
            pen.area = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
            let hits = std::mem::replace(&mut pen.hits, Hits::None);
            pen.paragraph(role, Ink::Dim, 2);
            (pen.area, pen.hits) = (area, hits);
        }
    }
    if let Some(more) = preview.voices.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        pen.line(&format!("and {more} more"), Ink::Dim);
    }
}

/// Writes lines from top to bottom.
struct Pen<'a> {
    app: &'a App,
    area: Rect,
    buffer: &'a mut Buffer,
    row: u16,
    hits: Hits,
}

/// Words of the filter to mark in a text.
#[derive(Clone, Copy)]
enum Hits {
    None,
    Title,
    Text,
}

impl Pen<'_> {
    fn line(&mut self, words: &str, ink: Ink) {
        let words = paint::clipped(words, self.area.width);
        let hits = &self.app.library.filtering.hits;
        let spans = match self.hits {
            Hits::None => Vec::new(),
            Hits::Title => hits.in_title(&words),
            Hits::Text => hits.in_text(&words),
        };
        let theme = &self.app.theme;
        let marks = (&spans[..], theme.style(Ink::Hit));
        paint::marked(self.buffer, self.area, (0, self.row), &words, theme.style(ink), marks);
        self.row += 1;
    }

    fn heading(&mut self, words: &str) {
        self.row += 1;
        self.line(words, Ink::Dim);
        self.row += 1;
    }

    /// Writes a paragraph with a bar beside it.
    fn quoted(&mut self, words: &str, most: usize) {
        let (area, from) = (self.area, self.row);
        self.area = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
        self.paragraph(words, Ink::Text, most);
        self.area = area;
        for row in from..self.row.min(area.height) {
            paint::cell(self.buffer, area.x, area.y + row, "▎", self.app.theme.style(Ink::Accent));
        }
    }

    /// Writes a paragraph of at most `most` lines; a longer one ends in an ellipsis.
    fn paragraph(&mut self, words: &str, ink: Ink, most: usize) {
        let lines = wrapped(words, self.area.width);
        for (at, line) in lines.iter().take(most).enumerate() {
            let cut = at + 1 == most && lines.len() > most;
            self.line(&if cut { format!("{line} …") } else { line.clone() }, ink);
        }
    }
}

/// Wraps words to lines of `width` cells; longer words are broken.
pub(super) fn wrapped(words: &str, width: u16) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in words.split_whitespace() {
        let cells = display_width(word);
        if used > 0 && used + 1 + cells > width {
            lines.push(String::new());
            used = 0;
        }
        let Some(line) = lines.last_mut() else { break };
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if cells <= width {
            line.push_str(word);
            used += cells;
            continue;
        }
        for (cluster, cells) in clusters(word) {
            if used + cells > width {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push_str(cluster);
            }
            used += cells;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_broken_into_lines() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrapped("", 3), [""]);
        assert_eq!(wrapped("a b", 0).concat(), "ab");
    }
}
