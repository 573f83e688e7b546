//! Native usage: sentences of the news in every language whose speakers are recognised, one file a language in
//! `languages/`, marked as direct.md says. A file needs no Rust: whoever speaks the language adds an indented block.
//!
//! The line that begins with `>` stands before each case, so that the language is known as it is on a page. Weights are
//! learned, so not every case is right: the file says how many must be (`Right: 20`), contents and speakers both.

use super::notation::Marked;
use super::{article, read};
use sayso::document::Span;
use std::fmt::Write as _;
use std::path::Path;

/// Sentences that each file has at least.
const LEAST: usize = 25;

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || "“”‘’\"'„«»「」『』（）,.:;–—―-，。、：".contains(c))
}

/// Each piece of a content with the names of its speakers in lower case.
fn wanted(cases: &[Marked]) -> Vec<(String, String)> {
    let parts = cases.iter().flat_map(|case| case.parts.iter().map(move |part| (case, part)));
    let line = |(case, part): (&Marked, &super::notation::Part)| {
        let names: Vec<_> = part.speakers.iter().map(|speaker| speaker.name.to_lowercase()).collect();
        let piece = |span: &Span| (bare(span.of(&case.text)).to_owned(), names.join(" + "));
        part.content.iter().map(piece).collect::<Vec<_>>()
    };
    parts.flat_map(line).collect()
}

fn found(context: &str, cases: &[Marked]) -> Vec<(String, String)> {
    let lines: Vec<&str> = std::iter::once(context).chain(cases.iter().map(|case| case.text.as_str())).collect();
    let article = article(&lines);
    let read = read(&article);
    let behind = read.quotes.iter().filter(|quote| quote.spans.iter().any(|span| span.start >= context.len()));
    let line = |quote: &sayso::reading::Quote| {
        let name = |id: &u32| read.speakers[*id as usize].name.to_lowercase();
        let names = quote.speakers.iter().map(name).collect::<Vec<_>>().join(" + ");
        let piece = |span: &Span| (bare(span.of(&article.text)).to_owned(), names.clone());
        quote.spans.iter().map(piece).collect::<Vec<_>>()
    };
    behind.flat_map(line).collect()
}

/// The cases of a file that are right, all of them, and those that are wrong.
fn count(page: &str) -> (usize, usize, String) {
    let context = page.lines().find_map(|line| line.strip_prefix("> ")).unwrap_or_default();
    let (mut right, mut all, mut wrong) = (0, 0, String::new());
    for block in page.split("\n\n") {
        let cases: Vec<_> = block.lines().filter_map(|line| line.strip_prefix("    ")).map(Marked::read).collect();
        if cases.is_empty() {
            continue;
        }
        let (wanted, found) = (wanted(&cases), found(context, &cases));
        all += 1;
        if wanted == found {
            right += 1;
        } else {
            let _ = writeln!(wrong, "wanted {wanted:?}\nfound  {found:?}");
        }
    }
    (right, all, wrong)
}

#[test]
fn native_usage_of_every_language_is_as_right_as_its_file_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attribution/languages");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the folder").flatten().map(|file| file.path()).collect();
    files.sort();
    assert!(files.len() >= 18, "{} languages", files.len());
    let (mut table, mut below) = (String::new(), false);
    for file in files {
        let page = std::fs::read_to_string(&file).expect("a file of sentences");
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let floor = page.lines().find_map(|line| line.strip_prefix("Right: ")).and_then(|count| count.parse().ok());
        let floor: usize = floor.unwrap_or(LEAST);
        let (right, all, wrong) = count(&page);
        assert!(all >= LEAST, "{name} has {all} sentences");
        let _ = writeln!(table, "{name}: {right} of {all}, at least {floor}");
        if right < floor || std::env::var_os("SAYSO_TEST_SHOW").is_some() {
            let _ = writeln!(table, "{wrong}");
        }
        below |= right < floor;
    }
    assert!(!below && std::env::var_os("SAYSO_TEST_SHOW").is_none(), "\n{table}");
}
