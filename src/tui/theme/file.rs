//! Themes by name: six built in, and the user's own from a folder; all in TOML.

use crate::bounded_read;
use crate::config::SettingsProblem;
use crate::config::fields::{Field, fields, suggestion};
use crate::small_sort::SmallSort;
use crate::tui::theme::{Palette, Rgb};
use std::path::Path;

/// The built-in themes: name and TOML.
pub const BUILT_IN: [(&str, &str); 6] = [
    ("dark", include_str!("../../../assets/themes/dark.toml")),
    ("light", include_str!("../../../assets/themes/light.toml")),
    ("sepia", include_str!("../../../assets/themes/sepia.toml")),
    ("dusk", include_str!("../../../assets/themes/dusk.toml")),
    ("midnight", include_str!("../../../assets/themes/midnight.toml")),
    ("contrast", include_str!("../../../assets/themes/contrast.toml")),
];

/// Maximum number of speaker colours in a theme.
const MAX_SPEAKERS: usize = 64;

/// Returns a built-in palette.
pub fn built_in(name: &str) -> Option<Palette> {
    let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
    Some(parse(text, &Palette::default()).0)
}

/// Returns the names of all themes: the built-in ones, then those of the folder, sorted.
pub fn names(folder: Option<&Path>) -> Vec<String> {
    let mut names: Vec<String> = BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect();
    let files = folder.and_then(|folder| std::fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let mut own: Vec<String> = files.filter_map(|file| theme_name(&file.path())).collect();
    own.sort();
    own.retain(|name| !names.contains(name));
    names.extend(own);
    names
}

fn theme_name(file: &Path) -> Option<String> {
    let is_theme = file.extension().is_some_and(|ending| ending == "toml");
    let name = file.file_stem()?.to_str()?;
    (is_theme && is_name(name)).then(|| name.to_owned())
}

/// Returns true if a name is safe as that of a theme: no path separators, no control characters.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() < 80
        && name.chars().all(|c| c.is_alphanumeric() || "-_. ".contains(c))
        && name != ".."
}

/// Loads a palette by name, the user's own before the built-in ones, with the problems in its file.
///
/// # Errors
///
/// There is no theme of that name; the message suggests a similar one.
pub fn named(name: &str, folder: Option<&Path>) -> Result<(Palette, Vec<SettingsProblem>), String> {
    let file = folder.filter(|_| is_name(name)).map(|folder| folder.join(format!("{name}.toml")));
    let own = file.and_then(|file| bounded_read::read_text(&file).ok());
    match (own, built_in(name)) {
        (Some(text), _) => Ok(own_palette(&text)),
        (None, Some(palette)) => Ok((palette, Vec::new())),
        (None, None) => {
            let names = names(folder);
            Err(format!("there is no theme `{name}`{}", suggestion(name, names.iter().map(String::as_str))))
        }
    }
}

/// Parses a palette. Missing colours come from `dark` or `light`.
pub fn own_palette(text: &str) -> (Palette, Vec<SettingsProblem>) {
    let (read, _) = fields(text);
    let light = read.iter().any(|field| field.path == ["light"] && field.value.as_bool() == Some(true));
    let base = built_in(if light { "light" } else { "dark" }).unwrap_or_default();
    parse(text, &base)
}

/// Parses a palette on top of `base`, and returns the problems found.
fn parse(text: &str, base: &Palette) -> (Palette, Vec<SettingsProblem>) {
    let mut palette = base.clone();
    let (fields, mut problems) = fields(text);
    for field in fields {
        if let Err(text) = apply(&mut palette, &field) {
            problems.push(SettingsProblem { line: field.line, text });
        }
    }
    problems.small_sort_by_key(|problem| problem.line);
    (palette, problems)
}

fn apply(palette: &mut Palette, field: &Field) -> Result<(), String> {
    let name = field.path.join(".");
    match name.as_str() {
        "light" => palette.light = field.value.as_bool().ok_or("`light` must be `true` or `false`")?,
        "speakers" => {
            let list = field.value.as_array().ok_or("`speakers` must be a list of colours")?;
            let colours: Option<Vec<Rgb>> = list.iter().map(|item| item.as_str().and_then(Rgb::parse)).collect();
            let colours = colours.filter(|colours| !colours.is_empty() && colours.len() <= MAX_SPEAKERS);
            palette.speakers = colours.ok_or("`speakers` must be a list of colours like \"#e0b567\"")?;
        }
        _ => {
            let known = || suggestion(&name, Palette::NAMES.into_iter().chain(["light", "speakers"]));
            let slot = palette.slot(&name).ok_or_else(|| format!("a theme has no `{name}`{}", known()))?;
            let colour = field.value.as_str().and_then(Rgb::parse);
            *slot = colour.ok_or_else(|| format!("`{name}` must be a colour like \"#e0b567\""))?;
        }
    }
    Ok(())
}
