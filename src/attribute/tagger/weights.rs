//! [`Weights`]: the trained table, a byte a weight, and its file, which is looked up where it lies in the program: nothing
//! is unpacked, so that a reader who opens one article does not wait for it.
//!
//! The file is little-endian: magic `SAYSOTG2`, `u32` blocks, `f32` scale, transitions (`f32`, [`CLASSES`] × labels ×
//! labels). Blocks stand in the order of their keys (48 bits), in [`BUCKETS`] buckets by the uppermost bits. Then come,
//! each as one array: the first block of each bucket and their number (`u32`), the first row of each bucket (`u32`), a
//! byte of each block's key by which most others are told from it, 24 further bits of it, the block's template (`u8`);
//! and last all blocks' weights (`i8`, width × labels).

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

const MAGIC: &[u8; 8] = b"SAYSOTG2";

/// How many buckets there are: some three blocks fall into each.
const BUCKETS: usize = 1 << 15;

/// The trained table.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// First block of each bucket, and the number of all.
    starts: &'static [[u8; 4]],
    /// First of `rows` of each bucket.
    firsts: &'static [[u8; 4]],
    /// A byte of each block's key. Most keys are in no block, and these stay in the nearest cache.
    tags: &'static [u8],
    /// More of each block's key.
    prints: &'static [[u8; 3]],
    /// The template of each block.
    templates: &'static [u8],
    /// Weights of all blocks, a row for each neighbour that a template speaks about.
    rows: &'static [[u8; LABELS]],
    /// What a weight of one byte is worth.
    pub scale: f32,
    /// Transitions: class, from, to.
    pub transitions: Vec<[[f32; LABELS]; LABELS]>,
}

impl Weights {
    /// The table in a file; `None` if it is not one.
    pub fn read(file: &'static [u8]) -> Option<Self> {
        let mut rest = file.strip_prefix(MAGIC)?;
        let count = u32::from_le_bytes(take(&mut rest)?) as usize;
        let scale = f32::from_le_bytes(take(&mut rest)?);
        let mut transitions = vec![[[0.0; LABELS]; LABELS]; CLASSES];
        for value in transitions.iter_mut().flatten().flatten() {
            *value = f32::from_le_bytes(take(&mut rest)?);
        }
        let mut array = |bytes: usize| {
            let (array, tail) = rest.split_at_checked(bytes)?;
            rest = tail;
            Some(array)
        };
        let starts = array(4 * (BUCKETS + 1))?.as_chunks().0;
        let firsts = array(4 * BUCKETS)?.as_chunks().0;
        let tags = array(count)?;
        let prints = array(3 * count)?.as_chunks().0;
        let templates = array(count)?;
        let (rows, []) = rest.as_chunks() else { return None };
        Some(Self { starts, firsts, tags, prints, templates, rows, scale, transitions })
    }

    /// The file of these blocks: keys, templates, weights.
    pub fn write(blocks: &[(u64, u8, Vec<i8>)], scale: f32, transitions: &[[[f32; LABELS]; LABELS]]) -> Vec<u8> {
        let mut blocks: Vec<(u64, u8, &[i8])> =
            blocks.iter().map(|(key, template, weights)| (key & KEY, *template, &**weights)).collect();
        blocks.sort_unstable_by_key(|(key, ..)| *key);
        let mut out = MAGIC.to_vec();
        out.extend((blocks.len() as u32).to_le_bytes());
        out.extend(scale.to_le_bytes());
        out.extend(transitions.iter().flatten().flatten().flat_map(|value| value.to_le_bytes()));
        let starts: Vec<usize> =
            (0..=BUCKETS).map(|at| blocks.partition_point(|(key, ..)| bucket(*key) < at)).collect();
        out.extend(starts.iter().flat_map(|&start| (start as u32).to_le_bytes()));
        let mut row = 0_u32;
        for bounds in starts.windows(2) {
            out.extend(row.to_le_bytes());
            row +=
                blocks[bounds[0]..bounds[1]].iter().map(|(.., weights)| (weights.len() / LABELS) as u32).sum::<u32>();
        }
        out.extend(blocks.iter().map(|(key, ..)| tag(*key)));
        out.extend(blocks.iter().flat_map(|(key, ..)| print(*key)));
        out.extend(blocks.iter().map(|(_, template, _)| *template));
        out.extend(blocks.iter().flat_map(|(.., weights)| weights.iter()).map(|&weight| weight as u8));
        out
    }

