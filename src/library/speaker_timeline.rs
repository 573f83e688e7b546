//! [`SpeakerTimeline`]: all that a speaker said, by day; the same utterance in several articles is one entry.

use super::error::Result;
use super::ids::{PieceId, SpeakerId};
use super::piece::Seconds;
use super::speakers::{Statement, timeline};
use super::{Library, dates};
use crate::check::timeline::{TimedUtterance, Timeline};
use crate::plural::pluralize;
use crate::reading::QuoteKind;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Statements read at once.
const PAGE: usize = 1_000;

/// Conditions on statements; an empty one keeps all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementFilter {
    /// Kinds of speech; empty for all.
    pub kinds: Vec<QuoteKind>,
    /// The first day.
    pub after: Option<Seconds>,
    /// The day behind the last.
    pub before: Option<Seconds>,
    /// Topics, each a tag of the article or words of its title, in small letters.
    pub topics: Vec<String>,
    /// Words that stand in the statement, its article's title or its site, in small letters.
    pub words: Vec<String>,
}

impl StatementFilter {
    /// Reads a filter as typed: words, and terms such as `kind:direct topic:asia after:2024-01 before:2024-06`. Also returns
    /// what cannot be read, which is ignored.
    pub fn parse(typed: &str) -> (Self, Vec<String>) {
        let (mut filter, mut problems) = (Self::default(), Vec::new());
        for term in typed.split_whitespace() {
            let (name, value) = term.split_once(':').unwrap_or(("", term));
            let value = value.to_lowercase();
            let date = day(&value);
            match name {
                _ if value.is_empty() => {}
                "kind" => {
                    let kinds = [QuoteKind::Direct, QuoteKind::Mixed, QuoteKind::Indirect];
                    match kinds.into_iter().find(|kind| kind.name().starts_with(&value)) {
                        Some(kind) => filter.kinds.push(kind),
                        None => problems.push("kind: is direct, mixed or indirect".into()),
                    }
                }
                "topic" => filter.topics.push(value),
                "after" if date.is_some() => filter.after = date,
                "before" if date.is_some() => filter.before = date,
                "after" | "before" => problems.push(format!("{name}: needs a day such as 2024-05-31")),
                _ => filter.words.push(term.to_lowercase()),
            }
        }
        (filter, problems)
    }

    /// Returns true if a statement, in an article with these tags, meets all conditions.
    pub fn keeps(&self, said: &Statement, tags: &[String]) -> bool {
        let title = said.title.to_lowercase();
        let is_on =
            |topic: &String| tags.iter().any(|tag| tag.to_lowercase() == *topic) || title.contains(topic.as_str());
        let holds = |word: &String| {
            let site = said.site.as_deref().unwrap_or_default().to_lowercase();
            said.text.to_lowercase().contains(word.as_str()) || title.contains(word.as_str()) || site.contains(word)
        };
        (self.kinds.is_empty() || self.kinds.contains(&said.kind))
            && self.after.is_none_or(|after| said.day >= after)
            && self.before.is_none_or(|before| said.day < before)
            && self.topics.iter().all(is_on)
            && self.words.iter().all(holds)
    }
}

/// The first second of a day, month or year: `2024-05-31`, `2024-05`, `2024`.
fn day(text: &str) -> Option<Seconds> {
    let missing = ["", "-01", "-01-01"].get(usize::from(text.len() < 10) + usize::from(text.len() < 7))?;
    dates::parse(&format!("{text}{missing}"))
}

/// All that a speaker said, as far as it is wanted.
#[derive(Clone, Debug, Default)]
pub struct SpeakerTimeline {
    /// The statements, the last first.
    pub statements: Vec<Statement>,
    /// The tags of their articles.
    pub tags: HashMap<PieceId, Vec<String>>,
    /// By day.
    pub timeline: Timeline,
}

