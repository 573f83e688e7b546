//! Mentions: everything in a text that may be a source: names with adjacent roles, nouns for persons and bodies,
//! pronouns.

use super::scripts;
use crate::attribute::draft::{Analysis, BlockPart};
use crate::attribute::language::Language;
use crate::attribute::lexicon::{FUNCTION, GIVEN, PRONOUN, WordClass, hash_of};
use crate::attribute::tokens::{Kind, Shape, Token};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Kind of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionKind {
    /// A name.
    Name,
    /// A noun for a person, a group or a body ("die Sprecherin").
    Noun,
    /// A pronoun of the third person.
    Pronoun,
}

/// Words that may name a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The whole mention: role, name, apposition.
    pub range: Range<usize>,
    /// The name without its role, the noun's head, or the pronoun.
    pub head: Range<usize>,
    /// Kind of the mention.
    pub kind: MentionKind,
    /// The role beside a name, in tokens.
    pub role: Option<Range<usize>>,
}

/// Classes of nouns that can speak.
pub const NOUN: WordClass = WordClass::ROLE
    .union(WordClass::TITLE)
    .union(WordClass::GROUP)
    .union(WordClass::ORGANISATION)
    .union(WordClass::OUTLET_WORD)
    .union(WordClass::OUTLET);
/// "der 31-Jährige": whoever was named before, by age.
const AGED: [&str; 6] = ["-Jährige", "-Jähriger", "-Jährigen", "-jährige", "-jarige", "-åringen"];
/// The longest name, in tokens.
const LONGEST: usize = 8;

/// Returns true for an indefinite article, in any language.
pub fn is_indefinite(word: &str) -> bool {
    const ARTICLES: [&str; 15] =
        ["ein", "eine", "un", "une", "una", "um", "uma", "en", "et", "ett", "een", "uno", "bir", "jeden", "další"];
    ARTICLES.contains(&word.to_lowercase().as_str())
}

/// Returns all mentions of a page, in order.
pub fn find(page: &Analysis<'_>) -> Vec<Mention> {
    if page.language.is_caseless() {
        return scripts::find(page);
    }
    let finder = Finder::new(page);
    let tokens = &page.tokens.list;
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mention =
            finder.name(at).or_else(|| finder.noun(at)).or_else(|| finder.pronoun(at)).or_else(|| finder.plain(at));
        let Some(mention) = mention else {
            at += 1;
            continue;
        };
        at = mention.range.end.max(at + 1);
        finder.push(mention, &mut found);
    }
    found
}

/// Finds the mentions of a page.
pub(super) struct Finder<'a> {
    pub(super) page: &'a Analysis<'a>,
    /// Words that are capitalised inside a sentence, or in a name of several words.
    pub(super) names: FxHashSet<u64>,
    /// All words that stand with a capital.
    pub(super) capitals: FxHashSet<u64>,
    /// All words that stand without a capital.
    small: FxHashSet<u64>,
    /// Nouns behind an article or an adjective, in a language that writes all nouns with capitals.
    pub(super) common: FxHashSet<u64>,
}

impl<'a> Finder<'a> {
    fn new(page: &'a Analysis<'a>) -> Self {
        let tokens = &page.tokens.list;
        let capitals = tokens.iter().filter(|token| token.capital()).map(|token| token.hash).collect();
        let small = tokens.iter().filter(|token| token.kind == Kind::Word && !token.capital());
        let small = small.map(|token| token.hash).collect();
        let mut finder = Self { page, names: FxHashSet::default(), capitals, small, common: FxHashSet::default() };
        finder.note_common_nouns();
        let mut names = FxHashSet::default();
        let nouns = page.language.capital_nouns();
        for at in 0..tokens.len() {
            let inner = !page.sentences.begins[at] && at > 0 && tokens[at - 1].kind == Kind::Word;
            if !nouns && inner && finder.large(at) {
                names.insert(tokens[at].hash);
            }
            if nouns && finder.speaks(at) {
                names.insert(tokens[at].hash);
                if tokens[at + 1].capital() && !tokens[at + 1].is(NOUN) {
                    names.insert(tokens[at + 1].hash);
                }
            }
            // "Annalena Baerbock": both words are names wherever they stand.
            if tokens[at].is(GIVEN) && tokens[at].capital() && at + 1 < tokens.len() && finder.large(at + 1) {
                names.insert(tokens[at + 1].hash);
                names.insert(tokens[at].hash);
            }
        }
        finder.names = names;
        finder
    }

