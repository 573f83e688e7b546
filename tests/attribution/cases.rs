//! The runner of the Markdown files: every indented block is an article, every line of it a paragraph in which content,
//! cue and source are marked in place (direct.md says how).

use super::{article, read};
use sayso::document::Span;
use std::fmt::Write;

/// A paragraph with its marks taken out, and what they said.
#[derive(Debug, Default)]
struct Case {
    text: String,
    pieces: Vec<Span>,
    cue: Option<Span>,
    mention: Option<Span>,
    speakers: Vec<String>,
}

fn parse(line: &str) -> Case {
    let mut case = Case::default();
    let mut open = 0;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '[' | '<' | '{' => open = case.text.len(),
            ']' => case.pieces.push(Span::new(open, case.text.len())),
            '>' => case.cue = Some(Span::new(open, case.text.len())),
            '=' => {
                let names: String = chars.by_ref().take_while(|&c| c != '}').collect();
                case.mention = Some(Span::new(open, case.text.len()));
                case.speakers = names.split(" + ").map(str::to_owned).collect();
            }
            _ => case.text.push(c),
        }
    }
    case
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| "“”‘’\"'„«»,.: \u{a0}".contains(c))
}

/// What was expected, a line an attribution: content | cue | mention | speakers.
fn expected(cases: &[Case]) -> String {
    let mut out = String::new();
    for case in cases.iter().filter(|case| !case.pieces.is_empty()) {
        let of = |span: &Span| bare(span.of(&case.text));
        let pieces: Vec<_> = case.pieces.iter().map(of).collect();
        let (cue, mention) = (case.cue.as_ref().map_or("", of), case.mention.as_ref().map_or("", of));
        let _ = writeln!(out, "{} | {cue} | {mention} | {}", pieces.join(" … "), case.speakers.join(" + "));
    }
    out
}

fn found(cases: &[Case]) -> String {
    let lines: Vec<&str> = cases.iter().map(|case| case.text.as_str()).collect();
    let article = article(&lines);
    let read = read(&article);
    let mut out = String::new();
    for quote in &read.quotes {
        let of = |span: Option<Span>| span.map_or("", |span| bare(span.of(&article.text)));
        let pieces: Vec<_> = quote.spans.iter().map(|&span| of(Some(span))).collect();
        let names: Vec<_> = quote.speakers.iter().map(|&id| read.speakers[id as usize].name.as_str()).collect();
        let _ =
            writeln!(out, "{} | {} | {} | {}", pieces.join(" … "), of(quote.cue), of(quote.mention), names.join(" + "));
    }
    out
}

fn check(page: &str) {
    let mut wrong = String::new();
    let blocks = page
        .split("\n\n")
        .map(|block| block.lines().filter_map(|line| line.strip_prefix("    ")).map(parse).collect::<Vec<_>>());
    for cases in blocks.filter(|cases| !cases.is_empty()) {
        let (expected, found) = (expected(&cases), found(&cases));
        if expected != found {
            let _ = writeln!(wrong, "expected\n{expected}found\n{found}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn direct_speech() {
    check(include_str!("direct.md"));
}

#[test]
fn mixed_and_indirect_speech() {
    check(include_str!("mixed.md"));
}

#[test]
fn names() {
    check(include_str!("names.md"));
}

#[test]
fn other_languages() {
    check(include_str!("other-languages.md"));
}
