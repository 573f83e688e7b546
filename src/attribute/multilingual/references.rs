//! References: pronouns and descriptions, and the persons named around them whom they may mean. Each is compared with the
//! words; the trees decide.

use super::candidates::{CandidateRow, Last, Scene};
use super::mentions::{Mention, MentionKind, is_indefinite};
use super::people::{content_words, noun};
use super::words::{base, same_noun};
use crate::attribute::draft::Analysis;
use crate::attribute::language::Language;
use crate::attribute::lexicon::{PRONOUN, WordClass, hash_of};
use crate::attribute::names::Gender;
use crate::attribute::tokens::Shape;
use crate::forest::flag;
use crate::reading::SpeakerKind;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Mentions before a pronoun or a description that are looked at.
const LOOK_BACK: usize = 40;
/// Roles given before a description, and behind it, that are compared with its own.
const ROLES: usize = 60;
/// At most so many persons with the role of a description may be meant, and so many of those named before it.
const MOST: usize = 4;
/// Rank of an entity that is not named before.
const NOT_NAMED: f32 = 9.0;
/// `log2` of its distance.
const FAR: f32 = 15.0;
/// Only the mentions nearest to a statement are compared with everybody.
const NEAREST: usize = 6;

/// A pronoun or a description, and those who are named around it.
#[derive(Debug)]
pub(super) struct Reference {
    /// Entities named before it, from the nearest on.
    named: Vec<Named>,
    /// Entities with its role, from the nearest on; with true where the role's noun is the very same.
    holders: Vec<(usize, bool)>,
    /// The description's words that mean something, without its head.
    said: FxHashSet<u64>,
    /// 1 for a woman, -1 for a man, 0 where the words do not tell.
    female: f32,
    /// 1 for "the minister", -1 for "a minister", 0 without an article.
    definite: f32,
}

/// An entity that is named before a pronoun or a description.
#[derive(Debug)]
struct Named {
    entity: usize,
    /// First token of its last mention.
    start: usize,
    /// True if that mention begins its sentence.
    leads: bool,
}

impl Reference {
    pub(super) fn of(scene: &Scene<'_>, at: usize) -> Self {
        let page = scene.page;
        let mention = &scene.mentions[at];
        let named = named_before(scene, at);
        if mention.kind == MentionKind::Pronoun {
            let token = &page.tokens.list[mention.head.start];
            let female = flag(token.is(WordClass::SHE)) - flag(token.is(WordClass::HE));
            return Self { named, holders: Vec::new(), said: FxHashSet::default(), female, definite: 0.0 };
        }
        let head = noun(page, mention.head.start);
        let mut said = content_words(page, &mention.range);
        said.remove(&hash_of(&head));
        let article = page.token(mention.range.start).is_some_and(|token| token.is(WordClass::DET));
        let definite = match article {
            true if is_indefinite(page.word(mention.range.start)) => -1.0,
            true => 1.0,
            false => 0.0,
        };
        Self {
            named,
            holders: holders(scene, at, &head),
            said,
            female: female(page, &mention.range, mention.head.start),
            definite,
        }
    }

    /// Those who may be meant, the choice of the rules first.
    pub(super) fn entities(
        &self,
        scene: &Scene<'_>,
        at: usize,
        own: Option<usize>,
        last: Option<Last>,
        rank: usize,
    ) -> Vec<usize> {
        let mention = &scene.mentions[at];
        if mention.kind == MentionKind::Pronoun {
            return self.antecedents(scene, mention, last);
        }
        let Some(own) = own else { return Vec::new() };
        let mut found = vec![own];
        if rank >= NEAREST || self.definite < 0.0 || !may_refer(scene, mention, own) {
            return found;
        }
        let person = |entity: &usize| scene.people.entities[*entity].kind == SpeakerKind::Person;
        let holders = self.holders.iter().map(|(entity, _)| *entity).take(MOST);
        let spoke = last.map(|last| last.entity).filter(person);
        let named = self.named.iter().map(|named| named.entity).filter(person).take(MOST);
        for entity in holders.chain(spoke).chain(named) {
            if !found.contains(&entity) {
                found.push(entity);
            }
        }
        found
    }

