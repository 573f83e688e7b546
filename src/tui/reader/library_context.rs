//! What the library has beside a text: the same quotations in other pieces, and pieces that are like it.

use crate::library::Id;

/// What the library has beside a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryContext {
    /// Whether it was asked for.
    pub asked: bool,
    /// The same quotations in other pieces, by the quotation's id.
    pub echoes: Vec<Echo>,
}

/// A quotation of this text in another piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echo {
    /// The quotation's id in this text.
    pub quote: u32,
    /// The other piece.
    pub piece: Id,
    /// Where the quotation begins there: a byte in the article's text.
    pub start: usize,
    /// The other piece's title.
    pub title: String,
    /// "The Lantern, 2 days earlier".
    pub about: String,
}

/// A piece of the library that is like this text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SimilarPiece {
    /// The piece.
    pub piece: Id,
    /// Its title.
    pub title: String,
    /// "The Lantern, 2 days earlier".
    pub about: String,
    /// Why it is here: "Okafor speaks in both · flooded, archive".
    pub reason: String,
    /// Other pieces that tell the same story: number and publication.
    pub same_story: Vec<(Id, String)>,
}

impl LibraryContext {
    /// Where else a quotation stands.
    pub fn of(&self, quote: u32) -> impl Iterator<Item = &Echo> {
        self.echoes.iter().filter(move |echo| echo.quote == quote)
    }
}

/// "2 days earlier": how far another piece lies from this one, both in seconds since 1970.
pub fn time_between(own: i64, other: i64) -> String {
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
    fn time_between_pieces_is_told_in_round_figures() {
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