    /// Notes nouns: "die Brücke", "zum Beispiel", "neue Brücken".
    fn note_common_nouns(&mut self) {
        let tokens = &self.page.tokens.list;
        if !self.page.language.capital_nouns() {
            return;
        }
        let led = |at: usize| {
            let (before, word) = (&tokens[at - 1], self.page.word(at - 1));
            let grammar = WordClass::PREP | WordClass::CONJ | WordClass::ADV | WordClass::FOREIGN | WordClass::CITE;
            let adjective = !before.capital()
                && !before.is(grammar | WordClass::AUX)
                && ["en", "er", "es", "em", "e"].iter().any(|ending| word.ends_with(ending));
            before.kind == Kind::Word
                && (before.is(WordClass::DET)
                    || matches!(word, "zum" | "zur" | "im" | "am" | "beim" | "vom" | "ins" | "ans")
                    || adjective)
        };
        let common = (1..tokens.len()).filter(|&at| tokens[at].capital() && !tokens[at].is(GIVEN) && led(at));
        self.common = common.map(|at| tokens[at].hash).collect();
    }

    /// "sagte Usyk", "so Usyk", "Usyk:", "Usyk sagte": a noun would have an article there.
    fn speaks(&self, at: usize) -> bool {
        let tokens = &self.page.tokens.list;
        let outside = |at: usize| !self.page.marks.inside(at);
        let heading = self.page.part(self.page.paragraph(at)) == BlockPart::Heading;
        let plain = |at: usize| {
            self.large(at) && !tokens[at].is(NOUN) && outside(at) && !self.common.contains(&tokens[at].hash)
        };
        if !plain(at) || at + 1 >= tokens.len() {
            return false;
        }
        let says = |at: usize| {
            tokens[at].kind == Kind::Word
                && !tokens[at].capital()
                && tokens[at].is(WordClass::FOREIGN | WordClass::CITE)
                && outside(at)
        };
        let behind = at > 0 && says(at - 1) && !tokens[at].is(WordClass::DAY);
        let before = !heading && self.begins(at) && (says(at + 1) || tokens[at + 1].kind == Kind::Colon);
        behind || before
    }

    /// Returns true if the word may be part of a name.
    fn large(&self, at: usize) -> bool {
        let token = &self.page.tokens.list[at];
        token.capital()
            && !token.is(WordClass::DAY)
            && !token.is(WordClass::CITE | WordClass::THAT)
            && (!token.is(FUNCTION | WordClass::FOREIGN)
                || token.is(GIVEN)
                || at > 0 && self.page.tokens.list[at - 1].is(GIVEN) && !token.is(FUNCTION)
                || token.has(Shape::UPPER) && token.end - token.start < 7)
    }

