//! Tests of themes: contrast, colour depths, choice by background.

use crate::config::{Look, SettingsProblem};
use crate::tui::theme;
use crate::tui::theme::{Background, Depth, Ink, Palette, Rgb, Theme, file};
use ratatui::style::{Color, Modifier};

const AA: f64 = 4.5;

/// WCAG 2.2, level AA: a contrast of 4.5 between text and every background it can have.
#[test]
fn built_in_themes_have_readable_contrast() {
    for (name, _) in file::BUILT_IN {
        let palette = file::built_in(name).unwrap();
        check_contrast(&format!("{name}, 256 colours"), &palette.snapped());
        check_contrast(name, &palette);
    }
}

fn check_contrast(name: &str, palette: &Palette) {
    let inks = [palette.text, palette.strong, palette.dim, palette.accent, palette.error];
    for ink in inks.iter().chain(&palette.speakers) {
        for ground in [palette.ground, palette.current, palette.selection] {
            let contrast = ink.contrast(ground);
            assert!(contrast >= AA, "{name}: {ink:?} on {ground:?} has only {contrast:.2}");
        }
    }
    assert!(palette.ground.contrast(palette.accent) >= AA, "{name}: a search hit");
    assert_eq!(palette.light, palette.ground.luminance() > 0.5, "{name}");
}

#[test]
fn built_in_themes_set_exactly_all_colours() {
    for (name, text) in file::BUILT_IN {
        let (palette, problems) = file::own_palette(text);
        assert_eq!(problems, [], "{name}");
        assert_eq!(palette.speakers.len(), 10, "{name}");
        assert_eq!(file::built_in(name), Some(palette), "{name}");
        for colour in Palette::NAMES {
            assert!(text.contains(&format!("\n{colour} = ")), "{name} lacks {colour}");
        }
    }
}

