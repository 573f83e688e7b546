//! Mentions in Japanese and Chinese, whose words no space parts.

use super::mentions::{Mention, MentionKind, NOUN};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{PRONOUN, WordClass};
use crate::attribute::tokens::{Kind, Shape};
use std::ops::Range;

/// Honorifics behind a Japanese name: no role.
const HONORIFICS: [&str; 5] = ["さん", "氏", "様", "ちゃん", "君"];
/// Particles behind the subject of a Japanese sentence, or behind whoever something comes from.
const PARTICLES: [&str; 5] = ["は", "が", "も", "に", "と"];
/// The commonest Chinese surnames, in both ways of writing.
const SURNAMES: &str = "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文殷习習栗耿汪华華";
/// Nouns for somebody's relations, which no title is.
const RELATIONS: [&str; 21] = [
    "母亲", "母親", "父亲", "父親", "妈妈", "媽媽", "爸爸", "奶奶", "爷爷", "爺爺", "妻子", "丈夫", "儿子", "兒子",
    "女儿", "女兒", "家属", "家屬", "家人", "家长", "家長",
];
/// The longest run of nouns, in tokens.
const LONGEST_RUN: usize = 12;
/// The longest name in signs that is written by its sound.
const LONGEST: usize = 6;

/// All mentions of a Japanese page.
pub fn japanese(page: &Analysis<'_>) -> Vec<Mention> {
    let tokens = &page.tokens.list;
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let from = found.last().map_or(0, |last| last.range.end);
        let mention = pronoun(page, at).or_else(|| japanese_name(page, at)).or_else(|| japanese_noun(page, from, at));
        at = mention.as_ref().map_or(at + 1, |mention: &Mention| mention.range.end.max(at + 1));
        found.extend(mention);
    }
    found
}

/// A pronoun outside of quotations.
pub(super) fn pronoun(page: &Analysis<'_>, at: usize) -> Option<Mention> {
    let token = page.token(at)?;
    let is_pronoun = token.kind == Kind::Word && token.is(PRONOUN) && !page.marks.inside(at);
    is_pronoun.then(|| Mention { range: at..at + 1, head: at..at + 1, kind: MentionKind::Pronoun, role: None })
}

/// A run of Han signs or of katakana, as a name is written.
fn is_written_as_name(page: &Analysis<'_>, at: usize) -> bool {
    let name = |c: char| matches!(c, '\u{30a1}'..='\u{30fe}' | '\u{3400}'..='\u{9fff}' | '々');
    page.token(at).is_some_and(|token| token.kind == Kind::Word && token.classes.is_empty())
        && page.word(at).chars().all(name)
}

/// "石破茂首相", "ドナルド・トランプ氏": a name and the role or honorific behind it.
fn japanese_name(page: &Analysis<'_>, at: usize) -> Option<Mention> {
    if !is_written_as_name(page, at) {
        return None;
    }
    let mut end = at + 1;
    while matches!(page.word(end), "・" | "＝") && is_written_as_name(page, end + 1) {
        end += 2;
    }
    let is_role = |at: usize| page.token(at).is_some_and(|token| token.is(WordClass::ROLE | WordClass::TITLE));
    let roles = (end..end + 3).take_while(|&at| is_role(at)).count();
    let several = end > at + 1;
    if roles == 0 && !several {
        return None;
    }
    let honorific = roles == 1 && HONORIFICS.contains(&page.word(end));
    let role = (roles > 0 && !honorific).then_some(end..end + roles);
    Some(Mention { range: at..end + roles, head: at..end, kind: MentionKind::Name, role })
}

/// "警察は", "報道官は", "ソニーは": a noun before a particle. The mention before ends at `from`.
fn japanese_noun(page: &Analysis<'_>, from: usize, at: usize) -> Option<Mention> {
    let token = page.token(at)?;
    if token.kind != Kind::Word || page.marks.inside(at) {
        return None;
    }
    let known = token.is(NOUN);
    let mut end = at + 1;
    while end < at + LONGEST_RUN && page.token(end).is_some_and(|token| token.is(NOUN)) {
        end += 1;
    }
    let next = behind_brackets(page, end);
    let cited = page.token(next).is_some_and(|token| token.is(WordClass::CITE));
    let comes_from = page.word(next) == "か" && page.word(next + 1) == "ら";
    let last = page.token(next).is_none_or(|token| token.kind == Kind::Stop) && at > 0;
    let subject = PARTICLES.contains(&page.word(next)) || cited || comes_from || last;
    let begins = page.sentences.begins.get(at).copied().unwrap_or_default();
    let topic = page.word(next) == "は" && page.word(at).chars().count() > 1;
    let plain = is_written_as_name(page, at) && (begins && page.word(next) == "が" || topic || cited);
    if !(subject && known || plain) {
        return None;
    }
    let start = if known { japanese_start(page, from, at) } else { at };
    Some(Mention { range: start..end, head: at..at + 1, kind: MentionKind::Noun, role: None })
}

