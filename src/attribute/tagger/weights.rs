//! [`Weights`]: the trained table, a byte a weight, and its file, which is looked up where it lies in the program: nothing
//! is unpacked, so that a reader who opens one article does not wait for it.
//!
//! The file is little-endian: magic `SAYSOTG3`, `u32` blocks, `f32` scale, transitions (`f32`, [`CLASSES`] × labels ×
//! labels). Keys (48 bits) stand in their order, in `BUCKETS` buckets by the uppermost bits. Then come, each as one
//! array: the first key of each bucket and the number of all (`u32`); a byte of each key by which most others are told
//! from it; 24 further bits of it and the first row of its block (24 bits); and last the rows of all blocks' weights
//! (`i8`, a label each). Blocks stand in the order in which they were learned, so that those of frequent keys lie together.

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

const MAGIC: &[u8; 8] = b"SAYSOTG3";

/// How many buckets there are: some three blocks fall into each.
const BUCKETS: usize = 1 << 15;

/// The trained table.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// First key of each bucket, and the number of all.
    starts: &'static [[u8; 4]],
    /// A byte of each key. Most keys are in no block, and these stay in the nearest cache.
    tags: &'static [u8],
    /// More of each key, and the first of its `rows`.
    entries: &'static [[u8; 6]],
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
        let tags = array(count)?;
        let entries = array(6 * count)?.as_chunks().0;
        let (rows, []) = rest.as_chunks() else { return None };
        Some(Self { starts, tags, entries, rows, scale, transitions })
    }

    /// The file of these blocks: keys, templates, weights.
    pub fn write(blocks: &[(u64, u8, Vec<i8>)], scale: f32, transitions: &[[[f32; LABELS]; LABELS]]) -> Vec<u8> {
        let mut row = 0_u32;
        let mut keys: Vec<(u64, u32)> = Vec::with_capacity(blocks.len());
        for (key, _, weights) in blocks {
            keys.push((key & KEY, row));
            row += (weights.len() / LABELS) as u32;
        }
        keys.sort_unstable();
        let mut out = MAGIC.to_vec();
        out.extend((blocks.len() as u32).to_le_bytes());
        out.extend(scale.to_le_bytes());
        out.extend(transitions.iter().flatten().flatten().flat_map(|value| value.to_le_bytes()));
        let start = |at: usize| keys.partition_point(|(key, _)| bucket(*key) < at) as u32;
        out.extend((0..=BUCKETS).flat_map(|at| start(at).to_le_bytes()));
        out.extend(keys.iter().map(|(key, _)| tag(*key)));
        for (key, row) in &keys {
            out.extend(print(*key));
            out.extend(&row.to_le_bytes()[..3]);
        }
        out.extend(blocks.iter().flat_map(|(.., weights)| weights).map(|&weight| weight as u8));
        out
    }

    /// Where the key's bucket begins and ends.
    #[inline]
    fn bounds(&self, key: u64) -> (u32, u32) {
        match self.starts.get(bucket(key)..) {
            Some(&[start, end, ..]) => (u32::from_le_bytes(start), u32::from_le_bytes(end)),
            _ => (0, 0),
        }
    }

    /// First row of the key's block in its bucket, [`NOWHERE`] for keys that are not there.
    #[inline]
    fn find(&self, key: u64, (start, end): (u32, u32)) -> u32 {
        let Some(tags) = self.tags.get(start as usize..end as usize) else { return NOWHERE };
        for (at, &found) in (start as usize..).zip(tags) {
            if found == tag(key)
                && let Some(&[a, b, c, row @ ..]) = self.entries.get(at)
                && [a, b, c] == print(key)
            {
                return u32::from_le_bytes([row[0], row[1], row[2], 0]);
            }
        }
        NOWHERE
    }

    /// Adds what the keys of token `at` say to the sums of it and its neighbours. `sums` has [`MARGIN`] rows more at
    /// both ends. All look-ups come before all sums, so that the memory is asked for everything at once.
    pub fn add(&self, keys: &[u64; COUNT], at: usize, sums: &mut [Units], memo: &mut Memo) {
        let mut bounds = [(0, 0); COUNT];
        let mut rows = [NOWHERE; COUNT];
        for ((&key, row), bounds) in keys.iter().zip(&mut rows).zip(&mut bounds) {
            let (known, found) = memo.0[Memo::slot(key)];
            if known == key {
                *row = found;
            } else {
                *bounds = self.bounds(key & KEY);
            }
        }
        for ((&key, row), bounds) in keys.iter().zip(&mut rows).zip(bounds).filter(|(_, bounds)| bounds.1 > 0) {
            *row = self.find(key & KEY, bounds);
            memo.0[Memo::slot(key)] = (key, *row);
        }
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

/// The keys seen last and where their rows are: most keys of an article come back in it, and the table is large.
#[derive(Clone, Debug)]
pub struct Memo(Vec<(u64, u32)>);

impl Default for Memo {
    fn default() -> Self {
        Self(vec![(0, NOWHERE); Self::SLOTS])
    }
}

impl Memo {
    const SLOTS: usize = 1 << 12;

    #[inline]
    const fn slot(key: u64) -> usize {
        (key >> 20) as usize % Self::SLOTS
    }
}

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
        let mut rows: Vec<u32> =
            weights.entries.iter().map(|&[.., a, b, c]| u32::from_le_bytes([a, b, c, 0])).collect();
        rows.sort_unstable();
        rows.dedup();
        assert_eq!((rows.len(), rows.first()), (weights.tags.len(), Some(&0)));
        assert!(rows.last().is_some_and(|&row| (row as usize) < weights.rows.len()));
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
            assert_eq!(weights.rows[weights.find(mix(n), weights.bounds(mix(n))) as usize], [n as u8; LABELS], "{n}");
            assert_eq!(weights.find(mix(n + 5000), weights.bounds(mix(n + 5000))), NOWHERE);
        }
        for cut in [0, 7, 100, file.len() - 1] {
            assert!(Weights::read(&file[..cut]).is_none());
        }
    }
}
