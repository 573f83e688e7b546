//! Labels made of home-row letters: one letter each, or two if there are too many targets.

const LETTERS: &[u8; 9] = b"asdfghjkl";

/// Maximum number of labels.
pub const MAX_HINTS: usize = LETTERS.len() * LETTERS.len();

/// Returns label number `at` of `count`.
pub fn hint_label(at: usize, count: usize) -> String {
    let letter = |at: usize| char::from(LETTERS[at % LETTERS.len()]);
    if count > LETTERS.len() {
        [letter(at / LETTERS.len()), letter(at)].iter().collect()
    } else {
        letter(at).to_string()
    }
}
