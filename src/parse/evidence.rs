//! Joins the evidence from a container with the claims of the text itself.

use super::metadata::names;
use crate::document::{AuthorClaim, ClaimPlace, Document, Metadata};
use crate::load::{SourceEvidence, SourceForm};
use crate::sanitize;
use crate::white_space;

/// Joins the two. Of a page and a book its own words come first; of a mail the headers do, for newsletters say little of
/// themselves, and that often of their template.
pub(super) fn apply(evidence: &SourceEvidence, document: &mut Document) {
    let told = clean(&evidence.meta);
    document.problems.extend(evidence.problems.iter().cloned());
    match evidence.form {
        SourceForm::Page => fill(&mut document.meta, told),
        SourceForm::Book => {
            let own = std::mem::replace(&mut document.meta, told);
            fill(&mut document.meta, own);
        }
        SourceForm::Mail => {
            let Sender { author, site } = Sender::of(&told);
            if let Some(author) = author {
                let is_person = names::is_person(&author);
                // A publication that signs as the sender is the author only where nobody else is named.
                let place = if is_person { ClaimPlace::Data } else { ClaimPlace::Organization };
                document.author_claims.insert(0, AuthorClaim { place, names: vec![author.clone()] });
                if is_person || document.meta.authors.is_empty() {
                    document.meta.authors = vec![author];
                }
            }
            let own = std::mem::take(&mut document.meta);
            let authors = own.authors.clone();
            document.meta = Metadata { authors, site: site.or_else(|| own.site.clone()), ..told };
            fill(&mut document.meta, own);
        }
    }
}

/// Takes over what is missing.
fn fill(meta: &mut Metadata, other: Metadata) {
    let Metadata {
        title,
        authors,
        site,
        section,
        published,
        modified,
        url,
        language,
        description,
        image,
        page_type,
        paywalled,
    } = other;
    let fields = [
        (&mut meta.title, title),
        (&mut meta.site, site),
        (&mut meta.section, section),
        (&mut meta.published, published),
        (&mut meta.modified, modified),
        (&mut meta.url, url),
        (&mut meta.language, language),
        (&mut meta.description, description),
        (&mut meta.image, image),
        (&mut meta.page_type, page_type),
    ];
    for (own, other) in fields {
        if own.is_none() {
            *own = other;
        }
    }
    if meta.authors.is_empty() {
        meta.authors = authors;
    }
    meta.paywalled |= paywalled;
}

/// Headers without control characters, on one line each.
fn clean(meta: &Metadata) -> Metadata {
    let line = |text: &Option<String>| {
        let text = text.as_deref().map(|text| white_space::fold(&sanitize::line(text)).trim().to_owned());
        text.filter(|text| !text.is_empty())
    };
    Metadata {
        title: line(&meta.title),
        authors: meta.authors.iter().filter_map(|name| line(&Some(name.clone()))).collect(),
        site: line(&meta.site),
        published: line(&meta.published),
        modified: line(&meta.modified),
        url: meta.url.as_deref().map(|url| sanitize::url(url).into_owned()),
        language: line(&meta.language),
        description: line(&meta.description),
        ..Metadata::default()
    }
}

/// Sender of a mail, parted into author and site.
#[derive(Debug, PartialEq, Eq)]
struct Sender {
    author: Option<String>,
    site: Option<String>,
}

impl Sender {
    /// "Ada Vane from The Hive", "The Hive by Ada Vane", "Ada Vane, The Hive", "Ada Vane", "The Hive".
    fn of(told: &Metadata) -> Self {
        let Some(name) = told.authors.first() else { return Self { author: None, site: told.site.clone() } };
        let name = name.trim_matches(['"', '\'']);
        for sign in [" from ", " via ", " at ", " @ ", " | ", " – ", " — ", " - ", ", ", " for ", " of ", " (", " / "]
        {
            let Some((author, site)) = name.split_once(sign) else { continue };
            let (author, site) = (author.trim(), site.trim().trim_end_matches(')'));
            if names::is_person(author) && !names::is_person(site) {
                return Self { author: Some(author.to_owned()), site: Some(site.to_owned()) };
            }
            if names::is_person(site)
                && !names::is_person(author)
                && matches!(sign, " | " | " – " | " — " | " - " | ", ")
            {
                return Self { author: Some(site.to_owned()), site: Some(author.to_owned()) };
            }
        }
        if let Some((site, author)) = name.split_once(" by ").or_else(|| name.split_once(" with "))
            && names::is_person(author.trim())
        {
            return Self { author: Some(author.trim().to_owned()), site: Some(site.trim().to_owned()) };
        }
        if names::is_person(name) {
            return Self { author: Some(name.to_owned()), site: told.site.clone() };
        }
        // A host is what a list or sender without a name is called.
        let named = told.site.clone().filter(|site| site.contains(' ') || !site.contains('.'));
        Self { author: Some(name.to_owned()), site: named.or_else(|| Some(name.to_owned())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sender_is_parted_into_author_and_site() {
        for (name, list, author, site) in [
            ("Ada Vane from The Hive", None, "Ada Vane", Some("The Hive")),
            ("Ada Vane", Some("The Hive"), "Ada Vane", Some("The Hive")),
            ("Ada Vane", Some("hive.example"), "Ada Vane", Some("hive.example")),
            ("The Hive by Ada Vane", None, "Ada Vane", Some("The Hive")),
            ("The Hive", Some("hive.example"), "The Hive", Some("The Hive")),
            ("Ada Vane, The Hive", None, "Ada Vane", Some("The Hive")),
            ("The Hive | Ada Vane", None, "Ada Vane", Some("The Hive")),
        ] {
            let told = Metadata { authors: vec![name.into()], site: list.map(str::to_owned), ..Metadata::default() };
            let expected = Sender { author: Some(author.into()), site: site.map(str::to_owned) };
            assert_eq!(Sender::of(&told), expected, "{name}");
        }
    }
}
