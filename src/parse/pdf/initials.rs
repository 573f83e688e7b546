//! Large initials: letters over two or more lines at the beginning of a text.

use super::fragments::Fragment;
use super::geometry::Rect;
use super::lines::PageLine;
use std::collections::HashMap;

/// Least size of an initial, in sizes of the text.
const LEAST_SIZE: f32 = 1.8;
/// Largest size, in sizes of the text.
const MOST_SIZE: f32 = 8.0;

/// Moves initials to the line that they begin, in the size of the text. Returns the areas that they cover.
pub fn settle(fragments: &mut [Fragment]) -> Vec<Rect> {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for it in fragments.iter() {
        *counts.entry((it.size * 4.0).round() as u32).or_default() += it.text.len();
    }
    let Some((size, _)) = counts.into_iter().max_by_key(|&(size, count)| (count, size)) else { return Vec::new() };
    let size = size.max(1) as f32 / 4.0;
    let mut areas = Vec::new();
    for at in 0..fragments.len() {
        let it = &fragments[at];
        let is_letter = it.text.chars().count() == 1 && it.text.chars().all(char::is_uppercase) && !it.look.turned;
        if !is_letter || it.size < LEAST_SIZE * size || it.size > MOST_SIZE * size {
            continue;
        }
        // Capitals are about 0.7 of the font size high.
        let first_line = 0.7f32.mul_add(size - it.size, it.baseline);
        let area = Rect { left: it.left, top: it.top(), right: it.right, bottom: it.bottom() };
        let beside = fragments.iter().find(|next| {
            (next.baseline - first_line).abs() < 0.5 * size
                && (next.size - size).abs() < 0.3 * size
                && next.left > area.left
                && next.left - area.right < 1.5 * size
        });
        let Some(next) = beside else { continue };
        let (baseline, left) = (next.baseline, next.left);
        let it = &mut fragments[at];
        (it.baseline, it.size, it.right) = (baseline, size, left);
        areas.push(area);
    }
    areas
}

/// Extends the lines beside an initial to its left edge, so that they do not look indented.
pub fn extend_beside(initials: &[Rect], lines: &mut [PageLine]) {
    for area in initials {
        for line in lines.iter_mut() {
            let beside = line.baseline > area.top && line.baseline < area.bottom + 0.4 * line.size;
            if beside && line.area.left > area.left && line.area.left - area.right < 1.5 * line.size {
                line.area.left = area.left;
            }
        }
    }
}
