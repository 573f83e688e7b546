//! Mentions in scripts without capitals: Korean, by its particles.

use super::mentions::{Mention, MentionKind, NOUN};
use super::unspaced;
use crate::attribute::draft::Analysis;
use crate::attribute::language::Language;
use crate::attribute::lexicon::WordClass;
use crate::attribute::tokens::{Kind, Shape, Token};

/// Particles behind a topic: a subject that the whole sentence is about.
const TOPICS: [&str; 5] = ["께서는", "에서는", "은", "는", "도"];
/// Particles behind another subject.
const SUBJECTS: [&str; 3] = ["께서", "이", "가"];
/// Particles behind a Korean noun, longest first.
const PARTICLES: [&str; 17] = [
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
    "에",
];
/// Honorifics and the like behind a name, which the lists cannot have: they are one syllable.
const HONORIFICS: [&str; 5] = ["씨", "군", "양", "측", "등"];
/// Endings of words of three syllables that begin like a name and are a body or a place.
const BODIES: &str = "청역당군시구";
/// Universities that are written like a name.
const UNIVERSITIES: [&str; 16] = [
    "서울대",
    "고려대",
    "연세대",
    "한양대",
    "홍익대",
    "강원대",
    "경희대",
    "전남대",
    "전북대",
    "제주대",
    "조선대",
    "인하대",
    "공주대",
    "국민대",
    "경기대",
    "인천대",
];
/// Endings of verbs and adjectives before a noun or another clause.
const VERBAL: [&str; 24] = [
    "고", "며", "면", "서", "한", "된", "던", "해", "게", "로", "난", "인", "운", "긴", "린", "친", "받은", "지자",
    "하자", "는지", "은지", "하는", "되는", "없는",
];
/// Endings behind which a particle of topics makes no subject: other particles, and verbs.
const BOUND: [&str; 14] =
    ["에", "으로", "에게", "까지", "부터", "해서", "면서", "어서", "아서", "다", "라", "하기", "하지", "더라"];
/// The commonest Korean surnames.
const SURNAMES: &str = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구나민진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예경봉사부";
/// Longest description, in words.
const LONGEST: usize = 6;

/// The role of a Korean subject, as its particle tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectCase {
    /// A subject that the sentence is about (은, 는, 도).
    Topic,
    /// Another subject (이, 가).
    Subject,
}

/// Returns the case of a word by its particle; `None` if it is no subject.
pub fn case(word: &str) -> Option<SubjectCase> {
    let ends = |particle: &&str| word.strip_suffix(*particle).is_some_and(|bare| takes(bare, particle));
    if TOPICS.iter().any(&ends) {
        return Some(SubjectCase::Topic);
    }
    SUBJECTS.iter().any(ends).then_some(SubjectCase::Subject)
}

/// Returns true if a noun takes a particle: 은 and 이 follow a consonant, 는 and 가 a vowel.
fn takes(noun: &str, particle: &str) -> bool {
    let Some(last) = noun.chars().next_back() else { return false };
    let whole = noun.chars().count() >= 2 || HONORIFICS.contains(&noun);
    // "받은", "하는": a verb, no noun.
    let fits = match particle {
        "은" if "받많같높낮좋않얻잡찾맞".contains(last) => false,
        "는" if "하되".contains(last) => false,
        // "설명에도", "폭격에 대해서는", "않다는": a place, an adverb or a clause.
        "은" | "는" | "도" if BOUND.iter().any(|ending| noun.ends_with(ending)) => false,
        "은" | "이" => has_final(last) != Some(false),
        "는" | "가" => has_final(last) != Some(true),
        _ => true,
    };
    whole && fits
}

/// Returns true if a syllable ends in a consonant; `None` for what is no syllable.
fn has_final(c: char) -> Option<bool> {
    is_hangul(c).then(|| !(c as u32 - 0xac00).is_multiple_of(28))
}

/// Returns a Korean word without its particle.
pub fn without_particle(word: &str) -> &str {
    let bare = PARTICLES.iter().find_map(|particle| word.strip_suffix(particle));
    bare.filter(|bare| bare.chars().count() >= 2 || HONORIFICS.contains(bare)).unwrap_or(word)
}

/// Returns a Korean name without its particle and honorific: names have three syllables, rarely two or four.
pub fn bare_name(word: &str) -> &str {
    let bare = if word.chars().count() > 3 { without_particle(word) } else { word };
    match bare.strip_suffix('씨') {
        Some(name) if name.chars().count() >= 2 && name.chars().all(is_hangul) => name,
        _ => bare,
    }
}

/// Returns true if a Korean word ends in a particle of subjects.
pub fn is_subject(word: &str) -> bool {
    case(word).is_some()
}

