//! [`NameParts`]: finds which of many short texts stand in class and id names, in one pass. A search for each of them
//! would take longer than all else that is measured of an element.

/// Short ASCII texts in lower case, at most 64, each of two bytes or more.
#[derive(Debug)]
pub struct NameParts<const N: usize> {
    parts: [&'static str; N],
    /// For each byte, the parts that begin with it in either case, as bits.
    first: [u64; 256],
    /// For each byte, the parts that have it second.
    second: [u64; 256],
}

impl<const N: usize> NameParts<N> {
    /// Indexes the parts.
    pub const fn new(parts: [&'static str; N]) -> Self {
        assert!(N <= u64::BITS as usize);
        let (mut first, mut second) = ([0; 256], [0; 256]);
        let mut at = 0;
        while at < N {
            let part = parts[at].as_bytes();
            assert!(part.is_ascii() && part.len() >= 2);
            let bit = 1 << at;
            first[part[0] as usize] |= bit;
            first[part[0].to_ascii_uppercase() as usize] |= bit;
            second[part[1] as usize] |= bit;
            second[part[1].to_ascii_uppercase() as usize] |= bit;
            at += 1;
        }
        Self { parts, first, second }
    }

    /// Returns the numbers of the parts that stand in `names` in any case, the lowest first.
    pub fn all_in(&self, names: &str) -> impl Iterator<Item = usize> {
        let mut found = 0;
        let names = names.as_bytes();
        for (at, pair) in names.array_windows().enumerate() {
            let begun = self.begun(pair) & !found;
            if begun != 0 {
                bits(begun).filter(|&part| self.stands(part, &names[at..])).for_each(|part| found |= 1 << part);
            }
        }
        bits(found)
    }

    /// Returns true if a part stands in `names` in any case.
    pub fn any_in(&self, names: &str) -> bool {
        let names = names.as_bytes();
        names.array_windows().enumerate().any(|(at, pair)| {
            let begun = self.begun(pair);
            begun != 0 && bits(begun).any(|part| self.stands(part, &names[at..]))
        })
    }

    /// Returns the parts that begin with two bytes, as bits.
    #[inline]
    fn begun(&self, [first, second]: &[u8; 2]) -> u64 {
        self.first[usize::from(*first)] & self.second[usize::from(*second)]
    }

    fn stands(&self, part: usize, names: &[u8]) -> bool {
        let part = self.parts[part].as_bytes();
        names.get(..part.len()).is_some_and(|start| start.eq_ignore_ascii_case(part))
    }
}

/// The numbers of the bits that are set, the lowest first.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = set.trailing_zeros();
        set &= set.wrapping_sub(1);
        (lowest < u64::BITS).then_some(lowest as usize)
    })
}

#[cfg(test)]
mod tests {
    use super::NameParts;
    use proptest::prelude::*;

    const LIST: [&str; 6] = ["ab", "abc", "ba", "cc-", "-a", "bcab"];
    static PARTS: NameParts<6> = NameParts::new(LIST);

    proptest! {
        #[test]
        fn finds_what_is_found_one_by_one(names in "[abcABC é-]{0,12}") {
            let lower = names.to_ascii_lowercase();
            let plainly: Vec<usize> = (0..LIST.len()).filter(|&part| lower.contains(LIST[part])).collect();
            prop_assert_eq!(PARTS.any_in(&names), !plainly.is_empty());
            prop_assert_eq!(PARTS.all_in(&names).collect::<Vec<_>>(), plainly);
        }
    }
}
