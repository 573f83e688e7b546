//! The list of keys and the palette of commands, made from the key table.

use crate::layout::display_width;
use crate::tui::commands::lists::pickers::open;
use crate::tui::keys::aliases::aliases;
use crate::tui::keys::table::{CommandEntry, Group, KeyContext, TABLE};
use crate::tui::overlay::{Choice, List, ListEntry, ListPurpose, Overlay};
use crate::tui::state::{App, Screen};
use crate::tui::theme::Ink;

/// Cells of the column of keys.
const KEYS: u16 = 12;

/// Lists every key (`?`): those of the present screen first, by subject, then those of other screens. A key that the
/// feeds pane uses itself is not listed for the library's command that it runs elsewhere.
pub fn help(app: &mut App, _: Option<u32>) {
    let context = app.context();
    let counts = |entry: &&CommandEntry| {
        entry.context == context || app.works_here(entry) && !app.keymap.keys_in(context, entry.command).is_empty()
    };
    let mut entries = Vec::new();
    section(app, &mut entries, true, counts);
    user_section(app, &mut entries);
    entries.push(ListEntry::line("", Ink::Dim));
    entries.push(ListEntry::line("ON OTHER SCREENS", Ink::Dim));
    section(app, &mut entries, false, |entry| !counts(entry));
    let mut list = List::new("KEYS", entries).unit("key", "keys");
    list.purpose = ListPurpose::Keys;
    open(app, list);
}

/// Adds the commands that `wanted` accepts, under the headings of their groups.
fn section(app: &App, entries: &mut Vec<ListEntry>, here: bool, wanted: impl Fn(&&CommandEntry) -> bool) {
    let leads = |entry: &&CommandEntry| entry.command.listed_with() == entry.command;
    // A pane that has the focus comes before the rest of its screen.
    let first = (app.screen_context() == KeyContext::Feeds).then_some(Group::Feeds);
    for group in first.into_iter().chain(Group::ALL.into_iter().filter(|group| Some(*group) != first)) {
        let all: Vec<_> = TABLE.iter().filter(|entry| entry.group == group).filter(&wanted).filter(leads).collect();
        if all.is_empty() {
            continue;
        }
        if !entries.is_empty() {
            entries.push(ListEntry::line("", Ink::Dim));
        }
        entries.push(ListEntry::line(group.title(), Ink::Strong));
        for entry in all {
            let runs = app.works_here(entry) && here;
            let (keys, more) = keys(app, entry, here);
            let line = ListEntry::line(entry.command.row_description(), if runs { Ink::Text } else { Ink::Dim })
                .lead(keys, KEYS);
            let line = ListEntry { lead_ink: Some(Ink::Accent), aliases: entry.name, ..line.detail(more) };
            entries.push(if runs { ListEntry { choice: Some(Choice::Run(entry.command)), ..line } } else { line });
        }
    }
}

/// Adds the user's own commands.
fn user_section(app: &App, entries: &mut Vec<ListEntry>) {
    if app.config.commands.is_empty() || app.screen != Screen::Reader {
        return;
    }
    entries.extend([ListEntry::line("", Ink::Dim), ListEntry::line("Your commands", Ink::Strong)]);
    for (index, command) in app.config.commands.iter().enumerate() {
        let line = ListEntry::new(command.name.as_str(), Choice::RunUserCommand(index));
        let line = line.lead(app.keymap.key_of_user_command(index), KEYS);
        entries.push(ListEntry { lead_ink: Some(Ink::Accent), ..line });
    }
}

/// The keys of a command that fit their column, and the others in words.
fn keys(app: &App, entry: &CommandEntry, here: bool) -> (String, String) {
    let of = |command| if here { app.keymap.keys_in(app.context(), command) } else { app.keymap.keys_of(command) };
    let rows: Vec<Vec<String>> = entry.command.listed().map(of).collect();
    if let [[first, ..], _, _, .., [last, ..]] = rows.iter().map(Vec::as_slice).collect::<Vec<_>>().as_slice() {
        return (format!("{first} – {last}"), String::new());
    }
    let mut all = rows.into_iter().flatten().peekable();
    let mut shown = all.next().unwrap_or_default();
    while let Some(key) = all.next_if(|key| display_width(&shown) + 2 + display_width(key) < KEYS) {
        shown = format!("{shown}  {key}");
    }
    let more: Vec<String> = all.collect();
    (shown, if more.is_empty() { String::new() } else { format!("also {}", more.join(", ")) })
}

/// Handles a letter in the list of keys that is not a reading key: it goes to an end, or begins the filter.
pub(super) fn letter(app: &mut App, letter: char) {
    let Some(Overlay::List(list)) = app.overlays.last_mut() else { return };
    match letter {
        '/' => list.finding = true,
        'g' => list.step(isize::MIN / 2),
        'G' => list.step(isize::MAX / 2),
        _ => app.notify("/ to filter · Enter to run the command · Esc to close"),
    }
}

/// Lists every command that is of use now (`:`).
pub fn palette(app: &mut App, _: Option<u32>) {
    let entries = TABLE.iter().filter(|e| app.works_here(e)).filter(|e| app.can(e.command)).map(|e| {
        let keys = app.keymap.key_of(e.command);
        let entry = ListEntry::new(e.description, Choice::Run(e.command)).detail(e.name).right(keys).hanging(2);
        ListEntry { aliases: aliases(e.command), ..entry }
    });
    let of_user =
        app.config.commands.iter().enumerate().filter(|_| app.screen == Screen::Reader && app.reader().is_some());
    let of_user = of_user.map(|(index, command)| {
        let entry = ListEntry::new(command.name.as_str(), Choice::RunUserCommand(index)).detail("your command");
        entry.right(app.keymap.key_of_user_command(index)).hanging(2)
    });
    let entries = entries.chain(of_user).collect();
    open(app, List::new("COMMAND", entries).unit("command", "commands"));
}
