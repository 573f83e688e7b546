//! Citations of pieces: BibTeX and CSL-JSON.

use crate::library::Piece;
use crate::library::dates;
use crate::library::error::{Error, Result};
use crate::library::fold::words;
use serde_json::{Value, json};
use std::io::Write;

/// Writes an `@online` entry of biblatex.
pub(super) fn bibtex(piece: &Piece, out: &mut impl Write) -> Result<()> {
    let mut text = format!("@online{{{},\n", key(piece));
    let authors: Vec<String> = piece.authors.iter().map(|name| one_name(name)).collect();
    text.extend((!authors.is_empty()).then(|| format!("  author = {{{}}},\n", authors.join(" and "))));
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            text.extend(["  ", name, " = {", &tex(value), "},\n"]);
        }
    };
    field("title", &piece.title);
    field("organization", piece.site.as_deref().unwrap_or_default());
    field("date", date(piece));
    field("urldate", &dates::show(piece.saved)[..10]);
    field("langid", piece.language.as_deref().unwrap_or_default());
    if let Some(url) = &piece.url {
        // Addresses are not escaped: biblatex takes them verbatim.
        text.extend(["  url = {", &url.replace('{', "%7B").replace('}', "%7D"), "},\n"]);
    }
    text.push_str("}\n\n");
    Ok(out.write_all(text.as_bytes())?)
}

/// Writes an item of CSL-JSON 1.0.
pub(super) fn csl(piece: &Piece, first: bool, out: &mut impl Write) -> Result<()> {
    let mut item = json!({
        "id": key(piece),
        "type": "article-newspaper",
        "title": piece.title,
        "author": piece.authors.iter().map(|name| author(name)).collect::<Vec<_>>(),
        "accessed": {"date-parts": [parts(&dates::show(piece.saved))]},
    });
    let fields =
        [("container-title", &piece.site), ("URL", &piece.url), ("language", &piece.language), ("note", &piece.note)];
    for (name, value) in fields {
        if let Some(value) = value {
            item[name] = Value::String(value.clone());
        }
    }
    if !date(piece).is_empty() {
        item["issued"] = json!({"date-parts": [parts(date(piece))]});
    }
    out.write_all(if first { b"\n" } else { b",\n" })?;
    serde_json::to_writer(out, &item).map_err(|error| Error::Io(error.into()))
}

/// Protects a name by braces if BibTeX would split it at "and" or reverse it at a comma.
fn one_name(name: &str) -> String {
    let parted = name.contains(',') || name.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
    if parted { format!("{{{}}}", tex(name)) } else { tex(name) }
}

/// Splits a name into CSL's parts: "Ursula", "von der", "Leyen".
fn author(name: &str) -> Value {
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some((family, before)) = words.split_last().filter(|(_, before)| !before.is_empty()) else {
        return json!({"literal": name});
    };
    let is_particle = |word: &&&str| word.chars().all(|ch| ch.is_lowercase() || ch == '\'');
    let particles = before.iter().rev().take_while(is_particle).count();
    let (given, particle) = before.split_at(before.len() - particles);
    let mut author = json!({"family": family});
    for (part, words) in [("given", given), ("non-dropping-particle", particle)] {
        if !words.is_empty() {
            author[part] = Value::String(words.join(" "));
        }
    }
    author
}

fn date(piece: &Piece) -> &str {
    piece.published.as_deref().map(|date| date.get(..10).unwrap_or(date)).unwrap_or_default()
}

fn parts(date: &str) -> Vec<u32> {
    date.get(..10).unwrap_or(date).split('-').filter_map(|part| part.parse().ok()).collect()
}

/// Citation key: family name, year, first word of the title, number. It is readable and unique.
fn key(piece: &Piece) -> String {
    let family = piece.authors.first().and_then(|name| words(name).pop()).unwrap_or_default();
    let year: String = date(piece).chars().take(4).collect();
    let title = words(&piece.title).into_iter().find(|word| word.len() > 3).unwrap_or_default();
    let key = format!("{family}{year}{title}-{}", piece.id);
    key.chars().filter(|ch| ch.is_ascii_alphanumeric() || *ch == '-').collect()
}

fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '%' | '#' | '_' | '&' => {
                out.push('\\');
                out.push(ch);
            }
            ch => out.push(ch),
        }
    }
    out
}