/// Returns true for 씨, 군, 양 and 측, alone or at the end of a word, with any particle.
pub fn is_honorific(word: &str) -> bool {
    let bare = without_particle(word);
    HONORIFICS.contains(&bare) || bare.strip_suffix('씨').is_some_and(|name| !name.is_empty())
}

/// "이 후보는": a surname alone before a role must begin the name. Returns true where there is none.
pub fn may_be_named(page: &Analysis<'_>, mention: &Mention, name: &str) -> bool {
    surname(page, mention).is_none_or(|surname| name.starts_with(surname))
}

/// The surname by which a mention names a person again: "이 대통령은", "김씨는", "陈校长".
pub fn surname<'a>(page: &Analysis<'a>, mention: &Mention) -> Option<&'a str> {
    let word = page.word(mention.range.start);
    match page.language {
        Language::Korean if mention.range.len() > 1 => {
            let office = page.tokens.list[mention.head.start].is(WordClass::ROLE);
            (office && is_surname(word)).then_some(word)
        }
        Language::Korean => without_particle(word).strip_suffix('씨').filter(|name| is_surname(name)),
        Language::Chinese => unspaced::surname(page, mention),
        _ => None,
    }
}

/// Returns true for a Korean surname alone.
fn is_surname(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|first| SURNAMES.contains(first)) && letters.next().is_none()
}

/// Returns true if the word may be a Korean name: a surname and two syllables, the last of them no particle; or a surname
/// alone, as in court reports ("이모").
pub fn is_name(word: &str) -> bool {
    const ENDINGS: &str = "를을는에로고며게면다적들가의와만";
    let bare = bare_name(word);
    let count = bare.chars().count();
    let mut letters = bare.chars();
    let surname = letters.next().is_some_and(|first| SURNAMES.contains(first));
    let ending = bare.chars().next_back();
    let whole = count == 3 && !ending.is_some_and(|last| ENDINGS.contains(last) || BODIES.contains(last));
    surname && !UNIVERSITIES.contains(&bare) && (whole || count == 2 && ending == Some('모')) && letters.all(is_hangul)
}

/// "박성우(34)씨는": the name before the age in brackets that stand before `at`.
fn aged(page: &Analysis<'_>, at: usize) -> Option<Mention> {
    let closed = at.checked_sub(4).filter(|_| page.word(at - 1) == ")" && page.word(at - 3) == "(")?;
    let (name, age) = (page.token(closed)?, page.token(at - 2)?);
    let hangul = page.word(closed).chars().all(is_hangul) && page.word(closed).chars().count() >= 2;
    let is_age = age.kind == Kind::Number || age.has(Shape::DIGIT);
    let honorific = page.word(at).starts_with('씨');
    // "이영훈(37) 변호사다": the copula hides the role.
    let word = page.word(at);
    let bare = word.strip_suffix("이다").or_else(|| word.strip_suffix('다')).unwrap_or(word);
    let office = page.token(at)?.is(WordClass::ROLE);
    let named = is_name(page.word(closed)) && bare.chars().count() > 1;
    (name.kind == Kind::Word && hangul && is_age && (honorific || office || named)).then(|| Mention {
        range: closed..at + 1,
        head: closed..closed + 1,
        kind: MentionKind::Name,
        role: office.then_some(at..at + 1).filter(|_| !honorific),
    })
}

/// "파이낸셜타임스(FT)는": the words before brackets, behind which the particle of a subject stands alone at `at`.
fn bracketed(page: &Analysis<'_>, from: usize, at: usize) -> Option<Mention> {
    /// Most tokens from the words before the brackets to the particle.
    const REACH: usize = 8;
    let word = page.word(at);
    if page.word(at.checked_sub(1)?) != ")" || !TOPICS.contains(&word) && !SUBJECTS.contains(&word) {
        return None;
    }
    let low = page.sentences.at(at).start.max(from).max(at.saturating_sub(REACH));
    let open = (low..at - 1).rev().find(|&open| page.word(open) == "(")?;
    let last = open.checked_sub(1).filter(|&last| last >= low && page.tokens.list[last].kind == Kind::Word)?;
    let start = beginning(page, from, last);
    let name = (start..=last).find(|&at| is_name(page.word(at)) && !page.tokens.list[at].is(NOUN));
    let (head, kind) = name.map_or((last, MentionKind::Noun), |name| (name, MentionKind::Name));
    let role = (kind == MentionKind::Name && name < Some(last)).then_some(head + 1..last + 1);
    Some(Mention { range: start..at + 1, head: head..head + 1, kind, role })
}

