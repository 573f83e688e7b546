//! Acronyms joined to the names that they stand for: "Human Rights Watch (HRW)".

use super::mentions::{Mention, MentionKind};
use super::people::People;
use super::words::letters;
use crate::attribute::draft::Analysis;
use crate::attribute::tokens::{Kind, Shape};

impl People {
    /// "das Bundesverfassungsgericht (BVerfG)": whoever the acronym names elsewhere is the body before it.
    pub(super) fn join_acronyms(&mut self, page: &Analysis<'_>, mentions: &[Mention]) {
        for (at, mention) in mentions.iter().enumerate() {
            let open = mention.range.end;
            let inside = page
                .token(open + 1)
                .is_some_and(|token| token.kind == Kind::Word && token.capital() && token.end - token.start < 9);
            let Some(entity) = self.of[at].filter(|_| page.word(open) == "(" && page.word(open + 2) == ")" && inside)
            else {
                continue;
            };
            let acronym = page.word(open + 1).to_lowercase();
            let capitals = page.word(open + 1).chars().filter(|c| c.is_uppercase()).count();
            let first = page.word(mention.head.start).to_lowercase().chars().next();
            let same = |other: &usize| self.entities[*other].words == [acronym.as_str()] && *other != entity;
            if capitals < 2 || first != acronym.chars().next() || mention.kind == MentionKind::Pronoun {
                continue;
            }
            let Some(other) = self.by_letters.get(&letters(&acronym)).and_then(|list| list.iter().copied().find(same))
            else {
                continue;
            };
            self.of.iter_mut().filter(|one| **one == Some(other)).for_each(|one| *one = Some(entity));
            self.entities[entity].mentions += std::mem::take(&mut self.entities[other].mentions);
        }
    }

    /// Notes the acronym in "Human Rights Watch (HRW)".
    pub(super) fn note_acronym(&mut self, page: &Analysis<'_>, mention: &Mention, entity: usize) {
        let at = mention.head.end;
        let bracketed = page.word(at) == "(" && page.word(at + 2) == ")" && mention.head.len() > 1;
        if bracketed && page.token(at + 1).is_some_and(|t| t.has(Shape::UPPER)) {
            let acronym = page.word(at + 1).to_lowercase();
            self.index(&acronym, entity);
            self.entities[entity].acronym = Some(acronym);
        }
    }
}
