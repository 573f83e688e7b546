//! The user's settings, as the screen takes them over: look, panes, keys.

use super::app::{App, Notice};
use super::config::{self, Config, Panes, Problem};
use super::reader::geometry::Shown;

/// Takes the settings over; what is wrong with them is told at the foot of the screen.
pub fn take(app: &mut App, config: Config, mut problems: Vec<Problem>) {
    app.look.measure = config.reader.width;
    let shown = |wanted: bool| if wanted { Shown::Yes } else { Shown::No };
    app.look.left = shown(matches!(config.reader.panes, Panes::Both | Panes::Speakers));
    app.look.right = shown(matches!(config.reader.panes, Panes::Both | Panes::Related));
    let (keymap, wrong) = config::keymap(&config);
    problems.extend(wrong.into_iter().filter(|p| !problems.contains(p)).collect::<Vec<_>>());
    app.keymap = keymap;
    app.config = config;
    if let Some(first) = problems.first() {
        let more = if problems.len() > 1 { format!(" (and {} more)", problems.len() - 1) } else { String::new() };
        app.notice = Some(Notice::Failed(format!("config: {first}{more}; `sayso config --check` tells all")));
    }
}

/// Writes settings into the user's file, whose comments stay; what is to be told then.
///
/// # Errors
///
/// Why it can't be written.
pub fn write(all: Vec<(&'static str, &'static str, toml_edit::Value)>) -> Result<String, String> {
    let file = config::places::config_file().ok_or("there is no folder for settings here")?;
    for (section, name, value) in all {
        config::write::set(&file, section, name, value).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(format!("written to {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::keymap::Found;
    use crate::tui::keys::parse_sequence;
    use crate::tui::keys::table::{Command, Context};

    #[test]
    fn settings_are_taken_over_and_what_is_wrong_is_told() {
        let (config, problems) = Config::parse("[keys.reader]\n\"Ctrl-N\" = \"next\"\n\"x\" = \"nexd\"\n");
        let mut app = App::default();
        take(&mut app, config, problems);
        let at = app.keymap.find(Context::Reader, &parse_sequence("Ctrl-N").unwrap());
        assert_eq!(at, Found::Command(Command::Next));
        assert!(matches!(&app.notice, Some(Notice::Failed(words)) if words.contains("line 3")), "{:?}", app.notice);
    }
}
