//! Chooses a page's date of publication among those in its tags, its markup and its address.

use super::dated::{DateForm, DatedClaim};
use super::tags::Claims;
use crate::parse::{dates, local_time};

/// `<meta>` tags for the date of publication, most reliable first.
const TAGS: [&str; 54] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "rnews:datepublished",
    "published",
    "date",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dc.created",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "bt:pubdate",
    "og:pubdate",
    "og:publish_date",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "published-date",
    "published_date",
    "published_time",
    "publisheddate",
    "publish_time",
    "date_published",
    "article:published_date",
    "article_date_original",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "prism.publicationdate",
    "cxenseparse:recs:publishtime",
    "originalpublicationdate",
    "og:published_time",
    "og:datepublished",
    "mediator_published_time",
    "vr:published_time",
    "shareaholic:article_published_time",
    "article.published",
    "article.created",
    "datecreated",
    "date_created",
    "content_create_date",
    "dateposted",
    "displaydate",
    "release_date",
    "video:release_date",
    "creation_date",
    "created",
];
/// Tags of that list that may date the file; a date that the markup calls that of publication outweighs them.
const LOOSE_TAGS: [&str; 3] = ["date", "dc.date", "dcterms.date"];
/// `<meta>` tags for the date of the last change.
const CHANGE_TAGS: [&str; 6] = [
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
];
/// A permalink this many days older than the declared date tells of the first publication.
const MIN_DAYS_BEFORE: u32 = 2;
/// Number of nodes before and after the first heading in which a `<time>` dates the page.
const NEAR_TITLE: (usize, usize) = (120, 160);

/// Dates of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The date that data, markup or address state.
    pub stated: Option<String>,
    /// A date in the markup that may have another meaning.
    pub possible: Option<String>,
}

/// Chooses the date; `described` is the one in the structured data.
pub fn choose(claims: &Claims, described: Option<String>) -> Published {
    let address = claims.canonical.as_deref().or(claims.meta(&["og:url"])).and_then(dates::in_address);
    let near = claims.title_at.map(|title| title.saturating_sub(NEAR_TITLE.0)..title + NEAR_TITLE.1);
    let near = near.unwrap_or_default();
    let found = |form: DateForm| {
        let of_form = claims.dates.iter().filter(move |claim| claim.form == form);
        of_form.filter_map(|claim| Some((claim, dates::find(&claim.text)?)))
    };
    let beside = || found(DateForm::Published).find(|(claim, _)| near.contains(&claim.at)).map(|(_, date)| date);
    let tagged = || {
        let (name, date) = TAGS.iter().find_map(|name| Some((name, claims.meta(&[name]).and_then(dates::find)?)))?;
        let marked = beside().filter(|_| LOOSE_TAGS.contains(name));
        Some(marked.filter(|marked| marked.get(..10) != date.get(..10)).unwrap_or(date))
    };
    let day = |date: &str| date.get(..10).map(str::to_owned);
    if let Some(declared) = described.or_else(tagged) {
        let is_older = |permalink: &String| {
            permalink.as_str() < declared.as_str()
                && local_time::days_between(permalink, &declared).is_some_and(|days| days >= MIN_DAYS_BEFORE)
        };
        return Published { stated: Some(address.filter(is_older).unwrap_or(declared)), possible: None };
    }
    let agrees = |(_, date): &(&DatedClaim, String)| address.is_some() && day(date) == address;
    let marked = found(DateForm::Published).find(agrees).map(|(_, date)| date).or_else(|| match address {
        Some(_) => None,
        None => beside().or_else(|| found(DateForm::Published).next().map(|(_, date)| date)),
    });
    let stated = marked.or_else(|| address.clone()).or_else(|| {
        let title = claims.title_at?;
        let times = || found(DateForm::Unknown).filter(|(claim, _)| near.contains(&claim.at));
        let behind = times().find(|(claim, _)| claim.at > title);
        behind.or_else(|| times().next_back()).map(|(_, date)| date)
    });
    let possible = || found(DateForm::Updated).chain(found(DateForm::Unknown)).next().map(|(_, date)| date);
    Published { possible: if stated.is_none() { possible() } else { None }, stated }
}

