//! Exports: JSON lines restore everything, Markdown and bookmarks restore all that their format can hold, and every
//! other format follows its own escaping rules.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use sayso::document::MediaType;
use sayso::library::export::{LibraryFormat, write, write_folder};
use sayso::library::import::{ImportSource, analyse, import};
use sayso::library::query::Query;
use sayso::library::{
    BlockAnchor, Change, Correction, Highlight, Incoming, Library, MergePolicy, Original, Piece, PieceId, PieceState,
    SavedView, Sort, UserData,
};
use sayso::models::Models;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const NOW: i64 = 1_750_000_000;

fn empty(now: i64) -> Library {
    Library::in_memory(Arc::new(move || now)).unwrap()
}

fn exported(library: &Library, format: LibraryFormat) -> String {
    let mut bytes = Vec::new();
    write(library, &Query::default(), format, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Imports a file or folder into a new library, a year later.
fn taken(path: &Path) -> Library {
    let mut library = empty(NOW + 31_536_000);
    let origin = ImportSource::open(path).unwrap();
    let mut failed = Vec::new();
    let stop = AtomicBool::new(false);
    import(&mut library, &origin, &Models::default(), &stop, |event| failed.push(format!("{event:?}"))).unwrap();
    failed.retain(|event| !event.starts_with("Written"));
    assert_eq!(failed, [""; 0]);
    library
}

fn written(name: &str, text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, text).unwrap();
    (folder, file)
}

fn pieces(library: &Library) -> Vec<Piece> {
    library.list(&Query::default(), Sort::Newest, 0, 1_000).unwrap().pieces
}

/// Words with characters that need escaping in some format.
fn words() -> impl Strategy<Value = String> {
    let odd = select(
        &[
            "a, b",
            "\"quoted\"",
            "it's",
            "<b>&amp;</b>",
            "{braces}",
            "\\back\\slash",
            "50 % of $3 #1 a_b ^ ~",
            "[x](y)",
            "---",
            "- item",
            "key: value",
            "日本語",
            "e\u{301}",
            "🦀",
            "'single'",
            "a;b|c",
            "=1+1",
            "|pipe|",
            "&#44;",
            "null",
            "true",
            "C:\\temp",
            "a\u{a0}b",
            "# head",
            "*",
            "“said”",
            "@x",
            "%00",
        ][..],
    );
    vec(odd, 1..4).prop_map(|all| all.join(" "))
}

#[derive(Clone, Debug)]
struct Made {
    title: String,
    page: Option<Vec<String>>,
    later: Option<String>,
    marks: UserData,
    renamed: Option<String>,
    left: Option<(usize, u16)>,
    corrected: bool,
}

fn made() -> impl Strategy<Value = Made> {
    let highlight = (words(), option::of(words()), 0..NOW).prop_map(|(text, note, made)| Highlight {
        span: None,
        text,
        note,
        made,
    });
    let marks = (
        select(&PieceState::ALL[..]),
        any::<bool>(),
        vec(words(), 0..3),
        // Few different seconds, so that several pieces share one.
        1_600_000_000..1_600_000_004_i64,
        option::of(vec(words(), 1..3)),
        vec(highlight, 0..3),
    );
    let marks = marks.prop_map(|(state, starred, tags, saved, note, highlights)| UserData {
        state: Some(state),
        starred: Some(starred),
        tags,
        saved: Some(saved),
        note: note.map(|lines| lines.join("\n")),
        highlights,
        ..UserData::default()
    });
    let page = option::of(vec(words(), 1..4));
    let left = option::of((0..40_usize, 0..=1_000_u16));
    (words(), page, option::of(words()), marks, option::of(words()), left, any::<bool>()).prop_map(
        |(title, page, later, marks, renamed, left, corrected)| Made {
            title,
            page,
            later,
            marks,
            renamed,
            left,
            corrected,
        },
    )
}

/// Saves a generated piece in a library and changes it as a user would.
fn put(library: &mut Library, number: usize, one: &Made) {
    let url = format!("https://a.example/{number}?b=1&utm_source=x");
    let html = |title: &str, lines: &[String]| {
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let lines = lines.iter().map(|line| format!("<p>“{}”, said Ada Vane, of note {number}.</p>", escaped(line)));
        let page = format!("<article><h1>{}</h1>{}</article>", escaped(title), lines.collect::<String>());
        Original { media_type: MediaType::Html, charset: "utf-8".into(), bytes: page.into_bytes() }
    };
    let page = |original: Option<Original>, marks: UserData, intent| {
        let mut incoming =
            Incoming { url: Some(url.clone()), original, user_data: marks, intent, ..Incoming::default() };
        incoming.meta.title = Some(one.title.clone());
        analyse(incoming, &Models::default())
    };
    let first = one.page.as_ref().map(|lines| html(&one.title, lines));
    let id = library.save(page(first.clone(), one.marks.clone(), MergePolicy::Add)).unwrap().id();
    if let (Some(line), Some(_)) = (&one.later, first) {
        let lines = [line.clone(), "Another version".into()];
        library.save(page(Some(html(&one.title, &lines)), UserData::default(), MergePolicy::Fetch)).unwrap();
    }
    if let Some(title) = &one.renamed {
        library.change(&[id], &Change::Title(title.clone())).unwrap();
    }
    if let Some((position, progress)) = one.left {
        library.record_progress(id, position, progress).unwrap();
    }
    if let Some(reading) = library.reading(id).unwrap().filter(|_| one.corrected) {
        let block = reading.article.blocks.first().map(|placed| (placed.order as usize, placed.block.text.clone()));
        let quote = reading.attributions.quotes.first().and_then(|quote| quote.spans.first()).map(|span| span.start);
        let text = &reading.article.text;
        let speaker =
            |start: usize| Correction::Speaker(BlockAnchor::of(start, &text[start..]), Some("Bo Lind".into()));
        let hidden = block.map(|(order, text)| Correction::Hide(BlockAnchor::of(order, &text)));
        let corrections: Vec<Correction> = hidden.into_iter().chain(quote.map(speaker)).collect();
        library.change(&[id], &Change::Corrections(corrections)).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everything_comes_back_from_json_lines(all in vec(made(), 1..6)) {
        let mut library = empty(NOW);
        for (number, one) in all.iter().enumerate() {
            put(&mut library, number, one);
        }
        library.follow("https://a.example/feed", Some("A \"feed\""), &["x, y".into()]).unwrap();
        if let (Ok(one), Ok(to)) = (library.speaker_named("Ada Vane"), library.speaker_named("Bo Lind")) {
            library.join_speakers(one, to).unwrap();
        }
        let text = exported(&library, LibraryFormat::Jsonl);
        let (_folder, file) = written("library.jsonl", &text);
        let other = taken(&file);
        let back = exported(&other, LibraryFormat::Jsonl);
        for (line, same) in back.lines().zip(text.lines()) {
            prop_assert_eq!(line, same);
        }
        prop_assert_eq!(back.lines().count(), text.lines().count());
        // The note on changed quotations is for this reader alone.
        let unnumbered = |library| pieces(library).into_iter().map(|piece| Piece { id: PieceId(0), revised: None, ..piece });
        prop_assert!(unnumbered(&other).eq(unnumbered(&library)), "the lists differ");
    }

    #[test]
    fn notes_and_bookmarks_round_trip(all in vec(made(), 1..6)) {
        let mut library = empty(NOW);
        for (number, one) in all.iter().enumerate() {
            put(&mut library, number, one);
        }
        let folder = tempfile::tempdir().unwrap();
        write_folder(&library, &Query::default(), folder.path()).unwrap();
        let (_held, file) = written("bookmarks.html", &exported(&library, LibraryFormat::Netscape));
        for (other, is_folder) in [(taken(folder.path()), true), (taken(&file), false)] {
            let theirs: HashMap<_, _> = pieces(&other).into_iter().map(|piece| (piece.url.clone(), piece)).collect();
            for piece in pieces(&library) {
                let same = &theirs[&piece.url];
                prop_assert_eq!(&same.given_url, &piece.given_url);
                prop_assert_eq!(&same.title, &piece.title);
                prop_assert_eq!((same.state, same.starred), (piece.state, piece.starred));
                prop_assert_eq!((same.saved, same.progress), (piece.saved, piece.progress));
                prop_assert_eq!(&same.tags, &piece.tags);
                prop_assert_eq!(&same.note, &piece.note);
                if is_folder {
                    prop_assert_eq!((same.fetched, &same.authors, &same.site), (piece.fetched, &piece.authors, &piece.site));
                    prop_assert_eq!(marked(&other, same.id), marked(&library, piece.id));
                }
            }
        }
    }
}

fn marked(library: &Library, id: PieceId) -> Vec<(String, Option<String>)> {
    library.highlights(id).unwrap().into_iter().map(|one| (one.text, one.note)).collect()
}

/// A library with a piece that has a page, a comma in a tag, and characters special in each format.
fn one() -> Library {
    let mut library = empty(NOW);
    let page = "<html lang=en><meta name=author content='Ada de la Vane'><meta property=og:site_name content='The R&amp;D_Post'>\
        <meta property=article:published_time content=2024-03-05T10:00:00Z><title>50% of {it} &amp; <script></title>\
        <article><h1>50% of {it} &amp; &lt;script></h1><p>“Bees, \"late\" ones,\nare here,” said Bo Lind, keeper; of hives.</p>\
        <p>The hives stand on the hill above the town, and nobody has counted them since the spring of 1951.</p></article>";
    let original = Original { media_type: MediaType::Html, charset: "utf-8".into(), bytes: page.into() };
    let marks = UserData { saved: Some(1_710_000_000), tags: vec!["a, b".into()], ..UserData::default() };
    let url = Some("https://a.example/x_y?a=1&b=%20{2}".to_owned());
    let incoming = Incoming { url, original: Some(original), user_data: marks, ..Incoming::default() };
    library.save(analyse(incoming, &Models::default())).unwrap();
    library
}

#[test]
fn quotations_are_a_table_that_parses_back() {
    let library = one();
    let text = exported(&library, LibraryFormat::Quotes);
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let heads: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1, "{text}");
    let get = |name: &str| rows[0].get(heads.iter().position(|head| head == name).unwrap()).unwrap();
    assert_eq!(get("speaker"), "Bo Lind");
    assert!(get("quote").contains("Bees, \"late\" ones,"), "{}", get("quote"));
    assert_eq!((get("site"), get("published").get(..10)), ("The R&D_Post", Some("2024-03-05")));
    assert_eq!((get("authors"), get("saved")), ("Ada de la Vane", "2024-03-09T16:00:00Z"));
}

#[test]
fn bibtex_escapes_what_tex_would_read() {
    let text = exported(&one(), LibraryFormat::Bibtex);
    let expected = [
        "author = {Ada de la Vane}",
        "title = {50\\% of \\{it\\} \\& <script>}",
        "organization = {The R\\&D\\_Post}",
        "date = {2024-03-05}",
        "urldate = {2024-03-09}",
        "langid = {en}",
        "url = {https://a.example/x_y?a=1&b=%20%7B2%7D}",
    ];
    for line in expected {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(text.starts_with("@online{"));
    let depth = |text: &str| {
        text.replace("\\{", "").replace("\\}", "").chars().fold(0, |depth, ch| match ch {
            '{' => depth + 1,
            '}' => depth - 1,
            _ => depth,
        })
    };
    assert_eq!(depth(&text), 0);
}

#[test]
fn csl_is_json_with_names_in_parts() {
    let items: serde_json::Value = serde_json::from_str(&exported(&one(), LibraryFormat::Csl)).unwrap();
    let item = &items[0];
    assert_eq!(
        item["author"],
        serde_json::json!([{"family": "Vane", "given": "Ada", "non-dropping-particle": "de la"}])
    );
    assert_eq!(item["issued"], serde_json::json!({"date-parts": [[2024, 3, 5]]}));
    assert_eq!(item["accessed"], serde_json::json!({"date-parts": [[2024, 3, 9]]}));
    assert_eq!(item["title"], "50% of {it} & <script>");
    assert_eq!(item["container-title"], "The R&D_Post");
    let nothing: serde_json::Value = serde_json::from_str(&exported(&empty(NOW), LibraryFormat::Csl)).unwrap();
    assert_eq!(nothing, serde_json::json!([]));
}

#[test]
fn exported_html_runs_no_scripts() {
    let text = exported(&one(), LibraryFormat::Html);
    assert!(text.contains("&lt;script&gt;") && !text.contains("<script"), "{text}");
    assert!(text.contains("href=\"https://a.example/x_y?a=1&amp;b=%20{2}\""), "{text}");
}

#[test]
fn obsidian_reads_the_front_matter() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(write_folder(&one(), &Query::default(), folder.path()).unwrap().pieces, 1);
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap();
    assert_eq!(file.file_name(), "50-of-it-script-1.md");
    let text = std::fs::read_to_string(file.path()).unwrap();
    let front = text.split("---\n").nth(1).unwrap();
    assert!(front.contains("title: \"50% of {it} & <script>\"\n"), "{front}");
    assert!(front.contains("tags: [\"a, b\"]\n") && front.contains("saved: 2024-03-09T16:00:00Z\n"), "{front}");
    assert!(text.contains("“Bees"));
}

#[test]
fn views_and_what_feeds_gave_come_along() {
    let mut library = empty(NOW);
    library.follow("https://a.example/feed", None, &[]).unwrap();
    let feed = library.feeds().unwrap()[0].id;
    library.saw_all("https://a.example/feed", &[17]).unwrap();
    assert_eq!(library.seen(feed).unwrap(), [17]);
    library.delete_view(5).unwrap();
    let own = SavedView { number: 7, name: "the sea".into(), query: "tag:sea \"the tide\"".into(), sort: Sort::Voices };
    library.save_view(&own).unwrap();
    let (_folder, file) = written("all.jsonl", &exported(&library, LibraryFormat::Jsonl));
    let other = taken(&file);
    assert_eq!(other.views().unwrap(), library.views().unwrap());
    let feed = other.feeds().unwrap()[0].id;
    assert_eq!(other.seen(feed).unwrap(), [17]);
    // Import into a library with views of its own: they stay, and the imported ones get free numbers.
    let mut used = empty(NOW);
    let held = SavedView { number: 7, name: "mine".into(), query: "is:noted".into(), sort: Sort::Newest };
    used.save_view(&held).unwrap();
    used.adopt_views(library.views().unwrap()).unwrap();
    let views = used.views().unwrap();
    assert!(views.contains(&held) && views.contains(&SavedView { number: 6, ..own }), "{views:?}");
    assert_eq!(views.len(), 7);
}
