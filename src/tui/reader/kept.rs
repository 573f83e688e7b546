//! Passages that the reader kept: highlights, drawn on a tinted ground with a bar of their own beside the line.

use super::Reader;
use super::passage::Passage;
use crate::document::Span;
use crate::library::Highlight;
use crate::tui::app::App;
use crate::tui::library::keep;
use unicode_segmentation::UnicodeSegmentation;

/// `s` on a passage: keeps it as a highlight; one that is kept already is taken away.
pub fn keep_passage(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader_mut() else { return };
    let Some(passage) = reader.passage.take() else { return };
    let Some(span) = reader.span_of(passage) else {
        return app.tell("only words of the article can be kept: X brings this block back");
    };
    let text = reader.words_of(passage);
    let before = reader.highlights.len();
    reader.highlights.retain(|kept| !kept.span.is_some_and(|kept| kept.start <= span.start && span.end <= kept.end));
    if reader.highlights.len() == before {
        reader.highlights.push(Highlight { span: Some(span), text, ..Highlight::default() });
        app.tell("kept as a highlight");
    } else {
        app.tell("no highlight any more");
    }
    keep::highlighted(app);
}

impl Reader {
    /// The bytes of the article's text that a passage covers; none where it begins or ends in a hidden block.
    pub fn span_of(&self, passage: Passage) -> Option<Span> {
        let [first, last] = passage.ends();
        let (start, end) = (self.byte_of(first)?, self.byte_of(last)?);
        let letter = self.article().text.get(end..)?.graphemes(true).next().map_or(0, str::len);
        Some(Span::new(start, end + letter))
    }

    /// Takes over what was kept before. Words that stand elsewhere now, as the page has changed, are found again.
    pub fn take_highlights(&mut self, kept: Vec<Highlight>) {
        let text = &self.piece.article.text;
        let placed = |mut one: Highlight| {
            let holds = one.span.is_some_and(|span| text.get(span.start..span.end).is_some_and(|t| same(t, &one.text)));
            if !holds {
                one.span = super::find::find(text, &one.text).first().copied();
            }
            one
        };
        self.highlights = kept.into_iter().map(placed).collect();
    }

    /// The highlights that touch a stretch of the article's text.
    pub fn kept_in(&self, span: Span) -> impl Iterator<Item = Span> {
        self.highlights.iter().filter_map(|kept| kept.span).filter(move |kept| kept.overlaps(span))
    }
}

/// Whether two texts differ in white space only.
fn same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}
