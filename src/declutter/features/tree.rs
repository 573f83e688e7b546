//! Elements around a block, the probable containers of the article, and the group of similar blocks.

use super::{MeasuredPage, flag, share};
use crate::declutter::lexicon::hash;
use crate::declutter::names::NameReasons;
use crate::declutter::outline::{Inside, parent_of};
use rustc_hash::FxHashMap;

/// Groups of blocks with the same tags and names on the element and its parent.
#[derive(Debug)]
pub struct BlockGroups {
    of: Vec<u32>,
    sums: Vec<Sums>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    blocks: f32,
    words: f32,
    linked: f32,
    prose: f32,
    function: f32,
    first: usize,
    last: usize,
}

impl BlockGroups {
    /// Groups the page's blocks; those without an element are grouped by kind.
    pub fn of(page: &MeasuredPage<'_>) -> Self {
        let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
        let (mut of, mut sums) = (Vec::new(), Vec::<Sums>::new());
        for (at, m) in page.stats.iter().enumerate() {
            let next = sums.len() as u32;
            let group = *numbers.entry(group_key(page, at)).or_insert(next);
            if group == next {
                sums.push(Sums { first: at, ..Sums::default() });
            }
            let s = &mut sums[group as usize];
            s.blocks += 1.0;
            s.words += m.words;
            s.linked += m.words * m.linked;
            s.function += m.words * m.function;
            s.prose += if m.is_prose() { m.words } else { 0.0 };
            s.last = at;
            of.push(group);
        }
        Self { of, sums }
    }

    /// Returns true if two blocks are in the same group.
    pub fn same(&self, a: usize, b: usize) -> bool {
        self.of[a] == self.of[b]
    }

    /// Returns the number of a block's group.
    pub fn number(&self, at: usize) -> usize {
        self.of[at] as usize
    }

    /// Number of groups.
    pub const fn count(&self) -> usize {
        self.sums.len()
    }
}

fn group_key(page: &MeasuredPage<'_>, at: usize) -> u32 {
    let block = &page.document.blocks[at];
    let kind = hash(block.kind.name());
    let Some(element) = block.element.map(|e| e as usize) else { return kind };
    let own = page.document.elements.get(element).map_or(0, |e| hash(&e.tag) ^ hash(&e.names).rotate_left(3));
    let parent = parent_of(page.document, element).map_or(0, |p| {
        let e = &page.document.elements[p];
        hash(&e.tag) ^ hash(&e.names).rotate_left(5)
    });
    kind ^ own.rotate_left(7) ^ parent.rotate_left(13)
}

/// Appends the columns of a block.
pub fn push(page: &MeasuredPage<'_>, groups: &BlockGroups, at: usize, out: &mut Vec<f32>) {
    let words: f32 = page.outline.stats.first().map_or(0.0, |h| h.words);
    let s = groups.sums[groups.number(at)];
    out.extend([
        s.blocks,
        share(s.words, s.blocks),
        share(s.linked, s.words),
        share(s.prose, s.words),
        share(s.function, s.words),
        share(s.words, words),
        share(at as f32 - s.first as f32, s.last as f32 - s.first as f32),
    ]);
    push_own_element(page, at, out);
    push_levels(page, at, words, out);
}

fn push_own_element(page: &MeasuredPage<'_>, at: usize, out: &mut Vec<f32>) {
    let element = page.document.blocks[at].element.map(|e| e as usize).filter(|&e| e < page.outline.stats.len());
    let Some(element) = element else {
        out.extend([-1.0; 13]);
        out.extend([0.0; 32 + 2 * NameReasons::WIDTH]);
        return;
    };
    let h = &page.outline.stats[element];
    let parent = parent_of(page.document, element);
    let up = |h: usize| page.outline.stats[h].name_score;
    let block = at as u32;
    let best = page.outline.best;
    let depth = |e: Option<u32>| e.map_or(0.0, |e| f32::from(page.outline.stats[e as usize].depth));
    out.extend([
        f32::from(h.depth),
        tag(page, element),
        parent.map_or(-1.0, |p| tag(page, p)),
        h.name_score,
        parent.map_or(0.0, up),
        h.around.0,
        h.around.1,
        h.around.2,
        flag(page.outline.holds(best, block)),
        f32::from(h.depth) - depth(best),
        flag(page.outline.holds(page.outline.majority[0], block)),
        flag(page.outline.holds(page.outline.majority[1], block)),
        flag(page.outline.holds(page.outline.majority[2], block)),
    ]);
    out.extend((0..32).map(|bit| flag(h.inside.has(bit))));
    out.extend((0..NameReasons::WIDTH).map(|bit| flag(h.reasons_small.has(bit))));
    out.extend((0..NameReasons::WIDTH).map(|bit| flag(h.reasons_headless.has(bit))));
}

/// Appends the statistics of four enclosing elements.
fn push_levels(page: &MeasuredPage<'_>, at: usize, words: f32, out: &mut Vec<f32>) {
    let widening = page.outline.widening(page.document, page.document.blocks[at].element);
    let prose = page.outline.stats.first().map_or(0.0, |h| h.prose);
    for level in 0..4 {
        let Some(element) = widening.level(level) else {
            out.extend([-1.0; 11]);
            continue;
        };
        let h = &page.outline.stats[element];
        out.extend([
            h.words,
            h.blocks,
            share(h.words, h.blocks),
            share(h.linked, h.words),
            share(h.prose, h.words),
            share(h.prose, prose),
            share(h.marked, h.blocks),
            share(h.words, words),
            h.name_score,
            tag(page, element),
            share((at as u32).saturating_sub(h.range.0) as f32, (h.range.1 - h.range.0) as f32),
        ]);
    }
}

/// Returns the number of a tag: text tags first, then structural ones.
fn tag(page: &MeasuredPage<'_>, element: usize) -> f32 {
    const TAG_ORDER: [&str; 16] = [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "article",
        "main",
        "section",
        "div",
        "td",
        "li",
        "figure",
    ];
    let tag = page.document.elements.get(element).map_or("", |e| e.tag.as_str());
    if let Some(at) = TAG_ORDER.iter().position(|&t| t == tag) {
        return at as f32;
    }
    Inside::TAGS.iter().position(|&t| t == tag).map_or(15.0, |at| 20.0 + at as f32)
}
