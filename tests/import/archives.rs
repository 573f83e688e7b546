//! Zip files, and a table with many rows.

use super::{empty, rows, run};
use sayso::library::Sort;
use sayso::library::query::{LastWord, Query};
use std::io::Write;

fn zip(members: &[(&str, &str)]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    file.write_all(&zip.finish().unwrap().into_inner()).unwrap();
    file
}

#[test]
fn omnivore_archive_is_imported() {
    let metadata = r#"[{"id":"u1","slug":"one","title":"One","description":"d","author":"Ada Vane","url":"https://a.example/1","state":"Active","readingProgress":40,"thumbnail":null,"labels":["a","b"],"savedAt":"2024-10-29T16:30:11.000Z","updatedAt":"2024-10-29T16:30:11.000Z","publishedAt":null},
      {"id":"u2","slug":"two","title":"Two","author":null,"url":"https://a.example/2","state":"Archived","readingProgress":100,"labels":[],"savedAt":"2024-10-29T16:30:12.000Z","publishedAt":"2024-01-01T00:00:00.000Z"}]"#;
    let more = r#"[{"id":"u3","slug":"three","title":"Three","url":"https://a.example/3","state":"Unknown","readingProgress":0,"labels":[],"savedAt":"2024-10-29T16:30:13.000Z"}]"#;
    let page = "<html><body><p>The keeper said that the lamp would burn through the night and all of the following day.</p></body></html>";
    let file = zip(&[
        ("metadata_0_to_20.json", metadata),
        ("metadata_20_to_40.json", more),
        ("content/one.html", page),
        (
            "highlights/one.md",
            "> the lamp would burn\nthrough the night \n\n#light #sea\n\nmy thought\n\nof the page\n\n\n\n> all of the following day",
        ),
        ("__MACOSX/._metadata_0_to_20.json", "\u{0}\u{5}\u{16}"),
    ]);
    let mut library = empty();
    for expected in [3, 0] {
        let (report, failed) = run(&mut library, file.path());
        assert_eq!((report.new, report.changed, report.failed), (expected, 0, 0), "{failed:?}");
        assert_eq!(
            rows(&library),
            [
                "unread - 1730219411 [a|b] One <https://a.example/1>",
                "archive - 1730219412 [] Two <https://a.example/2>",
                "unread - 1730219413 [] Three <https://a.example/3>",
            ]
        );
    }
    let one = library.list(&Query::parse("lamp", LastWord::Open), Sort::Newest, 0, 1).unwrap().pieces.remove(0);
    assert_eq!(
        (one.title.as_str(), one.progress, one.authors.as_slice()),
        ("One", 400, ["Ada Vane".to_owned()].as_slice())
    );
    let highlights = library.highlights(one.id).unwrap();
    let told: Vec<_> = highlights.iter().map(|one| (one.text.as_str(), one.note.as_deref())).collect();
    assert_eq!(
        told,
        [
            ("the lamp would burn\nthrough the night", Some("#light #sea\nmy thought")),
            ("all of the following day", None)
        ]
    );
    assert_eq!(one.note.as_deref(), Some("of the page"));
}

#[test]
fn unpacked_export_is_detected() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "omnivore/metadata_0_to_20.json",
        r#"[{"id":"u1","slug":"one","title":"One","url":"https://a.example/1","state":"Archived","labels":["a"],"savedAt":"2024-10-29T16:30:11.000Z"}]"#,
    );
    write(
        "omnivore/content/one.html",
        "<p>The keeper said that the lamp would burn through the night and all day.</p>",
    );
    write("omnivore/highlights/one.md", "> the lamp would burn");
    write(
        "pocket/part_000000.csv",
        "title,url,time_added,tags,status\nTwo,https://a.example/2,1600322788,x|y,archive\n",
    );
    write(
        "pocket/annotations/part_000000.json",
        r#"[{"url":"https://a.example/2","title":"Two","highlights":[{"quote":"a passage","created_at":1600322799}]}]"#,
    );
    write(
        "page.html",
        "<html><head><title>Three</title></head><body><p>Nobody answered the door that evening, and so on.</p></body></html>",
    );
    write("figures.csv", "year,count\n2024,3\n");
    let mut library = empty();
    for new in [3, 0] {
        let (report, failed) = run(&mut library, folder.path());
        assert_eq!((report.new, report.failed), (new, 0), "{failed:?}");
        assert_eq!(
            rows(&library),
            [
                "archive - 1600322788 [x|y] Two <https://a.example/2>",
                "archive - 1730219411 [a] One <https://a.example/1>",
                "unread - now [] Three <>",
            ]
        );
    }
    for filter in ["lamp", "title two passage"] {
        let page = library.list(&Query::parse(filter, LastWord::Open), Sort::Newest, 0, 9).unwrap();
        assert!(page.pieces.iter().all(|piece| !library.highlights(piece.id).unwrap().is_empty()), "{filter}");
    }
}

#[test]
fn zipped_pocket_export_is_imported() {
    let part = |n: u32| format!("title,url,time_added,tags,status\nT{n},https://a.example/{n},160032278{n},,unread\n");
    let file = zip(&[("part_000000.csv", &part(1)), ("part_000001.csv", &part(2)), ("__MACOSX/._part.csv", "x")]);
    let mut library = empty();
    let (report, failed) = run(&mut library, file.path());
    assert_eq!((report.new, failed), (2, vec![]));
}

#[test]
fn hundred_thousand_rows_are_imported() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "title,url,time_added,tags,status").unwrap();
    let rows = if cfg!(debug_assertions) { 5_000 } else { 100_000 };
    for n in 0..rows {
        writeln!(file, "Title {n},https://site{}.example/{n},{},a|b,archive", n % 500, 1_600_000_000 + n).unwrap();
    }
    let mut library = empty();
    let (report, _) = run(&mut library, file.path());
    assert_eq!((report.new, report.entries()), (rows as usize, rows as usize));
    let (report, _) = run(&mut library, file.path());
    assert_eq!((report.new, report.changed), (0, 0));
}