impl SpeakerTimeline {
    /// Reads the statements of a speaker that a filter keeps, at most so many.
    ///
    /// # Errors
    /// The file fails.
    pub fn of(library: &Library, speaker: SpeakerId, filter: &StatementFilter, most: usize) -> Result<Self> {
        let (mut statements, mut tags, mut after) = (Vec::new(), HashMap::new(), None);
        while statements.len() < most {
            let page = library.statements(speaker, after, PAGE)?;
            let is_last = page.len() < PAGE;
            after = page.last().map(Statement::cursor);
            for said in page {
                let own = match tags.entry(said.piece) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => place.insert(library.tags_of(said.piece)?),
                };
                if filter.keeps(&said, own) {
                    statements.push(said);
                }
            }
            if is_last {
                break;
            }
        }
        statements.truncate(most);
        let timeline = timeline(&statements);
        Ok(Self { statements, tags, timeline })
    }

    /// The tags of a statement's article.
    pub fn topic(&self, said: &Statement) -> &[String] {
        self.tags.get(&said.piece).map_or(&[], Vec::as_slice)
    }

    /// The first statement of an utterance and the others.
    pub fn split(&self, utterance: &TimedUtterance) -> Option<(&Statement, Vec<&Statement>)> {
        let mut all = utterance.statements.iter().filter_map(|&at| self.statements.get(at));
        Some((all.next()?, all.collect()))
    }

    /// The timeline of those statements that a filter keeps, grouped as they are.
    pub fn filtered(&self, filter: &StatementFilter) -> Timeline {
        let keeps = |at: &usize| self.statements.get(*at).is_some_and(|said| filter.keeps(said, self.topic(said)));
        self.timeline.retain(keeps, |at| self.statements.get(at).map_or((0, 0), |said| (said.day, said.piece.0)))
    }

    /// "12 quotations in 9 articles, 2023-10-19 to 2024-01-02"
    pub fn count(&self, timeline: &Timeline) -> String {
        let shown = timeline.days.iter().flat_map(|(_, all)| all).flat_map(|one| &one.statements);
        let shown: Vec<&Statement> = shown.filter_map(|&at| self.statements.get(at)).collect();
        let mut articles: Vec<PieceId> = shown.iter().map(|it| it.piece).collect();
        articles.sort_unstable();
        articles.dedup();
        let utterances = pluralize(timeline.utterances(), "quotation", "quotations");
        let articles = pluralize(articles.len(), "article", "articles");
        let times = shown.iter().map(|it| it.day);
        let Some((first, last)) = times.clone().min().zip(times.max()) else { return utterances };
        let (first, last) = (dates::day(first), dates::day(last));
        let span = if first == last { first } else { format!("{first} to {last}") };
        format!("{utterances} in {articles}, {span}")
    }

    /// The bar of a timeline between its first day and its last; `None` if that is one day.
    pub fn bar(timeline: &Timeline, width: usize) -> Option<String> {
        let (last, first) = (timeline.days.first()?.0, timeline.days.last()?.0);
        let day = |number: i64| dates::day(number * 86_400);
        (first < last).then(|| format!("{}  {}  {}", day(first), timeline.bar(width), day(last)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Grade;

    fn said(day: &str, kind: QuoteKind, title: &str, text: &str, piece: i64) -> Statement {
        Statement {
            speaker: "Ada Moreau".into(),
            piece: PieceId(piece),
            title: title.into(),
            site: Some("Morning Ledger".into()),
            url: None,
            day: dates::parse(day).unwrap_or_default(),
            kind,
            text: text.into(),
            via: None,
            start: 0,
            quote: piece,
            grade: Grade::Sure,
            confidence: 960,
        }
    }

    #[test]
    fn filters_by_kind_topic_day_and_words() {
        let all = [
            said("2024-03-02", QuoteKind::Direct, "Strike at the harbour", "We will not wait nine weeks", 1),
            said("2024-03-05", QuoteKind::Direct, "Third week", "“We will not wait nine weeks", 2),
            said("2024-04-01", QuoteKind::Indirect, "An offer", "the offer came too late", 3),
        ];
        let statements: Vec<Statement> = all.into_iter().rev().collect();
        let tags = HashMap::from([(PieceId(3), vec!["Work".to_owned()])]);
        let timeline = timeline(&statements);
        let held = SpeakerTimeline { statements, tags, timeline };
        for (typed, utterances, articles, problems) in [
            ("", 2, vec![1, 2], 0),
            ("kind:i", 1, vec![1], 0),
            ("topic:work", 1, vec![1], 0),
            ("topic:harbour", 1, vec![1], 0),
            ("after:2024-03-03 before:2024-04-01", 1, vec![1], 0),
            ("after:2024-04", 1, vec![1], 0),
            ("before:2024", 0, vec![], 0),
            ("nine ledger", 1, vec![2], 0),
            ("kind:x after:never", 2, vec![1, 2], 2),
            ("nobody", 0, vec![], 0),
        ] {
            let (filter, found) = StatementFilter::parse(typed);
            let shown = held.filtered(&filter);
            let counts: Vec<usize> = shown.days.iter().flat_map(|(_, all)| all).map(|one| one.articles).collect();
            assert_eq!((shown.utterances(), counts, found.len()), (utterances, articles, problems), "{typed}");
        }
        assert_eq!(held.count(&held.timeline), "2 quotations in 3 articles, 2024-03-02 to 2024-04-01");
    }
}
