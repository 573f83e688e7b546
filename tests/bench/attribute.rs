//! Speed of `attribute`: first and second use of a model, and articles per second.
//!
//! `cargo bench --bench attribute`, or, faster to build and a tenth slower to run, `cargo bench --profile quick
//! --features dev --bench attribute` (uses PolNeAR's dev texts in ../shared if they exist, otherwise a built-in text).

use divan::Bencher;
use divan::counter::ItemsCount;
use sayso::article::Article;
use sayso::attribute::{Model, attribute};
use sayso::document::{Block, Document};

fn main() {
    divan::main();
}

fn article(text: &str) -> Article {
    let paragraphs = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let blocks = paragraphs.map(|line| Block { text: line.to_owned(), ..Block::default() }).collect();
    Article::assemble(Document { blocks, ..Document::default() }, &[], None)
}

fn articles() -> Vec<Article> {
    let files = std::fs::read_dir("../shared/bench/quotes/polnear/dev/text").into_iter().flatten().flatten();
    let texts: Vec<String> = files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect();
    if texts.is_empty() {
        let own = "“We won the county by nine votes,” said Ann Lee, the mayor.\nThe council said that the bridge had been closed.\n";
        return vec![article(&own.repeat(20))];
    }
    texts.iter().map(|text| article(text)).collect()
}

/// Articles per second on one core, with a loaded model.
#[divan::bench(max_time = 5)]
fn articles_a_second(bencher: Bencher<'_, '_>) {
    let (articles, model) = (articles(), Model::bundled());
    bencher
        .counter(ItemsCount::new(articles.len()))
        .bench(|| articles.iter().map(|a| attribute(a, &model).quotes.len()).sum::<usize>());
}

/// One article including the loading of the model.
#[divan::bench(max_time = 3)]
fn first_use(bencher: Bencher<'_, '_>) {
    let articles = articles();
    bencher.bench(|| articles.first().map(|a| attribute(a, &Model::bundled()).quotes.len()));
}

/// One article with a loaded model.
#[divan::bench(max_time = 3)]
fn second_use(bencher: Bencher<'_, '_>) {
    let (articles, model) = (articles(), Model::bundled());
    bencher.bench(|| articles.first().map(|a| attribute(a, &model).quotes.len()));
}
