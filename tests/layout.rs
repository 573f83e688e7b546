//! Layout by value and by property: no text is lost, whatever it is and however narrow the column.

use proptest::prelude::*;
use sayso::document::{Block, BlockKind, ListItem, Mark, Marker, Span, Style, Table};
use sayso::layout::{
    Alignment, BidiOrder, CodeLines, Line, Run, Typography, display_width, height, hyphenation, lay_out, lay_out_from,
    starts,
};
use sayso::load::{MediaType, Source};

/// Checks that every byte of the text is shown by one run, in order, except white space at breaks.
#[track_caller]
fn check_nothing_lost(block: &Block, lines: &[Line]) {
    let mut spans: Vec<Span> = Vec::new();
    for line in lines {
        let mut here: Vec<Span> = line.runs.iter().filter_map(|run| run.span).collect();
        here.sort();
        spans.extend(here);
    }
    let mut at = 0;
    for span in spans {
        assert!(span.start >= at, "shown twice or out of order: {span:?} after {at}");
        let skipped = &block.text[at..span.start];
        assert!(skipped.chars().all(char::is_whitespace), "lost: {skipped:?}");
        at = span.end;
    }
    assert!(block.text[at..].chars().all(char::is_whitespace), "lost at the end: {:?}", &block.text[at..]);
}

#[track_caller]
fn check_widths(lines: &[Line], width: u16) {
    for line in lines {
        for run in &line.runs {
            assert_eq!(run.width, display_width(&run.text), "{run:?}");
        }
        assert!(line.width() <= width || width < 8, "{width}: {:?}", line.text());
    }
}

fn paragraph(text: &str) -> Block {
    Block { text: text.into(), ..Block::default() }
}

#[track_caller]
fn set(block: &Block, width: u16) -> String {
    let lines = lay_out(block, width, &Typography::default());
    check_nothing_lost(block, &lines);
    lines.iter().map(Line::text).collect::<Vec<_>>().join("\n")
}

#[test]
fn lines_break_between_words() {
    assert_eq!(set(&paragraph("The quick brown fox"), 10), "The quick\nbrown fox");
    assert_eq!(set(&paragraph("well-known facts"), 6), "well-\nknown\nfacts");
    assert_eq!(set(&paragraph("one\ntwo"), 20), "one\ntwo");
}

#[test]
fn word_longer_than_line_is_broken() {
    assert_eq!(set(&paragraph("abcdefghij k"), 4), "abcd\nefgh\nij k");
}

#[test]
fn wide_glyph_fits_column_of_one() {
    assert_eq!(set(&paragraph("日本"), 1), "日\n本");
    assert_eq!(set(&paragraph("日本語"), 5), "日本\n語");
}

#[test]
fn list_items_have_hanging_indent() {
    let item = |marker, depth| Block {
        kind: BlockKind::List,
        list: Some(ListItem { depth, marker }),
        ..paragraph("some words here")
    };
    assert_eq!(set(&item(Marker::Bullet, 1), 12), " • some\n   words\n   here");
    assert_eq!(set(&item(Marker::Number(12), 1), 20), "12. some words here");
    assert_eq!(set(&item(Marker::Task(true), 2), 40), "    ☑ some words here");
}

#[test]
fn huge_paragraph_is_laid_out_in_parts() {
    let block = paragraph(&"many words of some length ".repeat(40_000));
    let first = lay_out_from(&block, 60, &Typography::default(), 0, 50);
    assert_eq!(first.len(), 50);
    let again = lay_out_from(&block, 60, &Typography::default(), first[9].next(), 5);
    assert_eq!(again, first[10..15]);
}

#[test]
fn million_letter_word_is_laid_out() {
    let block = paragraph(&"x".repeat(1_000_000));
    assert_eq!(lay_out(&block, 80, &Typography::default()).len(), 12_500);
}

fn table(rows: &[&[&str]]) -> Block {
    let mut text = String::new();
    let mut spans = Vec::new();
    for row in rows {
        if !spans.is_empty() {
            text.push('\n');
        }
        let mut cells = Vec::new();
        for cell in *row {
            if !cells.is_empty() {
                text.push('\t');
            }
            cells.push(Span::new(text.len(), text.len() + cell.len()));
            text.push_str(cell);
        }
        spans.push(cells);
    }
    Block { kind: BlockKind::Table(Table { head: 1, rows: spans }), text, ..Block::default() }
}

