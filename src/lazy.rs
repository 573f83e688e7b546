//! [`Lazy`]: a part of the word lists and weights that is loaded on first use and kept.

use std::sync::OnceLock;

/// A value that is loaded at most once, by any thread.
#[derive(Debug)]
pub struct Lazy<T>(OnceLock<T>);

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> Lazy<T> {
    /// Returns the value; the first call creates it with `load`.
    pub fn get(&self, load: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(load)
    }
}

#[cfg(test)]
mod tests {
    use super::Lazy;

    #[test]
    fn value_is_loaded_by_the_first_call_alone() {
        let value = Lazy::default();
        assert_eq!([*value.get(|| 1), *value.get(|| 2)], [1, 1]);
    }
}