    /// The possible antecedents of a pronoun: the last speaker, the nearest fitting entity at the start of a sentence, and
    /// the nearest ones anywhere.
    fn antecedents(&self, scene: &Scene<'_>, mention: &Mention, last: Option<Last>) -> Vec<usize> {
        const FEW: usize = 3;
        let token = &scene.page.tokens.list[mention.head.start];
        let (he, she) = (token.is(WordClass::HE), token.is(WordClass::SHE));
        let many = token.is(WordClass::THEY) && !he && !she;
        // "Demnach" means whoever or whatever was named.
        let any = !token.is(PRONOUN) && !token.has(Shape::DIGIT);
        let fits = |entity: usize| {
            let known = &scene.people.entities[entity];
            if any {
                return true;
            }
            if many {
                return matches!(known.kind, SpeakerKind::Group | SpeakerKind::Organisation);
            }
            let person = matches!(known.kind, SpeakerKind::Person | SpeakerKind::Unnamed)
                || token.is(WordClass::THEY) && known.kind == SpeakerKind::Group;
            person && !(he && !she && known.gender == Gender::Female || she && !he && known.gender == Gender::Male)
        };
        let mut found: Vec<usize> = last.map(|last| last.entity).filter(|&entity| fits(entity)).into_iter().collect();
        let leads = self.named.iter().find(|named| named.leads && fits(named.entity));
        let nearest = self.named.iter().filter(|named| fits(named.entity)).take(FEW);
        for named in leads.into_iter().chain(nearest) {
            if !found.contains(&named.entity) {
                found.push(named.entity);
            }
        }
        found
    }

    /// Fills the values that compare the mention with one who may be meant.
    pub(super) fn compare(&self, scene: &Scene<'_>, at: usize, entity: usize, row: &mut CandidateRow) {
        let known = &scene.people.entities[entity];
        row[117] = self.female * known.female;
        let holds = self.holders.iter().find(|(holder, _)| *holder == entity);
        row[118] = holds.map_or(0.0, |(_, exact)| 1.0 + flag(*exact));
        let shared = self.said.iter().filter(|word| known.role_words.contains(word)).count();
        row[119] = shared as f32 / self.said.len().max(1) as f32;
        row[120] = (self.said.len() - shared).min(4) as f32;
        row[121] = self.holders.len().min(5) as f32;
        row[122] = flag(holds.is_none() && known.role.is_some());
        let named = self.named.iter().position(|named| named.entity == entity);
        row[123] = named.map_or(NOT_NAMED, |rank| rank as f32);
        let start = scene.mentions[at].range.start;
        let last = named.map(|rank| &self.named[rank]);
        row[124] = last.map_or(FAR, |last| ((start.saturating_sub(last.start)) as f32 + 1.0).log2());
        row[125] = flag(last.is_some_and(|last| last.leads));
        row[126] = flag(scene.people.of[at] == Some(entity));
        row[127] = self.definite;
        row[128] = self.said.len().min(6) as f32;
    }
}

impl Scene<'_> {
    /// Returns true if the entity has the gender of a pronoun.
    pub(super) fn agrees(&self, pronoun: &Mention, entity: usize) -> bool {
        let token = &self.page.tokens.list[pronoun.head.start];
        match self.people.entities[entity].gender {
            Gender::Male => token.is(WordClass::HE),
            Gender::Female => token.is(WordClass::SHE),
            Gender::Unknown => false,
        }
    }
}

/// Those named outside marks before a mention, each once, from the nearest on.
fn named_before(scene: &Scene<'_>, at: usize) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    for i in (at.saturating_sub(LOOK_BACK)..at).rev() {
        let mention = &scene.mentions[i];
        if mention.kind == MentionKind::Pronoun || scene.page.marks.inside(mention.head.start) {
            continue;
        }
        let Some(entity) = scene.people.of[i] else { continue };
        if found.iter().all(|named| named.entity != entity) {
            let start = mention.range.start;
            let leads = start <= scene.page.sentences.at(start).start + 2;
            found.push(Named { entity, start, leads });
        }
    }
    found
}

/// The persons with a role of this noun, from the nearest on: those before the mention, then those behind it.
fn holders(scene: &Scene<'_>, at: usize, head: &str) -> Vec<(usize, bool)> {
    let roles = &scene.people.roles;
    let split = roles.partition_point(|&(other, ..)| other < at);
    let before = roles[..split].iter().rev().take(ROLES);
    let mut found: Vec<(usize, bool)> = Vec::new();
    for (_, entity, noun) in before.chain(roles[split..].iter().take(ROLES)) {
        if !same_noun(noun, head, scene.page.language) && !same_office(noun, head, scene.page.language) {
            continue;
        }
        match found.iter_mut().find(|(holder, _)| holder == entity) {
            Some((_, exact)) => *exact |= noun == head,
            None => found.push((*entity, noun == head)),
        }
    }
    found
}

/// Returns true for the two genders of an office: "senador" and "senadora", "directeur" and "directrice".
fn same_office(a: &str, b: &str, language: Language) -> bool {
    const SHARED: usize = 5;
    const REST: usize = 4;
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let rest = |word: &str| word.chars().count() - shared;
    !language.is_caseless() && shared >= SHARED && rest(a) <= REST && rest(b) <= REST
}

