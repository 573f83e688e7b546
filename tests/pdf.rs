//! PDF files: reading order, paragraphs, running heads, notes, metadata, pages in citations, and what is told of files
//! that cannot be read.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod pdf_writer;

use pdf_writer::{WIDTH, bold, file, line, lines, pages, with_contents};
use sayso::article::{Article, Reason};
use sayso::declutter::ClutterOptions;
use sayso::document::{BlockKind, Problem, Style};
use sayso::load::{Failure, MediaType, Options, Source, from_bytes};
use sayso::models::Models;
use sayso::pipeline;
use sayso::reading::Reading;
use sayso::reading::cite::{Citation, Paragraphs};

fn load(bytes: Vec<u8>) -> Result<Source, Failure> {
    from_bytes("a.pdf", bytes, &Options::default()).map_err(|error| error.failure)
}

fn read(bytes: Vec<u8>) -> Reading {
    pipeline::analyse(&load(bytes).unwrap(), &Models::default(), &ClutterOptions::default())
}

fn texts(article: &Article) -> Vec<&str> {
    article.blocks.iter().map(|placed| placed.block.text.as_str()).collect()
}

/// A column of six full lines that ends with a divided word, and the next one that goes on.
fn two_columns() -> Vec<pdf_writer::Line> {
    let left = [
        "The harbour was closed for",
        "three days after the storm",
        "and ships had to wait far out",
        "at sea while divers searched",
        "the ground for the anchors",
        "that the wind had lost in the",
    ];
    let right = ["middle of the channel where", "the water is deepest, so that", "no captain dared to pass it."];
    let mut all = vec![bold(120.0, 40.0, 16.0, "Harbour closed again")];
    // The columns are drawn line by line, as some programs do.
    for (at, words) in left.into_iter().enumerate() {
        let y = 12.0f32.mul_add(at as f32, 80.0);
        all.push(line(30.0, y, 10.0, words));
        all.extend(right.get(at).map(|text| line(215.0, y, 10.0, text)));
    }
    all
}

#[test]
fn columns_are_read_one_after_the_other() {
    let reading = read(pages(&[two_columns()], ""));
    let all = texts(&reading.article);
    assert_eq!(all[0], "Harbour closed again");
    assert_eq!(
        all[1],
        "The harbour was closed for three days after the storm and ships had to wait far out at sea while divers \
         searched the ground for the anchors that the wind had lost in the middle of the channel where the water is \
         deepest, so that no captain dared to pass it."
    );
    assert_eq!(all.len(), 2, "{all:?}");
}

/// Pages with running heads and numbers, and a paragraph that goes on over the page.
fn book() -> Vec<u8> {
    let page = |number: usize, text: &[&str]| {
        let mut all = vec![line(30.0, 24.0, 8.0, "A history of harbours")];
        all.extend(lines(30.0, 60.0, text));
        all.push(line(195.0, 585.0, 8.0, &number.to_string()));
        all
    };
    let first = [
        "The minister spoke to the captains on the quay for an hour and told them that",
        "nobody would have to wait any longer, because the divers had found all anchors",
        "and every ship that was ready to leave could do so under the eyes of pilots and",
    ];
    let second = [
        "with the help of tugs. \"We have waited long enough,\" Ada Byron, the minister,",
        "said on Monday in the harbour office before she left on the last train.",
    ];
    let third = ["Nothing else happened that week, as the books of the harbour master show."];
    let info = "/Title(A history of harbours)/Author(Charles Vane)/CreationDate(D:20240501120000Z)";
    pages(&[page(1, &first), page(2, &second), page(3, &third)], info).into_iter().collect()
}

#[test]
fn running_heads_and_page_numbers_are_clutter() {
    let article = read(book()).article;
    let hidden: Vec<&str> = article.clutter.iter().map(|it| it.block.text.as_str()).collect();
    assert_eq!(hidden, ["A history of harbours", "1", "A history of harbours", "2", "A history of harbours", "3"]);
    assert!(article.clutter.iter().all(|it| it.reason == Reason::Navigation));
}

#[test]
fn quotation_on_second_page_is_cited_with_its_page() {
    let reading = read(book());
    let quote = &reading
        .attributions
        .quotes
        .iter()
        .find(|it| it.text(&reading.article.text).contains("waited long enough"))
        .unwrap();
    let citation = Citation::of(&reading, quote, &Paragraphs::of(&reading.article));
    assert_eq!(citation.page, Some(2));
    assert_eq!(citation.names().as_deref(), Some("Ada Byron"));
    let cited = "Ada Byron (minister), “A history of harbours”, 2024-05-01, p. 2, paragraph 1";
    assert_eq!(citation.line(), cited);
}

