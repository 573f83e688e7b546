//! Metadata of a page: title, authors, date, site, address, language, from JSON-LD, OpenGraph and similar tags, and
//! microdata. Metadata in the visible text only are found by `declutter`.

pub mod names;

mod dated;
mod entities;
mod jsonld;
mod markup;
mod name_forms;
mod name_labels;
mod published;
pub mod state;
mod tags;
mod title;
pub mod visible;

use super::html::links::Base;
use crate::document::{AuthorClaim, ClaimPlace, Metadata};
use crate::sanitize;
use crate::{web_address, white_space};
use dom_query::{NodeId, Tree};
use tags::Claims;

/// Longest title, description and name, in bytes.
const MAX_LINE: usize = 1000;

/// Metadata of a page.
pub struct PageMetadata {
    /// The most probable values in data and markup.
    pub meta: Metadata,
    /// The whole text, if the data contain it.
    pub text: Option<String>,
    /// All places that name authors, with the names.
    pub author_claims: Vec<AuthorClaim>,
    /// A date in the markup that may have another meaning, if there is none of publication.
    pub possible_date: Option<String>,
}

/// Collects the metadata of the page below `root`.
pub fn of_page(tree: &Tree, root: NodeId, base: &Base) -> PageMetadata {
    let claims = tags::collect(tree, root);
    let ld = jsonld::read(&claims.scripts);
    let author_claims = author_claims(&claims, &ld);
    let site = claims
        .meta(&["og:site_name", "application-name", "twitter:app:name:iphone", "apple-mobile-web-app-title"])
        .map(one_line)
        .or(ld.publisher);
    let declared = ld.title.or_else(|| {
        claims
            .meta(&["og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title"])
            .map(one_line)
    });
    let url = claims.canonical.as_deref().or(claims.meta(&["og:url"])).and_then(|url| base.media(url));
    let host = base.host().or_else(|| web_address::host(url.as_deref()?));
    let names = title::Site { name: site.as_deref(), host: host.as_deref() };
    let title = title::choose(declared.as_deref(), claims.title.as_deref(), &claims.headings, names);
    let image = ld
        .image
        .as_deref()
        .or(claims.meta(&["og:image", "og:image:url", "twitter:image", "twitter:image:src"]))
        .and_then(|image| base.media(image));
    let published::Published { stated, possible: possible_date } = published::choose(&claims, ld.published);
    let meta = Metadata {
        authors: first_authors(&author_claims, site.as_deref()),
        published: stated,
        modified: ld.modified.or_else(|| published::changed(&claims)),
        language: claims
            .language
            .as_deref()
            .or(claims.meta(&["og:locale", "content-language", "dc.language"]))
            .and_then(language_tag)
            .or(ld.language),
        description: claims
            .meta(&["og:description", "description", "twitter:description", "dc.description", "sailthru.description"])
            .map(one_line)
            .filter(|d| !d.is_empty())
            .or(ld.description),
        page_type: page_type(ld.kind, claims.meta(&["og:type"])),
        paywalled: ld.is_paywalled
            || claims.meta(&["article:content_tier"]).is_some_and(|tier| matches!(tier, "locked" | "metered")),
        section: ld
            .section
            .or_else(|| section(claims.meta(&["article:section", "og:article:section", "parsely-section"])?)),
        title,
        site,
        url,
        image,
    };
    PageMetadata { meta, text: ld.text, author_claims, possible_date }
}

/// Returns the type of the page: that of the structured data, unless only the other one calls it an article.
fn page_type(described: Option<String>, tagged: Option<&str>) -> Option<String> {
    let tagged = tagged.map(|kind| sanitize::line(kind).trim().to_lowercase());
    let is_page = described.as_deref().is_some_and(|kind| kind.ends_with("page"));
    match tagged {
        Some(tagged) if is_page && tagged == "article" => Some(tagged),
        tagged => described.or(tagged),
    }
}

/// Maximum length of the name of a section, in characters; what is longer is a list of them.
const MAX_SECTION: usize = 40;

