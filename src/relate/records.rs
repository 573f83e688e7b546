//! Related stories in plain text: a title, a summary perhaps preceded by a kicker, a byline.

use crate::declutter::listing::{Byline, Record, author, byline, records};
use crate::document::Document;
use crate::reading::RelatedStory;
use rustc_hash::FxHashMap;

/// Returns the stories of a text's records.
pub fn stories(document: &Document) -> Vec<RelatedStory> {
    let records = records(document);
    let signed: Vec<Option<Byline>> =
        records.iter().map(|r| r.byline.and_then(|at| byline(&document.blocks[at].text))).collect();
    let publications: Vec<&str> = signed.iter().flatten().filter_map(|s| s.second.as_deref()).collect();
    let summaries: Vec<String> = records.iter().map(|r| summary(document, r)).collect();
    let kickers = shared_beginnings(&summaries);
    let labelled = summaries.iter().filter(|s| longest(&kickers, s).is_some()).count() * 3 >= summaries.len()
        && !kickers.is_empty();
    let story = |((record, signed), summary): ((&Record, &Option<Byline>), &String)| {
        let cut = longest(&kickers, summary).or_else(|| if labelled { label(summary) } else { None });
        let (kicker, rest) =
            cut.map_or((None, summary.as_str()), |at| (summary.get(..at), summary.get(at..).unwrap_or_default()));
        RelatedStory {
            title: document.blocks[record.title].text.clone(),
            kicker: kicker.map(|k| k.trim().to_owned()).filter(|k| !k.is_empty()),
            summary: Some(rest.trim().to_owned()).filter(|s| !s.is_empty()),
            author: signed.as_ref().and_then(|s| author(s, &publications)),
            ..RelatedStory::default()
        }
    };
    records.iter().zip(&signed).zip(&summaries).map(story).collect()
}

/// Returns the lines between title and byline.
fn summary(document: &Document, record: &Record) -> String {
    let end = record.byline.unwrap_or(record.blocks.end);
    let lines: Vec<&str> = (record.title + 1..end).map(|at| document.blocks[at].text.as_str()).collect();
    lines.join(" ")
}

/// Returns starts of up to five words that at least two summaries share.
fn shared_beginnings(summaries: &[String]) -> Vec<String> {
    let mut count: FxHashMap<&str, u32> = FxHashMap::default();
    for summary in summaries {
        for end in ends_of_words(summary).take(5) {
            *count.entry(&summary[..end]).or_default() += 1;
        }
    }
    let mut shared: Vec<String> =
        count.into_iter().filter(|(text, n)| *n >= 2 && is_label(text)).map(|(text, _)| text.to_owned()).collect();
    shared.sort_unstable();
    shared
}

/// Returns true for labels, which begin with a capital and do not end like a sentence or with an article.
fn is_label(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let article =
        |w: &&str| matches!(*w, "The" | "A" | "An" | "In" | "On" | "Der" | "Die" | "Das" | "Le" | "La" | "El");
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    let open = words.last().is_some_and(|w| !article(w) && w.len() > 2 && !w.ends_with([',', '.', ';']));
    capital && open
}

fn ends_of_words(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at)
}

/// Returns the end of the longest shared start of a summary, if a sentence of its own follows.
fn longest(kickers: &[String], summary: &str) -> Option<usize> {
    let follows = |k: &&String| {
        summary.get(k.len()..).is_some_and(|rest| {
            rest.trim_start().chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphabetic())
        })
    };
    kickers.iter().filter(|k| summary.starts_with(k.as_str())).filter(follows).map(String::len).max()
}

/// Returns the end of a label that only one summary has: a sentence begins after a few words without punctuation.
/// "Talking Point Steering clear of …": at the last capital before lower-case words; "Under the radar The two …": at
/// a capital after a lower-case word.
fn label(summary: &str) -> Option<usize> {
    let mut words = summary.split_whitespace().map(|w| (w.as_ptr() as usize - summary.as_ptr() as usize, w));
    let (_, first) = words.next()?;
    if !first.chars().next()?.is_uppercase() {
        return None;
    }
    let mut last_capital = None;
    let mut small_before = false;
    for (at, word) in words.take(6) {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if capital && small_before {
            return Some(at);
        }
        if !capital && let Some(opens) = last_capital {
            return Some(opens);
        }
        if word.ends_with([',', '.', ':', ';', '!', '?']) {
            return None;
        }
        last_capital = if capital { Some(at) } else { None };
        small_before |= !capital;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{label, longest, shared_beginnings};

    #[test]
    fn kickers_are_parted_from_summaries() {
        let cut = |s: &str| label(s).map(|at| s[..at].trim().to_owned());
        assert_eq!(cut("Talking Point Steering clear of conflict").as_deref(), Some("Talking Point"));
        assert_eq!(cut("Under the radar The two began").as_deref(), Some("Under the radar"));
        assert_eq!(cut("small beginnings Are none"), None);
        assert_eq!(cut("Rain fell, The End came"), None);
    }

    #[test]
    fn shared_beginnings_are_kickers() {
        let summaries = [
            "Speed Read Mark Rutte said".to_owned(),
            "Speed Read A bomb killed".to_owned(),
            "Other words stand here".to_owned(),
        ];
        let kickers = shared_beginnings(&summaries);
        assert_eq!(longest(&kickers, &summaries[0]), Some("Speed Read".len()));
        assert_eq!(longest(&kickers, &summaries[2]), None);
    }
}
