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

/// The sums of one token, a label each, in units of [`Weights::scale`].
pub type Units = [i16; LABELS];

/// How far a template may reach beyond a paragraph's ends.
pub const MARGIN: usize = 4;

/// No row.
const NOWHERE: u32 = u32::MAX;

const MAGIC: &[u8; 8] = b"SAYSOTAG";

/// The trained table.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// Part of a key and the first of its `rows`, open addressing; 0 is empty. The length is a power of two.
    slots: Vec<(u32, u32)>,
    /// Weights of all blocks, a row for each neighbour that a template speaks about.
    rows: Vec<[i8; LABELS]>,
    /// What a weight of one byte is worth.
    pub scale: f32,
    /// Transitions: class, from, to.
    pub transitions: Vec<[[f32; LABELS]; LABELS]>,
}

impl Weights {
    /// Reads the file; `None` if it is not one.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let count = u32::from_le_bytes(take(&mut rest)?) as usize;
        let scale = f32::from_le_bytes(take(&mut rest)?);
        let mut transitions = vec![[[0.0; LABELS]; LABELS]; CLASSES];
        for value in transitions.iter_mut().flatten().flatten() {
            *value = f32::from_le_bytes(take(&mut rest)?);
        }
        let mut weights =
            Self { slots: vec![(0, 0); (count * 2).next_power_of_two().max(2)], rows: Vec::new(), scale, transitions };
        let mut row = 0_u32;
        for _ in 0..count {
            let [template] = take(&mut rest)?;
            let mut key = [0; 8];
            key[..6].copy_from_slice(&take::<6>(&mut rest)?);
            weights.insert(u64::from_le_bytes(key), row);
            row += TEMPLATES.get(usize::from(template))?.width() as u32;
        }
        let (rows, []) = rest.as_chunks() else { return None };
        weights.rows = rows.iter().map(|row: &[u8; LABELS]| row.map(u8::cast_signed)).collect();
        (weights.rows.len() == row as usize).then_some(weights)
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

    fn insert(&mut self, key: u64, row: u32) {
        let mask = self.slots.len() - 1;
        let mut at = (key >> 20) as usize & mask;
        while self.slots[at].0 != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = (print(key), row);
    }

    /// First row of the key's block, [`NOWHERE`] for keys that are not there.
    fn find(&self, key: u64) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = (key >> 20) as usize & mask;
        let wanted = print(key);
        loop {
            match self.slots[at] {
                (0, _) => return NOWHERE,
                (found, row) if found == wanted => return row,
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Adds what the keys of token `at` say to the sums of it and its neighbours. `sums` has [`MARGIN`] rows more at
    /// both ends. All look-ups come before all sums, so that the memory is asked for everything at once.
    pub fn add(&self, keys: &[u64; COUNT], at: usize, sums: &mut [Units]) {
        let rows = keys.map(|key| if key == 0 { NOWHERE } else { self.find(key & KEY) });
        for (template, row) in TEMPLATES.iter().zip(rows) {
            if row == NOWHERE {
                continue;
            }
            let to = (at + MARGIN).wrapping_add_signed(isize::from(template.low));
            let Some(block) = self.rows.get(row as usize..row as usize + template.width()) else { continue };
            let Some(sums) = sums.get_mut(to..to + template.width()) else { continue };
            for (sum, weights) in sums.iter_mut().zip(block) {
                for (unit, &weight) in sum.iter_mut().zip(weights) {
                    *unit += i16::from(weight);
                }
            }
        }
    }
}

/// What a slot keeps of a key; never 0.
const fn print(key: u64) -> u32 {
    (key ^ (key >> 32)) as u32 | 1
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
