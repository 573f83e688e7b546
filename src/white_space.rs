//! Folds white space to single spaces, for titles, names and quotations on one line.

/// Returns `text` with every run of white space as one space, and none at either end.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn fold_leaves_single_blanks_between_words() {
        for (text, folded) in [("", ""), (" \n ", ""), ("a", "a"), ("\u{a0}a \t\r\n b\u{2003}c ", "a b c")] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }
}
