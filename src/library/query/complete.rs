//! [`completion`]: what the end of a filter may go on with. Pure: values that only a library knows are asked for there.

use super::tokens::{OPERATORS, Operator, Raw, Token, tokens};
use super::{StateFilter, date_range};

/// Suggestions for the end of a filter, and the part that they replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The byte from which on the text is replaced.
    pub start: usize,
    /// The typed part.
    pub typed: String,
    /// Kind of suggestions.
    pub wanted: Wanted,
}

/// Kinds of suggestions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// One of these.
    OneOf(Vec<String>),
    /// A value that stands in the library.
    Value(Operator),
}

/// Suggestions for the term that is being typed, if there are any.
pub fn completion(text: &str) -> Option<Completion> {
    if text.is_empty() || text.ends_with(char::is_whitespace) {
        return None;
    }
    let Token::Term(raw) = tokens(text).pop()? else { return None };
    let Raw { field, value, closed: false, .. } = &raw else { return None };
    let Some((_, operator)) = field else {
        let offered = OPERATORS.iter().map(|(name, _)| format!("{name}:"));
        let offered: Vec<String> = offered.filter(|name| begins(name, value)).collect();
        let one_of = Wanted::OneOf(offered);
        return (raw.value_start == raw.start && !value.is_empty())
            .then(|| of(&raw, raw.start, one_of))
            .filter(has_any);
    };
    let quoted = text.get(..raw.value_start).is_some_and(|before| before.ends_with(['"', '“', '”']));
    let start =
        if quoted { text[..raw.value_start].rfind(':').map_or(raw.value_start, |at| at + 1) } else { raw.value_start };
    let one_of = |offered: Vec<&str>| {
        let offered = offered.into_iter().filter(|word| begins(word, value));
        Wanted::OneOf(offered.map(quote_value).collect())
    };
    let wanted = match (*operator)? {
        Operator::Is => one_of(StateFilter::ALL.iter().map(|(word, _)| *word).collect()),
        operator if operator.is_date() => one_of(date_range::OFFERED.to_vec()),
        Operator::Minutes => one_of(vec!["<5", "<10", ">20"]),
        operator => Wanted::Value(operator),
    };
    Some(of(&raw, start, wanted)).filter(has_any)
}

fn of(raw: &Raw, start: usize, wanted: Wanted) -> Completion {
    Completion { start, typed: raw.value.clone(), wanted }
}

fn has_any(completion: &Completion) -> bool {
    completion.wanted != Wanted::OneOf(Vec::new())
}

/// Returns true if a word begins so and has more letters.
fn begins(word: &str, start: &str) -> bool {
    word.len() > start.len() && word.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// A value as it is written in a filter: in quotation marks where it has blanks or signs of the language.
pub fn quote_value(value: &str) -> String {
    let clean: String = value.chars().filter(|ch| !matches!(ch, '"' | '“' | '”')).collect();
    if clean.contains(|ch: char| ch.is_whitespace() || matches!(ch, '(' | ')')) {
        format!("\"{clean}\"")
    } else {
        clean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_filter_is_completed_by_operators_and_values() {
        let one_of = |words: &[&str]| Wanted::OneOf(words.iter().map(|&word| word.to_owned()).collect());
        for (text, start, wanted) in [
            ("sa", 0, one_of(&["said:", "saved:"])),
            ("cease -ti", 7, one_of(&["title:"])),
            ("(is:unread OR ta", 14, one_of(&["tag:"])),
            ("is:re", 3, one_of(&["reading", "read"])),
            ("saved:last", 6, one_of(&["\"last week\"", "\"last month\"", "\"last year\""])),
            ("saved:\"last w", 6, one_of(&["\"last week\""])),
            ("said:bl", 5, Wanted::Value(Operator::Said)),
            ("tag:", 4, Wanted::Value(Operator::Tag)),
        ] {
            let found = completion(text);
            assert_eq!(found.map(|it| (it.start, it.wanted)), Some((start, wanted)), "{text}");
        }
        for text in ["", "said:bl ", "zz", "\"sa", "saying", "is:read ", "foo:b"] {
            assert_eq!(completion(text), None, "{text}");
        }
    }

    #[test]
    fn values_with_blanks_are_quoted() {
        assert_eq!(quote_value("Park Jin"), "\"Park Jin\"");
        assert_eq!(quote_value("asia"), "asia");
    }
}
