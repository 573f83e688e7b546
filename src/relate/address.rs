//! [`is_story`]: tells addresses of stories from those of sections, authors, shops, forms and apps.

use super::without_query;

/// Parts of a path below which no stories are, but lists, persons, forms or goods.
const NO_STORIES: [&str; 52] = [
    "account",
    "app",
    "apps",
    "author",
    "authors",
    "autor",
    "autoren",
    "autores",
    "auteur",
    "auteurs",
    "by",
    "career",
    "careers",
    "categories",
    "category",
    "contact",
    "contributor",
    "contributors",
    "coupons",
    "download",
    "form",
    "forms",
    "gutscheine",
    "intent",
    "job",
    "jobs",
    "journalist",
    "journalists",
    "login",
    "newsletter",
    "newsletters",
    "people",
    "profile",
    "profiles",
    "register",
    "search",
    "share",
    "sharer",
    "shop",
    "signup",
    "staff",
    "stellenangebote",
    "store",
    "subscribe",
    "subscription",
    "subscriptions",
    "tag",
    "tags",
    "topic",
    "topics",
    "vacancies",
    "writers",
];

/// Pages of a site itself, whatever stands before them.
const OWN_PAGES: [&str; 14] = [
    "about",
    "about-us",
    "apps",
    "contact",
    "contact-us",
    "corrections",
    "faq",
    "feedback",
    "help",
    "jobs",
    "newsletters",
    "privacy",
    "subscribe",
    "terms",
];

/// Beginnings of hosts that have goods, jobs, apps or forms.
const OTHER_HOSTS: [&str; 14] = [
    "apps.apple.com",
    "careers.",
    "docs.google.com",
    "forms.",
    "itunes.apple.com",
    "job.",
    "jobs.",
    "login.",
    "play.google.com",
    "shop.",
    "stellen.",
    "store.",
    "subscribe.",
    "surveys.",
];

/// Most words of the name of a section; a longer title is that of a story, however short its address.
const SECTION_WORDS: usize = 4;

/// Returns true for addresses of stories: a path of some length, not one of a section, an author, an advert or a form.
/// `words` is the number of words of the link.
pub(super) fn is_story(url: &str, words: usize) -> bool {
    // The address of a page that is read from a file may be unknown: then links are paths.
    let parted = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/'),
        None => url.strip_prefix('/').map(|path| ("", path)),
    };
    let Some((host, path)) = parted else { return false };
    let host = host.strip_prefix("www.").unwrap_or(host);
    let whole = path;
    let path = without_query(path);
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let Some((last, before)) = parts.split_last() else { return false };
    let is_other = OTHER_HOSTS.iter().any(|other| host.starts_with(other));
    let is_own = OWN_PAGES.contains(last) || last.starts_with("correction") || last.starts_with("report-a");
    let is_list = before.iter().any(|part| NO_STORIES.contains(part));
    let is_long = whole.len() >= 8 || last.bytes().any(|byte| byte.is_ascii_digit());
    is_long && !is_other && !is_own && !is_list && (words > SECTION_WORDS || !is_section(&parts, url))
}

/// Returns true for the path of a section: one or two plain words, without a number, as in `/news/world-europe`.
fn is_section(parts: &[&str], url: &str) -> bool {
    let is_plain = |part: &&str| {
        part.len() <= 24
            && part.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
            && part.matches('-').count() < 2
    };
    parts.len() <= 2 && !url.contains('?') && parts.iter().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::is_story;

    #[test]
    fn sections_authors_adverts_forms_and_apps_are_no_stories() {
        for url in [
            "https://news.example/news/world-europe",
            "https://news.example/science/",
            "https://news.example/authors/ada-moreau-2",
            "https://news.example/profile/ada-moreau",
            "https://jobs.news.example/engineer-in-the-harbour-12",
            "https://news.example/jobs/engineer-in-the-harbour",
            "https://play.google.com/store/apps/details?id=x",
            "https://news.example/form/report-an-error-in-a-story",
            "https://news.example/help/corrections",
            "https://news.example/",
            "mailto:a@news.example",
        ] {
            assert!(!is_story(url, 3), "{url}");
        }
        for url in [
            "https://news.example/harbour-strike-enters-third-week",
            "https://news.example/news/world-europe-12345678",
            "https://news.example/2026/04/24/harbour",
            "https://news.example/news/harbour.html",
            "https://news.example/article?id=123",
            "/news/harbour.html",
            "/s/3",
        ] {
            assert!(is_story(url, 3), "{url}");
        }
    }
}