/// Returns the date of the last change that a tag states.
pub fn changed(claims: &Claims) -> Option<String> {
    CHANGE_TAGS.iter().find_map(|name| claims.meta(&[name]).and_then(dates::find))
}

#[cfg(test)]
mod tests {
    use super::super::of_page;
    use crate::parse::html::links::Base;

    fn published(head: &str, body: &str) -> (Option<String>, Option<String>) {
        let html = format!("<html><head>{head}</head><body>{body}</body></html>");
        let page = dom_query::Document::from(html);
        let found = of_page(&page.tree, page.tree.root().id, &Base::default());
        (found.meta.published, found.possible_date)
    }

    fn stated(head: &str, body: &str) -> Option<String> {
        published(head, body).0
    }

    #[test]
    fn permalink_outweighs_later_date() {
        let tag = "<meta name=date content=2019-06-17T18:28:00Z>";
        let address = |day: &str| format!("{tag}<link rel=canonical href='https://a.example/{day}/ferry'>");
        assert_eq!(stated(&address("2017/7/12"), "").as_deref(), Some("2017-07-12"));
        assert_eq!(stated(&address("2019/6/18"), "").as_deref(), Some("2019-06-17T18:28:00Z"));
        assert_eq!(stated(&address("2020/1/1"), "").as_deref(), Some("2019-06-17T18:28:00Z"), "day of an event");
    }

    #[test]
    fn marked_date_outweighs_that_of_the_file() {
        let tag = |name: &str| format!("<meta name={name} content=2022-01-21T15:38:44+01:00>");
        let marked = "<h1>The ferry</h1><time itemprop=datePublished datetime=2022-01-27>27.01.2022</time>";
        assert_eq!(stated(&tag("date"), marked).as_deref(), Some("2022-01-27"));
        let lower = marked.replace("h1", "h3").replace("<h3", "<h3 itemprop=headline");
        assert_eq!(stated(&tag("date"), &lower).as_deref(), Some("2022-01-27"), "a marked headline");
        let tag = tag("article:published_time");
        assert_eq!(stated(&tag, marked).as_deref(), Some("2022-01-21T15:38:44+01:00"));
    }

    #[test]
    fn date_of_other_story_is_none_of_the_page() {
        let own = "<h1>The ferry</h1><p><span class=published>22. Oktober 2019</span></p>";
        let other = "<div><h4>Docks</h4><time class=published datetime=2009-04-11>11. April 2009</time></div>";
        assert_eq!(stated("", &format!("{own}{other}")).as_deref(), Some("2019-10-22"));
        let above = format!("<div class=card__post-date>1.2.2019</div>{}{own}", "<p>A</p>".repeat(200));
        assert_eq!(stated("", &above).as_deref(), Some("2019-10-22"), "a card above the title");
        let far = format!("<h1>The ferry</h1>{}<time datetime=2019-07-30>30 July</time>", "<p>A</p>".repeat(200));
        assert_eq!(published("", &far), (None, Some("2019-07-30".into())));
    }

    #[test]
    fn faulty_data_give_the_date() {
        let script = |text: &str| format!("<script type=application/ld+json>{text}</script>");
        for text in [
            r#"{"@type": "Article", "datePublished": 1676551869}"#,
            r#"{"@type": "Article", "datePublished": "2023-02-16T12:51:09Z",, }"#,
            r#"{"@type": "Article", "name": "a "quoted" word", "datePublished": "2023-02-16T12:51:09:684Z"}"#,
        ] {
            assert_eq!(stated(&script(text), "").as_deref(), Some("2023-02-16T12:51:09Z"), "{text}");
        }
        let page =
            r#"<meta name=parsely-page content='{"pub_date": "2014-11-23T16:00:00+04:00", "author": "Jane Doe"}'>"#;
        assert_eq!(stated(page, "").as_deref(), Some("2014-11-23T16:00:00+04:00"));
    }
}
