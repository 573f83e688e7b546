//! A text of which only the beginning is there yet: what waits for the rest, and how the rest comes in without moving
//! anything that is on the screen.

use super::flow::{Clutter, Flow, Overrides, Place};
use super::kept::Marks;
use super::{Pane, Reader};
use crate::article::Article;
use crate::tui::app::{App, Effect, Ticket};

/// What waits for the rest of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Growing {
    /// Where the reader wants to be, as a share of the text.
    pub wanted: Option<f64>,
}

impl Reader {
    /// Takes the whole text in, which `whole` has made ready. Where the reader stands, what is marked, hidden, searched
    /// and selected stays.
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
        self.stand.line = self.stand.line.map(|line| same_place(&self.piece.article, whole.article(), line));
        let as_usual = self.clutter == Clutter::default() && self.kept.overrides == Overrides::default();
        self.flow = if as_usual { whole.flow } else { Flow::of(whole.article(), self.clutter, &self.kept.overrides) };
        let (old, mut related) = (&self.related, whole.related);
        if self.focus == Pane::Related && old.selected >= old.stories.len() {
            related.selected = old.selected - old.stories.len() + related.stories.len();
        }
        self.related = related;
        (self.piece, self.words, self.grown) = (whole.piece, whole.words, true);
        self.page.replace(super::Text { flow: &self.flow, article: &self.piece.article }, place, lead);
        if self.kept.marks != Marks::default() {
            self.mark(self.kept.marks.clone());
        }
        let wanted = self.growing.take().and_then(|growing| growing.wanted);
        if let Some(place) = wanted.and_then(|share| self.flow.at_share(share)) {
            self.go(place, 0);
        }
    }

    /// Searches anew in what has come in: where a hit was shown already, the screen stays as it is.
    pub fn search_again(&mut self, ticket: Ticket) -> Option<Effect> {
        let search = self.search.as_mut()?;
        search.asked = Some(ticket);
        if let Some(hit) = search.hits.get(search.at) {
            (search.from, search.still) = (hit.start, true);
        }
        Some(Effect::Search { ticket, piece: self.piece.clone(), words: search.words.clone() })
    }
}

/// The text on the screen, for what must not be done with its beginning alone; that the rest is awaited is told.
pub fn whole_text(app: &mut App) -> Option<&Reader> {
    if app.reader().is_some_and(|reader| reader.growing.is_some()) {
        app.tell("the rest of this text is still being read: a moment");
        return None;
    }
    app.reader()
}

/// Goes to a share of the text; what is not there yet is gone to when it is.
pub fn go_to_share(app: &mut App, share: f64) {
    let Some(reader) = app.reader_mut() else { return };
    if let Some(growing) = &mut reader.growing {
        growing.wanted = Some(share);
        return app.tell("goes there once the rest of the text is read");
    }
    if let Some(place) = reader.flow.at_share(share) {
        reader.go(place, 0);
    }
}

/// The same spot in another version of the text: that of the block with the same words, nearest to where it stood.
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
