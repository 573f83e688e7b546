//! Applies the user's settings to the screen: look, panes, keys.

use crate::config::{Config, Panes, SettingsProblem, fields};
use crate::small_sort::SmallSort;
use crate::tui::keys::user;
use crate::tui::state::App;
use crate::tui::state::feeds::FeedsRequest;
use crate::tui::state::library::LibraryStatus;
use crate::tui::state::request::Request;
use crate::tui::theme;
use crate::tui::values::Notice;
use crate::{config, load, paths};

/// Applies the settings and shows their problems in the footer.
pub fn take(app: &mut App, config: Config, mut problems: Vec<SettingsProblem>) {
    app.view.text_width = config.reader.width;
    app.view.left = matches!(config.reader.panes, Panes::Both | Panes::Speakers);
    app.view.right = matches!(config.reader.panes, Panes::Both | Panes::Related);
    (app.view.airy, app.view.split) = (config.library.airy, config.library.split);
    let (keymap, wrong) = user::keymap(&config);
    problems.extend(wrong.into_iter().filter(|p| !problems.contains(p)).collect::<Vec<_>>());
    app.keymap = keymap;
    app.config = config;
    if !problems.is_empty() {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        app.notice = Some(Notice::Error(format!("settings: {}", lines.join("\n"))));
    }
}

/// Reads the user's settings again and applies them, access to hosts included. Returns the request that tells the library.
pub fn reload(app: &mut App) -> Option<Request> {
    let (config, problems) = Config::load();
    load::set_access(config.hosts.clone());
    app.notice = Some(Notice::Info("settings reloaded".into()));
    take(app, config, problems);
    feed_interval(app)
}

/// Returns the request that tells an open library the interval of fetching feeds.
fn feed_interval(app: &App) -> Option<Request> {
    let minutes = app.config.feeds.interval;
    (app.library.status == LibraryStatus::Open).then_some(Request::Feeds(FeedsRequest::Interval(minutes)))
}

/// Writes settings into the user's file and keeps its comments. Returns a message for the user.
///
/// # Errors
///
/// A clause with the reason why the file cannot be written.
pub fn write(all: Vec<(&'static str, &'static str, toml_edit::Value)>) -> Result<String, String> {
    let file = paths::config_file().ok_or("no home directory for settings")?;
    for (section, name, value) in all {
        config::write::set(&file, section, name, value).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(format!("display settings saved · {}", file.display()))
}

/// Checks a settings text: settings, keys, theme names. Returns the problems by line.
pub fn problems(text: &str) -> Vec<SettingsProblem> {
    let (config, mut problems) = Config::parse(text);
    problems.extend(user::problems(&config));
    let folder = paths::theme_folder();
    let themed = |field: &fields::Field| matches!(field.path.as_slice(), [look, name] if look == "look" && ["theme", "dark", "light"].contains(&name.as_str()));
    for field in fields::fields(text).0.iter().filter(|field| themed(field)) {
        let name = field.value.as_str().filter(|name| *name != "auto");
        if let Some(Err(text)) = name.map(|name| theme::named(name, folder.as_deref())) {
            problems.push(SettingsProblem { line: field.line, text });
        }
    }
    problems.small_sort_by_key(|problem| problem.line);
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::keymap::Match;
    use crate::tui::keys::parse_sequence;
    use crate::tui::keys::table::{Command, KeyContext};

    #[test]
    fn settings_apply_and_problems_are_shown() {
        let (config, problems) = Config::parse("[keys.reader]\n\"Ctrl-N\" = \"next\"\n\"x\" = \"nexd\"\n");
        let mut app = App::default();
        take(&mut app, config, problems);
        let at = app.keymap.find(KeyContext::Reader, &parse_sequence("Ctrl-N").unwrap());
        assert_eq!(at, Match::Command(Command::Next));
        assert!(matches!(&app.notice, Some(Notice::Error(words)) if words.contains("line 3")), "{:?}", app.notice);
        let (config, problems) =
            Config::parse("[reader]\nwidt = 3\n[look]\nmouse = 1\n[library]\ncolumns = [\"titel\"]\n");
        take(&mut app, config, problems);
        let Some(Notice::Error(words)) = &app.notice else { panic!("nothing told") };
        assert_eq!(words.lines().count(), 3, "{words}");
        assert!(["line 2", "line 4", "line 6"].iter().all(|line| words.contains(line)), "{words}");
    }

    #[test]
    fn unknown_theme_and_command_in_place_of_a_key_are_reported() {
        assert_eq!(
            problems("\n[look]\ntheme = 'drak'\n[keys.reader]\nnext = 'n'\n")
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
            [
                "line 3: there is no theme `drak`; did you mean `dark`?",
                "line 5: `next` is not a key: it is a command; write it after its key: \"n\" = \"next\"",
            ]
        );
    }
}
