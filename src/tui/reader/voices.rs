//! Who said what, made ready for drawing and jumping: every byte's quotation, every speaker's colour.

use crate::article::Article;
use crate::document::Span;
use crate::reading::{Attributions, Grade, Quote, QuoteKind, Speaker};
use crate::white_space;

/// The attributions of an article with the indexes that a screen needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Voices {
    /// As `attribute` found them, corrections of the reader included.
    pub all: Attributions,
    /// Which quotation each piece of the text belongs to (the innermost); disjoint, sorted.
    pub contents: Vec<QuoteSpan>,
    /// The words that report; disjoint, sorted.
    pub cues: Vec<QuoteSpan>,
    /// The words that name a source; disjoint, sorted.
    pub mentions: Vec<QuoteSpan>,
    /// The number of each speaker's colour.
    pub colours: Vec<usize>,
    /// First byte and id of every quotation that is gone to, in the order of the text.
    pub order: Vec<(usize, u32)>,
    /// The least grade of these.
    pub least: Grade,
    /// Quotations that name nobody, in order.
    pub unattributed: Vec<u32>,
}

/// A stretch of the text and the quotation it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteSpan {
    /// Bytes of [`Article::text`].
    pub span: Span,
    /// Index in [`Attributions::quotes`].
    pub quote: u32,
    /// Whether it stands in quote marks.
    pub marked: bool,
}

impl Voices {
    /// Makes the indexes; `colours` is how many colours there are for speakers.
    pub fn of(all: Attributions, article: &Article, colours: usize) -> Self {
        let contents = flatten(content_pieces(&all, &article.text));
        let evidence = |of: fn(&Quote) -> Option<Span>| {
            let piece = |q: &Quote| of(q).map(|span| QuoteSpan { span, quote: q.id, marked: false });
            flatten(all.quotes.iter().filter_map(piece).collect())
        };
        let (cues, mentions) = (evidence(|q| q.cue), evidence(|q| q.mention));
        let least = Grade::default();
        let order = in_order(&all, least);
        let unattributed =
            all.quotes.iter().filter(|q| q.speakers.is_empty() && !q.spans.is_empty()).map(|q| q.id).collect();
        let colours = assign(&all, colours);
        Self { all, contents, cues, mentions, colours, order, least, unattributed }
    }

    /// Sets the least grade of the quotations that are gone to and counted.
    pub fn set_least(&mut self, least: Grade) {
        self.least = least;
        self.order = in_order(&self.all, least);
    }

    /// Whether a quotation is less certain than what is shown.
    pub fn is_doubtful(&self, quote: u32) -> bool {
        self.quote(quote).is_some_and(|quote| quote.grade < self.least || quote.grade == Grade::Uncertain)
    }

    /// Speakers with a quotation that is shown.
    pub fn shown_speakers(&self) -> impl Iterator<Item = &Speaker> {
        self.all.speakers.iter().filter(|speaker| self.all.grade_of(speaker) >= Some(self.least))
    }

    /// Speakers whose quotations are all less certain than what is shown.
    pub fn doubtful_speakers(&self) -> impl Iterator<Item = &Speaker> {
        let doubtful = |speaker: &&Speaker| self.all.grade_of(speaker).is_some_and(|grade| grade < self.least);
        self.all.speakers.iter().filter(doubtful)
    }

    /// A quotation by id.
    pub fn quote(&self, id: u32) -> Option<&Quote> {
        self.all.quotes.get(id as usize)
    }

    /// The first speaker of a quotation.
    pub fn speaker_of(&self, quote: u32) -> Option<&Speaker> {
        let id = self.quote(quote)?.speakers.first()?;
        self.all.speakers.get(*id as usize)
    }

    /// The colour of a quotation's speaker; none where it names nobody.
    pub fn colour_of(&self, quote: u32) -> Option<usize> {
        self.speaker_of(quote).and_then(|s| self.colours.get(s.id as usize).copied())
    }

    /// Its place in the order of the text, from 0.
    pub fn rank(&self, quote: u32) -> Option<usize> {
        let start = first_byte(self.quote(quote)?);
        self.order.binary_search(&(start, quote)).ok()
    }

    /// The ids of what one speaker said, in order; of `None`: what names nobody.
    pub fn said(&self, speaker: Option<u32>) -> &[u32] {
        match speaker {
            Some(id) => self.all.speakers.get(id as usize).map_or(&[], |s| &s.quotes),
            None => &self.unattributed,
        }
    }

    /// The pieces among `pieces` that touch a stretch of the text.
    pub fn touching(pieces: &[QuoteSpan], span: Span) -> &[QuoteSpan] {
        let from = pieces.partition_point(|p| p.span.end <= span.start);
        let to = from + pieces[from..].partition_point(|p| p.span.start < span.end);
        &pieces[from..to]
    }

