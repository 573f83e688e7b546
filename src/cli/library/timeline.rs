//! `sayso who` by day: the same utterance in several articles is one row.

use super::args::WhoArgs;
use crate::check::timeline::{TimedUtterance, Timeline};
use crate::cli::error::CliError;
use crate::cli::read_args::QuoteKindArg;
use crate::library::{self, Library, LibrarySpeaker, PieceId, Statement, dates};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Statements asked for at once.
const PAGE: usize = 1_000;
/// Columns of the bar.
const BAR: usize = 60;

/// All that a speaker said, as far as it is wanted.
pub(super) struct Said {
    /// The statements, the last first.
    pub(super) statements: Vec<Statement>,
    /// The tags of their articles.
    tags: HashMap<PieceId, Vec<String>>,
    /// By day.
    pub(super) timeline: Timeline,
}

/// The conditions of the command line.
pub(super) struct Wanted {
    kinds: Vec<QuoteKindArg>,
    after: Option<i64>,
    before: Option<i64>,
    topic: Option<String>,
}

impl Wanted {
    /// Reads the conditions.
    pub(super) fn of(command: &WhoArgs) -> Result<Self, CliError> {
        let date = |name: &str, text: &Option<String>| match text {
            None => Ok(None),
            Some(text) => {
                dates::parse(text).map(Some).ok_or_else(|| CliError::Usage(format!("--{name}: {text} is no date")))
            }
        };
        Ok(Self {
            kinds: command.kind.clone(),
            after: date("after", &command.after)?,
            before: date("before", &command.before)?,
            topic: command.topic.clone().map(|topic| topic.to_lowercase()),
        })
    }

    fn keeps(&self, said: &Statement, tags: &[String]) -> bool {
        let kind = said.kind.into();
        let is_on = |topic: &String| {
            tags.iter().any(|tag| tag.to_lowercase() == *topic) || said.title.to_lowercase().contains(topic.as_str())
        };
        (self.kinds.is_empty() || self.kinds.contains(&kind))
            && self.after.is_none_or(|after| said.day >= after)
            && self.before.is_none_or(|before| said.day < before)
            && self.topic.as_ref().is_none_or(is_on)
    }
}

impl Said {
    /// Reads all statements of a speaker.
    pub(super) fn of(library: &Library, speaker: &LibrarySpeaker, wanted: &Wanted) -> Result<Self, CliError> {
        let (mut statements, mut tags, mut after) = (Vec::new(), HashMap::new(), None);
        loop {
            let page = library.statements(speaker.id, after, PAGE)?;
            let is_last = page.len() < PAGE;
            after = page.last().map(Statement::cursor);
            for said in page {
                let own = match tags.entry(said.piece) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => place.insert(library.tags_of(said.piece)?),
                };
                if wanted.keeps(&said, own) {
                    statements.push(said);
                }
            }
            if is_last {
                break;
            }
        }
        let timeline = library::timeline(&statements);
        Ok(Self { statements, tags, timeline })
    }

    /// The tags of a statement's article.
    pub(super) fn topic(&self, said: &Statement) -> &[String] {
        self.tags.get(&said.piece).map_or(&[], Vec::as_slice)
    }

    /// The first statement of an utterance and the others.
    pub(super) fn split(&self, utterance: &TimedUtterance) -> Option<(&Statement, Vec<&Statement>)> {
        let mut all = utterance.statements.iter().filter_map(|&at| self.statements.get(at));
        Some((all.next()?, all.collect()))
    }

    /// "12 utterances in 9 articles, 2023-10-19 to 2024-01-02" and the bar below.
    pub(super) fn summary(&self, day: impl Fn(i64) -> String) -> String {
        let mut articles: Vec<PieceId> = self.statements.iter().map(|it| it.piece).collect();
        articles.sort_unstable();
        articles.dedup();
        let count = |n: usize, one: &str, many: &str| crate::plural::pluralize(n, one, many);
        let times = self.statements.iter().map(|it| it.day);
        let (first, last) = (times.clone().min().unwrap_or_default(), times.max().unwrap_or_default());
        let (first, last) = (day(first), day(last));
        let span = if first == last { first.clone() } else { format!("{first} to {last}") };
        let utterances = count(self.timeline.utterances(), "utterance", "utterances");
        let articles = count(articles.len(), "article", "articles");
        let bar = self.timeline.bar(BAR);
        let bar = if bar.chars().count() < 2 { String::new() } else { format!("{first}  {bar}  {last}\n") };
        format!("{utterances} in {articles}, {span}\n{bar}")
    }
}
