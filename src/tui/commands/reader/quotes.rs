//! Jumps between quotations, and `Enter` in each pane.

use crate::tui::commands::library::triage::next_in_queue;
use crate::tui::commands::lists::{corrections, pickers};
use crate::tui::commands::reader::checking;
use crate::tui::commands::texts;
use crate::tui::display::RenderMode;
use crate::tui::reader::panes::{RelatedEntry, SpeakerRow};
use crate::tui::reader::{Pane, Reader};
use crate::tui::state::App;
use crate::tui::values::Requester;

/// Goes to the next quotation; while search hits are shown, to the next hit (`n`).
pub fn next(app: &mut App, count: Option<u32>) {
    go(app, times(count));
}

/// Goes to the previous quotation or hit (`N`).
pub fn previous(app: &mut App, count: Option<u32>) {
    go(app, -times(count));
}

/// Goes to the next quotation of the same speaker (`]`).
pub fn next_same(app: &mut App, count: Option<u32>) {
    same(app, times(count));
}

/// Goes to the previous quotation of the same speaker (`[`).
pub fn previous_same(app: &mut App, count: Option<u32>) {
    same(app, -times(count));
}

/// Carries out a jump that was waiting for the attributions.
pub fn speakers_ready(app: &mut App) {
    if let Some(by) =
        app.reader_mut().filter(|reader| reader.voices.is_some()).and_then(|reader| reader.pending_quote_jump.take())
    {
        app.notice = None;
        go(app, by);
    }
}

fn go(app: &mut App, by: isize) {
    let Some(reader) = app.reader_mut() else { return };
    if reader.search.as_ref().is_some_and(|s| !s.hits.is_empty()) {
        reader.step_hit(by);
        return;
    }
    if reader.verdicts.as_ref().is_some_and(|verdicts| !verdicts.all.is_empty()) {
        return checking::step(app, by);
    }
    let Some(voices) = &reader.voices else {
        reader.pending_quote_jump = Some(by);
        app.notify("finding quotations…");
        return;
    };
    if voices.order.is_empty() {
        app.notify("no quotations found");
        return;
    }
    let at = reader.current.filter(|q| reader.sees(*q)).and_then(|q| voices.rank(q));
    let top = match reader.plain_cursor.mode {
        RenderMode::Full => reader.visible().map_or(0, |seen| seen.start),
        RenderMode::Plain => reader.byte_of(reader.here()).unwrap_or(0),
    };
    let after = voices.order.partition_point(|(start, _)| *start < top) as isize;
    let beside = if by > 0 { after + by - 1 } else { after + by };
    let target = at.map_or(beside, |rank| rank as isize + by);
    finish(app, target, at);
}

/// Goes to the quotation of rank `target`, clamped to the existing ones; shows a message at either end.
fn finish(app: &mut App, target: isize, at: Option<usize>) {
    let Some(reader) = app.reader_mut() else { return };
    let Some(voices) = &reader.voices else { return };
    let last = voices.order.len() - 1;
    let rank = target.clamp(0, last as isize) as usize;
    let quote = voices.order[rank].1;
    reader.passage = None;
    reader.choose(quote);
    if at == Some(rank) {
        app.notify(if target > 0 { "last quotation" } else { "first quotation" });
    }
}

fn same(app: &mut App, by: isize) {
    let Some(reader) = app.reader() else { return };
    let (Some(voices), Some(current)) = (&reader.voices, reader.current) else { return go(app, by) };
    let speaker = voices.speaker_of(current).map(|s| s.id);
    let said = voices.said(speaker);
    let at = said.iter().position(|q| *q == current).unwrap_or(0);
    let target = (at as isize + by).clamp(0, said.len().saturating_sub(1) as isize) as usize;
    let Some(quote) = said.get(target).copied() else { return };
    if let Some(reader) = app.reader_mut() {
        reader.choose(quote);
    }
    if target == at {
        app.notify("no more quotations by this speaker");
    }
}

/// Selects a row of the list of speakers; for a quotation, scrolls the text to it.
pub fn select(reader: &mut Reader, row: SpeakerRow) {
    if let SpeakerRow::Quote(quote) = row {
        reader.choose(quote);
    }
    reader.list.select(row);
}

/// Opens the selected entry; the action depends on the focused pane (`Enter`).
pub fn open(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader_mut() else {
        let current = app.texts.current;
        return texts::load(app, current);
    };
    match reader.focus {
        Pane::Voices => open_voice(reader),
        Pane::Related if reader.verdicts.is_some() => checking::source(app, None),
        Pane::Related => open_related(app),
        Pane::Text => {
            if let Some(quote) = reader.current {
                let again = reader.sees(quote);
                reader.choose(quote);
                if again && corrections::open_echo(app, quote) {
                    return;
                }
            }
            next_in_queue(app);
        }
    }
}

fn open_voice(reader: &mut Reader) {
    let (Some(row), Some(voices)) = (reader.list.row(), &reader.voices) else { return };
    match row {
        SpeakerRow::Speaker(speaker) => {
            let open = if reader.list.open == Some(speaker) { None } else { Some(speaker) };
            reader.list.refill(voices, open);
            if let Some(quote) = open.and_then(|_| voices.said(speaker).first().copied()) {
                reader.choose(quote);
                reader.list.select(SpeakerRow::Speaker(speaker));
            }
        }
        SpeakerRow::Quote(quote) => {
            reader.choose(quote);
            reader.focus = Pane::Text;
        }
        SpeakerRow::Doubtful(_) => reader.list.fold(voices),
        SpeakerRow::Role(_) => {}
    }
}

fn open_related(app: &mut App) {
    let Some(reader) = app.reader() else { return };
    match (reader.related.address(), reader.related.entry()) {
        (Some(url), _) if url.starts_with("mailto:") => app.notify("an email address · o to open"),
        (Some(url), _) => {
            let location = url.into();
            texts::open(app, location, Requester::Page);
        }
        (None, Some(RelatedEntry::Piece(at))) => {
            let neighbour = reader.related.pieces[at].clone();
            corrections::open_neighbour(app, &neighbour);
        }
        (None, Some(RelatedEntry::Story(index))) => pickers::story(app, index),
        (None, _) => app.notify("nothing is selected"),
    }
}

/// Converts a count to a number of steps; without a count, 1.
pub fn times(count: Option<u32>) -> isize {
    count.unwrap_or(1).min(999_999) as isize
}
