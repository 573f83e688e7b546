//! Lists with one item per line: addresses, `OneTab`'s `address | title`, newsboat's `urls`.

use super::{FeedSubscription, ImportEvent, ImportInput, ImportResult, Sink, entry};
use crate::library::UserData;
use crate::web_address::has_web_scheme;
use std::io::{BufRead, Read};

/// Longest line, in bytes.
const MAX_LINE_BYTES: u64 = 64 * 1024;

/// Reads addresses, each optionally followed by ` | ` or a space and a title.
pub(super) fn addresses(input: &ImportInput, sink: &mut Sink<'_>) -> ImportResult {
    each_line(input, |line| {
        let (url, title) =
            line.split_once(" | ").or_else(|| line.split_once(char::is_whitespace)).unwrap_or((line, ""));
        if !url.contains("://") {
            return sink(ImportEvent::Failed(line.chars().take(100).collect(), "not a URL".into()));
        }
        let title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
        sink(ImportEvent::Entry(Box::new(entry(Some(url.to_owned()), title, UserData::default()))))
    })
}

/// Reads feeds with tags; `"~name"` is a title, `!` hides. Feeds that newsboat generates by a program are skipped.
pub(super) fn newsboat(input: &ImportInput, sink: &mut Sink<'_>) -> ImportResult {
    each_line(input, |line| {
        let mut words = words(line).into_iter();
        let Some(url) = words.next() else { return true };
        if !has_web_scheme(&url) {
            let why = match url.split(':').next() {
                Some("exec" | "filter") => "it is made by running a program",
                Some("query") => "it is a search over other feeds",
                _ => "not a web URL",
            };
            return sink(ImportEvent::Failed(url, why.into()));
        }
        let mut title = None;
        let mut tags = Vec::new();
        for word in words {
            match word.strip_prefix('~') {
                Some(name) => title = Some(name.to_owned()),
                None if word == "!" || word.is_empty() => {}
                None => tags.push(word),
            }
        }
        sink(ImportEvent::Feed(FeedSubscription { url, title, tags, ..FeedSubscription::default() }))
    })
}

fn each_line(input: &ImportInput, mut each: impl FnMut(&str) -> bool) -> ImportResult {
    let mut reader = input.start()?;
    let mut line = Vec::new();
    loop {
        line.clear();
        let read =
            reader.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line).map_err(|error| error.to_string())?;
        if read == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_start_matches('\u{feff}').trim();
        if !text.is_empty() && !text.starts_with('#') && !each(text) {
            return Ok(());
        }
    }
}

/// Splits a line at spaces; quoted words may contain `\"` and `\\`.
fn words(line: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(&ch) = chars.peek() {
        if ch.is_whitespace() {
            chars.next();
            continue;
        }
        let mut word = String::new();
        if ch == '"' {
            chars.next();
            while let Some(ch) = chars.next() {
                match ch {
                    '\\' => word.extend(chars.next()),
                    '"' => break,
                    ch => word.push(ch),
                }
            }
        } else {
            while let Some(ch) = chars.next_if(|ch| !ch.is_whitespace()) {
                word.push(ch);
            }
        }
        all.push(word);
    }
    all
}