#[test]
fn metadata_come_from_the_information_dictionary() {
    let meta = read(book()).article.meta;
    assert_eq!(meta.title.as_deref(), Some("A history of harbours"));
    assert_eq!(meta.authors, ["Charles Vane"]);
    assert_eq!(meta.published.as_deref(), Some("2024-05-01"));
}

#[test]
fn divided_words_are_put_together() {
    let text = [
        "The government of the island said that the bridge would be opened in the com-",
        "ing year, and that a well-known architect had designed both towers for an inter-",
        "national competition that nobody had expected him to win against the others.",
    ];
    let article = read(pages(&[lines(30.0, 60.0, &text)], "")).article;
    let text = &article.blocks[0].block.text;
    assert!(
        text.contains("the coming year") && text.contains("international") && text.contains("well-known"),
        "{text}"
    );
}

#[test]
fn footnotes_and_captions_are_recognised() {
    let mut page = lines(
        30.0,
        60.0,
        &[
            "The bridge was paid for by the towns on both sides of the river, which have argued",
            "about its name ever since, though the council of ministers has decided it long ago.",
        ],
    );
    page.push(line(30.0, 120.0, 10.0, "Figure 1: The bridge in its first winter"));
    page.push(line(30.0, 560.0, 7.0, "1 See the minutes of the council, volume two."));
    let article = read(pages(&[page], "")).article;
    let note = article.blocks.iter().find(|it| it.block.footnote.is_some()).unwrap();
    assert_eq!((note.block.footnote.as_deref(), note.block.text.starts_with("See the minutes")), (Some("1"), true));
    let caption = article.blocks.iter().find(|it| it.block.text.starts_with("Figure 1")).unwrap();
    assert_eq!(caption.role.name(), "caption");
}

#[test]
fn columns_of_numbers_become_a_table() {
    let rows = [("Apples", "12", "30"), ("Pears", "7", "18"), ("Plums", "40", "65"), ("Quinces", "3", "9")];
    let row = |(at, (name, old, new)): (usize, &(&str, &str, &str))| {
        let y = 12.0f32.mul_add(at as f32, 80.0);
        [line(40.0, y, 10.0, name), line(140.0, y, 10.0, old), line(220.0, y, 10.0, new)]
    };
    let page: Vec<_> = rows.iter().enumerate().flat_map(row).collect();
    let article = read(pages(&[page], "")).article;
    let block = &article.blocks[0].block;
    assert!(matches!(&block.kind, BlockKind::Table(table) if table.rows.len() == 4), "{block:?}");
    assert_eq!(block.text, "Apples\t12\t30\nPears\t7\t18\nPlums\t40\t65\nQuinces\t3\t9");
}

#[test]
fn bold_words_are_marked() {
    let page = vec![
        line(30.0, 60.0, 10.0, "It was the"),
        bold(80.0, 60.0, 10.0, "greatest"),
        line(123.0, 60.0, 10.0, "storm of the century, as they said."),
    ];
    let article = read(pages(&[page], "")).article;
    let block = &article.blocks[0].block;
    let strong = block.marks.iter().find(|mark| mark.style == Style::Strong).unwrap();
    assert_eq!(strong.span.of(&block.text), "greatest");
}

#[test]
fn picture_without_text_tells_to_recognise_it() {
    let image = "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>\nstream\n0\nendstream";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>".into(),
        "<</Length 9>>\nstream\n/I Do    \nendstream".into(),
        image.into(),
    ];
    let article = read(file(&objects, "")).article;
    let [Problem::NoArticle(why)] = article.problems.as_slice() else { panic!("{:?}", article.problems) };
    assert!(why.contains("pictures") && why.contains("ocrmypdf"), "{why}");
}

#[test]
fn font_without_letters_tells_to_recognise_them() {
    let font = "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 65/LastChar 67\
                /Widths[9 9 9]/CharProcs<</g1 6 0 R>>/Encoding<</Type/Encoding/Differences[65/g1/g1/g1]>>>>";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>".into(),
        "<</Length 33>>\nstream\nBT /F 9 Tf 9 9 Td (ABCABC) Tj ET  \nendstream".into(),
        font.into(),
        "<</Length 0>>\nstream\n\nendstream".into(),
    ];
    let article = read(file(&objects, "")).article;
    let [Problem::NoArticle(why)] = article.problems.as_slice() else { panic!("{:?}", article.problems) };
    assert!(why.contains("fonts") && why.contains("--force-ocr"), "{why}");
    assert_eq!(article.text, "");
}

