//! [`Weights`]: the trained table, two or four bits for nearly every weight, and its file format. The file is searched
//! in place in the program's image; nothing is unpacked, which keeps the start fast.
//!
//! The file is little-endian: magic `SAYSOTG4`, number of blocks (`u32`), scale (`f32`), transitions (`f32`,
//! [`CLASSES`] × labels × labels). Keys (48 bits) are sorted and fall into `BUCKETS` buckets by their highest bits.
//! Then follow, as one array each: the first key index of each bucket and the number of all keys (`u32`); one byte of
//! each key that rejects most others; 24 further bits of it and the place of its block's weights (24 bits); and the
//! weights of all blocks, one row per neighbour. The weights of a row's labels are signed numbers of two, four or eight
//! bits, as its block needs, one behind the other from the lowest bit. A place is the number of 16-bit units before
//! the block (22 bits) and how its numbers are stored (2 bits). Equal blocks are stored once; the order is that in which
//! blocks were learned, so that those of frequent keys are close together.

use super::features::{COUNT, TEMPLATES};
use super::{LABELS, allowed};
use std::collections::HashMap;

/// Number of classes of the entered token, for each of which transitions are learned separately.
pub const CLASSES: usize = 12;

/// Mask of the part of a key that is stored.
const KEY: u64 = (1 << 48) - 1;

/// The sums of one token, one per label, in units of [`Weights::scale`].
pub type Units = [i16; LABELS];

/// Largest reach of a template beyond a paragraph's ends, in tokens.
pub const MARGIN: usize = 4;

/// Place of unknown keys.
const NOWHERE: u32 = u32::MAX;

/// Number of bits of a place that count units. Above them is the binary logarithm of half a weight's bits.
const UNITS: u32 = 22;

const MAGIC: &[u8; 8] = b"SAYSOTG4";

/// Number of buckets; about three blocks fall into each.
const BUCKETS: usize = 1 << 15;

/// The trained table.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// First key index of each bucket, and the number of all keys.
    starts: &'static [[u8; 4]],
    /// One byte of each key. Most keys looked up are in no block, and this small array stays in the cache.
    tags: &'static [u8],
    /// 24 more bits of each key, and the place of its block.
    entries: &'static [[u8; 6]],
    /// Weights of all blocks.
    rows: &'static [[u8; 2]],
    /// Value of one unit of a weight.
    pub scale: f32,
    /// Transitions: class, from, to.
    pub transitions: Vec<[[f32; LABELS]; LABELS]>,
}

impl Weights {
    /// Opens a table in its file format. Returns `None` if it is invalid.
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

    /// Serialises blocks of key, template and weights.
    pub fn write(blocks: &[(u64, u8, Vec<i8>)], scale: f32, transitions: &[[[f32; LABELS]; LABELS]]) -> Vec<u8> {
        let mut rows: Vec<u8> = Vec::new();
        let mut keys: Vec<(u64, u32)> = Vec::with_capacity(blocks.len());
        let mut known: HashMap<(u32, Vec<u8>), u32> = HashMap::new();
        for (key, _, weights) in blocks {
            let fits =
                |size: &u32| weights.iter().all(|&weight| (weight << (8 - (2 << size))) >> (8 - (2 << size)) == weight);
            let size = (0..2).find(fits).unwrap_or(2);
            let packed: Vec<u8> = weights.as_chunks().0.iter().flat_map(|row| pack(row, 2 << size)).collect();
            let place = *known.entry((size, packed)).or_insert_with_key(|(_, packed)| {
                let place = rows.len() as u32 / 2;
                rows.extend(packed);
                place
            });
            keys.push((key & KEY, place | size << UNITS));
        }
        keys.sort_unstable();
        let mut out = MAGIC.to_vec();
        out.extend((blocks.len() as u32).to_le_bytes());
        out.extend(scale.to_le_bytes());
        out.extend(transitions.iter().flatten().flatten().flat_map(|value| value.to_le_bytes()));
        let start = |at: usize| keys.partition_point(|(key, _)| bucket(*key) < at) as u32;
        out.extend((0..=BUCKETS).flat_map(|at| start(at).to_le_bytes()));
        out.extend(keys.iter().map(|(key, _)| tag(*key)));
        for (key, place) in &keys {
            out.extend(print(*key));
            out.extend(&place.to_le_bytes()[..3]);
        }
        out.extend(rows);
        out
    }

    /// Returns the start and end of the key's bucket.
    #[inline]
    fn bounds(&self, key: u64) -> (u32, u32) {
        match self.starts.get(bucket(key)..) {
            Some(&[start, end, ..]) => (u32::from_le_bytes(start), u32::from_le_bytes(end)),
            _ => (0, 0),
        }
    }

    /// Returns the place of the key's block, [`NOWHERE`] for unknown keys.
    #[inline]
    fn find(&self, key: u64, (start, end): (u32, u32)) -> u32 {
        let Some(tags) = self.tags.get(start as usize..end as usize) else { return NOWHERE };
        for (at, &found) in (start as usize..).zip(tags) {
            if found == tag(key)
                && let Some(&[a, b, c, place @ ..]) = self.entries.get(at)
                && [a, b, c] == print(key)
            {
                return u32::from_le_bytes([place[0], place[1], place[2], 0]);
            }
        }
        NOWHERE
    }

