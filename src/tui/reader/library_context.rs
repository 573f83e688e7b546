//! Related contents of the library: the same quotations in other pieces, and similar pieces.

use crate::library::{PieceId, Seconds};

/// Related contents of the library for a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryContext {
    /// True if the library has been asked.
    pub asked: bool,
    /// The same quotations in other pieces, sorted by quotation id.
    pub echoes: Vec<Echo>,
}

/// A quotation of this text found in another piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echo {
    /// Id of the quotation in this text.
    pub quote: u32,
    /// Id of the other piece.
    pub piece: PieceId,
    /// Start of the quotation in the other article's text, in bytes.
    pub start: usize,
    /// Title of the other piece.
    pub title: String,
    /// Publication and time between the two, such as "The Lantern, 2 days earlier".
    pub about: String,
}

/// A piece of the library that is similar to this text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SimilarPiece {
    /// Id of the piece.
    pub piece: PieceId,
    /// Title of the piece.
    pub title: String,
    /// Publication and time between the two, such as "The Lantern, 2 days earlier".
    pub about: String,
    /// Reason for the similarity, such as "Okafor speaks in both · flooded, archive".
    pub reason: String,
    /// Id and publication of other pieces on the same story.
    pub same_story: Vec<(PieceId, String)>,
}

impl LibraryContext {
    /// Returns the places of a quotation in other pieces.
    pub fn of(&self, quote: u32) -> impl Iterator<Item = &Echo> {
        self.echoes.iter().filter(move |echo| echo.quote == quote)
    }
}

/// Formats the time from `own` to `other` (seconds since 1970), such as "2 days earlier".
pub fn time_between(own: Seconds, other: Seconds) -> String {
    let days = (own.div_euclid(86_400) - other.div_euclid(86_400)).unsigned_abs();
    let (number, unit) = match days {
        0 => return "the same day".to_owned(),
        1..21 => (days, "day"),
        21..60 => (days / 7, "week"),
        60..730 => (days / 30, "month"),
        _ => (days / 365, "year"),
    };
    let several = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{several} {}", if own > other { "earlier" } else { "later" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_between_pieces_is_rounded() {
        const DAY: i64 = 86_400;
        let cases = [
            (0, "the same day"),
            (1, "1 day earlier"),
            (2, "2 days earlier"),
            (-3, "3 days later"),
            (30, "4 weeks earlier"),
            (65, "2 months earlier"),
            (800, "2 years earlier"),
        ];
        for (days, expected) in cases {
            assert_eq!(time_between(20_000 * DAY, (20_000 - days) * DAY + 5), expected);
        }
    }
}
