//! Speed of finding the article of a page, by layer, compared with `dom_smoothie` on the same pages: `cargo bench
//! --profile quick --bench clutter`. Uses the pages in ../shared/bench if they exist, otherwise the sample.

use divan::{Bencher, black_box};
use sayso::declutter::{ClutterModel, ClutterOptions, classify};
use sayso::document::Document;
use sayso::load::{MediaType, Source};
use sayso::parse::parse;
use sayso::relate::relate;
use std::io::Read;
use std::path::Path;
use std::sync::OnceLock;

fn main() {
    divan::main();
}

/// Every eighth page of the three sets, decompressed.
fn pages() -> &'static [Source] {
    static PAGES: OnceLock<Vec<Source>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let mut files = Vec::new();
        for set in ["zyte", "wcxb", "segments"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench/extract").join(set).join("html");
            files.extend(std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()));
        }
        files.sort();
        let mut pages: Vec<Source> = files.iter().step_by(8).filter_map(|file| page(file)).collect();
        if pages.is_empty() {
            let sample = include_bytes!("../../assets/sample.html").to_vec();
            pages.push(Source { bytes: sample, charset: "utf-8".into(), ..Source::default() });
        }
        pages
    })
}

fn page(file: &Path) -> Option<Source> {
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(file).ok()?).read_to_end(&mut bytes).ok()?;
    Some(Source { bytes, media_type: MediaType::Html, charset: "utf-8".into(), ..Source::default() })
}

fn documents() -> &'static [Document] {
    static DOCUMENTS: OnceLock<Vec<Document>> = OnceLock::new();
    DOCUMENTS.get_or_init(|| pages().iter().map(parse).collect())
}

fn model() -> &'static ClutterModel {
    static MODEL: OnceLock<ClutterModel> = OnceLock::new();
    MODEL.get_or_init(ClutterModel::bundled)
}

#[divan::bench]
fn the_model_is_read(bencher: Bencher<'_, '_>) {
    bencher.bench(ClutterModel::bundled);
}

#[divan::bench(sample_count = 5)]
fn all_pages_parsed(bencher: Bencher<'_, '_>) {
    let pages = pages();
    bencher.counter(divan::counter::ItemsCount::new(pages.len())).bench(|| pages.iter().map(parse).collect::<Vec<_>>());
}

#[divan::bench(sample_count = 5)]
fn all_pages_judged(bencher: Bencher<'_, '_>) {
    let (documents, model, options) = (documents(), model(), ClutterOptions::default());
    bencher.counter(divan::counter::ItemsCount::new(documents.len())).bench(|| {
        for document in documents {
            black_box(classify(document, model, &options));
        }
    });
}

#[divan::bench(sample_count = 5)]
fn all_pages_read(bencher: Bencher<'_, '_>) {
    let (pages, model, options) = (pages(), model(), ClutterOptions::default());
    bencher.counter(divan::counter::ItemsCount::new(pages.len())).bench(|| {
        for page in pages {
            let document = parse(page);
            let classification = classify(&document, model, &options);
            black_box(relate(&document, &classification.verdicts, &model.wording));
        }
    });
}

#[divan::bench(sample_count = 5)]
fn dom_smoothie_alone(bencher: Bencher<'_, '_>) {
    let texts: Vec<String> = pages().iter().map(|page| page.text().0.into_owned()).collect();
    bencher.counter(divan::counter::ItemsCount::new(texts.len())).bench(|| {
        for text in &texts {
            let parsed = dom_smoothie::Readability::new(text.as_str(), None, None)
                .map(|mut page| page.parse().map(|a| a.length));
            black_box(parsed.is_ok());
        }
    });
}
