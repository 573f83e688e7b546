//! Draws the footer: available keys, the latest message, and the current quotation.

use crate::layout::display_width;
use crate::library::CheckedQuote;
use crate::plural::pluralize;
use crate::reading::Grade;
use crate::small_sort::SmallSort;
use crate::tui::display::RenderMode;
use crate::tui::keys::table::{Command, CommandEntry, KeyContext, Needs, TABLE};
use crate::tui::overlay::Overlay;
use crate::tui::paint;
use crate::tui::reader::flow::Clutter;
use crate::tui::reader::{Reader, verdicts};
use crate::tui::state::open_texts::LoadState;
use crate::tui::state::{App, Screen};
use crate::tui::theme::Ink;
use crate::tui::values::Notice;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

/// Frames of the spinner.
const SPINNER: [&str; 10] = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/// Puts a spinner before a text about running work; with `--plain`, only the text.
pub fn under_way(app: &App, words: &str) -> String {
    match app.view.mode {
        RenderMode::Full => format!("{} {words}", spinner(app)),
        RenderMode::Plain => words.to_owned(),
    }
}

/// Returns a sign for running work without a text: an ellipsis at first (in `--plain` always), then the spinner.
pub fn waiting_sign(app: &App) -> &'static str {
    if app.spinner_frame == 0 || app.view.mode == RenderMode::Plain { "…" } else { spinner(app) }
}

const fn spinner(app: &App) -> &'static str {
    SPINNER[app.spinner_frame % SPINNER.len()]
}

/// Draws the footer of the reader.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let margin = u16::from(area.width >= 40 && app.view.mode == RenderMode::Full);
    let area = Rect { x: area.x + margin, width: area.width - 2 * margin, ..area };
    if app.view.mode == RenderMode::Plain {
        return plain(app, area, buffer);
    }
    let current = current(app, area.width);
    // A message that does not fit next to the current quotation gets the whole line.
    let left = current.as_ref().map_or(area.width, |(words, _)| area.width.saturating_sub(display_width(words) + 2));
    let current = current.filter(|_| notice(app).is_none_or(|(words, _)| display_width(words) <= left));
    if let Some((words, ink)) = &current {
        paint::right(buffer, area, 0, words, app.theme.style(*ink));
    }
    line(app, Rect { width: if current.is_some() { left } else { area.width }, ..area }, buffer);
}

/// Draws the footer of `--plain`: left-aligned text, one thing at a time, so that a changed line is worth speaking.
fn plain(app: &App, area: Rect, buffer: &mut Buffer) {
    let told = !app.typed.shown().is_empty() || app.texts.opening().is_some() || app.notice.is_some();
    if told || !app.running.is_empty() {
        return line(app, area, buffer);
    }
    let reader = app.reader();
    if reader.is_some_and(|r| r.passage.is_some() || r.search.is_some()) {
        if let Some((words, ink)) = current(app, area.width) {
            paint::right(buffer, area, 0, &words, app.theme.style(ink));
        }
        return;
    }
    let said = reader.and_then(|r| Some((r.voices.as_ref()?, r.current?)));
    let checked = reader.and_then(|reader| Some((reader, reader.checked()?)));
    let (words, ink) = if let Some((reader, one)) = checked {
        let name = one.speaker().unwrap_or_else(|| "no speaker named".into());
        let rank = reader.claim().map_or(0, |at| at + 1);
        let count = reader.verdicts.as_ref().map_or(0, |verdicts| verdicts.all.len());
        (format!("{rank} of {count}: {}, {name}", one.verdict.name()), verdicts::ink(one.verdict))
    } else if let Some((voices, quote)) = said {
        let speaker = voices.speaker_of(quote);
        let name = speaker.map_or("unattributed", |s| s.name.as_str());
        let role = speaker.and_then(|s| s.role.as_ref()).map(|role| format!(", {role}")).unwrap_or_default();
        let rank = voices.rank(quote).map_or(0, |rank| rank + 1);
        let ink = voices.colour_of(quote).map_or(Ink::Dim, Ink::Speaker);
        (format!("quote {rank} of {}: {name}{role}", voices.order.len()), ink)
    } else {
        let key = app.keymap.key_of(Command::Help);
        (format!("{key} keys"), Ink::Dim)
    };
    paint::text(buffer, area, 0, 0, &paint::clipped(&words, area.width), app.theme.style(ink));
}

