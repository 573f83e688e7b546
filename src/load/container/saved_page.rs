//! Pages that a program saved as one file of HTML: where they came from stands in a comment at their beginning.

use crate::load::media::is_web;
use url::Url;

/// Bytes in which the comment is looked for: it stands first, or behind `<html>`.
const MAX_SCANNED_BYTES: usize = 16 * 1024;

/// The address that `SingleFile`, monolith or a browser wrote into the page that it saved.
pub(in crate::load) fn origin(page: &[u8]) -> Option<Url> {
    let start = String::from_utf8_lossy(page.get(..MAX_SCANNED_BYTES).unwrap_or(page));
    let mut rest: &str = &start;
    while let Some(at) = rest.find("<!--") {
        let comment = rest.get(at + 4..)?;
        let end = comment.find("-->").unwrap_or(comment.len());
        if let Some(url) = in_comment(comment.get(..end)?) {
            return Some(url);
        }
        rest = comment.get(end..)?;
    }
    None
}

fn in_comment(comment: &str) -> Option<Url> {
    let comment = comment.trim();
    // SingleFile: a line `url: …`; monolith: `Saved from … at … using monolith`; browsers: `saved from url=(0042)…`.
    let address = if comment.starts_with("Page saved with SingleFile") {
        comment.lines().find_map(|line| line.trim().strip_prefix("url:"))?
    } else if let Some(rest) = comment.strip_prefix("Saved from ").filter(|rest| rest.contains("monolith")) {
        rest.split_whitespace().next()?
    } else {
        comment.strip_prefix("saved from url=(")?.split_once(')')?.1
    };
    Url::parse(address.trim()).ok().filter(is_web)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origin_is_read_from_the_comment() {
        for (page, expected) in [
            (
                "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://news.example/a \n saved date: x\n--><p>",
                Some("https://news.example/a"),
            ),
            (
                "<!-- Saved from https://news.example/a at 2026-03-03T08:30:00Z using monolith v2.10.1 -->\n<html>",
                Some("https://news.example/a"),
            ),
            (
                "<!DOCTYPE html>\n<!-- saved from url=(0022)https://news.example/a -->\n<html>",
                Some("https://news.example/a"),
            ),
            ("<!-- one --><!-- saved from url=(0014)about:internet -->", None),
            ("<p>Page saved with SingleFile url: https://news.example/a", None),
            ("<!-- Page saved with SingleFile", None),
        ] {
            assert_eq!(origin(page.as_bytes()).map(String::from).as_deref(), expected, "{page}");
        }
    }
}
