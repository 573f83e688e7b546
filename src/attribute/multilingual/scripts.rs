//! Mentions in scripts without capitals: Korean, by its particles.

use super::mentions::{Mention, MentionKind};
use super::unspaced;
use crate::attribute::draft::Analysis;
use crate::attribute::language::Language;
use crate::attribute::lexicon::WordClass;
use crate::attribute::tokens::{Kind, Shape, Token};

/// Particles behind the subject of a Korean sentence.
const SUBJECT: [&str; 8] = ["께서는", "께서", "에서는", "은", "는", "이", "가", "도"];
/// Particles behind a Korean noun, longest first.
const PARTICLES: [&str; 16] = [
    "께서는",
    "에서는",
    "에게는",
    "께서",
    "에게",
    "에서",
    "으로",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "도",
    "와",
];
/// The commonest Korean surnames.
const SURNAMES: &str = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구나민진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예경봉사부";
/// Longest description, in words.
const LONGEST: usize = 6;

/// Returns a Korean word without its particle.
pub fn without_particle(word: &str) -> &str {
    let bare = PARTICLES.iter().find_map(|particle| word.strip_suffix(particle));
    bare.filter(|bare| bare.chars().count() >= 2).unwrap_or(word)
}

/// Returns a Korean name without its particle: names have three syllables, rarely two or four.
pub fn bare_name(word: &str) -> &str {
    if word.chars().count() > 3 { without_particle(word) } else { word }
}

/// Returns true if a Korean word ends in a particle of subjects.
pub fn is_subject(word: &str) -> bool {
    let ends = |particle: &&str| word.strip_suffix(*particle).is_some_and(|bare| bare.chars().count() >= 2);
    SUBJECT.iter().any(ends)
}

/// "이 후보는": a surname alone before a role must begin the name. Returns true where there is none.
pub fn may_be_named(page: &Analysis<'_>, mention: &Mention, name: &str) -> bool {
    let surname = mention.range.clone().map(|at| page.word(at)).find(|word| {
        let mut letters = word.chars();
        letters.next().is_some_and(|first| SURNAMES.contains(first)) && letters.next().is_none()
    });
    surname.is_none_or(|surname| name.starts_with(surname))
}

/// Returns true if the word may be a Korean name: a surname and two syllables, the last of them no particle; or a surname
/// alone, as in court reports ("이모").
fn is_name(word: &str) -> bool {
    const ENDINGS: &str = "를을는에로고며게면다적들한된던할했";
    const VERBS: [&str; 9] = ["하는", "우는", "받은", "받는", "있는", "없는", "되는", "가는", "오는"];
    if VERBS.iter().any(|ending| word.ends_with(ending)) {
        return false;
    }
    let bare = bare_name(word);
    let count = bare.chars().count();
    let mut letters = bare.chars();
    let surname = letters.next().is_some_and(|first| SURNAMES.contains(first));
    let ending = bare.chars().next_back();
    let whole = count == 3 && !ending.is_some_and(|last| ENDINGS.contains(last));
    surname && (whole || count == 2 && ending == Some('모')) && letters.all(is_hangul)
}

/// "박성우(34)씨는": the name before the age in brackets that stand before `at`.
fn aged(page: &Analysis<'_>, at: usize) -> Option<Mention> {
    let closed = at.checked_sub(4).filter(|_| page.word(at - 1) == ")" && page.word(at - 3) == "(")?;
    let (name, age) = (page.token(closed)?, page.token(at - 2)?);
    let hangul = page.word(closed).chars().all(is_hangul) && page.word(closed).chars().count() >= 2;
    let is_age = age.kind == Kind::Number || age.has(Shape::DIGIT);
    let honorific = page.word(at).starts_with('씨') || page.token(at)?.is(WordClass::ROLE);
    (name.kind == Kind::Word && hangul && is_age && honorific).then(|| Mention {
        range: closed..at + 1,
        head: closed..closed + 1,
        kind: MentionKind::Name,
        role: (!page.word(at).starts_with('씨')).then_some(at..at + 1),
    })
}