/// "김씨는", "김한정씨가", "A씨": a name with its honorific in one word.
fn with_honorific(page: &Analysis<'_>, at: usize) -> Option<Mention> {
    let bare = without_particle(page.word(at));
    let apart = !page.marks.inside(at) && !is_side(page, at + 1);
    let name = bare.strip_suffix('씨').filter(|name| !name.is_empty() && apart)?;
    let named = name.chars().count() >= 2 && name.chars().all(is_hangul);
    let kind = if named { MentionKind::Name } else { MentionKind::Noun };
    Some(Mention { range: at..at + 1, head: at..at + 1, kind, role: None })
}

/// "측은": the side or the party of whom the words before name.
fn is_side(page: &Analysis<'_>, at: usize) -> bool {
    without_particle(page.word(at)) == "측"
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
        let mention = unspaced::pronoun(page, at)
            .or_else(|| aged(page, at).filter(|mention| mention.range.start >= from))
            .or_else(|| bracketed(page, from, at))
            .or_else(|| with_honorific(page, at))
            .or_else(|| described(page, from, at))
            .or_else(|| cited(page, from, at));
        found.extend(mention);
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
    let adverb = tokens[at].is(WordClass::ADV | WordClass::CONJ | WordClass::CITE) && !is_role && !named;
    if !is_subject && !is_role || tokens[at].is(WordClass::FOREIGN) || adverb {
        return None;
    }
    // "한국교통연구원 연구위원은", "오세훈 서울시장 측은": the description goes on.
    let longer = page.token(at + 1).is_some_and(|next| next.is(WordClass::ROLE)) || is_side(page, at + 1);
    if longer && !is_subject && page.sentences.at(at).contains(&(at + 1)) {
        return None;
    }
    let start = beginning(page, from, at);
    let role = |at: usize| tokens[at].is(NOUN);
    let name = (start..=at).find(|&at| is_name(page.word(at)) && !role(at));
    if let Some(name) = name.filter(|&name| is_role && name < at || name == at && named && is_subject) {
        let role = (name < at && !HONORIFICS.contains(&without_particle(word))).then(|| name + 1..at + 1);
        return Some(Mention { range: name..at + 1, head: name..name + 1, kind: MentionKind::Name, role });
    }
    let known = tokens[at].is(NOUN) || is_honorific(word);
    let alone = start == at && HONORIFICS.contains(&without_particle(word));
    if alone || is_role && !is_subject || page.marks.inside(at) {
        return None;
    }
    // "이 대통령은", "강 전 부시장 측은": a surname alone stands before the role.
    let surname = (start.max(at.saturating_sub(4))..at).find(|&at| is_surname(page.word(at)));
    let range = if known { surname.unwrap_or(start)..at + 1 } else { at..at + 1 };
    Some(Mention { range, head: at..at + 1, kind: MentionKind::Noun, role: None })
}

/// "법조계에 따르면": what is cited.
fn cited(page: &Analysis<'_>, from: usize, at: usize) -> Option<Mention> {
    let next = page.token(at + 1)?;
    let cites = next.is(WordClass::CITE) && page.word(at).ends_with('에') && !page.marks.inside(at);
    let start = beginning(page, from, at);
    cites.then(|| Mention { range: start..at + 1, head: at..at + 1, kind: MentionKind::Noun, role: None })
}

/// The first word of a description that ends at `at`.
fn beginning(page: &Analysis<'_>, from: usize, at: usize) -> usize {
    let low = page.sentences.at(at).start.max(from).max((at + 1).saturating_sub(LONGEST));
    let mut start = at;
    while start > low && plain(page, start - 1, at) {
        start -= 1;
    }
    start
}

/// Returns true if the word can be inside a description: no particle, no verb.
fn plain(page: &Analysis<'_>, at: usize, end: usize) -> bool {
    let token: &Token = &page.tokens.list[at];
    let word = page.word(at);
    let ends = |ending: &&str| word.strip_suffix(*ending).is_some_and(|bare| bare.chars().count() >= 2);
    let verb = VERBAL.iter().any(&ends);
    let bound = PARTICLES.iter().any(ends) && !is_name(word);
    let same = page.marks.inside(at) == page.marks.inside(end);
    let date = token.has(Shape::DIGIT) && !word.starts_with(|c: char| c.is_alphabetic());
    let refers = matches!(word, "이" | "그" | "저") && !page.tokens.list[at + 1].is(WordClass::ROLE) && at + 1 < end;
    token.kind == Kind::Word
        && same
        && !date
        && !refers
        && !bound
        && !verb
        && !token.is(WordClass::FOREIGN | WordClass::ADV | WordClass::CONJ | WordClass::DAY)
}
