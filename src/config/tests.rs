//! Tests of settings: parsing, problems, suggestions, the default file.

use super::entries::{ENTRIES, check_keys};
use super::{BackgroundSource, Config, DEFAULT, Panes, SettingsProblem, fields};

fn problems(text: &str) -> Vec<String> {
    Config::parse(text).1.iter().map(SettingsProblem::to_string).collect()
}

#[test]
fn default_file_is_complete_and_matches_defaults() {
    let (config, problems) = Config::parse(DEFAULT);
    assert_eq!(problems, []);
    assert_eq!(config, Config::default());
    let (fields, _) = fields::fields(DEFAULT);
    for entry in ENTRIES {
        let stands = fields.iter().any(|field| field.path == [entry.section, entry.name]);
        assert!(stands, "assets/config.toml lacks [{}] {}", entry.section, entry.name);
    }
}

#[test]
fn settings_are_read() {
    let (config, problems) =
        Config::parse("[reader]\nwidth = 60\npanes = \"none\"\njustify = true\n[keys.reader]\n\"g g\" = \"top\"\n");
    assert_eq!(problems, []);
    assert_eq!((config.reader.width, config.reader.panes, config.reader.justify), (60, Panes::None, true));
    assert_eq!(
        (config.keys[0].scope.as_str(), config.keys[0].keys.as_str(), config.keys[0].line),
        ("reader", "g g", 6)
    );
}

#[test]
fn problems_have_line_and_suggestion() {
    assert_eq!(problems("[reader]\nwidht = 60\n"), ["line 2: `[reader]` has no `widht`; did you mean `width`?"]);
    assert_eq!(problems("[raeder]\nwidth = 60\n"), ["line 2: unknown section `[raeder]`; did you mean `reader`?"]);
    assert_eq!(problems("[reader]\nwidth = 6\n"), ["line 2: `width` must be a number from 20 to 200"]);
    assert_eq!(problems("[reader]\njustify = 'yes'\n"), ["line 2: `justify` must be `true` or `false`"]);
    assert_eq!(problems("[reader]\ntheme = 'dark'\n"), ["line 2: `theme` belongs in `[look]`, not in `[reader]`"]);
    assert_eq!(
        problems("[images]\npolicy = \"alway\"\n"),
        ["line 2: `policy` must be one of \"never\", \"ask\", \"always\"; did you mean `always`?"]
    );
    assert_eq!(
        problems("[look]\njutify = true\n"),
        ["line 2: `[look]` has no `jutify`; did you mean `justify` in `[reader]`?"]
    );
    assert_eq!(problems("width = 60\n"), ["line 1: `width` belongs in `[reader]`: write it below that line"]);
}

#[test]
fn valid_settings_apply_despite_problems() {
    let (config, problems) =
        Config::parse("[reader]\nwidth = = 60\njustify = true\nspeed = fast\n[look]\nmouse = false\n");
    assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [2, 4]);
    assert!(config.reader.justify && !config.look.mouse);
}

#[test]
fn nonsense_keeps_defaults() {
    for text in
        ["[[[[", "\u{feff}", "a\u{0}b", "\"", "[reader]\n[reader]\n", &"[".repeat(10_000), &"x = 1\n".repeat(50)]
    {
        let (config, _) = Config::parse(text);
        assert_eq!(config, Config::default());
    }
}

#[test]
fn keys_are_checked() {
    let (config, _) = Config::parse(
        "[keys.reader]\n\"n\" = \"next-qoute\"\n\"x\" = \"none\"\n\"Strg-x\" = \"next-quote\"\n[keys.redaer]\n\"a\" = \"archive\"\n",
    );
    let read = |keys: &str| if keys.starts_with("Strg") { Err("no such key".into()) } else { Ok(()) };
    let found = check_keys(&config, &["reader", "library"], |_| vec!["next-quote"], read);
    let found: Vec<String> = found.iter().map(SettingsProblem::to_string).collect();
    assert_eq!(
        found,
        [
            "line 2: there is no command `next-qoute`; did you mean `next-quote`?",
            "line 4: `Strg-x` is not a key: no such key",
            "line 6: there are no keys `[keys.redaer]`; did you mean `reader`?",
        ]
    );
}

#[test]
fn old_setting_name_is_still_read() {
    for name in ["background", "ground"] {
        let (config, problems) = Config::parse(&format!("[look]\n{name} = \"terminal\"\n"));
        assert_eq!(problems, [], "{name}");
        assert_eq!(config.look.background, BackgroundSource::Terminal, "{name}");
    }
}
