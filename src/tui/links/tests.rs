//! Tests of `links`, by value.

use super::{LinkBackend, Links, encoded, opening, wanted};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::sync::Arc;

#[test]
fn only_addresses_that_may_be_opened() {
    assert_eq!(
        encoded("https://example.org/a b?q=“x”").as_deref(),
        Some("https://example.org/a%20b?q=%E2%80%9Cx%E2%80%9D")
    );
    assert_eq!(encoded("https://example.org/\x1b]8;;\x07").as_deref(), Some("https://example.org/%1B]8;;%07"));
    assert_eq!(encoded("MAILTO:a@example.org").as_deref(), Some("MAILTO:a@example.org"));
    for wrong in ["javascript:alert(1)", "file:///etc/passwd", "#top", "example.org", "data:text/html,x"] {
        assert_eq!(encoded(wrong), None, "{wrong}");
    }
    assert_eq!(encoded(&format!("https://example.org/{}", "x".repeat(3000))), None);
    assert_eq!(opening("https://a.example/", 3).unwrap(), "\x1b]8;id=sayso3;https://a.example/\x1b\\");
}

#[test]
fn turned_off_by_the_environment() {
    assert!(wanted(|_| None));
    assert!(wanted(|_| Some(String::new())));
    assert!(!wanted(|_| Some("1".into())));
}

#[test]
fn another_page_has_other_numbers() {
    let one = Links::new(["https://a.example/", "javascript:x"], &Links::default());
    let two = Links::new(["https://b.example/"], &one);
    assert_ne!(one.ink(0), two.ink(0));
    assert!(one.ink(0).is_some() && one.ink(1).is_none() && one.ink(2).is_none());
}

/// What reached the terminal.
#[derive(Clone, Default)]
struct Paper(Rc<RefCell<Vec<u8>>>);

impl io::Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type Painter = Terminal<LinkBackend<CrosstermBackend<Paper>>>;

fn painter(links: &Arc<Links>, paper: &Paper) -> Painter {
    let mut backend = LinkBackend::new(CrosstermBackend::new(paper.clone()));
    backend.set_links(Some(Arc::clone(links)));
    let viewport = Viewport::Fixed(Rect::new(0, 0, 12, 2));
    Terminal::with_options(backend, TerminalOptions { viewport }).unwrap()
}

fn painted(terminal: &mut Painter, paper: &Paper, links: &Links, second: usize) -> String {
    paper.0.borrow_mut().clear();
    let style = |number| links.ink(number).map_or_else(Style::new, |ink| Style::new().underline_color(ink));
    terminal
        .draw(|frame| {
            let buffer = frame.buffer_mut();
            buffer.set_string(0, 0, "see", Style::new());
            buffer.set_string(4, 0, "a link", style(0));
            buffer.set_string(0, 1, "again", style(0));
            buffer.set_string(6, 1, "other", style(second));
        })
        .unwrap();
    String::from_utf8(paper.0.borrow().clone()).unwrap()
}

#[test]
fn links_are_written_around_their_cells_with_one_id() {
    let links = Arc::new(Links::new(["https://a.example/", "https://b.example/"], &Links::default()));
    let paper = Paper::default();
    let mut terminal = painter(&links, &paper);
    let first = painted(&mut terminal, &paper, &links, 1);
    assert_eq!(
        first.matches("\x1b]8;id=sayso0;https://a.example/\x1b\\").count(),
        1,
        "the wrapped link is one: {first:?}"
    );
    assert_eq!(first.matches("\x1b]8;id=sayso1;https://b.example/\x1b\\").count(), 1);
    assert_eq!(first.matches("\x1b]8;;\x1b\\").count(), 2);
    assert!(!first.contains("\x1b[58"), "no underline colour reaches the terminal: {first:?}");
    let same = painted(&mut terminal, &paper, &links, 1);
    assert!(!same.contains("]8;"), "nothing changed: {same:?}");
    let changed = painted(&mut terminal, &paper, &links, 0);
    assert!(changed.contains("sayso0") && changed.contains("other"), "the address changed: {changed:?}");
}
