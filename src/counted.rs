//! [`counted`]: a number with its noun, as every message tells it.

/// "1 address", "3 addresses".
pub fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
