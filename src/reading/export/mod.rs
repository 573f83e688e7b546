//! `export`: readings as text, Markdown and HTML. Pure functions that return strings and write nothing.
//!
//! The command line prints these; the export key and the library write them to files. [`styled_text`] is shared: it
//! cuts a block's text into runs of one style. [`mod@text`] also serves styled output on a terminal.

pub mod html;
pub mod markdown;
pub mod styled_text;
#[cfg(feature = "app")]
pub mod text;

pub use html::{html, html_with_pictures};
pub use markdown::markdown;
#[cfg(feature = "app")]
pub use text::text;

use super::Reading;
use crate::article::{HiddenBlock, ShownBlock};

/// Treatment of hidden blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportClutter {
    /// Only the article is written.
    #[default]
    Hidden,
    /// All blocks are written in place, hidden ones with their reason.
    Shown,
}

/// A block of the page, shown or hidden.
#[derive(Clone, Copy, Debug)]
pub enum PageBlock<'a> {
    /// A block of the article, with its index.
    Shown(usize, &'a ShownBlock),
    /// A hidden block.
    Hidden(&'a HiddenBlock),
}

/// Returns the blocks in page order.
pub fn items(reading: &Reading, clutter: ExportClutter) -> impl Iterator<Item = PageBlock<'_>> {
    let mut shown = reading.article.blocks.iter().enumerate().peekable();
    let mut hidden = reading.article.clutter.iter().filter(move |_| clutter == ExportClutter::Shown).peekable();
    std::iter::from_fn(move || match (shown.peek(), hidden.peek()) {
        (Some((_, placed)), Some(next)) if next.order < placed.order => hidden.next().map(PageBlock::Hidden),
        (Some(_), _) => shown.next().map(|(at, placed)| PageBlock::Shown(at, placed)),
        (None, _) => hidden.next().map(PageBlock::Hidden),
    })
}

/// Formats authors, site and date: "Harriet Marsden · The Week · 2023-10-19", without missing parts.
pub fn credits(reading: &Reading) -> String {
    let meta = &reading.article.meta;
    let authors = meta.authors.join(", ");
    let parts = [Some(authors.as_str()), meta.site.as_deref(), meta.published.as_deref().map(day)];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Returns the date of an ISO 8601 time.
pub fn day(published: &str) -> &str {
    published.split('T').next().unwrap_or(published)
}

/// Most characters of a file's name.
const MAX_STEM: usize = 60;

/// Makes a file name of a title: words in lower case with hyphens between them, cut between words.
pub fn file_stem(title: &str) -> String {
    let words =
        title.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'))).filter(|word| !word.is_empty());
    let mut stem = String::new();
    for word in words {
        let word: String =
            word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(MAX_STEM).collect();
        if word.is_empty() {
            continue;
        }
        if !stem.is_empty() && stem.chars().count() + 1 + word.chars().count() > MAX_STEM {
            break;
        }
        if !stem.is_empty() {
            stem.push('-');
        }
        stem.push_str(&word);
    }
    if stem.is_empty() { "article".to_owned() } else { stem }
}

#[cfg(test)]
mod tests {
    use super::file_stem;

    #[test]
    fn file_names_are_cut_between_words() {
        for (title, expected) in [
            ("The town’s clock: late, “again”", "the-towns-clock-late-again"),
            ("../../etc/passwd", "etc-passwd"),
            ("¡Ya! 東京", "ya-東京"),
            ("???", "article"),
        ] {
            assert_eq!(file_stem(title), expected);
        }
        let long = file_stem(&"strikes and harbours ".repeat(9));
        assert!(long.len() <= 60 && long.ends_with("-strikes-and"), "{long}");
        assert_eq!(file_stem(&"x".repeat(99)).len(), 60);
    }
}