/// Draws typed keys, the message, or the available keys, for the footer of any screen.
pub fn line(app: &App, left: Rect, buffer: &mut Buffer) {
    if let (Some(Overlay::Hints(_)), None) = (app.overlays.last(), &app.notice) {
        let words = paint::clipped("type a link's label · Esc cancel", left.width);
        paint::text(buffer, left, 0, 0, &words, app.theme.style(Ink::Text));
        return;
    }
    let typed = app.typed.shown();
    if !typed.is_empty() {
        paint::text(buffer, left, 0, 0, &typed, app.theme.style(Ink::Accent));
        return;
    }
    if let Some(opening) = app.texts.opening() {
        let name = opening.location.to_string_lossy();
        let clean: String = name.chars().filter(|c| !c.is_control()).collect();
        let words = under_way(app, &format!("opening {clean}"));
        let key = format!("{} cancel", shown_keys(app, Command::Cancel));
        let end = paint::right(buffer, left, 0, &key, app.theme.style(Ink::Dim)).saturating_sub(2);
        paint::text(buffer, left, 0, 0, &paint::clipped(&words, end), app.theme.style(Ink::Dim));
        return;
    }
    match notice(app) {
        Some((words, ink)) => {
            let words = words.replace('\n', " · ");
            paint::text(buffer, left, 0, 0, &paint::clipped(&words, left.width), app.theme.style(ink));
        }
        None if !app.running.is_empty() => running(app, left, buffer),
        None if echo(app, left, buffer) => {}
        None => keys(app, left, buffer),
    }
}

/// Draws the names of the user's commands that are running, and the key that ends the latest.
fn running(app: &App, area: Rect, buffer: &mut Buffer) {
    let names: Vec<&str> = app.running.iter().map(|command| command.name.as_str()).collect();
    let words = under_way(app, &format!("running {}", names.join(", ")));
    let key = format!("{} cancel", shown_keys(app, Command::Cancel));
    let end = paint::right(buffer, area, 0, &key, app.theme.style(Ink::Dim)).saturating_sub(2);
    paint::text(buffer, area, 0, 0, &paint::clipped(&words, end), app.theme.style(Ink::Dim));
}

/// Returns the latest message, unless something else occupies the footer.
fn notice(app: &App) -> Option<(&str, Ink)> {
    if !app.typed.shown().is_empty() || app.texts.opening().is_some() {
        return None;
    }
    match app.notice.as_ref()? {
        Notice::Info(words) => Some((words, Ink::Text)),
        Notice::Error(words) => Some((words, Ink::Error)),
    }
}

/// Maximum number of rows of a message.
const MAX_NOTICE_ROWS: usize = 3;

/// Draws a message that does not fit one row over the lowest rows of the screen, with a rule above.
pub fn draw_tall_message(app: &App, buffer: &mut Buffer) {
    let screen = buffer.area;
    let has_foot = app.screen == Screen::Library || !app.areas().foot.is_empty();
    let typing = matches!(app.overlays.last(), Some(Overlay::Prompt(_)));
    let Some((words, ink)) = notice(app).filter(|_| has_foot && !typing) else { return };
    let margin = u16::from(screen.width >= 40 && (app.view.mode == RenderMode::Full || app.screen == Screen::Library));
    let width = screen.width.saturating_sub(2 * margin);
    let lines: Vec<String> = words.lines().flat_map(|line| paint::wrapped(line, width)).collect();
    // Several messages at once have a row each.
    let most = MAX_NOTICE_ROWS.max(words.lines().count());
    let rows = lines.len().min(most).min(usize::from(screen.height / 2));
    if rows < 2 {
        return;
    }
    let ruled = u16::from(screen.height >= 12 && app.view.mode == RenderMode::Full);
    let y = screen.height - rows as u16 - ruled;
    paint::blank(buffer, Rect { y, height: screen.height - y, ..screen }, app.theme.style(Ink::Background));
    if ruled > 0 {
        let edge = if app.screen == Screen::Library { margin } else { 0 };
        let rule = Rect { x: edge, y, width: screen.width - 2 * edge, height: 1 };
        paint::rule(buffer, rule, app.theme.style(Ink::Rule));
    }
    let area = Rect { x: margin, y: y + ruled, width, height: rows as u16 };
    for (row, line) in lines.iter().take(rows).enumerate() {
        let is_cut = row + 1 == rows && lines.len() > rows;
        let rest = if is_cut { lines[row..].join(" ") } else { line.clone() };
        paint::text(buffer, area, 0, row as u16, &paint::clipped(&rest, width), app.theme.style(ink));
    }
}

