//! Speed of parsing: pages of 10 KB, 1 MB and 10 MB as HTML, Markdown and plain text, and pages designed to be slow.
//! `cargo bench --bench parse`

use divan::{Bencher, black_box};
use sayso::load::{MediaType, Source};
use sayso::parse::{parse, parse_beginning};
use sayso::sanitize;

fn main() {
    divan::main();
}

const SENTENCE: &str =
    "“We are watching it,” said the minister on Tuesday, and nobody in the room – or outside it – seemed to disagree. ";

/// A text of `bytes` bytes, with a heading, a list and a quotation every few paragraphs.
fn page(media_type: MediaType, bytes: usize) -> Source {
    let mut text = String::with_capacity(bytes + 2000);
    let mut at = 0;
    while text.len() < bytes {
        let sentences = SENTENCE.repeat(1 + at % 5);
        let block = match (media_type, at % 8) {
            (MediaType::Html, 0) => format!("<h2 class=\"head\">Heading {at}</h2>"),
            (MediaType::Html, 3) => format!("<ul class='menu'><li><a href='/a/{at}'>Item</a><li>{SENTENCE}</ul>"),
            (MediaType::Html, _) => {
                format!("<p class=\"text\">{sentences}<a href=\"/b/{at}\">more</a> <em>{at}</em></p>\n")
            }
            (MediaType::Markdown, 0) => format!("## Heading {at}\n\n"),
            (MediaType::Markdown, 3) => format!("- [Item](/a/{at})\n- {SENTENCE}\n\n"),
            (MediaType::Markdown, _) => format!("{sentences}[more](/b/{at}) *{at}*\n\n"),
            (_, 0) => format!("Heading {at}\n\n"),
            _ => format!("{sentences}\n\n"),
        };
        text.push_str(&block);
        at += 1;
    }
    Source { bytes: text.into_bytes(), media_type, charset: "utf-8".into(), ..Source::default() }
}

#[divan::bench(args = [10_000, 1_000_000, 10_000_000])]
fn html(bencher: Bencher<'_, '_>, bytes: usize) {
    let source = page(MediaType::Html, bytes);
    bencher.bench_local(|| parse(black_box(&source)));
}

#[divan::bench(args = [10_000, 1_000_000, 10_000_000])]
fn markdown(bencher: Bencher<'_, '_>, bytes: usize) {
    let source = page(MediaType::Markdown, bytes);
    bencher.bench_local(|| parse(black_box(&source)));
}

#[divan::bench(args = [10_000, 1_000_000, 10_000_000])]
fn text(bencher: Bencher<'_, '_>, bytes: usize) {
    let source = page(MediaType::Text, bytes);
    bencher.bench_local(|| parse(black_box(&source)));
}

#[divan::bench]
fn beginning_of_ten_megabytes(bencher: Bencher<'_, '_>) {
    let source = page(MediaType::Html, 10_000_000);
    bencher.bench_local(|| parse_beginning(black_box(&source), 64 * 1024));
}

#[divan::bench]
fn cleaning_of_ten_megabytes(bencher: Bencher<'_, '_>) {
    let text = SENTENCE.repeat(10_000_000 / SENTENCE.len());
    bencher.bench_local(|| sanitize::text(black_box(&text)).len());
}

#[divan::bench(args = ["<ul><li>", "<p>", "<div>", "<b><p>", "<table><tr><td>", "<", "<a href=x>"])]
fn half_a_megabyte_of(bencher: Bencher<'_, '_>, piece: &str) {
    let bytes = piece.repeat(500_000 / piece.len()).into_bytes();
    let source = Source { bytes, charset: "utf-8".into(), ..Source::default() };
    bencher.bench_local(|| parse(black_box(&source)));
}
