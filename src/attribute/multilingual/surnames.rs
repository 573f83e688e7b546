//! Persons who are named again by a surname and a role, as in Korean and Chinese.

use super::mentions::Mention;
use super::people::{People, noun};
use super::scripts;
use super::words::same_noun;
use crate::attribute::draft::Analysis;

impl People {
    /// The person whom a surname and a role name again, "이 대통령은": the last one before it, or the first one behind it,
    /// with this role if there is one.
    pub(super) fn by_surname(&self, page: &Analysis<'_>, mention: &Mention, at: usize) -> Option<usize> {
        let surname = scripts::surname(page, mention)?;
        let own = noun(page, mention.head.start);
        let begins = |&entity: &usize| {
            let known = &self.entities[entity];
            !known.words.is_empty() && known.name != surname && known.name.starts_with(surname)
        };
        let before = self.of[..at].iter().rev().flatten().copied();
        let all: Vec<usize> = before.chain(self.of[at..].iter().flatten().copied()).filter(begins).collect();
        let in_role = |&entity: &usize| {
            self.roles.iter().any(|(_, other, noun)| *other == entity && same_noun(noun, &own, page.language))
        };
        all.iter().copied().find(in_role).or_else(|| all.first().copied())
    }
}
