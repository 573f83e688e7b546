//! Positions that stay: of the text, the quotation and the labels of links.

use super::stage;
use super::support::Stage;
use ratatui::layout::Size;
use sayso::tui::overlay::{Overlay, Target};
use sayso::tui::state::Message;
use sayso::tui::view;
use std::collections::BTreeSet;
use std::fmt::Write;

#[test]
fn position_is_kept_through_resizing_and_panes() {
    let mut stage = stage(120, 40);
    stage.press("g 1 0 j");
    let place = stage.app.reader().unwrap().page.place();
    for (width, height) in [(80, 24), (40, 12), (200, 60), (20, 6), (1, 1), (60, 16), (120, 40)] {
        stage.send(Message::Resize(Size { width, height }));
    }
    stage.press("< > + + - - z z < >");
    assert_eq!(stage.app.reader().unwrap().page.place(), place);
}

#[test]
fn links_of_huge_paragraph_can_be_opened() {
    let mut page = "# Links\n\n".to_owned();
    for number in 0..2000 {
        let _ = write!(page, "[number-{number}](https://example.org/{number}) and ");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("links.md");
    std::fs::write(&file, page).unwrap();
    let mut stage = Stage::open(&[file], 80, 40);
    let mut met = BTreeSet::new();
    for _ in 0..60 {
        let (buffer, extras) = view::draw(&stage.app);
        for anchor in extras.anchors {
            let words: String = anchor.area.positions().map(|at| buffer[at].symbol().to_owned()).collect();
            assert_eq!(words.rsplit('-').next(), anchor.url.rsplit('/').next(), "{words} leads to {}", anchor.url);
            met.insert(anchor.url);
        }
        stage.press("Space");
    }
    assert_eq!(met.len(), 2000);
}

#[test]
fn current_quotation_stays_in_view_through_resizing() {
    let mut stage = stage(120, 40);
    stage.press("n n n n n");
    let current = stage.app.reader().unwrap().current.unwrap();
    for (width, height) in [(80, 24), (40, 12), (30, 8), (200, 50), (60, 14), (120, 40)] {
        stage.send(Message::Resize(Size { width, height }));
        let reader = stage.app.reader().unwrap();
        assert!(reader.current == Some(current) && reader.sees(current), "{width}x{height}\n{}", stage.screen());
    }
}

#[test]
fn link_labels_stand_apart_from_words_and_cover_panes() {
    let mut stage = stage(120, 40);
    stage.press("f");
    let (buffer, _) = view::draw(&stage.app);
    let Some(Overlay::Hints(hints)) = stage.app.overlays.last() else { panic!("{}", stage.screen()) };
    let symbol = |x: u16, y: u16| buffer[(x, y)].symbol();
    for hint in &hints.labels {
        let start = hint.x - hint.label.len() as u16 - 1;
        let label: String = (start..hint.x - 1).map(|x| symbol(x, hint.y)).collect();
        let around = [symbol(start - 1, hint.y), symbol(hint.x - 1, hint.y)];
        assert!(label == hint.label && around.iter().all(|s| !s.contains(char::is_alphanumeric)), "{}", stage.screen());
    }
    let right = stage.app.areas().right;
    let in_pane = hints.labels.iter().filter(|hint| right.contains((hint.x, hint.y).into()));
    let links = &stage.app.reader().unwrap().related.links;
    let targets: Vec<_> = links.iter().map(|link| Target::Address(link.url.clone())).collect();
    assert_eq!(in_pane.map(|hint| hint.target.clone()).collect::<Vec<_>>(), targets);
}

#[test]
fn unread_article_is_at_zero_per_cent() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let stage = stage(width, height);
        let first = stage.screen().lines().next().unwrap().to_owned();
        assert!(first.trim_end().ends_with(" 0 %"), "{first}");
    }
}

#[test]
fn hidden_blocks_are_shown_whole_with_their_reasons() {
    let mut stage = stage(120, 60);
    stage.press("c C g");
    let screen = stage.screen();
    let clutter = &stage.app.reader().unwrap().article().clutter;
    let reasons: BTreeSet<&str> = clutter.iter().map(|hidden| hidden.reason.name()).collect();
    assert!(reasons.iter().any(|reason| screen.contains(reason)), "{screen}");
    let whole = screen.lines().any(|line| line.contains("┊  • Home") && line.contains("navigation"));
    assert!(whole, "{screen}");
    stage.press("c");
    assert!(!stage.screen().contains("• Home"), "back to a line each\n{}", stage.screen());
}
