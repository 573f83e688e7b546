//! Words by which the palette finds a command, beside those that it shows.

use crate::tui::keys::table::Command;

/// Earlier names of commands in the settings: old and new.
pub const RENAMED: [(&str, &str); 3] =
    [("choose", "select-article"), ("choose-range", "select-range"), ("fetch", "download")];

/// Returns the present name of a command.
pub fn renamed(name: &str) -> &str {
    RENAMED.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| new)
}

/// Other words for what a command does.
pub const fn aliases(command: Command) -> &'static str {
    match command {
        Command::Quit => "exit leave close",
        Command::Leave => "library previous close",
        Command::Theme => "colours colors dark light",
        Command::Help => "keys shortcuts manual",
        Command::Palette => "commands",
        Command::Add => "load file",
        Command::LibraryFetch => "fetch update refresh reload",
        Command::LibrarySelect | Command::LibraryRange => "choose mark",
        Command::LibraryFollow | Command::FeedFollow => "feed subscribe add",
        Command::LibraryFetchFeeds => "feed update refresh reload",
        Command::LibraryFilter => "search find",
        Command::LibrarySort => "order",
        Command::LibrarySpeakers => "voices people",
        Command::LibraryAiry => "layout rows spacing",
        Command::LibraryWider | Command::LibraryNarrower => "split pane preview",
        Command::Search => "find",
        Command::Save => "keep bookmark",
        Command::Card => "voice person",
        Command::Clutter | Command::Whole => "hidden adverts reasons",
        Command::Zen => "focus distraction panes",
        Command::Wider | Command::Narrower => "column width",
        Command::KeepLook => "settings config",
        Command::Reload => "settings config",
        Command::About => "metadata information source",
        Command::Copy | Command::CopyPassage => "yank clipboard cite",
        Command::CopyAddress => "yank clipboard link address",
        Command::Export => "markdown obsidian write file",
        Command::Highlights => "annotations notes",
        Command::Suspend => "background shell",
        _ => "",
    }
}
