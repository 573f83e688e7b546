//! Reading order: column after column where a gutter divides the boxes, else from top to bottom.

use super::columns::TextBox;
use super::geometry::Rect;
use super::lines::PageLine;
use super::tables;
use crate::small_sort::SmallSort;

/// Sorts boxes in reading order: column after column where a gutter divides them, else from top to bottom. This is
/// recursive cutting at white space (XY-cut; Nagy and Seth 1984), with gutters preferred to gaps between lines.
pub fn reading_order(boxes: Vec<TextBox>) -> Vec<TextBox> {
    let items: Vec<Item> = boxes.iter().enumerate().map(|(at, it)| Item::of(at, it)).collect();
    let mut order = Order { boxes: boxes.into_iter().map(Some).collect(), done: Vec::new() };
    order.cut(items, 0);
    order.done
}

/// A box to be ordered.
#[derive(Clone, Copy, Debug)]
struct Item {
    index: usize,
    area: Rect,
    size: f32,
    lines: usize,
    chars: usize,
}

impl Item {
    fn of(index: usize, it: &TextBox) -> Self {
        let size = it.lines.first().map_or(1.0, |line| line.size);
        // Ascenders and descenders of neighbours may touch.
        let shrink = 0.12 * size;
        let area = Rect { top: it.area.top + shrink, bottom: it.area.bottom - shrink, ..it.area };
        Self { index, area, size, lines: it.lines.len(), chars: it.lines.iter().map(|line| line.chars).sum() }
    }
}

/// Deepest recursion; real pages need three or four.
const MAX_DEPTH: usize = 24;
/// Narrowest gutter, in font sizes.
const GUTTER: f32 = 0.7;
/// Least number of lines beside a gutter.
const FACED_LINES: usize = 3;
/// Most strips that a gutter is followed through.
const MAX_STRIPS: usize = 400;

/// Boxes in the order found so far.
struct Order {
    boxes: Vec<Option<TextBox>>,
    done: Vec<TextBox>,
}

impl Order {
    fn take(&mut self, item: &Item) {
        self.done.extend(self.boxes.get_mut(item.index).and_then(Option::take));
    }

    fn cut(&mut self, mut items: Vec<Item>, depth: usize) {
        items.small_sort_by(|a, b| a.area.top.total_cmp(&b.area.top).then(a.area.left.total_cmp(&b.area.left)));
        if items.len() <= 1 || depth >= MAX_DEPTH {
            items.iter().for_each(|item| self.take(item));
            return;
        }
        let mut sizes: Vec<f32> = items.iter().map(|item| item.size).collect();
        sizes.sort_by(f32::total_cmp);
        let least = GUTTER * sizes.get(sizes.len() / 2).copied().unwrap_or(10.0);
        let bounds = items.iter().skip(1).fold(items[0].area, |all, item| all.union(&item.area));
        let strips = strips(items);
        let mut at = 0;
        while at < strips.len() {
            let (end, gutter) = follow_gutter(&strips[at..], &bounds, least);
            let group = &strips[at..at + end];
            match gutter {
                Some(middle) => self.divide(group, middle, depth),
                None => {
                    for strip in group {
                        let mut row = strip.clone();
                        row.small_sort_by(|a, b| {
                            a.area.left.total_cmp(&b.area.left).then(a.area.top.total_cmp(&b.area.top))
                        });
                        row.iter().for_each(|item| self.take(item));
                    }
                }
            }
            at += end;
        }
    }

    /// Reads strips with a gutter: column after column, or row after row if they are a table.
    fn divide(&mut self, group: &[Vec<Item>], middle: f32, depth: usize) {
        let is_left = |item: &Item| f32::midpoint(item.area.left, item.area.right) < middle;
        let lines = |left: bool| -> Vec<&PageLine> {
            let inside = group.iter().flatten().filter(|item| is_left(item) == left);
            inside.filter_map(|item| self.boxes[item.index].as_ref()).flat_map(|it| &it.lines).collect()
        };
        if tables::is_table(&lines(true), &lines(false)) {
            let boxes = group.iter().flatten().filter_map(|item| self.boxes[item.index].take());
            let lines: Vec<PageLine> = boxes.flat_map(|it| it.lines).collect();
            self.done.push(tables::table(lines));
            return;
        }
        let (left, right) = group.iter().flatten().copied().partition(is_left);
        self.cut(left, depth + 1);
        self.cut(right, depth + 1);
    }
}

/// Divides items, sorted by top, in strips with white space between them.
fn strips(items: Vec<Item>) -> Vec<Vec<Item>> {
    let mut out: Vec<Vec<Item>> = Vec::new();
    let mut bottom = f32::MIN;
    for item in items {
        match out.last_mut().filter(|_| item.area.top < bottom) {
            Some(strip) => strip.push(item),
            None => out.push(vec![item]),
        }
        bottom = bottom.max(item.area.bottom);
    }
    out
}

/// Follows gutters from the first strip down. Returns the number of strips that share one with text on both sides, and
/// the middle of it; `(1, None)` if there is none.
fn follow_gutter(strips: &[Vec<Item>], bounds: &Rect, least: f32) -> (usize, Option<f32>) {
    let mut open: Vec<Gap> = vec![Gap { left: bounds.left - least, right: bounds.right + least, faced: 0 }];
    let mut best = (1, None);
    for (at, strip) in strips.iter().take(MAX_STRIPS).enumerate() {
        let is_gutter = |gap: &&Gap| gap.faced >= FACED_LINES;
        let had_gutter = open.iter().any(|gap| is_gutter(&gap));
        let next = narrowed(&open, strip, least);
        match next.iter().filter(is_gutter).max_by(|a, b| a.width().total_cmp(&b.width())) {
            Some(gap) => best = (at + 1, Some(f32::midpoint(gap.left, gap.right))),
            None if had_gutter || next.is_empty() => break,
            None => {}
        }
        open = next;
    }
    best
}

/// White space that runs down the page.
#[derive(Clone, Copy, Debug)]
struct Gap {
    left: f32,
    right: f32,
    /// Number of lines with text on the other side, in all strips.
    faced: usize,
}

impl Gap {
    const fn width(&self) -> f32 {
        self.right - self.left
    }
}

/// Returns what is left of the gaps in a further strip.
fn narrowed(gaps: &[Gap], strip: &[Item], least: f32) -> Vec<Gap> {
    let mut covered: Vec<(f32, f32)> = strip.iter().map(|item| (item.area.left, item.area.right)).collect();
    covered.small_sort_by(|a, b| a.0.total_cmp(&b.0));
    let lines = |is_side: &dyn Fn(&Item) -> bool| {
        strip.iter().filter(|item| item.chars > 2 && is_side(item)).map(|item| item.lines).sum::<usize>()
    };
    let mut out = Vec::new();
    for gap in gaps {
        let mut left = gap.left;
        let mut add = |left: f32, right: f32| {
            if right - left >= least {
                let beside =
                    lines(&|item| item.area.right <= left + 0.1).min(lines(&|item| item.area.left >= right - 0.1));
                out.push(Gap { left, right, faced: gap.faced + beside });
            }
        };
        for &(from, to) in &covered {
            if to <= left || from >= gap.right {
                continue;
            }
            add(left, from.min(gap.right));
            left = left.max(to);
        }
        add(left, gap.right);
    }
    out
}
