//! [`Timeline`]: what somebody said, by day; the same utterance in several articles counts once.

use super::lists::WordLists;
use super::names::NamedSpeaker;
use super::utterance::{Spoken, grouped};
use crate::small_sort::SmallSort;

/// A statement of the speaker, in any article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedStatement<'a> {
    /// Seconds since 1970.
    pub time: i64,
    /// The article's number.
    pub article: i64,
    /// The words.
    pub text: &'a str,
}

/// An utterance and all statements that report it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimedUtterance {
    /// Indexes of the statements, the first in time first.
    pub statements: Vec<usize>,
    /// Number of different articles.
    pub articles: usize,
}

/// Utterances by day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Days since 1970 with the utterances first reported on that day; the last day first.
    pub days: Vec<(i64, Vec<TimedUtterance>)>,
}

/// Seconds of a day.
const DAY: i64 = 86_400;
/// Statements that are compared with each other; of more, only equal ones are one utterance.
const MOST_COMPARED: usize = 5_000;
/// Days between two reports of one utterance; later the same words were said again.
const APART: i64 = 60;

impl Timeline {
    /// The timeline of a speaker's statements.
    pub fn of(statements: &[TimedStatement<'_>], lists: &WordLists) -> Self {
        let one = vec![NamedSpeaker { name: "Speaker".into(), role: None }];
        let spoken: Vec<Spoken<'_>> =
            statements.iter().take(MOST_COMPARED).map(|it| Spoken::new(it.text, one.clone(), lists)).collect();
        let mut groups = grouped(&spoken, |a, b| {
            let near = (statements[a].time - statements[b].time).abs() <= APART * DAY;
            near && statements[a].article != statements[b].article && spoken[a].same(&spoken[b], lists).is_some()
        });
        groups.extend((spoken.len()..statements.len()).map(|at| vec![at]));
        Self::of_groups(groups, |at| statements.get(at).map_or((0, 0), |said| (said.time, said.article)))
    }

    /// The timeline of groups of statements; `of` gives the time and the article of each.
    fn of_groups(groups: Vec<Vec<usize>>, of: impl Fn(usize) -> (i64, i64)) -> Self {
        let mut utterances: Vec<(i64, TimedUtterance)> = Vec::new();
        for mut group in groups {
            group.small_sort_by_key(|&at| (of(at).0, at));
            let mut articles: Vec<i64> = group.iter().map(|&at| of(at).1).collect();
            articles.sort_unstable();
            articles.dedup();
            let Some(&first) = group.first() else { continue };
            let day = of(first).0.div_euclid(DAY);
            utterances.push((day, TimedUtterance { statements: group, articles: articles.len() }));
        }
        utterances.small_sort_by_key(|(day, it)| (std::cmp::Reverse(*day), it.statements.first().copied()));
        let mut days: Vec<(i64, Vec<TimedUtterance>)> = Vec::new();
        for (day, utterance) in utterances {
            match days.last_mut() {
                Some((held, all)) if *held == day => all.push(utterance),
                _ => days.push((day, vec![utterance])),
            }
        }
        Self { days }
    }

    /// The timeline without the statements that `keeps` does not want; `of` gives the time and the article of each.
    #[must_use]
    pub fn retain(&self, keeps: impl Fn(&usize) -> bool, of: impl Fn(usize) -> (i64, i64)) -> Self {
        let all = self.days.iter().flat_map(|(_, all)| all);
        let kept = all.map(|one| one.statements.iter().copied().filter(|at| keeps(at)).collect());
        Self::of_groups(kept.collect(), of)
    }

    /// Number of utterances.
    pub fn utterances(&self) -> usize {
        self.days.iter().map(|(_, all)| all.len()).sum()
    }

    /// A bar of block characters: the utterances over time, from the first day to the last, in at most `width` columns.
    pub fn bar(&self, width: usize) -> String {
        const LEVELS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
        let (Some((last, _)), Some((first, _))) = (self.days.first(), self.days.last()) else { return String::new() };
        let days = (last - first + 1).max(1) as usize;
        let columns = days.min(width.max(1));
        let mut counts = vec![0_usize; columns];
        for (day, all) in &self.days {
            let at = (day - first) as usize * columns / days;
            if let Some(count) = counts.get_mut(at) {
                *count += all.len();
            }
        }
        let most = counts.iter().copied().max().unwrap_or(1).max(1);
        counts.iter().map(|count| LEVELS.get((count * 8).div_ceil(most)).copied().unwrap_or(' ')).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utterance_in_several_articles_counts_once() {
        let at = |day: i64, article, text| TimedStatement { time: day * DAY + 60, article, text };
        let all = [
            at(12, 3, "We will not be rushed into a decision, and you know it"),
            at(11, 2, "We will not be rushed into a decision"),
            at(12, 1, "The bridge is closed until the spring"),
            at(1, 4, "It is late"),
        ];
        let timeline = Timeline::of(&all, &WordLists::default());
        let days: Vec<_> = timeline.days.iter().map(|(day, all)| (*day, all.len())).collect();
        assert_eq!(days, [(12, 1), (11, 1), (1, 1)]);
        let shared = &timeline.days[1].1[0];
        assert_eq!((shared.statements.as_slice(), shared.articles), (&[1, 0][..], 2));
        assert_eq!(timeline.bar(40), "█         ██");
        assert_eq!(timeline.bar(3), "▄ █");
    }
}
