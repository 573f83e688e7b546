//! Special forms of names: family name first, East Asian names, and names without spaces that only the markup
//! separated.

use super::name_labels::without_opening;
use super::names::{BODIES, in_usual_case, is_degree, is_name_word, is_no_name};
use crate::white_space;
use std::borrow::Cow;

/// Reads names with the family name first: "Doe, Jane", "Doe, Jane; Roe, John". Returns `None` if a part has another
/// form.
pub fn last_first(value: &str) -> Option<Vec<String>> {
    let full_words = |text: &str| text.split_whitespace().filter(|word| word.trim_end_matches('.').len() > 1).count();
    let turn = |part: &str| {
        let (last, first) = part.split_once(',')?;
        let (last, first) = (last.trim(), first.trim());
        let is_one = |text: &str, most: usize| {
            (1..=most).contains(&text.split_whitespace().count())
                && text.split_whitespace().all(|word| is_name_word(word) && !BODIES.contains(&&*word.to_lowercase()))
        };
        let is_turned = is_one(last, 1) && is_one(first, 2) && full_words(first) == 1 && !is_degree(first);
        // "Boston, Massachusetts" is no person, but such bylines are rare.
        is_turned.then(|| in_usual_case(&format!("{first} {last}")))
    };
    without_opening(value).split([';', '|', '&']).map(str::trim).map(turn).collect()
}

/// Returns the name in a Chinese, Japanese or Korean byline ("文／王小明", "記者 田中 太郎", "박준석 기자"): two to five characters,
/// without labels. `None` if it is longer or has other letters.
pub fn east_asian(line: &str) -> Option<String> {
    const LABELS: [&str; 18] = [
        "作者",
        "撰文",
        "文字",
        "记者",
        "記者",
        "編集",
        "编辑",
        "责编",
        "责任编辑",
        "著者",
        "执笔",
        "執筆",
        "取材",
        "文",
        "著",
        "作",
        "기자",
        "글",
    ];
    let is_letter =
        |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}' | '々');
    let is_sign = |c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '/' | '／' | '●' | '|' | '｜' | '・' | '【' | '】' | '[' | ']')
    };
    // The date after a byline's name is not part of it.
    let line = line.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    let mut rest = line.trim_matches(is_sign);
    for label in LABELS {
        if let Some(after) = rest.strip_prefix(label).filter(|after| after.starts_with(is_sign)) {
            rest = after.trim_start_matches(is_sign);
        }
        if let Some(before) = rest.strip_suffix(label).filter(|before| before.ends_with(is_sign)) {
            rest = before.trim_end_matches(is_sign);
        }
    }
    if LABELS.contains(&rest) || NO_NAMES.iter().any(|word| rest.contains(word)) {
        return None;
    }
    let letters = rest.chars().filter(|&c| is_letter(c)).count();
    let is_name = (2..=5).contains(&letters) && rest.chars().all(|c| is_letter(c) || matches!(c, ' ' | '\u{3000}'));
    is_name.then(|| white_space::fold(rest))
}

/// Words of labels beside a byline: times, sources, controls, publishers.
const NO_NAMES: [&str; 34] = [
    "时间",
    "時間",
    "日期",
    "日時",
    "更新",
    "公開",
    "公开",
    "掲載",
    "投稿",
    "发布",
    "發布",
    "發表",
    "来源",
    "來源",
    "责编",
    "字号",
    "分享",
    "打印",
    "評論",
    "评论",
    "关注",
    "關注",
    "新聞",
    "新闻",
    "編輯部",
    "编辑部",
    "編集部",
    "입력",
    "수정",
    "등록",
    "승인",
    "사진",
    "구독",
    "공유",
];

/// Inserts spaces between words that only the page's markup separated: "`ByJane` Doe", "Howard `BlumeStaff`", "Jane
/// `DoeJohn` Roe".
pub fn unglue(line: &str) -> Cow<'_, str> {
    let is_glued =
        |word: &str| word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    if !line.split_whitespace().any(is_glued) {
        return Cow::Borrowed(line);
    }
    let begins_upper: Vec<bool> =
        line.split_whitespace().map(|word| word.chars().next().is_some_and(char::is_uppercase)).collect();
    let mut out = String::with_capacity(line.len() + 8);
    for (nth, word) in line.split_whitespace().enumerate() {
        if nth > 0 {
            out.push(' ');
        }
        let mut start = 0;
        let ends =
            word.char_indices().zip(word.chars().skip(1)).filter(|((_, a), b)| a.is_lowercase() && b.is_uppercase());
        for ((at, a), _) in ends {
            let at = at + a.len_utf8();
            let (before, after) = (&word[start..at], &word[at..]);
            if nth == 0 && before == "By" {
                out.push_str("By ");
                start = at;
            } else if is_no_name(after.trim_end_matches([',', '.'])) {
                out.push_str(before);
                out.push_str(", ");
                start = at;
            } else if nth > 0
                && begins_upper.get(nth + 1).is_some_and(|&is_name| is_name)
                && !word.ends_with([',', ';'])
                && before.chars().count() >= 5
                && after.chars().count() >= 3
            {
                out.push_str(before);
                out.push_str("; ");
                start = at;
            }
        }
        out.push_str(&word[start..]);
    }
    Cow::Owned(out)
}

/// Words between two names that may also stand in one ("Santiago Ramón y Cajal").
const RARELY_JOINING: [&str; 6] = [" y ", " e ", " i ", " a ", " ja ", " și "];

/// Splits "Ana Ruiz y Luis Soto": both sides have two words or more.
pub fn two_names(text: &str) -> Vec<&str> {
    let halves = RARELY_JOINING.iter().find_map(|word| {
        let (before, after) = text.split_once(word)?;
        let is_full =
            |half: &str| half.split_whitespace().count() >= 2 && half.split_whitespace().take(2).all(is_name_word);
        (is_full(before) && is_full(after)).then_some([before, after])
    });
    halves.map_or_else(|| vec![text], Vec::from)
}

/// Returns true for a word of at least two letters, all of them capitals.
pub fn is_shouted(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !word.chars().any(char::is_lowercase)
}

/// Returns true for a weekday that is no common family name.
pub fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 12] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "samstag",
    ];
    DAYS.contains(&&*word.trim_end_matches([',', '.']).to_lowercase())
}