#[test]
fn wrong_colours_are_rejected() {
    assert_eq!(Rgb::parse("#16181d"), Some(Rgb(0x16, 0x18, 0x1d)));
    assert_eq!(Rgb::parse("#fa0"), Some(Rgb(0xff, 0xaa, 0)));
    for wrong in ["16181d", "#16181", "#gggggg", "", "#+12345", "#é12"] {
        assert_eq!(Rgb::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn user_theme_extends_built_in_palette() {
    let (palette, problems) = file::own_palette("light = true\ntext = \"#000\"\nacent = \"#123456\"\ndim = 'grey'\n");
    assert_eq!(palette.text, Rgb(0, 0, 0));
    assert_eq!(palette.ground, file::built_in("light").unwrap().ground);
    let problems: Vec<String> = problems.iter().map(SettingsProblem::to_string).collect();
    assert_eq!(
        problems,
        ["line 3: a theme has no `acent`; did you mean `accent`?", "line 4: `dim` must be a colour like \"#e0b567\""]
    );
}

#[test]
fn themes_of_folder_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.toml"), "ground = \"#000000\"\n").unwrap();
    std::fs::write(folder.path().join("note.txt"), "").unwrap();
    assert_eq!(theme::names(Some(folder.path())).last().map(String::as_str), Some("mine"));
    assert_eq!(theme::named("mine", Some(folder.path())).unwrap().0.ground, Rgb(0, 0, 0));
    assert_eq!(theme::named("siepa", None).unwrap_err(), "there is no theme `siepa`; did you mean `sepia`?");
    assert!(theme::named("../../etc/passwd", Some(folder.path())).is_err());
}

#[test]
fn auto_theme_follows_background() {
    let look = Look { light: "sepia".into(), ..Look::default() };
    let name = |ground| Theme::choose(&look, Depth::True, ground).0.name;
    assert_eq!(name(Some(Background::Light)), "sepia");
    assert_eq!(name(Some(Background::Dark)), "dark");
    assert_eq!(name(None), "dark");
    assert!(Theme::depends_on_background(&look, Depth::True));
    let fixed = Look { theme: "midnight".into(), ..Look::default() };
    assert!(!Theme::depends_on_background(&fixed, Depth::True));
    assert_eq!(Theme::choose(&fixed, Depth::True, Some(Background::Light)).0.name, "midnight");
}

#[test]
fn monochrome_styles_stay_distinct() {
    let theme = Theme::dark(Depth::None);
    let inks = [
        Ink::Background,
        Ink::Text,
        Ink::Strong,
        Ink::Dim,
        Ink::Rule,
        Ink::Accent,
        Ink::Error,
        Ink::Speaker(3),
        Ink::Current,
        Ink::Selection,
        Ink::Hit,
    ];
    for ink in inks {
        let style = theme.style(ink);
        assert!(matches!(style.fg, None | Some(Color::Reset)), "{ink:?}");
        assert!(matches!(style.bg, None | Some(Color::Reset)), "{ink:?}");
    }
    assert!(theme.needs_initials());
    for (ink, modifier) in [
        (Ink::Strong, Modifier::BOLD),
        (Ink::Current, Modifier::BOLD),
        (Ink::Selection, Modifier::REVERSED),
        (Ink::Hit, Modifier::REVERSED),
        (Ink::Cue, Modifier::UNDERLINED),
        (Ink::Mention, Modifier::BOLD),
        (Ink::Indirect, Modifier::ITALIC),
    ] {
        assert!(theme.style(ink).add_modifier.contains(modifier), "{ink:?}");
    }
}

#[test]
fn sixteen_colours_keep_terminal_background() {
    for theme in [Theme::dark(Depth::Sixteen), Theme::light(Depth::Sixteen)] {
        assert_eq!(theme.style(Ink::Background).bg, Some(Color::Reset));
        let voices: std::collections::HashSet<_> = (0..6).map(|n| theme.style(Ink::Speaker(n)).fg).collect();
        assert_eq!(voices.len(), theme.voices());
    }
}

#[test]
fn sixteen_colours_of_unknown_ground_are_read_on_both() {
    let theme = Theme { is_on_any_ground: true, ..Theme::dark(Depth::Sixteen) };
    let inks = [Ink::Dim, Ink::Accent, Ink::Error].into_iter().chain((0..6).map(Ink::Speaker));
    for colour in inks.filter_map(|ink| theme.style(ink).fg) {
        // As xterm paints them; the terminal's own foreground is readable anyway.
        let rgb = match colour {
            Color::Red => Rgb(205, 0, 0),
            Color::Magenta => Rgb(205, 0, 205),
            Color::LightRed => Rgb(255, 0, 0),
            Color::LightBlue => Rgb(92, 92, 255),
            Color::DarkGray => Rgb(127, 127, 127),
            other => {
                assert_eq!(other, Color::Reset);
                continue;
            }
        };
        let least = rgb.contrast(Rgb(0, 0, 0)).min(rgb.contrast(Rgb(255, 255, 255)));
        assert!(least > 3.4, "{colour:?}: {least:.2}");
    }
}

#[test]
fn highlights_are_seen_and_read_in_every_theme() {
    for (name, _) in file::BUILT_IN {
        let palette = file::built_in(name).unwrap();
        let ground = palette.highlight();
        assert!(ground.contrast(palette.ground) > 1.04, "{name}: {}", ground.contrast(palette.ground));
        for ink in palette.speakers.iter().chain([&palette.text, &palette.strong]) {
            assert!(ink.contrast(ground) >= 4.5, "{name}");
        }
    }
    for depth in [Depth::True, Depth::Indexed, Depth::Sixteen, Depth::None] {
        let style = Theme::dark(depth).style(Ink::Kept);
        assert!(style.bg.is_some() || style.add_modifier.contains(Modifier::REVERSED), "{depth:?}");
    }
}

#[test]
fn snapped_colours_are_exact_and_speakers_distinct() {
    for (name, _) in file::BUILT_IN {
        let palette = file::built_in(name).unwrap().snapped();
        let voices: std::collections::HashSet<_> = palette.speakers.iter().collect();
        assert_eq!(voices.len(), 10, "{name}");
        for colour in palette.speakers.iter().chain([&palette.text, &palette.ground, &palette.current]) {
            assert_eq!(Rgb::of_index(colour.indexed()), *colour, "{name}");
        }
    }
}

#[test]
fn nearest_of_256_colours_is_found() {
    assert_eq!(Rgb(0, 0, 0).indexed(), 16);
    assert_eq!(Rgb(255, 255, 255).indexed(), 231);
    assert_eq!(Rgb(0x80, 0x80, 0x80).indexed(), 244);
    assert_eq!(Rgb(0xff, 0, 0).indexed(), 196);
}
