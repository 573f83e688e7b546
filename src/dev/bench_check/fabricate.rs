//! Graver mistakes than another word: a limit cut off, a quotation that nobody said.

use super::mutate::{Chance, bare_words};

/// A part of the quotation without the words that limit it.
pub fn cut(text: &str, chance: &mut Chance) -> Option<String> {
    const LIMITS: [&str; 13] = [
        " if ",
        " unless ",
        " until ",
        " except ",
        " but ",
        " as long as ",
        " provided ",
        " only if ",
        " although ",
        " even though ",
        " without ",
        " though ",
        " only when ",
    ];
    const REVERSED: [&str; 9] = [
        "don't think ",
        "don’t think ",
        "not believe ",
        "don’t believe ",
        "don't believe ",
        "not say that ",
        "not true that ",
        "no evidence that ",
        "doubt that ",
    ];
    const ASKED: [&str; 4] = ["Do you think ", "Do you believe ", "Is it true that ", "Do you really think "];
    let enough = |part: &str| bare_words(part).len() >= 4;
    let mut ways: Vec<String> = Vec::new();
    for limit in LIMITS {
        for (at, _) in text.match_indices(limit) {
            let start = text[..at].rfind(['.', '!', '?', ';']).map_or(0, |end| end + 1);
            let part = text[start..at].trim().trim_end_matches(',');
            ways.push(part.to_owned());
        }
    }
    for before in REVERSED {
        for (at, _) in text.match_indices(before) {
            let rest = &text[at + before.len()..];
            let end = rest.find(['.', '!', '?', ';', ',']).unwrap_or(rest.len());
            ways.push(rest[..end].trim_start_matches("that ").to_owned());
        }
    }
    for asked in ASKED {
        if let Some(rest) = text.find(asked).map(|at| &text[at + asked.len()..])
            && let Some(end) = rest.find('?')
        {
            ways.push(rest[..end].to_owned());
        }
    }
    ways.retain(|way| enough(way) && !way.contains(['“', '”', '"']));
    chance.pick(&ways).cloned()
}

/// A sentence that nobody in the article said: another article's, or made of this one's names.
pub fn invented(article: &str, foreign: &[String], chance: &mut Chance) -> Option<String> {
    const FORMS: [&str; 6] = [
        "We have told {} again and again that this could not go on much longer",
        "Nobody at {} was prepared for what we saw on that terrible evening",
        "I am very proud of everything that {} and my whole team achieved this year",
        "It was {} who first asked me to write the letter, and I refused",
        "My message to {} is simple: come home and bring your friends with you",
        "When I heard about {}, I called my mother and we both laughed",
    ];
    if chance.below(2) == 0 {
        let long: Vec<_> = foreign.iter().filter(|text| bare_words(text).len() >= 6).collect();
        return chance.pick(&long).map(|text| (**text).clone());
    }
    let names: Vec<&str> = article
        .split_whitespace()
        .filter(|word| {
            word.len() > 3
                && word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.bytes().all(|b| b.is_ascii_alphabetic())
        })
        .collect();
    let name = chance.pick(&names)?;
    Some(FORMS[chance.below(FORMS.len())].replace("{}", name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_cut_off_and_inventions_are_new() {
        let text = "We don’t think that Ross will pay 12 million, if the well-known firm in Leeds fails";
        let cut = cut(text, &mut Chance::of(text));
        assert!(cut.as_deref().is_some_and(|it| it != text && text.contains(it)), "{cut:?}");
        assert!(invented(text, &[], &mut Chance::of("a")).is_none_or(|it| !text.contains(&it)));
    }
}