/// Returns true for a noun without a name that may stand for a person who is named elsewhere.
fn may_refer(scene: &Scene<'_>, mention: &Mention, own: usize) -> bool {
    let page = scene.page;
    let head = &page.tokens.list[mention.head.start];
    let bodies = WordClass::GROUP | WordClass::ORGANISATION | WordClass::OUTLET | WordClass::OUTLET_WORD;
    let person = head.is(WordClass::ROLE | WordClass::TITLE) || !head.is(bodies);
    let known = &scene.people.entities[own];
    // "der ehemalige Sieger Hannawald": the name is there.
    let word = |at: usize| base(page.word(at), page.language);
    let named = !known.words.is_empty() && mention.range.clone().any(|at| known.words.contains(&word(at)));
    person && !named && matches!(known.kind, SpeakerKind::Unnamed | SpeakerKind::Person)
}

/// Returns the gender that a description's words show: 1 for a woman, -1 for a man, 0 if they show none. `head` is its
/// noun, unless it has one for an office.
pub(super) fn female(page: &Analysis<'_>, range: &Range<usize>, head: usize) -> f32 {
    let before = range.start.checked_sub(1).map(|at| page.word(at).to_lowercase()).unwrap_or_default();
    let first = page.word(range.start).to_lowercase();
    let articles = [first.as_str(), before.as_str()];
    let any = |list: &[&str]| articles.iter().any(|article| list.contains(article));
    let office = |at: &usize| page.tokens.list[*at].is(WordClass::ROLE | WordClass::TITLE);
    let noun = range.clone().find(office).unwrap_or(head);
    let noun = page.word(noun).to_lowercase();
    let ends = |list: &[&str]| list.iter().any(|ending| noun.ends_with(ending));
    let told = |female: bool, male: bool| flag(female) - flag(male);
    match page.language {
        Language::Spanish => told(any(&["la", "una"]), any(&["el", "un", "del", "al"])),
        Language::French => {
            told(any(&["la", "une"]) || ends(&["trice", "euse", "ière"]), any(&["le", "un", "du", "au"]))
        }
        Language::Italian => {
            told(any(&["la", "una", "dalla", "della", "alla"]), any(&["il", "lo", "un", "dal", "del", "al"]))
        }
        Language::Portuguese => told(any(&["a", "uma", "da", "à", "pela"]), any(&["o", "um", "do", "ao", "pelo"])),
        Language::German if ends(&["in"]) => 1.0,
        Language::German => told(any(&["die", "eine"]), any(&["der", "ein", "dem", "den", "des"])),
        Language::Czech => told(ends(&["ka", "yně", "ová"]), !ends(&["a", "e", "í", "ě"])),
        Language::Polish => told(ends(&["ka", "czyni"]), false),
        Language::Russian => told(ends(&["ница", "ка", "ша"]), false),
        Language::Lithuanian => told(ends(&["ė", "a"]), ends(&["as", "is", "us", "ys"])),
        Language::Swedish | Language::Danish | Language::Norwegian => {
            told(ends(&["inna", "innan", "inne", "inden", "erska", "erskan"]), false)
        }
        Language::Dutch => told(ends(&["ster", "vrouw"]) && !ends(&["minister", "meester"]), false),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::female;
    use crate::attribute::draft::Analysis;
    use crate::attribute::lexicon::Lexicon;
    use crate::document::Span;

    #[test]
    fn article_and_ending_show_the_gender() {
        let lexicon = Lexicon::bundled();
        for (text, phrase, gender) in [
            ("Según dijo la senadora, no es lo que se había acordado en la reunión de ayer.", "la senadora", 1.0),
            ("Según dijo el senador, no es lo que se había acordado en la reunión de ayer.", "el senador", -1.0),
            (
                "Das sagte ein Anwohner der Stadt, der nicht mehr in dem Haus ist und das auch weiß.",
                "ein Anwohner",
                -1.0,
            ),
            ("Das sagte die Ministerin der Stadt, die nicht mehr in dem Amt ist und das weiß.", "die Ministerin", 1.0),
            ("Det sade en statsminister som inte är med och som har varit det i många år.", "en statsminister", 0.0),
        ] {
            let page = Analysis::of(text, std::iter::once(Span::new(0, text.len())), &lexicon);
            let at =
                (0..page.tokens.list.len()).find(|&at| page.word(at) == phrase.split(' ').next().unwrap_or_default());
            let at = at.unwrap_or_default();
            let told = female(&page, &(at..at + 2), at + 1);
            assert!((told - gender).abs() < 0.1, "{text} {:?}", page.language);
        }
    }
}