/// The beginning of a noun's phrase: "労働組合", whose first part is in no list, "町の担当者".
fn japanese_start(page: &Analysis<'_>, from: usize, at: usize) -> usize {
    let first = page.sentences.at(at).start.max(from);
    let part = |at: usize| is_written_as_name(page, at) || page.token(at).is_some_and(|token| token.is(NOUN));
    let mut start = at;
    while start > first && is_written_as_name(page, start - 1) {
        start -= 1;
    }
    while start >= first + 2 && page.word(start - 1) == "の" && part(start - 2) && !page.marks.inside(start - 2) {
        start -= 2;
        while start > first && part(start - 1) {
            start -= 1;
        }
    }
    start
}

/// The token at `at`, or the one behind brackets that open there: "平岩昇さん（74）は".
pub fn behind_brackets(page: &Analysis<'_>, at: usize) -> usize {
    const LONGEST: usize = 6;
    let is = |at: usize, kind: Kind| page.token(at).is_some_and(|token| token.kind == kind);
    if !is(at, Kind::Open) {
        return at;
    }
    (at + 1..at + LONGEST).find(|&at| is(at, Kind::Close)).map_or(at, |close| close + 1)
}

/// All mentions of a Chinese page.
pub fn chinese(page: &Analysis<'_>) -> Vec<Mention> {
    let tokens = &page.tokens.list;
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let from = found.last().map_or(0, |last| last.range.end);
        let mention = pronoun(page, at).or_else(|| chinese_noun(page, from, at)).or_else(|| {
            let name = chinese_name(page, at, false)?;
            Some(Mention { range: name.clone(), head: name, kind: MentionKind::Name, role: None })
        });
        at = mention.as_ref().map_or(at + 1, |mention: &Mention| mention.range.end.max(at + 1));
        let Some(mut mention) = mention else { continue };
        let beside = found.last().is_some_and(|last| {
            last.kind == MentionKind::Name && mention.kind == MentionKind::Noun && last.range.end == mention.range.start
        });
        let described = found.last().is_some_and(|last| is_described(page, last, &mention));
        if let Some(last) = found.pop_if(|_| beside) {
            mention = behind_name(page, last, mention);
        } else if let Some(last) = found.pop_if(|_| described) {
            mention.range.start = last.range.start;
        }
        found.push(mention);
    }
    found
}

/// "一位接近公司的人士": the noun before belongs to what describes the noun.
fn is_described(page: &Analysis<'_>, before: &Mention, noun: &Mention) -> bool {
    const LONGEST: usize = 4;
    let nouns = before.kind == MentionKind::Noun && noun.kind == MentionKind::Noun;
    let led = page.tokens.list[before.range.start].is(WordClass::DET) && page.word(before.range.end) == "的";
    nouns && led && noun.range.start > before.range.end && noun.range.start <= before.range.end + LONGEST
}

/// "钟南山教授" is a name with its title, "小花母亲" another person.
fn behind_name(page: &Analysis<'_>, name: Mention, noun: Mention) -> Mention {
    let range = name.range.start..noun.range.end;
    let office = page.tokens.list[noun.head.start].is(WordClass::ROLE | WordClass::TITLE);
    if office && !RELATIONS.contains(&page.word(noun.head.start)) {
        return Mention { range, role: name.role.or(Some(noun.range)), ..name };
    }
    Mention { range, ..noun }
}

/// The surname of "陈校长": one sign before a role.
pub fn surname<'a>(page: &Analysis<'a>, mention: &Mention) -> Option<&'a str> {
    let word = page.word(mention.range.start);
    let office = page.token(mention.range.start + 1).is_some_and(|t| t.is(WordClass::ROLE | WordClass::TITLE));
    (mention.range.len() > 1 && office && is_surname(word)).then_some(word)
}

