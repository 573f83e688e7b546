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
/// The longest name in signs that is written by its sound.
const LONGEST: usize = 6;

/// All mentions of a Japanese page.
pub fn japanese(page: &Analysis<'_>) -> Vec<Mention> {
    let tokens = &page.tokens.list;
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mention = pronoun(page, at).or_else(|| japanese_name(page, at)).or_else(|| japanese_noun(page, at));
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

/// "警察は", "報道官は", "ソニーは": a noun before a particle.
fn japanese_noun(page: &Analysis<'_>, at: usize) -> Option<Mention> {
    let token = page.token(at)?;
    if token.kind != Kind::Word || page.marks.inside(at) {
        return None;
    }
    let known = token.is(NOUN);
    let mut end = at + 1;
    while page.token(end).is_some_and(|token| token.is(NOUN)) {
        end += 1;
    }
    let subject = PARTICLES.contains(&page.word(end));
    let begins = page.sentences.begins.get(at).copied().unwrap_or_default();
    let plain = is_written_as_name(page, at) && begins && matches!(page.word(end), "は" | "が");
    if !(subject && known || plain) {
        return None;
    }
    // "労働組合": what stands right before belongs to it.
    let start = if known && at > 0 && is_written_as_name(page, at - 1) { at - 1 } else { at };
    Some(Mention { range: start..end, head: at..at + 1, kind: MentionKind::Noun, role: None })
}

/// All mentions of a Chinese page.
pub fn chinese(page: &Analysis<'_>) -> Vec<Mention> {
    let tokens = &page.tokens.list;
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mention = pronoun(page, at).or_else(|| chinese_noun(page, at)).or_else(|| {
            let name = chinese_name(page, at, false)?;
            Some(Mention { range: name.clone(), head: name, kind: MentionKind::Name, role: None })
        });
        at = mention.as_ref().map_or(at + 1, |mention: &Mention| mention.range.end.max(at + 1));
        found.extend(mention);
    }
    found
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
    let surname = page.word(at).chars().next().is_some_and(|first| SURNAMES.contains(first));
    let says = |at: usize| page.token(at).is_some_and(|token| token.is(WordClass::FOREIGN | WordClass::CITE));
    let dotted = (at..end).any(|at| matches!(page.word(at), "·" | "・"));
    let size = end - at;
    if surname && (2..=4).contains(&size) || dotted && size >= 3 {
        return Some(at..end);
    }
    if (2..=LONGEST).contains(&size) && (after_role || says(end)) {
        return Some(at..end);
    }
    // More signs follow: a name has three signs with its surname, seldom two.
    (surname && size > 4 && after_role).then_some(at..at + 3)
}

/// "外交部发言人毛宁", "警方", "一名目击者": nouns, with the name behind them.
fn chinese_noun(page: &Analysis<'_>, at: usize) -> Option<Mention> {
    let is_noun = |at: usize| page.token(at).is_some_and(|token| token.kind == Kind::Word && token.is(NOUN));
    let is_det = |at: usize| page.token(at).is_some_and(|token| token.is(WordClass::DET));
    let first = if is_det(at) { at + 1 } else { at };
    if !is_noun(first) {
        return None;
    }
    let mut end = first + 1;
    while is_noun(end) {
        end += 1;
    }
    let office = page.token(end - 1)?.is(WordClass::ROLE | WordClass::TITLE);
    if office && let Some(name) = chinese_name(page, end, true) {
        let role = Some(at..end);
        return Some(Mention { range: at..name.end, head: name, kind: MentionKind::Name, role });
    }
    if page.marks.inside(at) {
        return None;
    }
    Some(Mention { range: at..end, head: end - 1..end, kind: MentionKind::Noun, role: None })
}
