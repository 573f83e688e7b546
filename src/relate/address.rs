//! [`is_story`]: tells addresses of stories from those of sections, authors, shops, forms and apps.

use super::without_query;
use crate::web_address::host;

/// Parts of a path below which no stories are, but lists, persons, forms or goods.
const NO_STORIES: [&str; 84] = [
    "abo",
    "abonnement",
    "abonnements",
    "abonner",
    "abos",
    "account",
    "advertorial",
    "advertorials",
    "app",
    "apps",
    "auteur",
    "auteurs",
    "author",
    "authors",
    "autor",
    "autoren",
    "autores",
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
    "empleo",
    "empleos",
    "emploi",
    "form",
    "forms",
    "gutscheine",
    "impressum",
    "imprint",
    "intent",
    "job",
    "jobs",
    "journalist",
    "journalists",
    "login",
    "newsletter",
    "newsletters",
    "people",
    "perfil",
    "profil",
    "profile",
    "profiles",
    "profilo",
    "publireportage",
    "register",
    "search",
    "share",
    "sharer",
    "shop",
    "signup",
    "staff",
    "stellenangebote",
    "stellenmarkt",
    "store",
    "subscribe",
    "subscription",
    "subscriptions",
    "suscripcion",
    "suscripciones",
    "tag",
    "tags",
    "tema",
    "temas",
    "thema",
    "thematique",
    "thematiques",
    "theme",
    "themen",
    "themes",
    "topic",
    "topics",
    "user",
    "users",
    "usuario",
    "utente",
    "utenti",
    "vacancies",
    "writers",
];

/// Pages of a site itself, whatever stands before them.
const OWN_PAGES: [&str; 18] = [
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
    "latest",
    "newsletter",
    "newsletter-subscription",
    "newsletters",
    "privacy",
    "subscribe",
    "subscription",
    "terms",
];

/// Beginnings of hosts that have goods, jobs, apps or forms.
const OTHER_HOSTS: [&str; 16] = [
    "abo.",
    "abonnement.",
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

/// Hosts of advertising, of links to apps and of channels; hosts below them count too.
const RELAYS: [&str; 9] = [
    "adjust.com",
    "app.link",
    "doubleclick.net",
    "googleadservices.com",
    "onelink.me",
    "outbrain.com",
    "t.me",
    "taboola.com",
    "whatsapp.com",
];

/// Endings of the parts of hosts with job adverts: "sjob.example".
const JOBS: [&str; 4] = ["job", "jobb", "jobs", "careers"];

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
    let is_other = OTHER_HOSTS.iter().any(|other| host.starts_with(other)) || is_relay(host) || has_jobs(host);
    let is_own = OWN_PAGES.contains(last) || last.starts_with("correction") || last.starts_with("report-a");
    let is_list = before.iter().any(|part| NO_STORIES.contains(part));
    let is_long = whole.len() >= 8 || last.bytes().any(|byte| byte.is_ascii_digit());
    is_long && !is_other && !is_own && !is_list && (words > SECTION_WORDS || !is_section(&parts, url))
}

/// Returns true for a link of an advertising campaign: few words, `utm_campaign` in the address, and another host than
/// the page's.
pub(super) fn is_campaign(url: &str, words: usize, page: Option<&str>) -> bool {
    let is_elsewhere = || host(url).zip(page.and_then(host)).is_some_and(|(host, own)| host != own);
    words <= SECTION_WORDS && url.contains("utm_campaign=") && is_elsewhere()
}

/// Returns true for one of [`RELAYS`] or a host below it.
fn is_relay(host: &str) -> bool {
    let below = |relay: &&str| host.strip_suffix(*relay).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    RELAYS.iter().any(below)
}

/// Returns true for a host of job adverts, by one of its names before the last.
fn has_jobs(host: &str) -> bool {
    let names = host.rsplit('.').skip(1);
    names.flat_map(|name| name.rsplit('-').take(1)).any(|name| JOBS.iter().any(|job| name.ends_with(job)))
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
    use super::{is_campaign, is_story};

    #[test]
    fn campaigns_lead_to_other_hosts() {
        let page = Some("https://www.news.example/2026/harbour");
        assert!(is_campaign("https://courses.news.example/french?utm_campaign=french", 3, page));
        assert!(!is_campaign("https://news.example/2026/strike?utm_campaign=more", 3, page));
        assert!(!is_campaign("https://other.example/2026/strike?utm_source=news", 3, page));
        assert!(!is_campaign("https://other.example/2026/strike?utm_campaign=news", 6, page));
    }

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
            "https://sjob.example/job-dk/teacher-for-the-harbour-school/2221482",
            "https://news.example/thema/harbour-strike-in-town",
            "https://news.example/impressum/ada-moreau-ld.1478600",
            "https://abo.news.example/offer?campaign=12",
            "https://app.adjust.com/b885nen?redirect=12345",
            "https://ad.doubleclick.net/ddm/trackclk/N1007508",
            "https://www.whatsapp.com/channel/0029VaC6h5cG",
            "https://news.example/newsletter-subscription/",
            "https://news.example/user/profile/recover_password.html",
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
