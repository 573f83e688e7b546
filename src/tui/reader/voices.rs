//! Attributions prepared for drawing and jumping: the quotation at each byte, the colour of each speaker.

use crate::article::Article;
use crate::document::Span;
use crate::plural::pluralize;
use crate::reading::{Attributions, Grade, Quote, QuoteKind, Speaker};
use crate::small_sort::SmallSort;
use crate::tui::reader::signs;
use crate::white_space;

/// The attributions of an article with the indexes needed for the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Voices {
    /// The attributions, with the user's corrections applied.
    pub all: Attributions,
    /// Text ranges and their (innermost) quotation; disjoint, sorted.
    pub contents: Vec<QuoteSpan>,
    /// Cues ("said"); disjoint, sorted.
    pub cues: Vec<QuoteSpan>,
    /// Mentions of sources; disjoint, sorted.
    pub mentions: Vec<QuoteSpan>,
    /// Colour number of each speaker.
    pub colours: Vec<usize>,
    /// First byte and id of each shown quotation, in text order.
    pub order: Vec<(usize, u32)>,
    /// Sign of each speaker for screens without colours; no two have the same.
    pub signs: Vec<char>,
    /// Lowest grade in `order`.
    pub least: Grade,
    /// Ids of quotations without a speaker, in text order.
    pub unattributed: Vec<u32>,
}

/// A range of the text and its quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteSpan {
    /// Byte range of [`Article::text`].
    pub span: Span,
    /// Index in [`Attributions::quotes`].
    pub quote: u32,
    /// True if it is inside quote marks.
    pub marked: bool,
}

impl Voices {
    /// Builds the indexes; `colours` is the number of speaker colours in the theme.
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
        let (colours, signs) = (assign(&all, colours), signs::of(&all));
        Self { all, contents, cues, mentions, colours, order, signs, least, unattributed }
    }

    /// Sets the lowest grade of quotations that are counted and reached by jumps.
    pub fn set_least(&mut self, least: Grade) {
        self.least = least;
        self.order = in_order(&self.all, least);
    }

    /// Returns true if a quotation is below the shown grade, or uncertain.
    pub fn is_doubtful(&self, quote: u32) -> bool {
        self.quote(quote).is_some_and(|quote| quote.grade < self.least || quote.grade == Grade::Uncertain)
    }

    /// Returns the speakers with a shown quotation.
    pub fn shown_speakers(&self) -> impl Iterator<Item = &Speaker> {
        self.all.speakers.iter().filter(|speaker| self.all.grade_of(speaker) >= Some(self.least))
    }

    /// Returns the speakers whose quotations are all below the shown grade.
    pub fn doubtful_speakers(&self) -> impl Iterator<Item = &Speaker> {
        let doubtful = |speaker: &&Speaker| self.all.grade_of(speaker).is_some_and(|grade| grade < self.least);
        self.all.speakers.iter().filter(doubtful)
    }

    /// Returns a quotation by id.
    pub fn quote(&self, id: u32) -> Option<&Quote> {
        self.all.quotes.get(id as usize)
    }

    /// Returns the first speaker of a quotation.
    pub fn speaker_of(&self, quote: u32) -> Option<&Speaker> {
        let id = self.quote(quote)?.speakers.first()?;
        self.all.speakers.get(*id as usize)
    }

    /// Returns the colour of a quotation's speaker; `None` if it has no speaker.
    pub fn colour_of(&self, quote: u32) -> Option<usize> {
        self.speaker_of(quote).and_then(|s| self.colours.get(s.id as usize).copied())
    }

    /// Returns the sign of a quotation's speaker for screens without colours.
    pub fn sign_of(&self, quote: u32) -> Option<char> {
        self.speaker_of(quote).and_then(|speaker| self.signs.get(speaker.id as usize).copied())
    }

    /// Returns the index of a quotation in text order.
    pub fn rank(&self, quote: u32) -> Option<usize> {
        let start = first_byte(self.quote(quote)?);
        self.order.binary_search(&(start, quote)).ok()
    }

    /// Returns the ids of a speaker's quotations, in text order; for `None`, those without a speaker.
    pub fn said(&self, speaker: Option<u32>) -> &[u32] {
        match speaker {
            Some(id) => self.all.speakers.get(id as usize).map_or(&[], |s| &s.quotes),
            None => &self.unattributed,
        }
    }

    /// Returns the number of a speaker's quotations that are shown, and of the others, which are uncertain.
    pub fn counts(&self, speaker: Option<u32>) -> (usize, usize) {
        let said = self.said(speaker);
        let shown = said.iter().filter(|quote| !self.is_doubtful(**quote)).count();
        (shown, said.len() - shown)
    }

    /// Returns the numbers of [`Self::counts`] in words: "4 quotes, 1 uncertain".
    pub fn counted(&self, speaker: Option<u32>) -> String {
        match self.counts(speaker) {
            (shown, 0) => pluralize(shown, "quote", "quotes"),
            (0, uncertain) => format!("{uncertain} uncertain"),
            (shown, uncertain) => format!("{}, {uncertain} uncertain", pluralize(shown, "quote", "quotes")),
        }
    }

    /// Returns a speaker's share, 0 to 1, of the words of all shown quotations.
    pub fn share(&self, speaker: &Speaker, text: &str) -> f64 {
        let words = |ids: &mut dyn Iterator<Item = u32>| -> usize {
            let spans = ids.filter_map(|id| self.quote(id)).flat_map(|quote| &quote.spans);
            spans.map(|span| span.of(text).split_whitespace().count()).sum()
        };
        let own = words(&mut speaker.quotes.iter().copied().filter(|quote| self.rank(*quote).is_some()));
        own as f64 / words(&mut self.order.iter().map(|(_, id)| *id)).max(1) as f64
    }

    /// Returns the elements of `pieces` that overlap a span.
    pub fn touching(pieces: &[QuoteSpan], span: Span) -> &[QuoteSpan] {
        let from = pieces.partition_point(|p| p.span.end <= span.start);
        let to = from + pieces[from..].partition_point(|p| p.span.start < span.end);
        &pieces[from..to]
    }

    /// Returns a quotation as lists show it, direct speech in quote marks; true if it is indirect.
    pub fn shown(&self, quote: u32, article: &Article) -> (String, bool) {
        let Some(quote) = self.quote(quote) else { return (String::new(), false) };
        let words = white_space::fold(&quote.text(&article.text));
        (quote.kind.marked(words), quote.kind == QuoteKind::Indirect)
    }
}

