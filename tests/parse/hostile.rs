//! Input made to break parsers: parsing must end, keep the text and pass no control characters.

use crate::{parse, sketch};
use sayso::document::{Document, Problem};
use sayso::load::MediaType::{Html, Markdown, Text};
use sayso::sanitize;

fn text(document: &Document) -> String {
    document.blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn escape_sequences_are_removed_whole() {
    for (raw, left) in [
        ("a\u{1b}[31mb\u{1b}[0m", "ab"),
        ("a\u{1b}]0;title\u{7}b", "ab"),
        ("a\u{1b}]8;;http://x\u{1b}\\b", "ab"),
        ("a\u{9b}31mb\u{9d}0;x\u{9c}c", "abc"),
        ("a\u{1b}P1$q\u{1b}\\b\u{1b}_Gx\u{1b}\\c", "abc"),
        ("a\u{1b}(Bb\u{1b}cc", "abc"),
        ("a\u{1b}\u{1b}[1mb", "ab"),
        ("a\u{1b}]0;never ends", "a0;never ends"),
        ("a\u{1b}", "a"),
        ("a\u{1b}[", "a"),
        ("a\0b\u{8}c\u{7f}d\u{e0041}e\u{fdd0}f\u{feff}g", "abcdefg"),
        ("a\r\nb\rc\u{2028}d\u{85}e\tf", "a\nb\nc\nd\ne\tf"),
        ("a\u{202e}b\nc", "a\u{2067}b\u{2069}\nc"),
        ("a\u{202c}\u{2069}b", "ab"),
    ] {
        assert_eq!(sanitize::text(raw), left, "{raw:?}");
    }
    assert_eq!(sanitize::line("a\u{202e}b\nc\td\u{200b}e\u{1b}[1mf"), "ab c def");
    assert_eq!(sanitize::line("می\u{200c}خواهم 👩\u{200d}🚀 a\u{200d}b"), "می\u{200c}خواهم 👩\u{200d}🚀 ab");
    assert_eq!(sanitize::url(" https://x.org/a b\u{200b}\n\u{202e}c "), "https://x.org/abc");
}

#[test]
fn thousands_of_marks_on_one_letter_are_bounded() {
    let raw = format!("a{}b e\u{301}\u{302}", "\u{301}".repeat(5000));
    let cleaned = sanitize::text(&raw);
    assert_eq!(cleaned.chars().count(), 1 + sanitize::MAX_MARKS + 1 + 1 + 3);
}

#[test]
fn characters_written_as_entities_are_cleaned_too() {
    let document = parse(
        Html,
        "<p title='&#27;[1m'>a&#27;[31mb&#x9b;1mc&#x202e;d</p><img alt='x&#27;]0;y&#7;z' src=/a&#27;b.png><title>t&#27;[2Jt</title>",
    );
    assert_eq!(sketch(&document), "p: ab›1mc\u{2067}d\u{2069}\nimage(https://example.com/a.png): xz\n");
    assert_eq!(document.meta.title.as_deref(), Some("tt"));
    assert_eq!(sketch(&parse(Markdown, "a&#27;b ![x&#27;y](z)")), "p: ab\nimage(https://example.com/news/z): x\n");
}

#[test]
fn deep_nesting_is_flattened_without_loss() {
    for open in ["<div>", "<ul><li>", "<b>", "<blockquote>", "<table><tr><td>", "<section><p>"] {
        let page = format!("{}<p>The innermost words</p>", open.repeat(6_000));
        let document = parse(Html, &page);
        assert_eq!(text(&document), "The innermost words", "{open}");
        assert!(document.problems.contains(&Problem::TooDeep));
    }
    assert_eq!(text(&parse(Markdown, &format!("{} deep", ">".repeat(50_000)))), "deep");
    assert!(text(&parse(Markdown, &format!("{}deep", "[".repeat(50_000)))).ends_with("deep"));
    assert!(text(&parse(Markdown, &"*a **b ".repeat(20_000))).contains('b'));
}

#[test]
fn huge_inputs_are_parsed_in_time() {
    let line = "word \"quoted\" ".repeat(100_000);
    assert_eq!(parse(Text, &line).blocks.len(), 1);
    let links = "<a href=/x>y</a> ".repeat(20_000);
    assert_eq!(parse(Html, &links).blocks[0].marks.len(), 20_000);
    let around = format!("<a href='/{}'>{}</a>", "x".repeat(8000), "<div>y</div>".repeat(10_000));
    assert_eq!(parse(Html, &around).blocks.len(), 10_000);
    let names = format!("<p {}>x</p>", (0..60_000).fold(String::new(), |all, n| all + &format!("a{n}=b ")));
    assert_eq!(text(&parse(Html, &names)), "x");
    let styled = (0..8_000).fold(String::new(), |all, n| all + &format!("<p><font size={n}>x"));
    assert_eq!(parse(Html, &styled).blocks.len(), 8_000);
    let pictures = "<img src=/a>".repeat(8_000);
    assert_eq!(parse(Markdown, &format!("x {pictures}")).blocks.len(), 8_001);
    let data = format!("<script type='application/ld+json'>{}</script><p>x", "[".repeat(100_000));
    assert_eq!(text(&parse(Html, &data)), "x");
    let introducers = "\u{1b}]".repeat(200_000);
    assert_eq!(sanitize::text(&introducers), "");
}
