//! Parsing of Markdown, by value.

use crate::{parse, sketch};
use sayso::load::MediaType::Markdown;

#[track_caller]
fn check(markdown: &str, expected: &[&str]) {
    assert_eq!(sketch(&parse(Markdown, markdown)).lines().collect::<Vec<_>>(), expected, "{markdown}");
}

#[test]
fn markdown_blocks_and_inlines_are_parsed() {
    check("# One\n\ntext *a* **b `c`** ~~d~~", &["h1: One", "p: text {em a} {strong b {code c}} {strike d}"]);
    check("a\nb  \nc", &["p: a b⏎c"]);
    check("> a\n> > b\n\n---", &["quote >1: a", "quote >2: b", "rule: "]);
    check(
        "- a\n  - b\n\n    c\n- [x] d\n\n3. e\n4. f",
        &["item 1*: a", "item 2*: b", "item 2_: c", "item 1[x]: d", "item 13.: e", "item 14.: f"],
    );
    check("```rust x\nfn\n  x\n```\n\n    indented", &["code(rust): fn⏎  x", "code: indented"]);
    check("| a | b |\n|---|---|\n| 1 | *2* |", &["table(1/2): a⇥b⏎1⇥{em 2}"]);
    check(
        "[x](/y 'T') ![alt *t*](i.png)",
        &["p: {link=https://example.com/y x}", "image(https://example.com/news/i.png): alt t"],
    );
    check("word[^n].\n\n[^n]: The note.", &["p: word{note=n [n]}.", "p ^n: The note."]);
}

#[test]
fn html_in_markdown_is_parsed_as_html() {
    check(
        "<div><p>a</p><script>no</script><p>b</p></div>\n\nx<br>y <b>z</b> <!-- no --> <img src=/i.png alt=pic>",
        &["p: a", "p: b", "p: x⏎y z", "image(https://example.com/i.png): pic"],
    );
    check("> <p>in quote</p>", &["quote >1: in quote"]);
}

#[test]
fn front_matter_is_read_and_hidden() {
    let document = parse(
        Markdown,
        "---\ntitle: \"A: title\"\nauthors:\n  - name: Jane Doe\n  - John Roe\ndate: 2023-10-19\nsource: https://paper.org/a\ntags: [x, y]\nlang: de_DE\n---\n\n[rel](b)\n",
    );
    assert_eq!(sketch(&document), "p: {link=https://paper.org/b rel}\n");
    let meta = document.meta;
    assert_eq!(meta.title.as_deref(), Some("A: title"));
    assert_eq!(meta.authors, ["Jane Doe", "John Roe"]);
    assert_eq!(meta.published.as_deref(), Some("2023-10-19"));
    assert_eq!((meta.url.as_deref(), meta.language.as_deref()), (Some("https://paper.org/a"), Some("de-DE")));
    let toml = parse(Markdown, "+++\ntitle = 'T'\nauthor = ['Jane Doe']\n+++\ntext").meta;
    assert_eq!((toml.title.as_deref(), toml.authors), (Some("T"), vec!["Jane Doe".to_owned()]));
    check("---\nno key here\n---\ntext", &["rule: ", "h2: no key here", "p: text"]);
}