fn sorted_out(block: &Block, lines: &[Line]) {
    let mut spans: Vec<Span> = lines.iter().flat_map(|line| line.runs.iter().filter_map(|run| run.span)).collect();
    spans.sort();
    let runs = spans.into_iter().map(|span| Run { span: Some(span), ..Run::default() }).collect();
    check_nothing_lost(block, &[Line { runs, ..Line::default() }]);
}

const VOICES: &[&[&str]] = &[
    &["Speaker", "Role", "Quotes"],
    &["Park Jin", "South Korea's foreign minister", "3"],
    &["Patrick M. Cronin", "Asia-Pacific security chair at the Hudson Institute", "14"],
];

#[test]
fn tables_fit_the_width() {
    for width in [90, 60, 40, 24, 12, 3] {
        let block = table(VOICES);
        let lines = lay_out(&block, width, &Typography::default());
        sorted_out(&block, &lines);
        check_widths(&lines, width);
        let shown: Vec<String> = lines.iter().map(Line::text).collect();
        insta::assert_snapshot!(format!("table_{width}"), shown.join("\n"));
    }
}

#[test]
fn justified_lines_reach_the_edge_with_hyphens() {
    let block = paragraph(
        "Steering North Korea through extreme isolation to counter Covid while “defying tough international \
         sanctions”, supreme leader Kim Jong Un has “emerged into the warm embrace of Moscow and Beijing”.",
    );
    let settings =
        Typography { alignment: Alignment::Justified, hyphens: hyphenation("en-GB"), ..Typography::default() };
    let lines = lay_out(&block, 34, &settings);
    check_nothing_lost(&block, &lines);
    let shown: Vec<String> = lines.iter().map(Line::text).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn right_to_left_lines_are_in_visual_order() {
    assert_eq!(set(&paragraph("אבג (דהו) 12"), 20), "        12 (והד) גבא");
    assert_eq!(set(&paragraph("He said שלום עולם today"), 40), "He said םלוע םולש today");
}

prop_compose! {
    fn any_settings()(justified: bool, hyphens: bool, cut: bool, written: bool) -> Typography {
        Typography {
            order: if written { BidiOrder::Logical } else { BidiOrder::Visual },
            alignment: if justified { Alignment::Justified } else { Alignment::Ragged },
            hyphens: hyphens.then(|| hyphenation("en")).flatten(),
            code: if cut { CodeLines::Cut } else { CodeLines::Wrap },
        }
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-zA-Z]{1,12}",
        3 => Just(" ".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("\u{ad}".to_owned()),
        1 => Just("\u{301}".to_owned()),
        1 => Just("👩‍👩‍👧 ❤️ 🇫🇷".to_owned()),
        1 => Just("日本語 ﾞ".to_owned()),
        1 => Just("שלום (עולם) 12".to_owned()),
        1 => Just("السلام عليكم".to_owned()),
        1 => Just("“well-known”, it's".to_owned()),
        1 => "\\PC{0,8}",
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

fn any_marks(text: &str) -> impl Strategy<Value = Vec<Mark>> + use<> {
    let edges: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let style = prop_oneof![
        Just(Style::Emphasis),
        Just(Style::Strong),
        Just(Style::Link("https://example.org/".into())),
        Just(Style::Footnote("1".into())),
    ];
    let pick = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), style);
    prop::collection::vec(pick, 0..5).prop_map(move |picks| {
        let mut marks = Vec::new();
        for (a, b, style) in picks {
            let (a, b) = (edges[a.index(edges.len())], edges[b.index(edges.len())]);
            marks.push(Mark { span: Span::new(a.min(b), a.max(b)), style });
        }
        marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
        marks
    })
}

fn any_prose() -> impl Strategy<Value = Block> {
    let kind = prop_oneof![
        Just(BlockKind::Paragraph),
        Just(BlockKind::Heading(2)),
        Just(BlockKind::Quote),
        Just(BlockKind::List)
    ];
    let marker = prop_oneof![Just(Marker::Bullet), (0u32..2000).prop_map(Marker::Number), Just(Marker::None)];
    let item = (1u8..9, marker).prop_map(|(depth, marker)| Some(ListItem { depth, marker }));
    let list = prop_oneof![3 => Just(None), 1 => item];
    (any_text(), kind, list, 0u8..4).prop_flat_map(|(text, kind, list, quotes)| {
        any_marks(&text).prop_map(move |marks| {
            let (text, kind) = (text.clone(), kind.clone());
            Block { kind, text, marks, quotes, list, ..Block::default() }
        })
    })
}

proptest! {
    #[test]
    fn layout_keeps_every_character(block in any_prose(), width in 1u16..60, settings in any_settings()) {
        let lines = lay_out(&block, width, &settings);
        check_nothing_lost(&block, &lines);
        check_widths(&lines, width);
    }

    #[test]
    fn layout_can_start_at_any_line(block in any_prose(), width in 1u16..60, settings in any_settings()) {
        let lines = lay_out(&block, width, &settings);
        for (index, line) in lines.iter().enumerate().take(lines.len().saturating_sub(1)) {
            let rest = lay_out_from(&block, width, &settings, line.next(), 2);
            prop_assert_eq!(&rest[..], &lines[index + 1..(index + 3).min(lines.len())]);
        }
    }

    #[test]
    fn tables_keep_every_cell(cells in prop::collection::vec(prop::collection::vec("\\PC{0,9}( \\PC{0,9})?", 0..5), 1..5), width in 1u16..60) {
        let rows: Vec<Vec<&str>> = cells.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let block = table(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let lines = lay_out(&block, width, &Typography::default());
        sorted_out(&block, &lines);
        check_widths(&lines, width);
    }

    #[test]
    fn heights_match_line_counts(block in any_prose(), width in 1u16..60, settings in any_settings()) {
        let lines = lay_out(&block, width, &settings);
        prop_assert_eq!(height(&block, width, &settings), lines.len());
        if !block.text.is_empty() {
            prop_assert_eq!(starts(&block, width, &settings), lines.iter().map(|line| line.span.start).collect::<Vec<_>>());
        }
    }

    #[test]
    fn code_keeps_its_characters(text in any_text(), width in 1u16..60) {
        let block = Block { kind: BlockKind::Code(None), ..paragraph(&text) };
        check_nothing_lost(&block, &lay_out(&block, width, &Typography::default()));
    }

    #[test]
    fn runs_cut_anywhere_keep_all_text(block in any_prose(), width in 1u16..60, cut: prop::sample::Index) {
        let edges: Vec<usize> = block.text.char_indices().map(|(at, _)| at).chain([0]).collect();
        let cut = edges[cut.index(edges.len())];
        let lines = lay_out(&block, width, &Typography::default()).into_iter();
        let lines: Vec<Line> = lines.map(|line| line.cut_at(&[cut])).collect();
        check_nothing_lost(&block, &lines);
        for line in &lines {
            for span in line.runs.iter().filter(|run| run.width > 0).filter_map(|run| run.span) {
                let column = line.column_of(span.start);
                prop_assert!(column.is_some_and(|column| line.byte_at(column).is_some()));
            }
        }
    }
}

/// All kinds of blocks, from `tests/layout/page.md`, in columns from wide to very narrow.
#[test]
fn page_is_laid_out_at_several_widths() {
    let source = Source {
        bytes: include_bytes!("layout/page.md").to_vec(),
        media_type: MediaType::Markdown,
        charset: "utf-8".into(),
        ..Source::default()
    };
    let document = sayso::parse::parse(&source);
    for width in [72, 40, 20, 6] {
        let mut page = String::new();
        for block in &document.blocks {
            let lines = lay_out(block, width, &Typography::default());
            sorted_out(block, &lines);
            check_widths(&lines, width);
            for line in lines {
                page.push_str(line.text().trim_end());
                page.push('\n');
            }
            page.push('\n');
        }
        insta::assert_snapshot!(format!("page_{width}"), page);
    }
}