/// Returns true for one sign that is a surname.
fn is_surname(word: &str) -> bool {
    let mut signs = word.chars();
    signs.next().is_some_and(|first| SURNAMES.contains(first)) && signs.next().is_none()
}

/// A name at `at`: a surname and one or two signs, or signs by sound; each before a word that is known.
fn chinese_name(page: &Analysis<'_>, at: usize, after_role: bool) -> Option<Range<usize>> {
    let unknown = |at: usize| {
        page.token(at)
            .is_some_and(|token| token.kind == Kind::Word && token.classes.is_empty() && token.has(Shape::CASELESS))
    };
    let sentence = page.sentences.at(at);
    let before = at.checked_sub(1).and_then(|at| page.token(at));
    let free = at == sentence.start || before.is_none_or(|token| token.kind != Kind::Word || !token.classes.is_empty());
    if !unknown(at) || !(free || after_role) {
        return None;
    }
    let mut end = at;
    while end < sentence.end && unknown(end) || end > at && matches!(page.word(end), "·" | "・") {
        end += 1;
    }
    let surname = is_surname(page.word(at));
    let says = |at: usize| page.token(at).is_some_and(|token| token.is(WordClass::FOREIGN));
    let dotted = (at..end).any(|at| matches!(page.word(at), "·" | "・"));
    let size = end - at;
    if surname && (2..=4).contains(&size) || dotted && size >= 3 {
        return Some(at..end);
    }
    let relation = at > 0 && RELATIONS.contains(&page.word(at - 1));
    // "接受采访称": behind a verb stands no subject.
    let opens = at == sentence.start
        || before.is_none_or(|token| token.kind != Kind::Word || token.is(WordClass::CONJ.union(NOUN)));
    if (2..=LONGEST).contains(&size) && !relation && (after_role && size > 2 || opens && says(end)) {
        return Some(at..end);
    }
    // More signs follow: a name has three signs with its surname, seldom two.
    (surname && size > 4 && after_role).then_some(at..at + 3)
}

/// "外交部发言人毛宁", "警方", "一名目击者", "陈校长": nouns, with what describes them and the name behind them. The mention
/// before ends at `from`.
fn chinese_noun(page: &Analysis<'_>, from: usize, at: usize) -> Option<Mention> {
    let is_noun = |at: usize| page.token(at).is_some_and(|token| token.kind == Kind::Word && token.is(NOUN));
    let is_det = |at: usize| page.token(at).is_some_and(|token| token.is(WordClass::DET));
    let first = if is_det(at) { at + 1 } else { at };
    if !is_noun(first) {
        return None;
    }
    let mut end = first + 1;
    while end < at + LONGEST_RUN && is_noun(end) {
        end += 1;
    }
    let start = if first > at { at } else { chinese_start(page, from, at) };
    let office = page.token(end - 1)?.is(WordClass::ROLE | WordClass::TITLE);
    if office && let Some(name) = chinese_name(page, end, true) {
        let role = Some(start..end);
        return Some(Mention { range: start..name.end, head: name, kind: MentionKind::Name, role });
    }
    if page.marks.inside(at) {
        return None;
    }
    Some(Mention { range: start..end, head: end - 1..end, kind: MentionKind::Noun, role: None })
}

/// The beginning of what describes a noun: "一位接近监管的人士", "禹州市官方人士", "刘老师". A verb or a preposition ends it; what
/// stands before 的 belongs to it only behind an article.
fn chinese_start(page: &Analysis<'_>, from: usize, at: usize) -> usize {
    const LONGEST: usize = 16;
    let grammar = WordClass::PREP
        | WordClass::ADV
        | WordClass::CONJ
        | WordClass::AUX
        | WordClass::CITE
        | WordClass::FOREIGN
        | WordClass::FIRST
        | WordClass::DAY
        | PRONOUN;
    let low = page.sentences.at(at).start.max(from).max(at.saturating_sub(LONGEST));
    let mut of = None;
    for start in (low..at).rev() {
        let token = &page.tokens.list[start];
        let word = page.word(start);
        if token.is(WordClass::DET) && word != "有" && word != "其" {
            return start;
        }
        let plain = matches!(token.kind, Kind::Word | Kind::Number) && !page.marks.inside(start);
        if word == "的" && start + 1 < at {
            of = of.or(Some(start + 1));
        } else if !plain || token.is(grammar) {
            return of.unwrap_or(start + 1);
        }
    }
    of.unwrap_or(low)
}
