//! Runs the cases of the Markdown files: every indented block is an article, each of its lines a paragraph in which
//! content, cue, source and intermediary are marked (syntax in notation.rs, examples in direct.md).

use super::notation::{Marked, Part, Wanted};
use super::{article, read};
use sayso::document::Span;
use sayso::reading::Speaker;
use std::fmt::Write;

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| "“”‘’\"'„«»,.:;–—― \u{a0}".contains(c))
}

/// Formats the expected attributions, one per line: content | cue | mention | speakers | via.
fn expected(cases: &[Marked]) -> String {
    let wanted = wanted(cases);
    // Kind and role given once in a case apply to all its quotations of that speaker.
    let fullest = |one: &Wanted| {
        let same = wanted.iter().filter(|other| other.name == one.name);
        let most = same.max_by_key(|other| (other.role.is_some(), other.kind.is_some()));
        most.map(ToString::to_string).unwrap_or_default()
    };
    let mut out = String::new();
    for case in cases {
        let of = |span: &Span| bare(span.of(&case.text));
        for one in &case.parts {
            let pieces: Vec<_> = one.content.iter().map(of).collect();
            let show = |part: &Option<Span>| part.as_ref().map_or("", of).to_owned();
            let speakers: Vec<_> = one.speakers.iter().map(fullest).collect();
            line(&mut out, &pieces, [&show(&one.cue), &show(&one.mention), &speakers.join(" + "), &show(&one.via)]);
        }
    }
    out
}

fn line(out: &mut String, pieces: &[&str], [cue, mention, speakers, via]: [&str; 4]) {
    let content = pieces.join(" … ");
    let _ = writeln!(out, "{content} | {cue} | {mention} | {speakers} | {via}");
}

fn found(cases: &[Marked]) -> String {
    let lines: Vec<&str> = cases.iter().map(|case| case.text.as_str()).collect();
    let article = article(&lines);
    let read = read(&article);
    let wanted = wanted(cases);
    let mut out = String::new();
    for quote in &read.quotes {
        let of = |span: Option<Span>| span.map_or("", |span| bare(span.of(&article.text)));
        let pieces: Vec<_> = quote.spans.iter().map(|&span| of(Some(span))).collect();
        let names: Vec<_> = quote.speakers.iter().map(|&id| shown(&read.speakers[id as usize], &wanted)).collect();
        // A mention in another paragraph than the content is not compared.
        let beside = |mention: &Span| {
            !article.text[..mention.start.max(quote.spans[0].start)][mention.start.min(quote.spans[0].start)..]
                .contains('\n')
        };
        let mention = quote.mention.filter(beside);
        let via = quote.via.as_deref().unwrap_or_default();
        line(&mut out, &pieces, [of(quote.cue), of(mention), &names.join(" + "), bare(via)]);
    }
    out
}

/// Returns all speakers named in a case.
fn wanted(cases: &[Marked]) -> Vec<&Wanted> {
    cases.iter().flat_map(|case| &case.parts).flat_map(|one: &Part| &one.speakers).collect()
}

/// Formats a speaker, with kind and role as far as the case states them.
fn shown(speaker: &Speaker, wanted: &[&Wanted]) -> String {
    let asked = wanted.iter().filter(|one| one.name == speaker.name);
    let kind = asked.clone().any(|one| one.kind.is_some()).then(|| speaker.kind.name().to_owned());
    let role = asked.clone().any(|one| one.role.is_some()).then(|| speaker.role.clone().unwrap_or_default());
    Wanted { name: speaker.name.clone(), kind, role }.to_string()
}

fn check(page: &str) {
    let mut wrong = String::new();
    let blocks = page
        .split("\n\n")
        .map(|block| block.lines().filter_map(|line| line.strip_prefix("    ")).map(Marked::read).collect::<Vec<_>>());
    for cases in blocks.filter(|cases| !cases.is_empty()) {
        let (expected, found) = (expected(&cases), found(&cases));
        if expected != found {
            let _ = writeln!(wrong, "expected\n{expected}found\n{found}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

macro_rules! suites {
    ($($name:ident: $file:literal,)*) => { $(
        #[test]
        fn $name() {
            check(include_str!($file));
        }
    )* };
}

suites! {
    direct_speech: "direct.md",
    mixed_and_indirect_speech: "mixed.md",
    speech_that_goes_on: "going-on.md",
    speech_inside_speech: "nested.md",
    forms_without_a_verb: "forms.md",
    marks_that_are_wrong: "marks.md",
    names: "names.md",
    pronouns_and_roles_as_names: "pronouns.md",
    kinds_of_speakers: "kinds.md",
    roles: "roles.md",
    through_whom: "via.md",
    other_languages: "other-languages.md",
}
