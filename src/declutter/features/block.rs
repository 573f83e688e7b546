//! Features of a block itself.

use super::{MeasuredPage, flag, kind, share};
use crate::declutter::wording::Class;
use crate::document::BlockKind;

/// Starts of headings above texts about the company or author.
const ABOUT: [&str; 8] = ["about ", "über ", "à propos", "sobre ", "acerca de", "chi è", "over ", "om "];

/// Appends the columns of a block.
pub fn push(page: &MeasuredPage<'_>, at: usize, out: &mut Vec<f32>) {
    let (block, m) = (&page.document.blocks[at], &page.stats[at]);
    let level = if let BlockKind::Heading(level) = block.kind { f32::from(level) } else { 0.0 };
    out.extend([
        kind(block),
        level,
        block.list.map_or(0.0, |l| f32::from(l.depth)),
        f32::from(block.quotes),
        flag(block.footnote.is_some()),
        m.words,
        share(m.chars, m.words),
        m.linked,
        m.links,
        share(m.links, m.words),
        m.emphasized,
        m.function,
        m.capitals,
        f32::from(m.ends as u8),
        flag(m.is_prose()),
        m.date,
        flag(m.time),
    ]);
    let s = &m.char_counts;
    out.extend([
        s.commas,
        s.stops,
        share(s.stops, m.words),
        share(s.digits, m.chars),
        share(s.upper, m.chars),
        share(s.bars, m.chars),
        s.quotes,
        s.symbols,
    ]);
    out.extend(m.phrases.share);
    out.push(m.phrases.any());
    out.push(m.phrases.first.map_or(-1.0, |c| f32::from(c as u8)));
    let (words, addresses) = page.word_scores[at];
    out.extend([words.sum, words.least, words.most, addresses.sum, addresses.least, addresses.most]);
    let leads_on = m.phrases.first.is_some_and(|c| matches!(c, Class::Related | Class::ReadMore));
    let letters = m.chars - s.digits - s.stops - s.commas - s.bars;
    let head = m.folded.get(..m.folded.len().min(40)).or_else(|| m.folded.get(..36)).unwrap_or_default();
    out.extend([
        flag(leads_on) * (0.1 + m.linked),
        share(s.upper, letters * 0.82) * m.linked,
        flag(head.contains(": ") || head.ends_with(':')),
        flag(ABOUT.iter().any(|about| m.folded.starts_with(about)) && m.words <= 8.0),
        flag(m.folded.contains('@')),
    ]);
    let first = block.text.chars().next();
    out.extend([
        flag(first.is_some_and(char::is_lowercase)),
        flag(first.is_some_and(|c| matches!(c, '"' | '“' | '„' | '«' | '‘' | '\''))),
        flag(first.is_some_and(|c| matches!(c, '-' | '–' | '—' | '•' | '*' | '·' | '►'))),
        flag(block.text.contains('?')),
        flag(block.text.contains('\n')),
    ]);
}
