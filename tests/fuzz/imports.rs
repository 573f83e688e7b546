//! Import formats: files of other programs, truncated, duplicated and corrupted, and JSON that has broken other
//! parsers.

use crate::article::{changed, changes};
use crate::properties::{Held, line};
use crate::suites::suite;
use crate::{config, models};
use proptest::prelude::*;
use sayso::library::import::{ImportInput, ImportProgress, ImportSource, import};
use sayso::library::query::Query;
use sayso::library::{Library, Sort};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

/// Imports a file; messages and stored data must be clean lines.
fn imported(name: &str, bytes: &[u8]) -> Held {
    let mut library = Library::in_memory(Arc::new(|| 1_750_000_000)).unwrap();
    let Ok(input) = ImportInput::spool(name, bytes) else { return Ok(()) };
    let mut told = Vec::new();
    let report =
        import(&mut library, &ImportSource::File(input), models(), &AtomicBool::new(false), |event| match event {
            ImportProgress::Failed(what, why) | ImportProgress::Skipped(what, why) => {
                told.push(format!("{what}: {why}"));
            }
            ImportProgress::Written(_) => {}
        });
    for text in &told {
        line("what is told of an entry", &sayso::sanitize::line(text))?;
    }
    let pieces = library.list(&Query::default(), Sort::Oldest, 0, 1_000).unwrap().pieces;
    if let Ok(report) = report {
        prop_assert!(report.new == 0 || !pieces.is_empty(), "{report:?} and nothing there");
    }
    for piece in &pieces {
        line("a title", &piece.title)?;
        for text in piece.tags.iter().chain(&piece.given_url) {
            line("a tag or address", text)?;
        }
    }
    Ok(())
}

/// The fixtures of tests/import.rs.
fn exports() -> &'static [(String, Vec<u8>)] {
    static FILES: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    FILES.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap())
            .map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap()))
            .collect();
        files.sort();
        files
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn broken_exports_are_imported(
        (file, other) in any::<(prop::sample::Index, prop::sample::Index)>(), changes in changes(),
    ) {
        let (name, bytes) = &exports()[file.index(exports().len())];
        let bytes = changed(bytes.clone(), &changes);
        imported(name, &bytes)?;
        // The format does not depend on the file's name.
        imported(&exports()[other.index(exports().len())].0, &bytes)?;
    }
}

#[test]
fn any_json_is_imported() {
    for text in suite("json") {
        for file in [
            text.clone(),
            format!(r#"[{{"url":"http://a.example/1","title":{text},"tags":[{text}]}}]"#),
            format!(r#"{{"url":{text},"title":"A","is_archived":{text}}}"#),
            format!(r#"{{"version":"https://jsonfeed.org/version/1.1","title":{text},"items":[{{"url":{text}}}]}}"#),
        ] {
            imported("a.json", file.as_bytes()).unwrap_or_else(|why| panic!("{file}: {why}"));
        }
    }
}