#[test]
fn protected_file_tells_how_to_remove_the_password() {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[]/Count 0>>".to_owned(),
        format!("<</Filter/Standard/V 1/R 2/P -4/O<{0}>/U<{0}>>>", "00".repeat(32)),
    ];
    let failure = load(file(&objects, "/Encrypt 3 0 R/ID[<00><00>]")).unwrap_err();
    assert_eq!(failure, Failure::PdfPassword);
    assert!(failure.to_string().contains("password") && failure.to_string().contains("qpdf --decrypt"));
}

#[test]
fn damaged_files_are_rejected_or_repaired() {
    assert_eq!(load(b"%PDF-1.4\nnothing".to_vec()), Err(Failure::PdfDamaged));
    // Without the table of offsets the objects are searched for.
    let whole = book();
    let table = whole.windows(4).position(|it| it == b"xref").unwrap();
    let repaired = read(whole[..table].to_vec()).article;
    assert!(repaired.text.contains("The minister spoke to the captains"));
}

#[test]
fn pdf_is_recognised_by_its_first_bytes() {
    let source = from_bytes("letter", book(), &Options::default()).unwrap();
    assert_eq!((source.media_type, source.text().0.len()), (MediaType::Pdf, 0));
    let page = from_bytes("a.html", b"<p>A file begins with %PDF-1.4.".to_vec(), &Options::default()).unwrap();
    assert_eq!(page.media_type, MediaType::Html);
}

#[test]
fn form_within_itself_ends() {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources 5 0 R>>".into(),
        "<</Length 10>>\nstream\n/X Do /X Do\nendstream".into(),
        "<</XObject<</X 6 0 R>>/Font<</F 7 0 R>>>>".into(),
        "<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources 5 0 R/Length 46>>\nstream\n/X Do /X Do BT /F 9 Tf 9 9 Td (Word) Tj ET    \nendstream".into(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".into(),
    ];
    let article = read(file(&objects, "")).article;
    assert_eq!(article.text, "Word");
    assert!(article.problems.iter().any(|it| matches!(it, Problem::Shortened(_))), "{:?}", article.problems);
}

#[test]
fn text_outside_of_the_page_is_left_out() {
    let page = vec![line(30.0, 60.0, 10.0, "On the page."), line(WIDTH + 50.0, 60.0, 10.0, "Beside it.")];
    assert_eq!(texts(&read(pages(&[page], "")).article), ["On the page."]);
}

#[test]
fn first_pages_give_the_preview_of_a_long_file() {
    let page = |number: usize| {
        let text = [
            "Every day the pilots went out to the bar and measured how deep the water was, and the",
            "numbers were written in a book that the harbour master kept in his office by the quay,",
            "where every captain could read them before he decided whether to leave on that tide.",
        ];
        let mut all: Vec<_> = (0..12).flat_map(|at| lines(30.0, 50.0f32.mul_add(at as f32, 20.0), &text)).collect();
        all.push(line(195.0, 592.0, 8.0, &number.to_string()));
        all
    };
    let (models, options) = (Models::default(), ClutterOptions::default());
    // A cover, titles and contents may come before the first pages with much text.
    for titles in [0, 14] {
        let title = |number: usize| vec![bold(30.0, 200.0, 16.0, &format!("Part {number} of the harbour book"))];
        let all: Vec<_> = (1..=titles).map(title).chain((1..=80).map(page)).collect();
        let source = load(pages(&all, "")).unwrap();
        let preview = pipeline::preview(&source, &models, &options).unwrap();
        let whole = pipeline::analyse_text(&source, &models, &options);
        assert!(whole.article.text.starts_with(&preview.article.text), "{titles}");
        assert!(preview.article.words() > 600, "{titles}");
    }
}

#[test]
fn content_bomb_is_cut() {
    // Every page draws the same character more often than the budget of a page allows.
    let content = format!("BT /F1 9 Tf 9 9 Td {} ET", "(aaaaaaaa) Tj ".repeat(20_000));
    let source = load(with_contents(&vec![content; 3], "")).unwrap();
    let reading = pipeline::analyse_text(&source, &Models::default(), &ClutterOptions::default());
    assert!(reading.article.text.len() < 10_000_000);
}