    /// Returns the run of capitalised words from `at`, with the role before it.
    fn name(&self, at: usize) -> Option<Mention> {
        let tokens = &self.page.tokens.list;
        if !self.large(at) {
            return None;
        }
        let limit = self.page.sentences.at(at).end.min(at + LONGEST);
        let mut end = at + 1;
        while end < limit {
            if self.page.marks.inside(end) != self.page.marks.inside(at) {
                break;
            }
            let led = matches!(self.page.word(end - 1), "Van" | "van" | "Von" | "von" | "de" | "De");
            let office = |at: usize| tokens[at].is(WordClass::ROLE | WordClass::TITLE) && !tokens[at].is(GIVEN);
            let begins = (at..end).rev().find(|&at| office(at)).map_or(at, |role| role + 1);
            let few = end > begins && end - begins <= self.particles();
            let particle = (few || led || tokens[end - 1].is(GIVEN)) && self.page.particle(end);
            let next = particle && self.goes_on(end, limit);
            // "Emily Atkin Milliardärin …": another person's role.
            let given = (at..end).find(|&at| tokens[at].is(GIVEN));
            let full = given.is_some_and(|given| end - given > 1) && !next;
            if self.owns(end - 1)
                || full && (tokens[end].is(WordClass::ROLE) || self.is_agent(end)) && !tokens[end].is(GIVEN)
            {
                break;
            }
            // "Charlotte Elsen Tobias Trommer": another name begins.
            let again = full && tokens[end].is(GIVEN) && !tokens[end - 1].is(GIVEN) && end + 1 < limit;
            if again && self.large(end + 1) && !tokens[end + 1].is(GIVEN) && self.leads_name() {
                break;
            }
            // "Ignazio La Russa"
            let prefix = tokens[end - 1].is(GIVEN) && tokens[end].capital() && self.page.prefixes_surname(end);
            let prefix = prefix && end + 1 < limit && self.large(end + 1);
            if self.large(end) || next || prefix {
                end += 1;
            } else {
                break;
            }
        }
        if let Some(defined) = self.defined(at) {
            return Some(defined);
        }
        let list = &tokens[at..end];
        // "Außenministerin Annalena Baerbock": the words before the name are a role.
        let roles = list
            .iter()
            .rposition(|t| t.is(WordClass::ROLE | WordClass::TITLE) && !t.is(GIVEN))
            .map_or(0, |last| last + 1);
        let agents =
            (0..list.len().saturating_sub(1)).rev().find(|&i| self.is_agent(at + i)).map_or(0, |last| last + 1);
        // "der Sender CNN"
        let outlet = list.len() == 2 && list[0].is(WordClass::OUTLET_WORD) && list[1].has(Shape::UPPER);
        let roles = roles.max(agents).max(usize::from(outlet));
        let bodies = |t: &Token| t.is(NOUN) || t.has(Shape::UPPER) && !t.has(Shape::INITIAL);
        // "premiér Prahy Jan Novák": the place of an office.
        let led = at > self.page.sentences.at(at).start && tokens[at - 1].is(WordClass::ROLE | WordClass::TITLE);
        let given =
            list.iter().position(|t| t.is(GIVEN)).filter(|&i| i > 0 && i + 1 < list.len() && list[i + 1].capital());
        let strangers =
            |i: usize| self.leads_name() && list[..i].iter().all(|t| !t.is(GIVEN) && !t.has(Shape::INITIAL));
        let skipped = given
            .filter(|&i| led || strangers(i) || list[..i].iter().all(|t| bodies(t) || self.common.contains(&t.hash)));
        let mut first = at + roles.max(skipped.unwrap_or(0));
        // "Sám Redl": the first word of a sentence is not a name unless it is capitalised elsewhere.
        let strange = |at: usize| {
            !self.names.contains(&tokens[at].hash) && !tokens[at].is(GIVEN) && !tokens[at].has(Shape::UPPER)
        };
        let known = || self.names.contains(&tokens[at + 1].hash) || self.small.contains(&tokens[at].hash);
        let small = || self.small.contains(&tokens[at].hash) && tokens[at + 1].is(GIVEN);
        if first == at
            && (end - at == 2 && self.begins(at) && strange(at) && known()
                || end - at > 2 && self.begins(at) && strange(at) && small())
            && self.page.marks.outermost(at).is_none()
        {
            first += 1;
        }
        while first < end && !tokens[first].capital() {
            first += 1;
        }
        while end > first && !tokens[end - 1].capital() {
            end -= 1;
        }
        if first >= end {
            return None;
        }
        let head = self.known_part(first..end);
        let first = head.start;
        let end = head.end;
        if !self.is_name(&head, first > at) {
            return None;
        }
        let role = if first > at { Some(at..first) } else { None };
        // "die Ingenieurin Anna Lehmann"
        let article = role.is_some() && at > self.page.sentences.at(at).start && tokens[at - 1].is(WordClass::DET);
        Some(Mention { range: at - usize::from(article)..end, head, kind: MentionKind::Name, role })
    }

