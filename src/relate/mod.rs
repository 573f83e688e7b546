//! `relate`: the stories that stand beside an article on its page, told by general structure: cards under headings that
//! speak of related stories, links that say "read more", lists of records in plain text. Menus and lists of the most
//! read are none of them.

mod cards;
mod records;

use crate::article::Verdict;
use crate::declutter::wording::{Wording, fold};
use crate::document::{Document, MediaType};
use crate::reading::Story;
use crate::sanitize;
use rustc_hash::FxHashSet;

/// Most stories of one page.
const MOST: usize = 60;

/// The page's related stories, in order, each once.
pub fn relate(document: &Document, verdicts: &[Verdict], wording: &Wording) -> Vec<Story> {
    let stories = match document.format {
        MediaType::Text => records::stories(document),
        MediaType::Html | MediaType::Markdown => cards::stories(document, verdicts, wording),
    };
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let own = document.meta.url.as_deref().map(bare);
    stories
        .into_iter()
        .filter(|story| story.url.as_deref().map(bare) != own || own.is_none())
        .filter(|story| {
            seen.insert(story.url.as_deref().map_or_else(|| fold(&story.title), |url| bare(url).to_owned()))
        })
        .take(MOST)
        .map(in_lines)
        .collect()
}

/// A block may hold breaks and tabs; each field of a story is one line.
fn in_lines(mut story: Story) -> Story {
    let Story { title, kicker, summary, author, published, .. } = &mut story;
    for field in std::iter::once(title).chain([kicker, summary, author, published].into_iter().flatten()) {
        *field = sanitize::line(field).split_whitespace().collect::<Vec<_>>().join(" ");
    }
    story
}

/// An address without its query and fragment: the same story has many.
pub(crate) fn bare(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/')
}
