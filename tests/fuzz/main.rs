//! Fuzzing: random articles through all layers, with properties that must hold for each.
//!
//! A short run is part of `cargo test`, each time with new articles; `PROPTEST_CASES` and `PROPTEST_RNG_SEED` set
//! number and seed. For hours, with all targets and limited CPU time: `.ci/fuzz.py`. Failures are added as files in
//! corpus/, or as a test of the layer that failed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod article;
mod books;
mod containers;
mod imports;
mod keys;
mod native;
mod pdf;
#[path = "../pdf_writer/mod.rs"]
mod pdf_writer;
mod properties;
mod suites;
#[path = "../support/mod.rs"]
mod support;
mod transcripts;
mod words;

use article::{Form, changed, changes, form};
use properties::{Held, source};
use proptest::prelude::*;
use sayso::layout::{Alignment, BidiOrder, CodeLines, Typography, clusters, lay_out};
use sayso::load::Source;
use sayso::models::Models;
use sayso::{declutter, parse, pipeline};
use std::path::Path;
use std::sync::OnceLock;

fn models() -> &'static Models {
    static SHIPPED: OnceLock<Models> = OnceLock::new();
    SHIPPED.get_or_init(Models::default)
}

/// Reads bytes through all layers.
fn read(bytes: &[u8], ending: &str) -> Held {
    all_layers(&source(bytes.to_vec(), ending))
}

/// Checks all properties of a source through all layers, with and without clutter.
fn all_layers(source: &Source) -> Held {
    let page = parse::parse(source);
    properties::document(&page)?;
    for keep_clutter in [false, true] {
        let options = declutter::ClutterOptions { keep_clutter, ..declutter::ClutterOptions::default() };
        let reading = pipeline::analyse(source, models(), &options);
        properties::article(&reading.article, &page)?;
        properties::attributions(&reading)?;
        properties::written(&reading)?;
        prop_assert!(!keep_clutter || reading.article.clutter.is_empty());
        prop_assert_eq!(&reading, &pipeline::analyse(source, models(), &options), "not the same twice");
    }
    Ok(())
}

fn settings() -> impl Strategy<Value = Typography> {
    (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(justified, hyphens, cut, written)| {
        Typography {
            order: if written { BidiOrder::Logical } else { BidiOrder::Visual },
            alignment: if justified { Alignment::Justified } else { Alignment::Ragged },
            hyphens: hyphens.then_some(hypher::Lang::English),
            code: if cut { CodeLines::Cut } else { CodeLines::Wrap },
        }
    })
}

/// Checks that each letter of each block is laid out once, in its place, and that no line is too wide.
fn laid_out(bytes: &[u8], ending: &str, width: u16, settings: Typography) -> Held {
    for block in parse::parse(&source(bytes.to_vec(), ending)).blocks {
        let mut shown = vec![0_u8; block.text.len()];
        for line in lay_out(&block, width, &settings) {
            // One letter may be wider than the room left by the bars before it.
            let texts = line.runs.iter().filter(|run| run.span.is_some());
            let is_one = texts.flat_map(|run| clusters(&run.text)).filter(|(cluster, _)| *cluster != " ").count() <= 1;
            prop_assert!(line.width() <= width || is_one, "{width}: {line:?}");
            for run in &line.runs {
                properties::clean("a run", &run.text)?;
                prop_assert!(!run.text.contains(['\n', '\t']), "a run with a break: {run:?}");
                if let Some(span) = run.span {
                    prop_assert!(block.text.get(span.start..span.end).is_some(), "{span:?} in {:?}", block.text);
                    shown[span.start..span.end].iter_mut().for_each(|times| *times += 1);
                }
            }
        }
        let cut = settings.code == CodeLines::Cut && block.kind.name() == "code";
        for (at, c) in block.text.char_indices() {
            let once = shown[at] == 1 || shown[at] == 0 && (cut || falls(c));
            prop_assert!(once, "{c:?} at {at} stands {} times in the layout of {:?}", shown[at], block);
        }
    }
    Ok(())
}

/// Returns true if a character may disappear at a line's end.
fn falls(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{ad}')
}

/// Failures are kept as files of the corpus, which survive changes of the generator, unlike seeds.
fn config() -> ProptestConfig {
    ProptestConfig { max_shrink_iters: 4000, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn articles_are_analysed((form, page) in form().prop_flat_map(|form| (Just(form), article::article(form)))) {
        read(page.as_bytes(), form.ending())?;
    }

    #[test]
    fn broken_articles_are_analysed(
        (form, page) in form().prop_flat_map(|form| (Just(form), article::article(form))), changes in changes(),
    ) {
        read(&changed(page.into_bytes(), &changes), form.ending())?;
    }

    #[test]
    fn article_in_wrong_format_is_analysed(page in article::article(Form::Html), form in form()) {
        read(page.as_bytes(), form.ending())?;
    }

    #[test]
    fn articles_are_laid_out(
        (form, page) in form().prop_flat_map(|form| (Just(form), article::article(form))),
        width in prop_oneof![1..12_u16, 12..200_u16],
        settings in settings(),
    ) {
        laid_out(page.as_bytes(), form.ending(), width, settings)?;
    }

    #[test]
    fn broken_pages_are_analysed(page in any::<prop::sample::Index>(), changes in changes()) {
        let corpus = corpus();
        let (ending, bytes) = &corpus[page.index(corpus.len())];
        read(&changed(bytes.clone(), &changes), ending)?;
    }
}

/// The pages used as raw material for corrupted ones: those in this folder, and those in the folder named by
/// `SAYSO_TEST_CORPUS`.
fn corpus() -> &'static [(String, Vec<u8>)] {
    static PAGES: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
        let other = std::env::var_os("SAYSO_TEST_CORPUS").map(std::path::PathBuf::from);
        let files = std::iter::once(own).chain(other).flat_map(|folder| std::fs::read_dir(folder).unwrap());
        let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).filter(|path| path.is_file()).collect();
        paths.sort();
        let ending = |path: &Path| path.extension().unwrap_or_default().to_string_lossy().into_owned();
        paths.iter().map(|path| (ending(path), std::fs::read(path).unwrap())).collect()
    })
}

#[test]
fn corpus_is_analysed_and_laid_out() {
    for (ending, bytes) in corpus() {
        read(bytes, ending).expect("all properties hold");
        for width in 1..40 {
            laid_out(bytes, ending, width, Typography::default()).expect("each letter stands in its place");
        }
    }
}
