//! Fingerprints of quotations: they find the same words in other pieces even if beginning and end differ.
//!
//! Pure. Shingles of four folded words are hashed and thinned by winnowing (Schleimer, Wilkerson, Aiken: "Winnowing:
//! local algorithms for document fingerprinting", SIGMOD 2003): of each window of five adjacent shingles the smallest
//! hash is kept, so that a common run of eight words always has a common fingerprint.

use super::fold::{hash, words};

/// Words in a shingle.
const SHINGLE: usize = 4;
/// Shingles in a window.
const WINDOW: usize = 5;

/// Returns the fingerprints of a text as index words: sorted, unique; none for fewer than eight words.
pub fn fingerprints(text: &str) -> Vec<String> {
    let hashes: Vec<u32> = shingles(text);
    let mut kept: Vec<u32> = hashes.windows(WINDOW).filter_map(|window| window.iter().min().copied()).collect();
    kept.sort_unstable();
    kept.dedup();
    kept.into_iter().map(word).collect()
}

/// Returns the share of the shorter text's shingles that the other contains, from 0 to 1.
pub fn overlap(one: &str, other: &str) -> f32 {
    let (mut one, mut other) = (shingles(one), shingles(other));
    for set in [&mut one, &mut other] {
        set.sort_unstable();
        set.dedup();
    }
    let shorter = one.len().min(other.len());
    if shorter == 0 {
        return 0.0;
    }
    let common = one.iter().filter(|shingle| other.binary_search(shingle).is_ok()).count();
    common as f32 / shorter as f32
}

fn shingles(text: &str) -> Vec<u32> {
    let words: Vec<u64> = words(text).iter().map(|word| hash(word.as_bytes())).collect();
    let join = |window: &[u64]| {
        let all =
            window.iter().fold(17_u64, |all, &word| (all.rotate_left(13) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        (all >> 32) as u32
    };
    words.windows(SHINGLE).map(join).collect()
}

/// Encodes a hash as seven letters and digits (base 32).
fn word(hash: u32) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    (0..7).map(|at| char::from(DIGITS[(hash >> (5 * at)) as usize & 31])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_run_leaves_a_common_fingerprint() {
        let one = fingerprints("We will not be rushed into a decision that our children will have to pay for, he said");
        let other = fingerprints("Asked again: “we will not be rushed into a decision that our children” … no more");
        assert!(one.iter().any(|print| other.contains(print)));
        let foreign = fingerprints("Nothing in these words has anything to do with those other words at all");
        assert!(!one.iter().any(|print| foreign.contains(print)));
        assert!(fingerprints("Too short to tell").is_empty());
    }

    #[test]
    fn overlap_is_of_the_shorter() {
        let long = "I rang the number on the wall. It rang in an empty building, all night long.";
        let percent = |text: &str| (overlap(text, long) * 100.0).round() as u32;
        assert_eq!(percent("It rang in an empty building"), 100);
        assert_eq!(percent("Nobody told us anything about this"), 0);
        assert_eq!(percent(""), 0);
    }
}
