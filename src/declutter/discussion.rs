//! Readers' comments in plain text, where no element names them: a name, a date with its time, some lines, again and again,
//! under a label that speaks of comments.

use super::features::Page;
use super::measure::Ending;
use super::wording::Class;
use std::ops::Range;

/// So many entries make a discussion.
const ENTRIES: usize = 3;
/// Lines of one entry, at most.
const LINES: usize = 12;
/// Lines between the label and the first entry, at most.
const LABEL: usize = 8;

/// The lines of a discussion, its label included.
pub fn discussion(page: &Page<'_>) -> Option<Range<usize>> {
    let stamps: Vec<usize> = (0..page.measures.len()).filter(|&at| is_stamp(page, at)).collect();
    let mut start = 0;
    while start < stamps.len() {
        let run = 1 + stamps[start..].windows(2).take_while(|pair| pair[1] - pair[0] <= LINES).count();
        let (first, last) = (stamps[start], stamps[start + run - 1]);
        if run >= ENTRIES
            && let Some(label) = (first.saturating_sub(LABEL)..first).find(|&at| is_label(page, at))
        {
            return Some(label..(last + 3).min(page.measures.len()));
        }
        start += run;
    }
    None
}

/// "November 19, 2019 at 6:34 am", "thelastfan says:".
fn is_stamp(page: &Page<'_>, at: usize) -> bool {
    let m = &page.measures[at];
    let dated = m.date > 0.4 && m.time && m.words <= 12.0;
    dated || m.words <= 5.0 && m.ends == Ending::Colon && m.said.of(Class::Comments) > 0.0
}

fn is_label(page: &Page<'_>, at: usize) -> bool {
    let m = &page.measures[at];
    m.said.of(Class::Comments) > 0.1 && m.words <= 16.0 && !is_stamp(page, at)
}

#[cfg(test)]
mod tests {
    use super::discussion;
    use crate::declutter::features::{Lexicons, Page};
    use crate::declutter::wording::Wording;
    use crate::document::{Block, Document, MediaType};

    fn found(lines: &[&str]) -> Option<std::ops::Range<usize>> {
        let blocks = lines.iter().map(|l| Block { text: (*l).into(), ..Block::default() }).collect();
        let document = Document { blocks, format: MediaType::Text, ..Document::default() };
        discussion(&Page::of(&document, &Wording::bundled(), &Lexicons::default()))
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
    fn a_programme_is_none() {
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
