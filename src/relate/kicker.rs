//! Labels in a link, parted from the title that follows them.

use super::label::{Label, parts};
use super::words;
use crate::declutter::wording::{Class, ClutterPhrases, fold};

/// Most words of a kicker.
pub(super) const MAX_WORDS: usize = 5;

/// Labels that stand before a title in the same link.
const LABELS: [&str; 22] = [
    "analysis",
    "breaking",
    "breaking news",
    "comment",
    "editorial",
    "exclusive",
    "explainer",
    "fact check",
    "feature",
    "gallery",
    "in pictures",
    "interview",
    "live",
    "live updates",
    "opinion",
    "podcast",
    "premium",
    "quiz",
    "review",
    "video",
    "watch",
    "listen",
];

/// Divides the text of a link at its seams: first perhaps a kicker, then the title, last perhaps a byline, a time or "more".
/// Returns the title and the rest.
pub(super) fn divided(text: &str, seams: &[usize], wording: &ClutterPhrases) -> (String, Label) {
    let mut parts = parts(text, seams);
    let mut label = Label::default();
    while let [_, .., last] = parts.as_slice() {
        let read = Label::read(last, &[], wording);
        if read.kicker.is_some() && !leads_on(last, wording) {
            break;
        }
        label.published = read.published.or(label.published);
        label.author = read.author.or(label.author);
        parts.pop();
    }
    while let [first, rest @ ..] = parts.as_slice()
        && !rest.is_empty()
    {
        let read = Label::read(first, &[], wording);
        let left: usize = rest.iter().map(|part| words(part)).sum();
        let is_summary = left >= 8 && rest.last().is_some_and(|last| last.ends_with(['.', '…']));
        let is_kicker = label.kicker.is_none() && words(first) <= MAX_WORDS && left >= 3 && !is_summary;
        if read.kicker.is_some() && !is_kicker {
            break;
        }
        label.kicker = label.kicker.or(read.kicker);
        label.published = label.published.or(read.published);
        label.is_advert |= read.is_advert;
        parts.remove(0);
    }
    let mut title = parts.join(" ");
    if let Some((head, last)) = title.rsplit_once(" | ")
        && leads_on(last, wording)
    {
        title.truncate(head.len());
    }
    (title, label)
}

/// Returns true for "more", "read on" and the like behind a title.
fn leads_on(text: &str, wording: &ClutterPhrases) -> bool {
    let said = wording.count(&fold(text));
    words(text) <= 3 && said.score(Class::ReadMore) + said.score(Class::Related) > 0.6
}

/// Parts a label from the title that follows it: behind a sign ("Opinion | …", "Watch: …"), or in capitals.
pub(super) fn parted(title: &str) -> Option<(String, String)> {
    let signs = [" | ", ": ", " • ", " · ", " – "];
    let by_sign = signs.iter().filter_map(|sign| title.split_once(sign)).min_by_key(|(head, _)| head.len());
    let by_capitals = (1..=2).rev().find_map(|count| {
        let end = title.match_indices(' ').nth(count - 1).map(|(at, _)| at)?;
        let (head, rest) = title.split_at(end);
        (head == head.to_uppercase()).then_some((head, rest.trim_start()))
    });
    let is_label = |(head, rest): &(&str, &str)| {
        LABELS.contains(&head.trim().to_lowercase().as_str()) && rest.split_whitespace().count() >= 3
    };
    let (head, rest) = by_sign.into_iter().chain(by_capitals).find(is_label)?;
    Some((head.trim().to_owned(), rest.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_divided_at_their_seams() {
        let wording = ClutterPhrases::bundled();
        let of = |text: &str| {
            let seams: Vec<usize> =
                text.match_indices('¦').enumerate().map(|(n, (at, sign))| at - n * sign.len()).collect();
            let (title, label) = divided(&text.replace('¦', ""), &seams, &wording);
            (title, label.kicker.unwrap_or_default(), label.author.unwrap_or_default())
        };
        for (text, title, kicker, author) in [
            ("Harbour¦ The strike goes on", "The strike goes on", "Harbour", ""),
            ("A long dispute¦The strike goes on", "The strike goes on", "A long dispute", ""),
            ("Harbour¦: ¦The strike goes on", "The strike goes on", "Harbour", ""),
            (
                "The strike at the harbour goes on¦ By Ada Moreau, London",
                "The strike at the harbour goes on",
                "",
                "Ada Moreau",
            ),
            ("4 min.¦ Harbour¦ The strike goes on", "The strike goes on", "Harbour", ""),
            (
                "The strike goes on¦ The union and the port agreed on nothing at all.",
                "The strike goes on The union and the port agreed on nothing at all.",
                "",
                "",
            ),
            ("The strike goes on", "The strike goes on", "", ""),
        ] {
            assert_eq!(of(text), (title.to_owned(), kicker.to_owned(), author.to_owned()), "{text}");
        }
    }

    #[test]
    fn labels_are_parted_from_titles() {
        let of = |title| parted(title).map(|(kicker, title)| format!("{kicker} / {title}"));
        assert_eq!(of("Opinion | The clock is right").as_deref(), Some("Opinion / The clock is right"));
        assert_eq!(of("Watch: Swans on the lock").as_deref(), Some("Watch / Swans on the lock"));
        assert_eq!(of("BREAKING NEWS Tower falls at noon").as_deref(), Some("BREAKING NEWS / Tower falls at noon"));
        for title in
            ["NASA moves to Mars base", "Live music is back in town", "Review: no", "Harbour: the strike goes on"]
        {
            assert_eq!(of(title), None, "{title}");
        }
    }
}
