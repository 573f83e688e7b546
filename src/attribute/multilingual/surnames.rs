//! Persons who are named again by a surname and a role, as in Korean and Chinese.

use super::mentions::Mention;
use super::people::{People, noun};
use super::scripts;
use super::words::same_noun;
use crate::attribute::draft::Analysis;
use rustc_hash::FxHashSet;

impl People {
    /// The person whom a surname and a role name again, "이 대통령은": the last one before it, or the first one behind it,
    /// with this role if there is one.
    pub(super) fn by_surname(&self, page: &Analysis<'_>, mention: &Mention, at: usize) -> Option<usize> {
        /// Mentions before and behind that are looked at.
        const NEAR: usize = 300;
        let surname = scripts::surname(page, mention)?;
        let own = noun(page, mention.head.start);
        let begins = |&entity: &usize| {
            let known = &self.entities[entity];
            !known.words.is_empty() && known.name != surname && known.name.starts_with(surname)
        };
        let (low, high) = (at.saturating_sub(NEAR), self.of.len().min(at + NEAR));
        let before = self.of[low..at].iter().rev().flatten().copied();
        let all: Vec<usize> = before.chain(self.of[at..high].iter().flatten().copied()).filter(begins).collect();
        let first = *all.first()?;
        let holds = |(.., noun): &&(usize, usize, String)| same_noun(noun, &own, page.language);
        // The roles stand in the order of their mentions.
        let role = |place: usize| self.roles.partition_point(|&(mention, ..)| mention < place);
        let near = &self.roles[role(low)..role(high)];
        let officers: FxHashSet<usize> = near.iter().filter(holds).map(|&(_, entity, _)| entity).collect();
        Some(all.iter().copied().find(|entity| officers.contains(entity)).unwrap_or(first))
    }
}
