//! Formats numbers for messages: [`pluralize`] with a noun, [`group_digits`] with commas.

/// Formats a count with its noun: "1 address", "3 addresses".
pub fn pluralize(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// Formats a number with commas.
#[cfg(feature = "app")]
pub fn group_digits(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
