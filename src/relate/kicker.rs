//! Labels in a link, parted from the title that follows them.

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
    use super::parted;

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
