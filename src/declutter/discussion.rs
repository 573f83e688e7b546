//! Readers' comments in plain text, without elements: repeated entries of a name, a date with a time and a few lines,
//! under a label about comments.

use super::block_stats::TextEnding;
use super::features::MeasuredPage;
use super::wording::Class;
use std::ops::Range;

/// Fewest entries of a discussion.
const MIN_ENTRIES: usize = 3;
/// Most lines of one entry.
const MAX_ENTRY_LINES: usize = 12;
/// Most words of the label before the first entry.
const MAX_LABEL_WORDS: usize = 8;

/// Returns the lines of a discussion, including its label.
pub fn discussion(page: &MeasuredPage<'_>) -> Option<Range<usize>> {
    let stamps: Vec<usize> = (0..page.stats.len()).filter(|&at| is_stamp(page, at)).collect();
    let mut start = 0;
    while start < stamps.len() {
        let run = 1 + stamps[start..].windows(2).take_while(|pair| pair[1] - pair[0] <= MAX_ENTRY_LINES).count();
        let (first, last) = (stamps[start], stamps[start + run - 1]);
        if run >= MIN_ENTRIES
            && let Some(label) = (first.saturating_sub(MAX_LABEL_WORDS)..first).find(|&at| is_label(page, at))
        {
            return Some(label..(last + 3).min(page.stats.len()));
        }
        start += run;
    }
    None
}

/// Returns true for the first line of an entry: "November 19, 2019 at 6:34 am", "thelastfan says:".
fn is_stamp(page: &MeasuredPage<'_>, at: usize) -> bool {
    let m = &page.stats[at];
    let dated = m.date > 0.4 && m.time && m.words <= 12.0;
    dated || m.words <= 5.0 && m.ends == TextEnding::Colon && m.phrases.score(Class::Comments) > 0.0
}

fn is_label(page: &MeasuredPage<'_>, at: usize) -> bool {
    let m = &page.stats[at];
    m.phrases.score(Class::Comments) > 0.1 && m.words <= 16.0 && !is_stamp(page, at)
}

#[cfg(test)]
mod tests {
    use super::discussion;
    use crate::declutter::features::{Lexicons, MeasuredPage};
    use crate::declutter::wording::ClutterPhrases;
    use crate::document::{Block, Document, MediaType};

    fn found(lines: &[&str]) -> Option<std::ops::Range<usize>> {
        let blocks = lines.iter().map(|l| Block { text: (*l).into(), ..Block::default() }).collect();
        let document = Document { blocks, format: MediaType::Text, ..Document::default() };
        discussion(&MeasuredPage::of(&document, &ClutterPhrases::bundled(), &Lexicons::default()))
    }

    #[test]
    fn names_and_times_under_a_label() {
        let lines = [
            "The end of a long article.",
            "3 comments",
            "ann says:",
            "November 19, 2019 at 6:34 am",
            "It was time.",
            "joe says:",
            "November 19, 2019 at 6:44 am",
            "It was not.",
            "Footer",
        ];
        assert_eq!(found(&lines), Some(1..9));
    }

    #[test]
    fn programme_is_no_discussion() {
        let lines = [
            "Concerts",
            "19 November 2019, 6:30 pm",
            "Bach",
            "20 November 2019, 7:30 pm",
            "Brahms",
            "21 November 2019, 8 pm",
        ];
        assert_eq!(found(&lines), None);
    }
}