/// Returns first byte and id of the quotations of at least a grade, in text order.
fn in_order(all: &Attributions, least: Grade) -> Vec<(usize, u32)> {
    let shown = all.quotes.iter().filter(|quote| quote.grade >= least && !quote.spans.is_empty());
    let mut order: Vec<_> = shown.map(|quote| (first_byte(quote), quote.id)).collect();
    order.sort_unstable();
    order
}

/// Returns the first byte of a quotation's content.
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

/// Subtracts `holes` (sorted) from a span.
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

/// Extends a span by adjacent quote marks, which are drawn like the words.
fn with_marks(span: Span, text: &str) -> Span {
    let is_mark = |c: &char| "\"'“”„‟‘’‚‛«»‹›「」『』".contains(*c);
    let before = text.get(..span.start).and_then(|t| t.chars().next_back()).filter(is_mark).map_or(0, char::len_utf8);
    let after = text.get(span.end..).and_then(|t| t.chars().next()).filter(is_mark).map_or(0, char::len_utf8);
    Span::new(span.start - before, span.end + after)
}

/// Cuts overlapping pieces into disjoint ones; where several overlap, the one that starts last wins.
fn flatten(mut pieces: Vec<QuoteSpan>) -> Vec<QuoteSpan> {
    pieces.retain(|p| !p.span.is_empty());
    pieces.small_sort_by_key(|p| (p.span.start, std::cmp::Reverse(p.span.end), p.marked, p.quote));
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

/// Assigns colours: the most quoted speakers get one each; the others share, but never with a neighbour in the text.
fn assign(all: &Attributions, colours: usize) -> Vec<usize> {
    let count = all.speakers.len();
    if colours == 0 || count <= colours {
        return (0..count).collect();
    }
    let mut ranked: Vec<usize> = (0..count).collect();
    ranked.small_sort_by_key(|&i| (std::cmp::Reverse(all.speakers[i].quotes.len()), i));
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
    fn innermost_quotation_wins() {
        let flat = flatten(vec![piece(0, 20, 0, false), piece(5, 10, 0, true), piece(12, 15, 1, false)]);
        let seen: Vec<_> = flat.iter().map(|p| (p.span.start, p.span.end, p.quote, p.marked)).collect();
        assert_eq!(
            seen,
            [(0, 5, 0, false), (5, 10, 0, true), (10, 12, 0, false), (12, 15, 1, false), (15, 20, 0, false)]
        );
    }

    #[test]
    fn crossing_pieces_are_cut_without_overlap() {
        let flat = flatten(vec![piece(0, 10, 0, false), piece(5, 15, 1, false), piece(15, 15, 2, false)]);
        let seen: Vec<_> = flat.iter().map(|p| (p.span.start, p.span.end, p.quote)).collect();
        assert_eq!(seen, [(0, 5, 0), (5, 15, 1)]);
    }

    #[test]
    fn adjacent_speakers_have_different_colours() {
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
    fn uncertain_speakers_are_folded_and_skipped_by_jumps() {
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
        assert_eq!([0, 1].map(|id| voices.counted(Some(id))), ["1 uncertain", "1 quote"]);
        let shares: Vec<f64> = voices.all.speakers.iter().map(|one| voices.share(one, &article.text)).collect();
        assert_eq!(shares, [0.0, 0.5, 0.5], "an uncertain quotation counts neither for its speaker nor for all");
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
