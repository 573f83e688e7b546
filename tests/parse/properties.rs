//! Properties of the parser for any input.

use crate::parse;
use proptest::prelude::*;
use sayso::document::{BlockKind, Document};
use sayso::load::{MediaType, Source};
use sayso::sanitize;

/// Text with characters that have a meaning for the formats or the terminal.
fn odd_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Zäß ]{0,8}",
        "\\PC{0,6}",
        any::<char>().prop_map(String::from),
        proptest::sample::select(vec![
            "\u{1b}[31m",
            "\u{1b}]0;t\u{7}",
            "\u{1b}P",
            "\u{9c}",
            "\u{9b}",
            "\u{202e}",
            "\u{2066}",
            "\u{2069}",
            "\u{301}\u{301}",
            "\u{200d}",
            "\r\n",
            "\n\n",
            "\t",
            "&#27;",
            "&#x202e;",
            "&nbsp;",
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<br>",
            "<b>",
            "</b>",
            "<a href='/x'>",
            "</a>",
            "<ul><li>",
            "</ul>",
            "<ol start=9>",
            "<table><tr><td>",
            "<th>",
            "</table>",
            "<pre>",
            "</pre>",
            "<img alt='x' src=y>",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            "<h2>",
            "<q>",
            "</q>",
            "<svg>",
            "</svg>",
            "<template>",
            "<noscript>",
            "<select><option>",
            "<sup><a href='#n'>1</a></sup>",
            "<li id=n>",
            "# ",
            "> ",
            "- ",
            "1. ",
            "- [ ] ",
            "```\n",
            "| a | b |\n|---|---|\n",
            "[^1]",
            "[^1]: ",
            "![",
            "](x)",
            "*",
            "**",
            "---\n",
            "title: x\n",
            "https://x.org/",
            "====\n",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn media() -> impl Strategy<Value = MediaType> {
    proptest::sample::select(vec![MediaType::Html, MediaType::Markdown, MediaType::Text])
}

fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{e0000}'..='\u{e007f}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}')
}

fn assert_sound(document: &Document) -> Result<(), TestCaseError> {
    for (at, element) in document.elements.iter().enumerate() {
        prop_assert!(element.parent.is_none_or(|parent| (parent as usize) < at));
        let all = [&*element.tag, &*element.names, &*element.hints].concat();
        prop_assert!(!all.contains(|c| is_forbidden(c) || c == '\n'), "forbidden: {:?}", all);
    }
    for block in &document.blocks {
        prop_assert!(!block.text.contains(is_forbidden), "{:?}", block.text);
        prop_assert!(block.element.is_none_or(|element| (element as usize) < document.elements.len()));
        prop_assert!(block.list.is_none_or(|list| list.depth >= 1));
        let mut last = 0;
        for mark in &block.marks {
            prop_assert!(
                mark.span.start >= last && !mark.span.is_empty() && !mark.span.of(&block.text).is_empty(),
                "{:?} in {:?}",
                mark,
                block.text
            );
            last = mark.span.start;
        }
        match &block.kind {
            BlockKind::Table(table) => {
                prop_assert!(table.head <= table.rows.len());
                for cell in table.rows.iter().flatten() {
                    prop_assert!(
                        block.text.get(cell.start..cell.end).is_some_and(|text| !text.contains(['\n', '\t'])),
                        "{:?} in {:?}",
                        cell,
                        block.text
                    );
                }
            }
            BlockKind::Rule => prop_assert!(block.text.is_empty()),
            BlockKind::Image(_) => {}
            _ => prop_assert!(
                block.text.chars().any(|c| !c.is_whitespace()) && block.text.trim() == block.text
                    || matches!(block.kind, BlockKind::Code(_)),
                "{:?}",
                block
            ),
        }
    }
    let meta = format!("{:?}", document.meta);
    prop_assert!(!meta.contains(is_forbidden));
    Ok(())
}

/// A page of nested elements with distinct words, and the words in order.
fn page(seeds: &[u8]) -> (String, Vec<String>) {
    const TAGS: [&str; 24] = [
        "p",
        "div",
        "b",
        "i",
        "a",
        "span",
        "ul",
        "li",
        "ol",
        "blockquote",
        "h2",
        "section",
        "table",
        "tr",
        "td",
        "em",
        "pre",
        "code",
        "figure",
        "figcaption",
        "dl",
        "dd",
        "label",
        "main",
    ];
    let (mut html, mut words, mut open): (String, Vec<String>, Vec<&str>) = (String::new(), Vec::new(), Vec::new());
    for (at, seed) in seeds.iter().enumerate() {
        match seed % 4 {
            0 if open.len() < 12 => {
                let tag = TAGS[usize::from(*seed / 4) % TAGS.len()];
                let is_nested = matches!(tag, "a" | "table" | "label") && open.contains(&tag);
                let is_misplaced = matches!(tag, "tr" | "td") || (open.contains(&"table") && !open.contains(&"td"));
                if !is_nested && !is_misplaced {
                    html.extend(["<", tag, ">"]);
                    open.push(tag);
                }
            }
            1 => {
                if let Some(tag) = open.pop() {
                    html.extend(["</", tag, ">"]);
                }
            }
            2 if seed % 8 == 2 => html.push_str(["<br>", " ", "\n", "<hr>"][usize::from(*seed / 8) % 4]),
            _ => {
                let word = format!("w{at}");
                html.extend([" ", &word, " "]);
                words.push(word);
            }
        }
    }
    (html, words)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_gives_valid_document(text in odd_text(), media in media()) {
        assert_sound(&parse(media, &text))?;
    }

    #[test]
    fn any_bytes_parse(bytes in proptest::collection::vec(any::<u8>(), 0..400), media_type in media()) {
        let source = Source { bytes, media_type, charset: "utf-8".into(), ..Source::default() };
        assert_sound(&sayso::parse::parse(&source))?;
    }

    #[test]
    fn each_word_of_a_page_is_in_one_block(seeds in proptest::collection::vec(any::<u8>(), 0..120)) {
        let (html, words) = page(&seeds);
        let document = parse(MediaType::Html, &html);
        let mut found: Vec<String> = document.blocks.iter().flat_map(|block| block.text.split_whitespace()).map(str::to_owned).collect();
        // The table parser moves stray words before the table.
        let mut words = words;
        if html.contains("<table") {
            found.sort();
            words.sort();
        }
        prop_assert_eq!(found, words, "{}", html);
    }

    #[test]
    fn each_word_of_a_text_is_in_one_block(lines in proptest::collection::vec("([a-z]{1,9}[ \t]{1,2}){0,20}", 0..30)) {
        let text = lines.join("\n");
        let document = parse(MediaType::Text, &text);
        let found: Vec<&str> = document.blocks.iter().flat_map(|block| block.text.split_whitespace()).collect();
        prop_assert_eq!(found, text.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn cleaning_is_complete_and_idempotent(text in odd_text()) {
        for clean in [sanitize::text, sanitize::line, sanitize::url] {
            let once = clean(&text);
            prop_assert!(!once.contains(is_forbidden), "{:?}", once);
            prop_assert_eq!(clean(&once), once.as_ref());
        }
        let line = sanitize::line(&text);
        let is_clean = !line.contains(['\n', '\t', '\u{2066}', '\u{2067}', '\u{2069}', '\u{200b}']);
        prop_assert!(is_clean, "not one clean line: {:?}", line);
        let plain: String = text.chars().filter(char::is_ascii_graphic).collect();
        prop_assert_eq!(sanitize::text(&plain), plain.as_str());
    }
}
