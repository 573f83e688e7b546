//! Quotations judged by a small source.

use super::lists::WordLists;
use super::names::NamedSpeaker;
use super::source::{SourceText, SourceUtterance};
use super::verdict::{Claim, PreparedClaim, judge};
use crate::document::Span;

/// A source in which `Name: ` before a line names the speaker of all that stands in marks there.
fn source(text: &'static str) -> (String, Vec<SourceUtterance>) {
    let mut out = String::new();
    let mut all = Vec::new();
    for line in text.lines() {
        let (name, line) = line.split_once(": ").map_or((None, line), |(name, line)| (Some(name), line));
        let start = out.len();
        out.push_str(line);
        out.push_str("\n\n");
        let mut spans = Vec::new();
        let mut open = None;
        for (at, c) in line.char_indices() {
            match c {
                '“' => open = Some(at + c.len_utf8()),
                '”' => spans.extend(open.take().map(|open| Span::new(start + open, start + at))),
                _ => {}
            }
        }
        if let Some(name) = name {
            let speakers = vec![NamedSpeaker { name: name.to_owned(), role: None }];
            all.push(SourceUtterance { quoted_spans: spans.clone(), spans, speakers, ..SourceUtterance::default() });
        }
    }
    (out, all)
}

const SOURCE: &str = "\
Ann Lee: “We will not be rushed into a decision,” Lee said on Monday. “Our children will have to pay $1.5 million for it.”
Ann Lee: “I do not think that the council should sell the bridge,” she said.
Joe Ross: “We would support the plan if it were amended,” Ross said.
Joe Ross: “Do you really believe that the mayor is a liar?” he asked.
Joe Ross: He called the plan a “complete and utter disaster” on Sunday.
The vote on the bridge was put off until the spring, because the engineer was ill.";

fn verdict(speaker: &str, quote: &str) -> String {
    let (text, utterances) = source(SOURCE);
    let source = SourceText::new(&text, utterances, &[], Vec::new());
    let lists = WordLists::default();
    let speakers =
        if speaker.is_empty() { Vec::new() } else { vec![NamedSpeaker { name: speaker.to_owned(), role: None }] };
    let (before, quote) = quote.split_once('|').unwrap_or(("", quote));
    let claim = Claim {
        pieces: quote.split(" / ").map(str::to_owned).collect(),
        speakers,
        before: before.into(),
        after: String::new(),
    };
    let found = judge(&PreparedClaim::of(&claim, &lists), &source, &lists);
    let Some(found) = found else { return "not found".into() };
    let mut out = found.verdict.name().to_owned();
    for change in &found.changes {
        out.push_str(&format!(" · {}: {} ← {}", change.kind.name(), change.draft, change.source));
    }
    if let Some(limit) = found.limit {
        out.push_str(&format!(" · {limit}"));
    }
    out
}

#[test]
fn quotations_are_judged() {
    for (speaker, quote, expected) in [
        ("Lee", "We will not be rushed into a decision,", "exact"),
        ("Lee", "We will not be rushed into a decision", "exact"),
        ("Ann Lee", "Our children will have to pay $1.5 million for it.", "exact"),
        ("", "We will not be rushed into a decision. Our children will have to pay $1.5 million for it.", "exact"),
        ("Lee", "We will not be rushed into a decision / Our children will have to pay", "exact"),
        ("Lee", "we will not be rushed in-to a decision", "typography"),
        ("Lee", "We will … be rushed into a decision", "cut · not"),
        ("Lee", "Our children … pay $1.5 million for it.", "elided"),
        ("Lee", "Our children will have to pay [dearly] for it.", "elided"),
        ("Lee", "Our children will have to pay $15 million for it.", "altered · number: 15 ← 1.5"),
        ("Lee", "We will be rushed into a decision", "altered · negation:  ← not"),
        ("Lee", "We will not be pushed into a decision", "altered · word: pushed ← rushed"),
        ("Lee", "The council should sell the bridge", "cut · not"),
        ("Lee", "did not think that |the council should sell the bridge", "exact"),
        ("Ross", "We would support the plan", "cut · if"),
        ("Ross", "the mayor is a liar", "cut · ?"),
        ("Ross", "We will not be rushed into a decision", "other speaker"),
        (
            "Ross",
            "We would support the plan if it were amended. Do you really believe that the mayor is a liar?",
            "joined",
        ),
        (
            "Lee",
            "We will not be rushed into a decision. I do not think that the council should sell the bridge",
            "joined",
        ),
        ("Ross", "complete and utter disaster", "exact"),
        ("Ross", "complete disaster", "altered · word:  ← and utter"),
        ("Lee", "Nobody asked us about the new railway, and nobody will", "not found"),
        ("", "The vote on the bridge was put off until the spring", "exact"),
        ("Lee", "The vote on the bridge was put off until the spring", "other speaker"),
    ] {
        assert_eq!(verdict(speaker, quote), expected, "{speaker}: {quote}");
    }
}
