//! Names in a text by their capitals, for finding similar pieces.

use super::fold::words;
use std::collections::{BTreeSet, HashSet};
use std::sync::OnceLock;

/// Returns the names in a text: folded words that are capitalised within a sentence and never in lower case.
pub(super) fn names(text: &str) -> BTreeSet<String> {
    let (mut found, mut small) = (BTreeSet::new(), HashSet::new());
    for paragraph in text.split("\n\n") {
        let mut begins = true;
        for token in paragraph.split_whitespace() {
            let bare = token.trim_start_matches(|c: char| !c.is_alphanumeric());
            let capital = bare.chars().next().is_some_and(char::is_uppercase);
            if !capital {
                small.extend(words(bare));
            } else if !begins && bare.len() == token.len() {
                found.extend(words(bare));
            }
            begins = token.ends_with(['.', '!', '?', ':', '”', '"', '’']);
        }
    }
    found.retain(|word| !small.contains(word) && !no_evidence().contains(word.as_str()));
    found
}

/// Returns the names of several words in a text, folded: words with capitals in a row within a sentence.
pub(super) fn full_names(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for paragraph in text.split("\n\n") {
        let mut run: Vec<String> = Vec::new();
        for token in paragraph.split_whitespace().chain(["."]) {
            let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
            if bare.starts_with(char::is_uppercase) {
                run.extend(words(bare));
                if token.ends_with(|c: char| c.is_alphanumeric()) {
                    continue;
                }
            }
            if run.len() > 1 {
                found.insert(run.join(" "));
            }
            run.clear();
        }
    }
    found
}

/// Words with capitals that many texts share by chance: weekdays, months, agencies, titles of persons; folded.
fn no_evidence() -> &'static HashSet<&'static str> {
    static WORDS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lists = [include_str!("../../assets/no_evidence.txt"), include_str!("../../assets/honorifics.txt")];
        lists
            .into_iter()
            .flat_map(str::lines)
            .filter(|line| !line.starts_with('#'))
            .flat_map(|line| line.split(' '))
            .collect()
    })
}
