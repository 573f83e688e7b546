//! A text shown before it is complete: adds the rest without moving what is on the screen.

use crate::article::Article;
use crate::library::BlockOverrides as Overrides;
use crate::tui::reader::annotations::AnnotationSet;
use crate::tui::reader::flow::{Clutter, Flow, Place};
use crate::tui::reader::page::Text;
use crate::tui::reader::{Pane, Reader};
use crate::tui::values::Ticket;

/// Actions that wait for the rest of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PendingRest {
    /// Place to jump to, as a share (0 to 1) of the text.
    pub wanted: Option<f64>,
}

/// State of a text that is shown before it is complete.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Streaming {
    /// Actions to finish once the text is complete; `None` if it is.
    pub rest: Option<PendingRest>,
    /// True if the beginning was shown before the rest arrived. Empty panes beside it then keep their room.
    pub was_partial: bool,
}

impl Reader {
    /// Replaces the beginning by the complete text. Scroll position, marks, hidden blocks, search and selection are
    /// kept.
    pub fn grow(&mut self, whole: Self) {
        let moved = |place: Place| same_place(self.article(), whole.article(), place);
        let (place, lead) = (moved(self.page.place()), self.page.lead(self.text()));
        for mark in self.marks.values_mut() {
            *mark = same_place(&self.piece.article, whole.article(), *mark);
        }
        if let Some(passage) = &mut self.passage {
            passage.anchor = same_place(&self.piece.article, whole.article(), passage.anchor);
            passage.caret = same_place(&self.piece.article, whole.article(), passage.caret);
        }
        self.plain_cursor.line =
            self.plain_cursor.line.map(|line| same_place(&self.piece.article, whole.article(), line));
        let as_usual = self.clutter == Clutter::default() && self.annotations.overrides == Overrides::default();
        self.flow =
            if as_usual { whole.flow } else { Flow::of(whole.article(), self.clutter, &self.annotations.overrides) };
        let (old, mut related) = (&self.related, whole.related);
        if self.focus == Pane::Related && old.selected >= old.stories.len() {
            related.selected = old.selected - old.stories.len() + related.stories.len();
        }
        self.related = related;
        (self.piece, self.words, self.streaming.was_partial) = (whole.piece, whole.words, true);
        self.page.replace(Text { flow: &self.flow, article: &self.piece.article }, place, lead);
        if self.annotations.marks != AnnotationSet::default() {
            self.mark(self.annotations.marks.clone());
        }
        let wanted = self.streaming.rest.take().and_then(|pending_rest| pending_rest.wanted);
        if let Some(place) = wanted.and_then(|share| self.flow.at_share(share)) {
            self.go(place, 0);
        }
    }

    /// Marks the search as waiting for results in the complete text and returns its words. If a hit is already shown,
    /// the screen will not scroll.
    pub fn search_again(&mut self, ticket: Ticket) -> Option<String> {
        let search = self.search.as_mut()?;
        search.asked = Some(ticket);
        if let Some(hit) = search.hits.get(search.at) {
            (search.from, search.still) = (hit.start, true);
        }
        Some(search.words.clone())
    }
}

/// Finds a place of the old text in the new one: in the block with the same words that is nearest to its old position.
fn same_place(old: &Article, new: &Article, place: Place) -> Place {
    let Some(words) = words_at(old, place.order) else { return place };
    if words_at(new, place.order) == Some(words) {
        return place;
    }
    let shown = new.blocks.iter().map(|b| (b.order, b.block.text.as_str()));
    let hidden = new.clutter.iter().map(|b| (b.order, b.block.text.as_str()));
    let same = shown.chain(hidden).filter(|(_, text)| *text == words).map(|(order, _)| order);
    let order = same.min_by_key(|order| order.abs_diff(place.order)).unwrap_or(place.order);
    Place { order, ..place }
}

fn words_at(article: &Article, order: u32) -> Option<&str> {
    let shown = article.blocks.binary_search_by_key(&order, |b| b.order).ok().map(|at| &article.blocks[at].block);
    let hidden = article.clutter.binary_search_by_key(&order, |b| b.order).ok().map(|at| &article.clutter[at].block);
    shown.or(hidden).map(|block| block.text.as_str())
}
