//! Parsing of plain text, by value.

use crate::{parse, sketch};
use sayso::document::BlockKind;
use sayso::load::MediaType::Text;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(sketch(&parse(Text, text)).lines().collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn text_has_one_block_per_line() {
    check("First line\nSecond  line\n\n\n  Third\tline\n", &["p: First line", "p: Second line", "p: Third line"]);
    check("Story\n-\nOther\n* * *\nEnd", &["p: Story", "rule: ", "p: Other", "rule: ", "p: End"]);
    check("a\r\nb\rc", &["p: a", "p: b", "p: c"]);
}

#[test]
fn lists_need_neighbours() {
    check(
        "- one\n- two\n\n1. FC Köln won\nthe cup",
        &["item 1*: one", "item 1*: two", "p: 1. FC Köln won", "p: the cup"],
    );
    check("1. a\n2. b\n- alone", &["item 11.: a", "item 12.: b", "p: - alone"]);
    check("> quoted\nown", &["quote >1: quoted", "p: own"]);
}

#[test]
fn hard_wrapped_lines_are_joined() {
    let wrapped = "The quick brown fox jumps over the lazy\ndog and goes on until the margin comes\nagain, which it does.\n\nA second paragraph that is long and well-\nknown to be wrapped as texts were, in the\ndays of typewriters.\n   An indented one begins here and goes\non.\n";
    check(
        wrapped,
        &[
            "p: The quick brown fox jumps over the lazy dog and goes on until the margin comes again, which it does.",
            "p: A second paragraph that is long and well-known to be wrapped as texts were, in the days of typewriters.",
            "p: An indented one begins here and goes on.",
        ],
    );
    check("Short lines\nof a poem\nstay apart", &["p: Short lines", "p: of a poem", "p: stay apart"]);
}

#[test]
fn addresses_in_text_are_links() {
    check(
        "See https://example.org/a_(b), or http://x.io.",
        &["p: See {link=https://example.org/a_(b) https://example.org/a_(b)}, or {link=http://x.io http://x.io}."],
    );
}

#[test]
fn seed_text_has_its_headings() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/seed/article.txt");
    let Ok(seed) = std::fs::read_to_string(path) else {
        assert!(std::env::var_os("CI").is_none(), "the seed is missing");
        eprintln!("skipped: no seed article here");
        return;
    };
    let document = parse(Text, &seed);
    let headings: Vec<&str> = document
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Heading(_)))
        .map(|block| block.text.as_str())
        .collect();
    assert_eq!(headings, ["What did the commentators say?", "What next?"]);
    assert_eq!(document.blocks.iter().filter(|block| block.kind == BlockKind::Rule).count(), 11);
}