    /// In a language with capitalised nouns, returns the part of a run that is a known name: "Hannawald" of "Beispiel
    /// Hannawald", "Bönte" of "Bönte Vorteile".
    fn known_part(&self, run: Range<usize>) -> Range<usize> {
        let tokens = &self.page.tokens.list;
        if !self.page.language.capital_nouns() || run.len() < 2 || tokens[run.start].is(GIVEN) {
            return run;
        }
        let known = |at: usize| self.names.contains(&tokens[at].hash);
        let owner =
            |at: usize| self.page.word(at).strip_suffix('s').is_some_and(|word| self.names.contains(&hash_of(word)));
        if owner(run.start) || known(run.start) && !known(run.end - 1) && !tokens[run.start].is(WordClass::PLACE) {
            return run.start..run.start + 1;
        }
        // "Spendenkomitee Trumps", "Hillary Clintons Verweis"
        let noun =
            self.common.contains(&tokens[run.start].hash) || tokens[run.start].is(NOUN) || self.is_compound(run.start);
        if (known(run.end - 1) || owner(run.end - 1) || run.len() > 2) && !known(run.start) && noun {
            let first = if run.len() > 2 { run.start + 1 } else { run.end - 1 };
            return first..run.end;
        }
        run
    }

    /// Returns true if a name goes on behind the particle at `at`, or behind two. In German only a given or known name
    /// stands before "von", and no body behind it: "Reisen von Anna Lind" and "Anna Lind von der ETH" are none.
    fn goes_on(&self, at: usize, limit: usize) -> bool {
        let tokens = &self.page.tokens.list;
        let next = at + 1 + usize::from(self.page.particle(at + 1));
        let large = next < limit && tokens[next].capital();
        let german = self.page.language.capital_nouns();
        let before = &tokens[at - 1];
        let known = || self.names.contains(&before.hash) && !self.common.contains(&before.hash);
        let named = || before.is(GIVEN) || self.page.particle(at - 1) || known();
        let body = || tokens[next].is(NOUN) || tokens[next].has(Shape::UPPER);
        large && (!german || named() && !body())
    }

    fn begins(&self, at: usize) -> bool {
        let tokens = &self.page.tokens.list;
        self.page.sentences.begins[at] || at > 0 && matches!(tokens[at - 1].kind, Kind::Mark | Kind::Colon | Kind::Dash)
    }

    fn is_name(&self, head: &Range<usize>, after_role: bool) -> bool {
        let tokens = &self.page.tokens.list;
        let list = &tokens[head.clone()];
        let first = &list[0];
        if list.iter().all(|t| t.is(NOUN) && !t.is(GIVEN) && !t.has(Shape::UPPER))
            && !list.iter().any(|t| t.is(WordClass::OUTLET))
        {
            return false;
        }
        let known = self.names.contains(&first.hash)
            || first.is(GIVEN | WordClass::PLACE | WordClass::OUTLET)
            || first.has(Shape::UPPER);
        let before = head.start.checked_sub(1).map_or("", |at| self.page.word(at));
        if list.len() == 1 && !self.page.language.capital_nouns() && is_indefinite(before) && !first.is(GIVEN) {
            return false;
        }
        if list.len() == 1 {
            let begins = self.begins(head.start);
            return if self.page.language.capital_nouns() { known || after_role } else { known || !begins };
        }
        if self.page.language.capital_nouns() {
            return list[0].is(GIVEN)
                || list.iter().any(|t| t.has(Shape::UPPER) || self.names.contains(&t.hash))
                || after_role
                || list.len() == 2 && !list.iter().any(|t| t.is(NOUN))
                || list.len() == 3
                    && list.iter().all(|t| t.capital() && !t.is(NOUN) && !self.common.contains(&t.hash));
        }
        true
    }

    fn pronoun(&self, at: usize) -> Option<Mention> {
        let token = &self.page.tokens.list[at];
        let aged = token.has(Shape::DIGIT) && AGED.iter().any(|ending| self.page.word(at).ends_with(ending));
        // "Demnach habe sie …"
        let so = self.page.language == Language::German
            && token.capital()
            && matches!(self.page.word(at), "Demnach" | "Demzufolge" | "Danach");
        let is_pronoun = (token.is(PRONOUN) || aged || so) && token.kind == Kind::Word && !self.page.marks.inside(at);
        is_pronoun.then(|| Mention { range: at..at + 1, head: at..at + 1, kind: MentionKind::Pronoun, role: None })
    }
}
