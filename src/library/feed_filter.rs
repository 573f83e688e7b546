//! The term of a filter that chooses feeds: `feed:12` one feed, `feed:#news` the feeds with a tag, `feed:*` all feeds.
//! Pure.

use super::ids::FeedId;
use super::query::feed_term;

/// Articles of feeds that a filter asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FeedTerm {
    /// Those of all feeds.
    All,
    /// Those of the feeds with this tag.
    Tag(String),
    /// Those of the feed with this number.
    Feed(FeedId),
}

impl FeedTerm {
    /// Returns the first term of this kind in a filter; `None` if it has none or names its feeds in words.
    pub fn of(filter: &str) -> Option<Self> {
        let (_, value) = feed_term(filter)?;
        match value.strip_prefix('#') {
            _ if value == "*" => Some(Self::All),
            Some(tag) if !tag.is_empty() => Some(Self::Tag(tag.to_owned())),
            _ => value.parse().ok().map(Self::Feed),
        }
    }

    /// Returns the term as it is written in a filter.
    pub fn written(&self) -> String {
        match self {
            Self::All => "feed:*".to_owned(),
            Self::Tag(tag) if tag.contains([' ', '(', ')']) => format!("feed:\"#{}\"", tag.replace('"', "")),
            Self::Tag(tag) => format!("feed:#{}", tag.replace('"', "")),
            Self::Feed(id) => format!("feed:{id}"),
        }
    }

    /// Returns the filter with this term in place of its own; `None` removes it. All other terms stay.
    pub fn replaced(filter: &str, term: Option<&Self>) -> String {
        let mut rest = filter.to_owned();
        while let Some((at, _)) = feed_term(&rest) {
            rest.replace_range(at, "");
        }
        let mut words: Vec<&str> = rest.split_whitespace().collect();
        let term = term.map(Self::written);
        words.extend(term.as_deref());
        // Two blanks inside a phrase do not matter: words are compared one by one.
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feed_term_of_filter_is_found_and_replaced() {
        let cases = [
            ("", None, "feed:7"),
            ("is:unread feed:3", Some(FeedTerm::Feed(FeedId(3))), "is:unread feed:7"),
            ("feed:* harbour", Some(FeedTerm::All), "harbour feed:7"),
            ("feed:#news", Some(FeedTerm::Tag("news".into())), "feed:7"),
            ("feed:\"#far away\" x", Some(FeedTerm::Tag("far away".into())), "x feed:7"),
            ("feed:lantern", None, "feed:7"),
            ("\"a feed:3 b\" -feed:4", None, "\"a feed:3 b\" -feed:4 feed:7"),
            ("feed:\"open", None, "feed:7"),
            ("(feed:3 OR tide) feed:4", Some(FeedTerm::Feed(FeedId(4))), "(feed:3 OR tide) feed:7"),
            ("Feed:5 feed:6", Some(FeedTerm::Feed(FeedId(5))), "feed:7"),
        ];
        for (filter, term, replaced) in cases {
            assert_eq!(FeedTerm::of(filter), term, "{filter}");
            assert_eq!(FeedTerm::replaced(filter, Some(&FeedTerm::Feed(FeedId(7)))), replaced, "{filter}");
        }
        for term in
            [FeedTerm::All, FeedTerm::Tag("far away".into()), FeedTerm::Tag("a".into()), FeedTerm::Feed(FeedId(2))]
        {
            assert_eq!(FeedTerm::of(&term.written()), Some(term));
        }
        assert_eq!(FeedTerm::replaced("is:unread feed:3 tide", None), "is:unread tide");
    }
}