/// Returns the name of a section; `None` for addresses, identifiers, lists and long texts.
fn section(raw: &str) -> Option<String> {
    let name = one_line(raw);
    let is_label = name.starts_with(char::is_uppercase) || name.starts_with(|c: char| !c.is_ascii());
    let is_plain = !name.contains(['/', '|', '>', '_', ';', '=', '@']) && name.chars().any(char::is_alphabetic);
    (is_label && is_plain && name.chars().count() <= MAX_SECTION).then_some(name)
}

/// `<meta>` tags for authors, most reliable first.
const AUTHOR_TAGS: [&str; 12] = [
    "author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.name",
    "byl",
    "article:author",
    "article:author_name",
    "citation_author",
    "cxenseparse:author",
    "author-name",
];
/// Labels of an author's name in `twitter:label1` and the like.
const AUTHOR_LABELS: [&str; 6] = ["written by", "author", "autor", "verfasst von", "écrit par", "escrito por"];

/// Returns all claims of authors, most reliable first.
fn author_claims(claims: &Claims, described: &jsonld::Described) -> Vec<AuthorClaim> {
    let mut found = Vec::new();
    let mut add = |place: ClaimPlace, names: Vec<String>| {
        let mut unique: Vec<String> = Vec::new();
        for name in names {
            if !unique.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
                unique.push(name);
            }
        }
        if !unique.is_empty() {
            found.push(AuthorClaim { place, names: unique });
        }
    };
    let tagged = |name: &str| claims.all_meta(name).flat_map(names::authors).collect::<Vec<_>>();
    add(ClaimPlace::Citation, ["citation_author", "citation_authors"].iter().flat_map(|name| tagged(name)).collect());
    let place = if described.is_by_organization { ClaimPlace::Organization } else { ClaimPlace::Data };
    add(place, described.authors.clone());
    for name in AUTHOR_TAGS {
        add(ClaimPlace::Tag, tagged(name));
    }
    add(ClaimPlace::Label, claims.labelled(&AUTHOR_LABELS).map(names::authors).unwrap_or_default());
    add(ClaimPlace::Markup, claims.authors.iter().flat_map(|raw| names::authors(raw)).collect());
    add(ClaimPlace::Hint, claims.hinted_authors.clone());
    add(ClaimPlace::Publisher, described.publisher.iter().cloned().collect());
    found
}

/// Returns the first claim with a person, else the first that is not the site.
fn first_authors(claims: &[AuthorClaim], site: Option<&str>) -> Vec<String> {
    let is_site = |name: &String| site.is_some_and(|site| site.eq_ignore_ascii_case(name));
    let is_account = |name: &String| !name.contains(' ') && !name.chars().any(char::is_uppercase);
    let authors = claims.iter().filter(|claim| claim.place != ClaimPlace::Publisher);
    let (hints, firm): (Vec<_>, Vec<_>) = authors.partition(|claim| claim.place == ClaimPlace::Hint);
    let person = firm.iter().find(|claim| claim.names.iter().any(|name| names::is_person(name)));
    let other = || firm.iter().find(|claim| !claim.names.iter().all(|name| is_site(name) || is_account(name)));
    let chosen = person.or_else(other).or(hints.first()).or(firm.first());
    chosen.map(|claim| claim.names.clone()).unwrap_or_default()
}

/// Returns a sanitized line of limited length: white space folded, doubly escaped entities decoded.
pub fn one_line(raw: &str) -> String {
    let cut = entities::decode(&raw[..raw.floor_char_boundary(MAX_LINE)]);
    white_space::fold(&sanitize::line(&cut))
}

/// Normalises a language tag as pages write it (`en_US`, `EN`, `de-DE`) to BCP 47.
pub fn language_tag(raw: &str) -> Option<String> {
    let raw = raw.trim().replace('_', "-");
    let (primary, rest) = raw.split_once('-').map_or((raw.as_str(), None), |(primary, rest)| (primary, Some(rest)));
    let is_tag = matches!(primary.len(), 2 | 3)
        && raw.len() <= 35
        && raw.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_tag.then(|| match rest {
        Some(region) if region.len() == 2 => {
            format!("{}-{}", primary.to_ascii_lowercase(), region.to_ascii_uppercase())
        }
        Some(rest) => format!("{}-{rest}", primary.to_ascii_lowercase()),
        None => primary.to_ascii_lowercase(),
    })
}