    /// A quotation as lists show it: direct speech in its marks, indirect speech bare; and whether it is indirect.
    pub fn shown(&self, quote: u32, article: &Article) -> (String, bool) {
        let Some(quote) = self.quote(quote) else { return (String::new(), false) };
        let words = white_space::fold(&quote.text(&article.text));
        match quote.kind {
            QuoteKind::Direct => (format!("“{words}”"), false),
            QuoteKind::Mixed => (words, false),
            QuoteKind::Indirect => (words, true),
        }
    }
}

/// First byte and id of the quotations from a grade on, in the order of the text.
fn in_order(all: &Attributions, least: Grade) -> Vec<(usize, u32)> {
    let shown = all.quotes.iter().filter(|quote| quote.grade >= least && !quote.spans.is_empty());
    let mut order: Vec<_> = shown.map(|quote| (first_byte(quote), quote.id)).collect();
    order.sort_unstable();
    order
}

/// The first byte of a quotation's content.
pub fn first_byte(quote: &Quote) -> usize {
    quote.spans.first().map_or(0, |s| s.start)
}

fn content_pieces(all: &Attributions, text: &str) -> Vec<QuoteSpan> {
    let mut pieces = Vec::new();
    for quote in &all.quotes {
        let piece = |span, marked| QuoteSpan { span, quote: quote.id, marked };
        let marked: Vec<Span> = quote.quoted_spans.iter().map(|s| with_marks(*s, text)).collect();
        for span in &quote.spans {
            pieces.extend(without(*span, &marked).into_iter().map(|s| piece(s, false)));
        }
        pieces.extend(marked.into_iter().map(|s| piece(s, true)));
    }
    pieces
}

/// What is left of a span where `holes` (sorted) are taken out of it.
fn without(span: Span, holes: &[Span]) -> Vec<Span> {
    let mut left = Vec::new();
    let mut at = span.start;
    for hole in holes.iter().filter(|h| h.overlaps(span)) {
        left.push(Span::new(at, hole.start));
        at = at.max(hole.end);
    }
    left.push(Span::new(at, span.end));
    left.retain(|s| !s.is_empty());
    left
}

/// The span with the quote marks right beside it: they are drawn like the words between them.
fn with_marks(span: Span, text: &str) -> Span {
    let is_mark = |c: &char| "\"'“”„‟‘’‚‛«»‹›「」『』".contains(*c);
    let before = text.get(..span.start).and_then(|t| t.chars().next_back()).filter(is_mark).map_or(0, char::len_utf8);
    let after = text.get(span.end..).and_then(|t| t.chars().next()).filter(is_mark).map_or(0, char::len_utf8);
    Span::new(span.start - before, span.end + after)
}

/// Cuts overlapping pieces into disjoint ones: where several cover a byte, the one that begins last wins.
fn flatten(mut pieces: Vec<QuoteSpan>) -> Vec<QuoteSpan> {
    pieces.retain(|p| !p.span.is_empty());
    pieces.sort_by_key(|p| (p.span.start, std::cmp::Reverse(p.span.end), p.marked, p.quote));
    let mut flat = Vec::with_capacity(pieces.len());
    let mut open: Vec<QuoteSpan> = Vec::new();
    let mut at = 0;
    for piece in pieces {
        close(&mut open, &mut flat, &mut at, piece.span.start);
        at = piece.span.start;
        open.push(piece);
    }
    close(&mut open, &mut flat, &mut at, usize::MAX);
    flat
}

fn close(open: &mut Vec<QuoteSpan>, flat: &mut Vec<QuoteSpan>, at: &mut usize, until: usize) {
    while let Some(piece) = open.last().copied() {
        let end = piece.span.end.min(until);
        if *at < end {
            flat.push(QuoteSpan { span: Span::new(*at, end), ..piece });
            *at = end;
        }
        if piece.span.end > until {
            return;
        }
        open.pop();
    }
}