/// Draws the places of the current quotation in other pieces. Returns false if there are none.
fn echo(app: &App, area: Rect, buffer: &mut Buffer) -> bool {
    let reader = app.reader().filter(|_| app.screen == Screen::Reader && app.overlays.is_empty());
    let Some((reader, quote)) = reader.and_then(|reader| Some((reader, reader.current?))) else { return false };
    let mut echoes = reader.annotations.context.of(quote).filter(|_| reader.passage.is_none());
    let Some(first) = echoes.next() else { return false };
    let more = echoes.count();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let key = shown_keys(app, Command::Open);
    let room = area.width.saturating_sub(display_width(&key) + 12 + display_width(&first.about) + display_width(&more));
    let title = paint::clipped(&first.title, room.max(12));
    let mut x = paint::text(buffer, area, 0, 0, &key, app.theme.style(Ink::Accent)) + 1;
    x = paint::text(buffer, area, x, 0, "also in ", app.theme.style(Ink::Dim));
    x = paint::text(buffer, area, x, 0, &title, app.theme.style(Ink::Text));
    let rest = format!(", {}{more}", first.about);
    let rest = paint::clipped(&rest, area.width.saturating_sub(x));
    paint::text(buffer, area, x, 0, &rest, app.theme.style(Ink::Dim));
    true
}

/// Blank cells between two keys.
const BETWEEN: u16 = 3;

/// Draws as many keys as fit; the last one is always help.
fn keys(app: &App, area: Rect, buffer: &mut Buffer) {
    let (help, others) = of_use(app);
    let cells = |(keys, words): &(String, String)| display_width(keys) + 1 + display_width(words);
    let help = help.filter(|help| cells(help) <= area.width);
    let kept = help.as_ref().map_or(0, |help| cells(help) + BETWEEN);
    let mut x = 0;
    let mut write = |key: &(String, String)| {
        x = paint::text(buffer, area, x, 0, &key.0, app.theme.style(Ink::Accent)) + 1;
        x = paint::text(buffer, area, x, 0, &key.1, app.theme.style(Ink::Dim)) + BETWEEN;
        x
    };
    let mut end = 0;
    for key in others {
        if end + cells(&key) + kept > area.width {
            break;
        }
        end = write(&key);
    }
    if let Some(help) = help {
        write(&help);
    }
}

/// Key and label.
type Shown = (String, String);

/// Returns the keys available now: help, and the others by usefulness.
fn of_use(app: &App) -> (Option<Shown>, Vec<Shown>) {
    let context = app.context();
    if context == KeyContext::Library && app.library.is_empty() {
        let ways = [(Command::LibraryOpen, "the sample"), (Command::Add, "add"), (Command::Leave, "quit")];
        let ways = ways.into_iter().map(|(command, words)| (shown_keys(app, command), words.to_owned()));
        return (Some((shown_keys(app, Command::Help), "help".into())), ways.collect());
    }
    let mine = |e: &&CommandEntry| e.context == context || is_for_all(e, context);
    let all =
        TABLE.iter().filter(|e| !e.footer_label.is_empty() && app.can(e.command) && leads(app, e.command)).filter(mine);
    let (help, mut others): (Vec<&CommandEntry>, Vec<&CommandEntry>) = all.partition(|e| e.command == Command::Help);
    // In a draft and its sources the way between them comes first.
    let is_checked = app.can(Command::CheckSource);
    let leads_on = |e: &CommandEntry| e.command == Command::Next || matches!(e.needs, Needs::Verdicts | Needs::Checked);
    others
        .small_sort_by_key(|e| (e.needs != Needs::Queue, is_checked && !leads_on(e), e.command == Command::NextSource));
    let shown = |e: &CommandEntry| (shown_keys(app, e.command), words(app, e.command, e.footer_label));
    (help.first().map(|e| shown(e)), others.into_iter().map(shown).collect())
}

/// Returns true if a command has, or may yet have, something to act on.
fn leads(app: &App, command: Command) -> bool {
    let reader = app.reader();
    match command {
        Command::LibraryOpen => app.library.window.total > 0,
        // A user without feeds needs no key for them here; `&` and the palette lead to the first one.
        Command::LibraryFeeds | Command::FeedFetch | Command::FeedOpen => !app.library.feeds.feeds.is_empty(),
        Command::Next => reader.is_some_and(|reader| {
            let quoted = reader.voices.as_ref().is_none_or(|voices| !voices.order.is_empty());
            quoted || reader.search.as_ref().is_some_and(|search| !search.hits.is_empty())
        }),
        Command::NextPane => reader.is_some(),
        Command::Open => matches!(app.texts.state(), Some(LoadState::Failed(_))),
        Command::Cancel => matches!(app.texts.state(), Some(LoadState::Loading)),
        Command::ListDown | Command::ListAccept => match app.overlays.last() {
            Some(Overlay::List(list)) => list.choice().is_some() || command == Command::ListDown && list.is_longer(),
            _ => true,
        },
        _ => true,
    }
}

