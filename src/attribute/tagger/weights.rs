//! [`Weights`]: the trained table, a byte a weight, and its file.
//!
//! The file is little-endian: magic `SAYSOTAG`, `u32` blocks, `f32` scale, transitions (`f32`, [`CLASSES`] × labels ×
//! labels), then for each block its template (`u8`) and the lower 48 bits of its key, then all blocks' weights (`i8`,
//! width × labels).

use super::features::{COUNT, TEMPLATES};
use super::{LABELS, allowed};

/// Transitions are learned apart for so many classes of the token that is entered.
pub const CLASSES: usize = 12;

/// So much of a key is kept.
const KEY: u64 = (1 << 48) - 1;

const MAGIC: &[u8; 8] = b"SAYSOTAG";

/// The trained table.
#[derive(Debug, Default)]
pub struct Weights {
    /// Key and offset into `blocks`, open addressing; key 0 is empty. The length is a power of two.
    slots: Vec<(u64, u32)>,
    /// Weights of all blocks.
    blocks: Vec<i8>,
    /// What a weight of one byte is worth.
    pub scale: f32,
    /// Transitions: class, from, to.
    pub transitions: Vec<[[f32; LABELS]; LABELS]>,
}

impl Weights {
    /// Makes the table of blocks (key, template, weights); `scale` is what a unit is worth.
    pub fn assemble(blocks: &[(u64, u8, Vec<i8>)], scale: f32, transitions: Vec<[[f32; LABELS]; LABELS]>) -> Self {
        let mut weights = Self {
            slots: vec![(0, 0); (blocks.len() * 2).next_power_of_two().max(2)],
            blocks: Vec::new(),
            scale,
            transitions,
        };
        for (key, _, block) in blocks {
            let at = weights.blocks.len() as u32;
            weights.blocks.extend_from_slice(block);
            weights.insert(*key & KEY, at);
        }
        weights
    }

    /// Reads the file; `None` if it is not one.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let count = u32::from_le_bytes(take(&mut rest)?) as usize;
        let scale = f32::from_le_bytes(take(&mut rest)?);
        let mut transitions = vec![[[0.0; LABELS]; LABELS]; CLASSES];
        for value in transitions.iter_mut().flatten().flatten() {
            *value = f32::from_le_bytes(take(&mut rest)?);
        }
        let mut weights = Self {
            slots: vec![(0, 0); (count * 2).next_power_of_two().max(2)],
            blocks: Vec::new(),
            scale,
            transitions,
        };
        let mut offset = 0_u32;
        for _ in 0..count {
            let [template] = take(&mut rest)?;
            let [a, b, c, d, e, f] = take(&mut rest)?;
            weights.insert(u64::from_le_bytes([a, b, c, d, e, f, 0, 0]), offset);
            offset += (TEMPLATES.get(usize::from(template))?.width() * LABELS) as u32;
        }
        if rest.len() != offset as usize {
            return None;
        }
        weights.blocks = rest.iter().map(|&byte| byte as i8).collect();
        Some(weights)
    }

    /// The file of these blocks.
    pub fn write(blocks: &[(u64, u8, Vec<i8>)], scale: f32, transitions: &[[[f32; LABELS]; LABELS]]) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend((blocks.len() as u32).to_le_bytes());
        out.extend(scale.to_le_bytes());
        out.extend(transitions.iter().flatten().flatten().flat_map(|value| value.to_le_bytes()));
        for (key, template, _) in blocks {
            out.push(*template);
            out.extend(&key.to_le_bytes()[..6]);
        }
        out.extend(blocks.iter().flat_map(|(_, _, block)| block).map(|&weight| weight as u8));
        out
    }

    fn insert(&mut self, key: u64, offset: u32) {
        let mask = self.slots.len() - 1;
        let mut at = (key >> 20) as usize & mask;
        while self.slots[at].0 != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = (key, offset);
    }

    fn find(&self, key: u64) -> Option<usize> {
        let mask = self.slots.len() - 1;
        let mut at = (key >> 20) as usize & mask;
        loop {
            match self.slots[at] {
                (0, _) => return None,
                (found, offset) if found == key => return Some(offset as usize),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Adds what the keys of token `at` say to the scores of it and its neighbours (units, labels of each token).
    pub fn add(&self, keys: &[u64; COUNT], at: usize, scores: &mut [[i32; LABELS]]) {
        for (template, &key) in TEMPLATES.iter().zip(keys) {
            if key == 0 {
                continue;
            }
            let Some(offset) = self.find(key & KEY) else { continue };
            let low = at as isize + template.low as isize;
            let block = &self.blocks[offset..offset + template.width() * LABELS];
            for (i, row) in block.chunks_exact(LABELS).enumerate() {
                let Some(score) = usize::try_from(low + i as isize).ok().and_then(|to| scores.get_mut(to)) else {
                    continue;
                };
                for (sum, &weight) in score.iter_mut().zip(row) {
                    *sum += i32::from(weight);
                }
            }
        }
    }
}

/// The impossible transitions, far below all others.
pub fn forbid(transitions: &mut [[[f32; LABELS]; LABELS]]) {
    for class in transitions {
        for (from, row) in class.iter_mut().enumerate() {
            for (to, value) in row.iter_mut().enumerate() {
                if !allowed(from as u8, to as u8) {
                    *value = -1e4;
                }
            }
        }
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}
