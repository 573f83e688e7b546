//! Draws the library's screen where no article is listed: nothing saved, nothing found, not opened.

use crate::tui::paint;
use crate::tui::state::App;
use crate::tui::theme::Ink;
use crate::tui::view::library::preview;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws lines in the upper part of an area.
pub(super) fn message(app: &App, area: Rect, buffer: &mut Buffer, lines: &[(&str, Ink)]) {
    let mut row = area.height / 4;
    for (words, ink) in lines {
        for line in preview::wrapped(words, area.width.saturating_sub(4)) {
            paint::text(buffer, area, 2, row, &line, app.theme.style(*ink));
            row += 1;
        }
    }
}

/// Draws an empty list: no matches, or the ways to fill the library.
pub(super) fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    if !app.library.filter.is_empty() {
        let (why, ink) = match &app.library.filtering.problem {
            Some(problem) => (problem.as_str(), Ink::Error),
            None => ("no matches", Ink::Dim),
        };
        return message(app, area, buffer, &[(why, ink), ("/ to change the filter", Ink::Dim)]);
    }
    let none = "Your library is empty.";
    let ways: &[(&str, &str, Ink)] = &[
        ("Enter", "open the sample article", Ink::Text),
        ("A", "add a URL or file; you can also paste a URL", Ink::Text),
        ("s", "save the article you are reading", Ink::Text),
        ("&", "follow a feed", Ink::Text),
    ];
    // In the feeds pane these keys do something else.
    let ways_in_feeds: &[(&str, &str, Ink)] =
        &[("A", "follow a feed", Ink::Text), ("Esc", "leave the feeds pane", Ink::Text)];
    let shell = [
        ("", "", Ink::Text),
        ("sayso add URL", "save from the shell", Ink::Dim),
        (
            "sayso import FILE",
            "import from Pocket, Instapaper, Omnivore, wallabag, Readwise, bookmarks, feeds …",
            Ink::Dim,
        ),
    ];
    let ways = [if app.library.feeds.focused { ways_in_feeds } else { ways }, &shell].concat();
    if area.width < 3 * WAYS {
        let lines: Vec<String> = ways.iter().map(|(key, words, _)| format!("{key} {words}")).collect();
        let lines: Vec<(&str, Ink)> = lines.iter().zip(&ways).map(|(line, way)| (line.as_str(), way.2)).collect();
        return message(app, area, buffer, &[&[(none, Ink::Strong)], lines.as_slice()].concat());
    }
    paint::text(buffer, area, 2, area.height / 4, none, app.theme.style(Ink::Strong));
    let mut row = area.height / 4 + 2;
    for (key, words, ink) in ways {
        paint::text(buffer, area, 2, row, key, app.theme.style(Ink::Accent));
        for line in preview::wrapped(words, area.width.saturating_sub(WAYS + 2)) {
            paint::text(buffer, area, WAYS, row, &line, app.theme.style(ink));
            row += 1;
        }
    }
}

/// Column of the explanations for an empty library; their keys are to the left.
const WAYS: u16 = 22;
