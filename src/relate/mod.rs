//! `relate`: finds the stories beside an article by general structure: cards under headings about related stories,
//! "read more" links, lists of records in plain text. Menus and lists of popular stories are excluded.

mod address;
mod candidate;
mod cards;
mod kicker;
mod label;
mod records;

use crate::article::Verdict;
use crate::declutter::wording::{ClutterPhrases, fold};
use crate::document::{Document, MediaType};
use crate::reading::RelatedStory;
use crate::sanitize;
use crate::white_space;
use rustc_hash::FxHashSet;

/// Most stories of a page.
const MAX_STORIES: usize = 60;

/// Returns the page's related stories, in order without duplicates.
pub fn relate(document: &Document, verdicts: &[Verdict], wording: &ClutterPhrases) -> Vec<RelatedStory> {
    let stories = match document.format {
        MediaType::Text => records::stories(document),
        MediaType::WebVtt | MediaType::SubRip | MediaType::Pdf => Vec::new(),
        MediaType::Html | MediaType::Markdown => cards::stories(document, verdicts, wording),
    };
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let own = document.meta.url.as_deref().map(without_query);
    stories
        .into_iter()
        .filter(|story| story.url.as_deref().map(without_query) != own || own.is_none())
        .filter(|story| {
            seen.insert(story.url.as_deref().map_or_else(|| fold(&story.title), |url| without_query(url).to_owned()))
        })
        .take(MAX_STORIES)
        .map(flatten_fields)
        .collect()
}

/// Puts each field of a story on one line; blocks may contain line breaks and tabs.
fn flatten_fields(mut story: RelatedStory) -> RelatedStory {
    let RelatedStory { title, kicker, summary, author, published, .. } = &mut story;
    for field in std::iter::once(title).chain([kicker, summary, author, published].into_iter().flatten()) {
        *field = white_space::fold(&sanitize::line(field));
    }
    story
}

/// Number of words with a letter or digit.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Returns an address without query and fragment, which vary for the same story.
pub(crate) fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/')
}