/// "김씨는", "A씨가": a name with its honorific in one word.
fn with_honorific(page: &Analysis<'_>, at: usize) -> Option<Mention> {
    let bare = without_particle(page.word(at));
    let named = bare.strip_suffix('씨').is_some_and(|name| !name.is_empty());
    (named && !page.marks.inside(at)).then(|| Mention {
        range: at..at + 1,
        head: at..at + 1,
        kind: MentionKind::Noun,
        role: None,
    })
}

const fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

/// All mentions of a page, in order.
pub fn find(page: &Analysis<'_>) -> Vec<Mention> {
    match page.language {
        Language::Korean => {}
        Language::Japanese => return unspaced::japanese(page),
        _ => return unspaced::chinese(page),
    }
    let mut found: Vec<Mention> = Vec::new();
    for at in 0..page.tokens.list.len() {
        let token = &page.tokens.list[at];
        let from = found.last().map_or(0, |last| last.range.end);
        if token.kind != Kind::Word || at < from {
            continue;
        }
        found.extend(
            unspaced::pronoun(page, at)
                .or_else(|| aged(page, at))
                .or_else(|| with_honorific(page, at))
                .or_else(|| described(page, from, at)),
        );
    }
    found
}

/// "이재명 더불어민주당 대통령 후보는": returns the words up to `at`, which ends in a particle or a role.
fn described(page: &Analysis<'_>, from: usize, at: usize) -> Option<Mention> {
    let tokens = &page.tokens.list;
    let word = page.word(at);
    let is_subject = is_subject(word);
    let is_role = tokens[at].is(WordClass::ROLE);
    let named = is_name(word) && page.marks.inside(at) == page.marks.inside(at.saturating_sub(1));
    if !is_subject && !is_role || tokens[at].is(WordClass::FOREIGN) {
        return None;
    }
    let sentence = page.sentences.at(at);
    let low = sentence.start.max(from).max((at + 1).saturating_sub(LONGEST));
    let mut start = at;
    while start > low && plain(page, start - 1, at) {
        start -= 1;
    }
    let name =
        (start..=at).find(|&at| is_name(page.word(at)) && !tokens[at].is(WordClass::ROLE | WordClass::ORGANISATION));
    if let Some(name) = name.filter(|&name| is_role && name < at || name == at && named && is_subject) {
        let role = (name < at).then(|| name + 1..at + 1);
        return Some(Mention { range: name..at + 1, head: name..name + 1, kind: MentionKind::Name, role });
    }
    let known = tokens[at].is(WordClass::ROLE | WordClass::ORGANISATION | WordClass::GROUP | WordClass::OUTLET_WORD);
    if is_role && !is_subject || page.marks.inside(at) {
        return None;
    }
    // "이 후보는": a surname alone stands before the role; "민주당은": a body.
    let surname = |at: usize| page.word(at).chars().count() == 1;
    let first = if at >= 2 && at - 2 >= start && surname(at - 2) { at - 2 } else { start.max(at.saturating_sub(1)) };
    let range = if known { first..at + 1 } else { at..at + 1 };
    Some(Mention { range, head: at..at + 1, kind: MentionKind::Noun, role: None })
}

/// Returns true if the word can be inside a description: no particle, no verb.
fn plain(page: &Analysis<'_>, at: usize, end: usize) -> bool {
    let token: &Token = &page.tokens.list[at];
    let word = page.word(at);
    let bound = PARTICLES
        .iter()
        .chain(&["고", "며", "면", "서", "한", "된", "던", "해", "게", "로"])
        .any(|particle| word.strip_suffix(particle).is_some_and(|bare| bare.chars().count() >= 2));
    let same = page.marks.inside(at) == page.marks.inside(end);
    token.kind == Kind::Word
        && same
        && (!bound || is_name(word))
        && !token.is(WordClass::FOREIGN | WordClass::ADV | WordClass::CONJ)
}
