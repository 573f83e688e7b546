//! `dev feed FILE…`: prints the parsed content of feed files, one JSON object per file, for comparison with other
//! parsers (`.ci/feeds.py`).

use crate::library::feed;
use serde_json::json;
use std::io::Write;

/// Prints the entries of each file: title, link, date, key, number of characters.
///
/// # Errors
/// A file can't be read, or the output can't be written.
pub fn show(files: &[String]) -> Result<(), String> {
    let mut out = std::io::stdout();
    for name in files {
        let bytes = std::fs::read(name).map_err(|error| format!("{name}: {error}"))?;
        let found = match feed::parse(&bytes, None, Some("http://feed.example/feed.xml")) {
            Ok(file) => {
                let entries = file.entries.iter().map(|entry| {
                    json!({
                        "title": entry.title, "link": entry.link, "date": entry.date, "key": entry.key,
                        "text": entry.html.as_ref().map_or(0, |html| html.chars().count()),
                        "enclosures": entry.enclosures.iter().map(|one| &one.url).collect::<Vec<_>>(),
                    })
                });
                let entries: Vec<_> = entries.collect();
                json!({"file": name, "title": file.title, "problem": file.problem, "entries": entries})
            }
            Err(why) => json!({"file": name, "error": why}),
        };
        writeln!(out, "{found}").map_err(|error| error.to_string())?;
    }
    Ok(())
}
