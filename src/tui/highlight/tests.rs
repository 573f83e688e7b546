//! Tests of `highlight`: tokens by value.

use crate::document::{Block, BlockKind, Span};
use crate::layout::{CodeToken, Part, Typography, lay_out};
use crate::tui::highlight::{HighlightJob, HighlightResult, Highlighter, Session, coloured};

fn job(language: &str, text: &str) -> HighlightJob {
    HighlightJob { number: 1, language: Some(language.into()), text: text.into(), until: text.len() }
}

fn words<'a>(text: &'a str, found: &HighlightResult, token: CodeToken) -> Vec<&'a str> {
    found.tokens.iter().filter(|(_, kind)| *kind == token).map(|(span, _)| span.of(text).trim()).collect()
}

#[test]
fn rust_code_is_highlighted() {
    let text = "// greets\nfn greet() -> u32 {\n    let name = \"world\";\n    42\n}\n";
    let found = Session::default().look_at(&job("rust", text));
    assert_eq!(found.until, text.len());
    assert_eq!(words(text, &found, CodeToken::Comment), ["// greets"]);
    assert_eq!(words(text, &found, CodeToken::Keyword), ["fn", "u32", "let"]);
    assert_eq!(words(text, &found, CodeToken::String), ["\"world\""]);
    assert_eq!(words(text, &found, CodeToken::Number), ["42"]);
    assert_eq!(words(text, &found, CodeToken::Function), ["greet"]);
}

#[test]
fn common_language_names_are_known() {
    let mut session = Session::default();
    for (number, language) in
        (0..).zip(["python", "js", "typescript", "go", "c++", "bash", "shell", "json", "toml", "html", "sql", "java"])
    {
        let job = HighlightJob { number, ..job(language, "x = 1 \"text\" # y\n<b class=\"x\">\n") };
        assert!(!session.look_at(&job).tokens.is_empty(), "{language}");
    }
    let unknown = HighlightJob { number: 99, ..job("klingon", "x = 1") };
    assert_eq!(session.look_at(&unknown), HighlightResult { number: 99, tokens: Vec::new(), until: 5 });
}

#[test]
fn long_code_is_parsed_only_as_far_as_visible() {
    let text = "let x = 1;\n".repeat(10_000);
    let mut session = Session::default();
    let mut visible = job("rust", &text);
    visible.until = 500;
    let first = session.look_at(&visible);
    assert!(first.until > 500 && first.until < 20_000);
    visible.until = 10_000;
    let second = session.look_at(&visible);
    assert!(second.until > 10_000);
    assert_eq!(second.tokens[..first.tokens.len()], first.tokens);
}

#[test]
fn lines_are_split_at_tokens() {
    let text = "let name = \"a long string that wraps\";";
    let block = Block { kind: BlockKind::Code(Some("rust".into())), text: text.into(), ..Block::default() };
    let found = Session::default().look_at(&job("rust", text));
    let mut strings = String::new();
    for line in lay_out(&block, 20, &Typography::default()) {
        for run in coloured(line, &found.tokens).runs {
            if run.style.part == Part::Token(CodeToken::String) {
                strings.push_str(run.span.unwrap_or(Span::default()).of(text));
            }
        }
    }
    assert_eq!(strings, "\"a long string that wraps\"");
}

#[test]
fn highlighting_thread_reports_tokens() {
    let (sender, found) = std::sync::mpsc::channel();
    let highlighter = Highlighter::start(move |found| {
        let _ = sender.send(found);
    });
    highlighter.ask(job("rust", "fn main() {}\n"));
    assert_eq!(found.recv().unwrap().number, 1);
}