    /// Adds the weights of the keys of token `at` to the sums of it and its neighbours. `sums` has [`MARGIN`] extra
    /// rows at both ends. All look-ups come before all sums, so that the memory accesses overlap.
    pub fn add(&self, keys: &[u64; COUNT], at: usize, sums: &mut [Units], memo: &mut Memo) {
        let mut bounds = [(0, 0); COUNT];
        let mut places = [NOWHERE; COUNT];
        for ((&key, place), bounds) in keys.iter().zip(&mut places).zip(&mut bounds) {
            let (known, found) = memo.0[Memo::slot(key)];
            if known == key {
                *place = found;
            } else {
                *bounds = self.bounds(key & KEY);
            }
        }
        for ((&key, place), bounds) in keys.iter().zip(&mut places).zip(bounds).filter(|(_, bounds)| bounds.1 > 0) {
            *place = self.find(key & KEY, bounds);
            memo.0[Memo::slot(key)] = (key, *place);
        }
        for (template, place) in TEMPLATES.iter().zip(places) {
            if place == NOWHERE {
                continue;
            }
            let to = (at + MARGIN).wrapping_add_signed(isize::from(template.low));
            let Some(sums) = sums.get_mut(to..to + template.width()) else { continue };
            let Some(block) = self.rows.get((place & ((1 << UNITS) - 1)) as usize..) else { continue };
            match place >> UNITS {
                0 => add_rows::<2>(block, sums),
                1 => add_rows::<4>(block, sums),
                _ => add_rows::<8>(block, sums),
            }
        }
    }
}

/// Adds one row of weights of some bits to each of the sums.
#[inline]
fn add_rows<const BITS: usize>(block: &[[u8; 2]], sums: &mut [Units]) {
    for (sum, row) in sums.iter_mut().zip(block.chunks_exact(BITS * LABELS / 16)) {
        for (label, sum) in sum.iter_mut().enumerate() {
            let at = label * BITS;
            *sum += i16::from_le_bytes(row[at / 16]) << (16 - BITS - at % 16) >> (16 - BITS);
        }
    }
}

/// Packs the weights of a row into some bits each.
fn pack(row: &[i8; LABELS], bits: usize) -> impl Iterator<Item = u8> {
    let mask = (1 << bits) - 1;
    let set = |all, (label, &weight): (usize, &i8)| all | (u64::from(weight.cast_unsigned()) & mask) << (label * bits);
    let all: u64 = row.iter().enumerate().fold(0, set);
    all.to_le_bytes().into_iter().take(bits * LABELS / 8)
}

/// Cache of recent keys and their places: most keys of an article recur, and the table is large.
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

/// Returns the index of a key's bucket.
const fn bucket(key: u64) -> usize {
    (key >> 33) as usize
}

/// Returns the byte of a key that is compared first.
const fn tag(key: u64) -> u8 {
    (key >> 25) as u8
}

/// Returns the other stored bits of a key.
const fn print(key: u64) -> [u8; 3] {
    let [a, b, c, ..] = key.to_le_bytes();
    [a, b, c]
}

/// Sets impossible transitions far below all others.
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
        let place = |&[.., a, b, c]: &[u8; 6]| u32::from_le_bytes([a, b, c, 0]) & ((1 << UNITS) - 1);
        let mut places: Vec<u32> = weights.entries.iter().map(place).collect();
        places.sort_unstable();
        let Some((0, &last)) = places.first().copied().zip(places.last()) else { panic!("no block at the beginning") };
        let longest = 9 * LABELS;
        assert!((last as usize..last as usize + longest).contains(&(weights.rows.len() - 1)));
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
            let mut sums = [[100; LABELS]; 2 * MARGIN + 1];
            let mut keys = [0; COUNT];
            keys[templates(n)] = mix(n);
            weights.add(&keys, 0, &mut sums, &mut Memo::default());
            let sum = sums[MARGIN.wrapping_add_signed(TEMPLATES[templates(n)].low.into())];
            assert_eq!(sum, [100 + i16::from(n as i8); LABELS], "{n}");
            assert_eq!(weights.find(mix(n + 5000), weights.bounds(mix(n + 5000))), NOWHERE);
        }
    }

    #[test]
    fn signs_and_limits_of_weights_survive_packing() {
        for row in [[-2, 1, 0, -1, 1, -2, 0, 1], [-8, 7, 0, -1, 1, -8, 7, -7], [-9, 7, 0, -1, 127, -128, 8, -7]] {
            let file = Weights::write(&[(7, 7, row.to_vec())], 1.0, &[[[0.0; LABELS]; LABELS]; CLASSES]).leak();
            let weights = Weights::read(file).unwrap();
            let mut sums = [[0; LABELS]; 2 * MARGIN + 1];
            let mut keys = [0; COUNT];
            keys[7] = 7;
            weights.add(&keys, 0, &mut sums, &mut Memo::default());
            assert_eq!(sums[MARGIN], row.map(i16::from));
        }
    }

    #[test]
    fn cut_file_is_refused() {
        let blocks = [(7, 7, vec![1; LABELS])];
        let file = Weights::write(&blocks, 0.5, &[[[1.0; LABELS]; LABELS]; CLASSES]).leak();
        for cut in [0, 7, 100, file.len() - 1] {
            assert!(Weights::read(&file[..cut]).is_none());
        }
    }
}
