//! Dates in a page's markup, and their meaning by the names of classes.

/// A date in the markup.
#[derive(Debug)]
pub struct DatedClaim {
    /// The date as written.
    pub text: String,
    /// Number of its element among the page's nodes.
    pub at: usize,
    /// Meaning by the markup.
    pub form: DateForm,
}

/// Meaning of a date by its markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// Marked as the publication.
    Published,
    /// Marked as the last change.
    Updated,
    /// `<time>` without a mark.
    Unknown,
}

/// Returns the meaning of the date that a class marks.
pub fn date_form(class: &str) -> Option<DateForm> {
    const PUBLISHED: [&str; 12] = [
        "article-date",
        "blog-date",
        "date-published",
        "entry-date",
        "news-date",
        "post-created",
        "post-date",
        "postdate",
        "pub-date",
        "pubdate",
        "publication-date",
        "publish-date",
    ];
    const WHOLE: [&str; 5] = ["created", "dt-published", "published", "publishdate", "submitted"];
    const UPDATED: [&str; 5] = ["date-updated", "dt-updated", "last-modified", "modified", "updated"];
    let forms = class.split_ascii_whitespace().filter_map(|name| {
        let name = name.to_ascii_lowercase().replace("__", "-").replace('_', "-");
        let is_published = PUBLISHED.iter().any(|end| name.ends_with(end))
            || name.ends_with("published-date")
            || WHOLE.contains(&name.as_str());
        let is_updated = UPDATED.contains(&name.as_str());
        is_published.then_some(DateForm::Published).or(is_updated.then_some(DateForm::Updated))
    });
    forms.min_by_key(|form| *form as u8)
}

#[cfg(test)]
mod tests {
    use super::{DateForm, date_form};

    #[test]
    fn class_gives_the_meaning_of_a_date() {
        for class in ["published", "entry-meta single-post-date", "article__publish_date"] {
            assert_eq!(date_form(class), Some(DateForm::Published), "{class}");
        }
        assert_eq!(date_form("updated"), Some(DateForm::Updated));
        assert_eq!(date_form("updated published"), Some(DateForm::Published));
        for class in ["", "date", "update", "unpublished"] {
            assert_eq!(date_form(class), None, "{class}");
        }
    }
}