/// Colours by number: the most quoted have one each; the rest share, never the colour of a neighbour in the text.
fn assign(all: &Attributions, colours: usize) -> Vec<usize> {
    let count = all.speakers.len();
    if colours == 0 || count <= colours {
        return (0..count).collect();
    }
    let mut ranked: Vec<usize> = (0..count).collect();
    ranked.sort_by_key(|&i| (std::cmp::Reverse(all.speakers[i].quotes.len()), i));
    let mut own = ranked[..colours].to_vec();
    own.sort_unstable();
    let mut given: Vec<Option<usize>> = vec![None; count];
    for (colour, speaker) in own.into_iter().enumerate() {
        given[speaker] = Some(colour);
    }
    let voices: Vec<usize> = all.quotes.iter().filter_map(|q| q.speakers.first().map(|s| *s as usize)).collect();
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); count];
    for pair in voices.windows(2).filter(|p| p[0] != p[1] && p[0].max(p[1]) < count) {
        neighbours[pair[0]].push(pair[1]);
        neighbours[pair[1]].push(pair[0]);
    }
    let mut next = 0;
    for speaker in 0..count {
        if given[speaker].is_some() {
            continue;
        }
        let list = speaker.checked_sub(1).into_iter().chain(Some(speaker + 1).filter(|s| *s < count));
        let beside: Vec<usize> = neighbours[speaker].iter().copied().chain(list).filter_map(|n| given[n]).collect();
        let free = (0..colours).map(|i| (next + i) % colours).find(|c| !beside.contains(c));
        given[speaker] = free.or(Some(next % colours));
        next += 1;
    }
    given.into_iter().map(Option::unwrap_or_default).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(start: usize, end: usize, quote: u32, marked: bool) -> QuoteSpan {
        QuoteSpan { span: Span::new(start, end), quote, marked }
    }

    #[test]
    fn the_innermost_quotation_wins() {
        let flat = flatten(vec![piece(0, 20, 0, false), piece(5, 10, 0, true), piece(12, 15, 1, false)]);
        let seen: Vec<_> = flat.iter().map(|p| (p.span.start, p.span.end, p.quote, p.marked)).collect();
        assert_eq!(
            seen,
            [(0, 5, 0, false), (5, 10, 0, true), (10, 12, 0, false), (12, 15, 1, false), (15, 20, 0, false)]
        );
    }

    #[test]
    fn pieces_that_cross_are_cut_not_doubled() {
        let flat = flatten(vec![piece(0, 10, 0, false), piece(5, 15, 1, false), piece(15, 15, 2, false)]);
        let seen: Vec<_> = flat.iter().map(|p| (p.span.start, p.span.end, p.quote)).collect();
        assert_eq!(seen, [(0, 5, 0), (5, 15, 1)]);
    }

    #[test]
    fn colours_are_shared_only_by_those_who_do_not_meet() {
        let speaker = |id: u32| Speaker {
            id,
            name: format!("S{id}"),
            kind: crate::reading::SpeakerKind::Person,
            role: None,
            quotes: vec![id; if id < 2 { 3 } else { 1 }],
            mentions: vec![],
        };
        let quote = |id: u32| Quote {
            id,
            kind: QuoteKind::Direct,
            spans: vec![],
            quoted_spans: vec![],
            speakers: vec![id],
            mention: None,
            cue: None,
            via: None,
            confidence: 1.0,
            grade: Grade::Likely,
            by: String::new(),
        };
        let all = Attributions {
            speakers: (0..5).map(speaker).collect(),
            quotes: (0..5).map(quote).collect(),
            ..Attributions::default()
        };
        let colours = assign(&all, 3);
        assert_eq!(colours[..2], [0, 1]);
        assert!(colours.windows(2).all(|pair| pair[0] != pair[1]), "{colours:?}");
    }

    #[test]
    fn uncertain_speakers_are_folded_and_not_gone_to() {
        use crate::tui::reader::panes::{SpeakerRow, VoiceList};
        let article = Article { text: "one two six".into(), ..Article::default() };
        let speaker = |id: u32| Speaker {
            id,
            name: format!("S{id}"),
            kind: crate::reading::SpeakerKind::Person,
            role: None,
            quotes: vec![id],
            mentions: vec![],
        };
        let quote = |(id, grade): (u32, Grade)| Quote {
            id,
            kind: QuoteKind::Direct,
            spans: vec![Span::new(id as usize * 4, id as usize * 4 + 3)],
            quoted_spans: vec![],
            speakers: vec![id],
            mention: None,
            cue: None,
            via: None,
            confidence: 0.5,
            grade,
            by: String::new(),
        };
        let grades = [(0, Grade::Uncertain), (1, Grade::Likely), (2, Grade::Sure)];
        let all = Attributions {
            speakers: (0..3).map(speaker).collect(),
            quotes: grades.map(quote).to_vec(),
            ..Attributions::default()
        };
        let mut voices = Voices::of(all, &article, 3);
        let order = |voices: &Voices| voices.order.iter().map(|(_, id)| *id).collect::<Vec<_>>();
        assert_eq!(order(&voices), [1, 2]);
        let named = |id| SpeakerRow::Speaker(Some(id));
        let mut list = VoiceList::default();
        list.refill(&voices, None);
        assert_eq!(list.rows, [named(1), named(2), SpeakerRow::Doubtful(1)]);
        list.fold(&voices);
        assert_eq!(list.rows, [named(1), named(2), SpeakerRow::Doubtful(1), named(0)]);
        voices.set_least(Grade::Sure);
        assert_eq!((order(&voices), voices.shown_speakers().count()), (vec![2], 1));
        voices.set_least(Grade::Uncertain);
        assert_eq!((order(&voices), voices.is_doubtful(0), voices.is_doubtful(1)), (vec![0, 1, 2], true, false));
    }
}