    /// First row of the key's block, [`NOWHERE`] for keys that are not there.
    #[inline]
    fn find(&self, key: u64) -> u32 {
        let bucket = bucket(key);
        let (Some(&start), Some(&end)) = (self.starts.get(bucket), self.starts.get(bucket + 1)) else { return NOWHERE };
        let (start, end) = (u32::from_le_bytes(start) as usize, u32::from_le_bytes(end) as usize);
        let Some(tags) = self.tags.get(start..end) else { return NOWHERE };
        for (at, &found) in (start..).zip(tags) {
            if found == tag(key) && self.prints.get(at) == Some(&print(key)) {
                return self.row(bucket, start, at);
            }
        }
        NOWHERE
    }

    /// First row of a block of a bucket: behind those of the blocks before it.
    fn row(&self, bucket: usize, start: usize, at: usize) -> u32 {
        let before = self.templates.get(start..at).unwrap_or_default();
        let Some(&first) = self.firsts.get(bucket) else { return NOWHERE };
        let mut row = u32::from_le_bytes(first);
        for &template in before {
            row += u32::from(WIDTHS[usize::from(template)]);
        }
        row
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
                for label in 0..LABELS {
                    sum[label] += i16::from(weights[label].cast_signed());
                }
            }
        }
    }
}

/// How many rows a block of each template has.
static WIDTHS: [u8; 256] = {
    let mut widths = [0; 256];
    let mut at = 0;
    while at < COUNT {
        widths[at] = TEMPLATES[at].width() as u8;
        at += 1;
    }
    widths
};

/// Which bucket a key falls into.
const fn bucket(key: u64) -> usize {
    (key >> 33) as usize
}

/// The byte of a key that is looked at first.
const fn tag(key: u64) -> u8 {
    (key >> 25) as u8
}

/// What else is kept of a key.
const fn print(key: u64) -> [u8; 3] {
    let [a, b, c, ..] = key.to_le_bytes();
    [a, b, c]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_is_whole() {
        let weights = Weights::read(include_bytes!("../../../assets/attribution/tagger.bin"))
            .expect("retrain, or write the table anew: its format is another");
        let start = |at: usize| u32::from_le_bytes(weights.starts[at]) as usize;
        assert_eq!(start(BUCKETS), weights.tags.len());
        let mut rows = 0;
        for bucket in 0..BUCKETS {
            assert_eq!(u32::from_le_bytes(weights.firsts[bucket]) as usize, rows);
            let templates = &weights.templates[start(bucket)..start(bucket + 1)];
            rows += templates.iter().map(|&t| TEMPLATES[usize::from(t)].width()).sum::<usize>();
        }
        assert_eq!(rows, weights.rows.len());
    }

    #[test]
    fn what_was_written_is_found_and_nothing_else() {
        let mix = |n: u64| crate::attribute::lexicon::mix(n) & KEY;
        let templates = |n: u64| (n % COUNT as u64) as usize;
        let block = |n: u64| (mix(n), templates(n) as u8, vec![n as i8; TEMPLATES[templates(n)].width() * LABELS]);
        let blocks: Vec<_> = (1..2000).map(block).collect();
        let file = Weights::write(&blocks, 0.5, &vec![[[1.0; LABELS]; LABELS]; CLASSES]).leak();
        let weights = Weights::read(file).unwrap();
        for n in 1..2000 {
            assert_eq!(weights.rows[weights.find(mix(n)) as usize], [n as u8; LABELS], "{n}");
            assert_eq!(weights.find(mix(n + 5000)), NOWHERE);
        }
        for cut in [0, 7, 100, file.len() - 1] {
            assert!(Weights::read(&file[..cut]).is_none());
        }
    }
}
