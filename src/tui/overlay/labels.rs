//! Labels: letters under the fingers, two where one is not enough.

const LETTERS: &[u8; 9] = b"asdfghjkl";

/// How many labels there are.
pub const MAX_HINTS: usize = LETTERS.len() * LETTERS.len();

/// The label of number `at` among `count`.
pub fn hint_label(at: usize, count: usize) -> String {
    let letter = |at: usize| char::from(LETTERS[at % LETTERS.len()]);
    if count > LETTERS.len() {
        [letter(at / LETTERS.len()), letter(at)].iter().collect()
    } else {
        letter(at).to_string()
    }
}
