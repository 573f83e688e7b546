//! One article in all its forms.

use crate::wrap::forms;
use crate::{loaded, models, project};
use sayso::library::import::{ImportProgress, ImportSource, import};
use sayso::library::query::Query;
use sayso::library::{Library, Sort};
use sayso::load::{Options, from_bytes};
use sayso::pipeline::analyse;
use sayso::reading::Reading;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Pages of the set for measuring that are read in all forms.
const PAGES: usize = 12;
/// Least share of the words that each form must have.
const LEAST_WORDS: f64 = 0.995;

fn words(reading: &Reading) -> HashMap<&str, usize> {
    let mut words = HashMap::new();
    reading.article.text.split_whitespace().for_each(|word| *words.entry(word).or_insert(0) += 1);
    words
}

/// The share of the words of `one` that stand in `other`, too.
fn share(one: &Reading, other: &Reading) -> f64 {
    let (one, other) = (words(one), words(other));
    let all: usize = one.values().sum();
    let held: usize = one.iter().map(|(word, count)| *count.min(other.get(word).unwrap_or(&0))).sum();
    held as f64 / all.max(1) as f64
}

/// Each quotation with the names of its speakers.
fn said(reading: &Reading) -> Vec<String> {
    let names = |ids: &[u32]| {
        let names = ids.iter().map(|id| reading.attributions.speakers[*id as usize].name.as_str());
        names.collect::<Vec<_>>().join(" and ")
    };
    let quotes = reading.attributions.quotes.iter();
    quotes.map(|quote| format!("{}: {}", names(&quote.speakers), quote.text(&reading.article.text))).collect()
}

/// Reads the page in each form and compares it with the first; where they are told to differ, that is an error.
fn compare(name: &str, page: &[u8]) {
    let first = from_bytes("page.html", page.to_vec(), &Options::default()).unwrap();
    let expected = analyse(&first, models(), &models().options());
    let url = expected.article.meta.url.clone().unwrap_or_else(|| "https://news.example/a".into());
    let title = expected.article.meta.title.clone().unwrap_or_default();
    let folder = tempfile::tempdir().unwrap();
    for (form, bytes) in forms(page, &first.charset, &url, &title) {
        let source = loaded(folder.path(), form, &bytes);
        let reading = analyse(&source, models(), &models().options());
        let (kept, own) = (share(&expected, &reading), share(&reading, &expected));
        assert!(
            kept >= LEAST_WORDS && own >= LEAST_WORDS,
            "{name} as {form}: {kept:.4} of the words, {own:.4} are its own"
        );
        assert_eq!(said(&reading), said(&expected), "{name} as {form}");
        assert_eq!(reading.article.meta.url.as_deref(), Some(url.as_str()), "{name} as {form}");
        assert_eq!(reading.article.meta.title, expected.article.meta.title, "{name} as {form}");
    }
}

#[test]
fn sample_in_every_form_is_one_reading() {
    compare("sample", &std::fs::read(project("assets/sample.html")).unwrap());
}

#[test]
fn news_pages_in_every_form_are_one_reading_each() {
    let folder = project("../shared/bench/extract/news/html");
    let Ok(listed) = std::fs::read_dir(&folder) else {
        assert!(std::env::var_os("CI").is_none(), "{} is missing", folder.display());
        return;
    };
    let mut paths: Vec<_> = listed.map(|file| file.unwrap().path()).collect();
    paths.sort();
    let step = (paths.len() / PAGES).max(1);
    let pages: Vec<_> = paths.into_iter().step_by(step).take(PAGES).collect();
    assert_eq!(pages.len(), PAGES);
    std::thread::scope(|scope| {
        for half in pages.chunks(PAGES.div_ceil(2)) {
            scope.spawn(move || {
                for path in half {
                    let packed = std::fs::read(path).unwrap();
                    let mut page = Vec::new();
                    std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(packed.as_slice()), &mut page)
                        .unwrap();
                    compare(&path.file_name().unwrap().to_string_lossy(), &page);
                }
            });
        }
    });
}

#[test]
fn article_in_every_form_is_one_entry() {
    let page = std::fs::read(project("assets/sample.html")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let url = "https://examiner.example/towns/the-clock-of-lower-brindle";
    for (form, bytes) in forms(&page, "utf-8", url, "The town that wants its clock to stay late") {
        std::fs::write(folder.path().join(form), bytes).unwrap();
    }
    let mut library = Library::in_memory(Arc::new(|| 1_750_000_000)).unwrap();
    let origin = ImportSource::open(folder.path()).unwrap();
    let report = import(&mut library, &origin, models(), &AtomicBool::new(false), |event| {
        assert!(matches!(event, ImportProgress::Written(_)), "{event:?}");
    })
    .unwrap();
    assert_eq!((report.new, report.failed, report.skipped), (1, 0, 0), "{report:?}");
    let pieces = library.list(&Query::default(), Sort::Oldest, 0, 10).unwrap().pieces;
    assert_eq!(pieces[0].url.as_deref(), Some(url));
    assert_eq!(pieces[0].title, "The town that wants its clock to stay late");
}