const fn context_of_library(context: KeyContext) -> bool {
    matches!(context, KeyContext::Library | KeyContext::Feeds)
}

/// Returns true if a key of the context "everywhere" is worth showing in `context`.
fn is_for_all(entry: &CommandEntry, context: KeyContext) -> bool {
    let told = context == KeyContext::Reader || context_of_library(context) && entry.command == Command::Help;
    let in_list = matches!(context, KeyContext::Speakers | KeyContext::Views) && entry.context == KeyContext::List;
    entry.context == KeyContext::Everywhere && told || in_list
}

/// Returns a command's first key; for commands with a natural opposite, both keys.
fn shown_keys(app: &App, command: Command) -> String {
    let first = |command| app.keymap.key_of(command);
    let opposite = match command {
        Command::Next => Some(Command::Previous),
        Command::NextSame => Some(Command::PreviousSame),
        Command::NextSource => Some(Command::PreviousSource),
        Command::WordOn => Some(Command::WordBack),
        Command::SentenceOn => Some(Command::SentenceBack),
        _ => None,
    };
    match opposite {
        Some(other) => format!("{} {}", first(command), first(other)),
        None => first(command),
    }
}

fn words(app: &App, command: Command, short: &str) -> String {
    if let (Command::ListDown, Some(Overlay::List(list))) = (command, app.overlays.last())
        && list.choice().is_none()
    {
        return "scroll".to_owned();
    }
    let Some(reader) = app.reader() else { return short.to_owned() };
    match command {
        Command::Next if reader.search.as_ref().is_some_and(|s| !s.hits.is_empty()) => "hit".to_owned(),
        Command::CheckSource if reader.verdicts.is_none() => "draft".to_owned(),
        Command::Clutter if reader.clutter == Clutter::Hidden => format!("{} hidden", reader.hidden()),
        Command::Clutter => "hide clutter".to_owned(),
        Command::Save if app.texts.piece().is_some_and(|text| text.feed.is_some()) => "follow".to_owned(),
        _ => short.to_owned(),
    }
}

/// Returns the current passage, hit or quotation for the right side of a footer of `width` cells.
fn current(app: &App, width: u16) -> Option<(String, Ink)> {
    let reader = app.reader()?;
    if let Some(passage) = reader.passage {
        let letters = reader.words_of(passage).graphemes(true).count();
        let back = if passage.caret < passage.anchor { ", backwards" } else { "" };
        return Some((format!("{}{back}", pluralize(letters, "character", "characters")), Ink::Accent));
    }
    if let Some(search) = &reader.search {
        return Some((paint::clipped(&search.shown(), width / 2).into_owned(), Ink::Accent));
    }
    if let Some(one) = reader.checked() {
        return Some((claim(reader, one, width), verdicts::ink(one.verdict)));
    }
    let (voices, quote) = reader.voices.as_ref().zip(reader.current)?;
    let rank = voices.rank(quote).filter(|_| width >= 36)?;
    let figures = format!("quote {} of {}", rank + 1, voices.order.len());
    let name = voices.speaker_of(quote).map_or("unattributed", |s| s.name.as_str());
    let narrow = width < 78 || app.notice.is_some() && width < 100;
    // The lowest grade is mentioned if it is not the default.
    let least = match voices.least {
        Grade::Sure => ", sure only",
        Grade::Likely => "",
        Grade::Uncertain => ", all grades",
    };
    let words = if narrow { format!("{figures}{least}") } else { format!("{figures}{least}  {name}") };
    let ink = voices.colour_of(quote).map_or(Ink::Dim, Ink::Speaker);
    Some((paint::clipped(&words, width / 3).into_owned(), ink))
}

/// Returns a draft's current quotation for a footer of `width` cells: rank, verdict, speaker.
fn claim(reader: &Reader, one: &CheckedQuote, width: u16) -> String {
    let count = reader.verdicts.as_ref().map_or(0, |verdicts| verdicts.all.len());
    let rank = reader.claim().map_or(0, |at| at + 1);
    let verdict = format!("{} {}", verdicts::sign(one.verdict), one.verdict.name());
    let words = match width {
        100.. => format!("{rank} of {count}  {verdict}  {}", one.speaker().unwrap_or_default()),
        60.. => format!("{rank} of {count}  {verdict}"),
        _ => verdict,
    };
    paint::clipped(words.trim_end(), width * 2 / 5).into_owned()
}
