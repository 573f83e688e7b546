//! JSON-LD: the article in a page's schema.org data. Graphs, lists and references by `@id` are followed; depth and
//! number are limited.

use super::{language_tag, names, one_line, section};
use crate::parse::{dates, surrogates};
use crate::sanitize;
use crate::small_sort::SmallSort;
use serde_json::{Map, Value};

/// Largest number of objects that are examined.
const MAX_OBJECTS: usize = 5000;

/// The article as described in the data.
#[derive(Debug, Default)]
pub struct Described {
    /// The headline.
    pub title: Option<String>,
    /// Names of persons, else of organisations.
    pub authors: Vec<String>,
    /// True if the data marks every author as an organization.
    pub is_by_organization: bool,
    /// Date of publication, ISO 8601.
    pub published: Option<String>,
    /// Date of the last change, ISO 8601.
    pub modified: Option<String>,
    /// The section of the publication.
    pub section: Option<String>,
    /// The publisher's name.
    pub publisher: Option<String>,
    /// Language tag (BCP 47).
    pub language: Option<String>,
    /// Description of the article.
    pub description: Option<String>,
    /// Address of its picture, as written.
    pub image: Option<String>,
    /// `@type` of the object, in lower case.
    pub kind: Option<String>,
    /// The whole text, as written.
    pub text: Option<String>,
    /// True if `isAccessibleForFree` is false.
    pub is_paywalled: bool,
}

type Object = Map<String, Value>;

/// Reads the scripts of a page; invalid JSON is skipped.
pub fn read(scripts: &[String]) -> Described {
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let objects = objects(&values);
    let mut best: Vec<(u8, &Object)> = objects.iter().filter_map(|object| Some((rank(object)?, *object))).collect();
    best.small_sort_by_key(|(rank, _)| *rank);
    let mut described = Described::default();
    for (rank, object) in best.iter().take(8) {
        let is_article = *rank <= 1;
        fill(&mut described, object, &objects, is_article);
        if is_article {
            break;
        }
    }
    for (_, object) in &best {
        described.is_paywalled |= is_false(object.get("isAccessibleForFree"));
    }
    described
}

/// Parses JSON with the usual faults of pages: comments and CDATA around it, line breaks in strings, lone surrogates.
fn parse(script: &str) -> Option<Value> {
    let text = &script[script.find(['{', '['])?..];
    // A comment before it may contain a bracket: `<![CDATA[`.
    let text = text.strip_prefix("[CDATA[").map_or(text, |rest| rest.find(['{', '[']).map_or(rest, |at| &rest[at..]));
    first_value(text.as_bytes()).or_else(|| {
        let mut flat: Vec<u8> = text.bytes().map(|byte| if byte.is_ascii_control() { b' ' } else { byte }).collect();
        surrogates::mend(&mut flat, surrogates::Rest::None);
        first_value(&flat).or_else(|| parts(&flat))
    })
}

/// Reads the first value of each key of an article from a text that is no JSON as a whole.
fn parts(text: &[u8]) -> Option<Value> {
    const KEYS: [&str; 8] = [
        "headline",
        "datePublished",
        "dateModified",
        "dateCreated",
        "author",
        "publisher",
        "description",
        "articleBody",
    ];
    let value = |key: &str| {
        let quoted = format!("\"{key}\"");
        memchr::memmem::find_iter(text, quoted.as_bytes()).take(20).find_map(|at| {
            let rest = text.get(at + quoted.len()..)?.trim_ascii_start();
            first_value(rest.strip_prefix(b":")?)
        })
    };
    let mut object: Object = KEYS.iter().filter_map(|key| Some(((*key).to_owned(), value(key)?))).collect();
    let is_article =
        [&b"Article\""[..], b"BlogPosting\""].iter().any(|kind| memchr::memmem::find(text, kind).is_some());
    object.insert("@type".to_owned(), Value::from(if is_article { "Article" } else { "WebPage" }));
    (object.len() > 1).then_some(Value::Object(object))
}

/// Returns the first value of a text; anything after it (an extra brace, the end of a comment) is ignored.
fn first_value(text: &[u8]) -> Option<Value> {
    serde_json::Deserializer::from_slice(text).into_iter().next()?.ok()
}

/// Returns all objects of all scripts, outer before inner.
fn objects(values: &[Value]) -> Vec<&Object> {
    let mut found = Vec::new();
    let mut left: std::collections::VecDeque<&Value> = values.iter().collect();
    while let Some(value) = left.pop_front() {
        if found.len() >= MAX_OBJECTS {
            break;
        }
        match value {
            Value::Object(object) => {
                found.push(object);
                left.extend(object.values().filter(|value| value.is_object() || value.is_array()));
            }
            Value::Array(items) => left.extend(items.iter().take(MAX_OBJECTS)),
            _ => {}
        }
    }
    found
}

/// Rank of an object's type as an article: 0 is best; `None` for other things.
fn rank(object: &Object) -> Option<u8> {
    let is = |test: &dyn Fn(&str) -> bool| types(object).any(test);
    if is(&|t| {
        t.ends_with("NewsArticle")
            || t.ends_with("BlogPosting")
            || t.ends_with("Reportage")
            || t.ends_with("LiveBlogPosting")
            || t.ends_with("ScholarlyArticle")
            || t.ends_with("OpinionNewsArticle")
    }) {
        return Some(0);
    }
    if is(&|t| {
        t.ends_with("Article")
            || t.ends_with("Posting")
            || t.ends_with("Report")
            || t.ends_with("Review") && object.contains_key("headline")
    }) {
        return Some(1);
    }
    if is(&|t| {
        t.ends_with("WebPage")
            || t.ends_with("ItemPage")
            || t.ends_with("FAQPage")
            || t.ends_with("Recipe")
            || t.ends_with("HowTo")
            || t.ends_with("CreativeWork")
            || t.ends_with("PodcastEpisode")
            || t.ends_with("MedicalWebPage")
    }) {
        return Some(2);
    }
    let is_untyped = !object.contains_key("@type") && object.contains_key("headline");
    (is_untyped || is(&|t| t.ends_with("CollectionPage"))).then_some(3)
}

fn types(object: &Object) -> impl Iterator<Item = &str> {
    strings(object.get("@type"))
}

fn strings(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let (one, many) = match value {
        Some(Value::String(text)) => (Some(text.as_str()), [].iter()),
        Some(Value::Array(items)) => (None, items.iter()),
        _ => (None, [].iter()),
    };
    one.into_iter().chain(many.filter_map(Value::as_str))
}

fn fill(described: &mut Described, object: &Object, all: &[&Object], is_article: bool) {
    let text = |key: &str| strings(object.get(key)).next().map(one_line).filter(|text| !text.is_empty());
    described.kind = described.kind.take().or_else(|| {
        types(object).next().map(|kind| sanitize::line(kind.rsplit('/').next().unwrap_or(kind)).to_lowercase())
    });
    described.published = described.published.take().or_else(|| date(object.get("datePublished")?));
    described.modified = described.modified.take().or_else(|| date(object.get("dateModified")?));
    described.language =
        described.language.take().or_else(|| strings(object.get("inLanguage")).next().and_then(language_tag));
    described.description = described.description.take().or_else(|| text("description"));
    described.image = described.image.take().or_else(|| image(object.get("image")?));
    if described.authors.is_empty() {
        let value = object.get("author").or_else(|| object.get("creator"));
        described.authors = people(value, all);
        described.is_by_organization = value.is_some_and(is_organization);
    }
    if is_article {
        described.text = described.text.take().or_else(|| object.get("articleBody")?.as_str().map(str::to_owned));
        described.section =
            described.section.take().or_else(|| strings(object.get("articleSection")).find_map(section));
        described.title = described.title.take().or_else(|| text("headline").or_else(|| text("name")));
        described.published = described.published.take().or_else(|| date(object.get("dateCreated")?));
    }
    described.publisher = described.publisher.take().or_else(|| body(object.get("publisher")?, all));
}

/// Reads a date, as text or as Unix time.
fn date(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => dates::find(&number.to_string()),
        other => strings(Some(other)).next().and_then(dates::find),
    }
}

fn people(value: Option<&Value>, all: &[&Object]) -> Vec<String> {
    let items: Vec<&Value> = match value {
        Some(Value::Array(items)) => items.iter().take(50).collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let mut found: Vec<String> = Vec::new();
    for item in items {
        let name = match item {
            Value::String(text) => Some(one_line(text)),
            Value::Object(_) => body(item, all),
            _ => None,
        };
        for author in name.iter().flat_map(|name| names::authors(name)) {
            if !found.contains(&author) {
                found.push(author);
            }
        }
    }
    found
}

/// Returns true if every object of a value is an organization.
fn is_organization(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(is_organization),
        Value::Object(object) => types(object).any(|kind| kind.ends_with("Organization")),
        _ => false,
    }
}

/// Returns the name of a person or organisation, looked up by its `@id` if only that is given.
fn body(value: &Value, all: &[&Object]) -> Option<String> {
    match value {
        Value::String(text) => Some(one_line(text)),
        Value::Array(items) => body_of(items.first()?.as_object()?, all),
        Value::Object(object) => body_of(object, all),
        _ => None,
    }
    .filter(|name| !name.is_empty() && !name.starts_with("http"))
}

fn body_of(object: &Object, all: &[&Object]) -> Option<String> {
    let text =
        |object: &Object, key: &str| strings(object.get(key)).next().map(one_line).filter(|text| !text.is_empty());
    let own = |object: &Object| {
        text(object, "name").or_else(|| {
            let parts = ["givenName", "additionalName", "familyName"];
            let name: Vec<String> = parts.iter().filter_map(|key| text(object, key)).collect();
            (name.len() >= 2).then(|| name.join(" "))
        })
    };
    own(object).or_else(|| {
        let id = object.get("@id")?.as_str()?;
        all.iter().filter(|other| other.get("@id").and_then(Value::as_str) == Some(id)).find_map(|other| own(other))
    })
}

fn image(value: &Value) -> Option<String> {
    match value {
        Value::String(url) => Some(url.clone()),
        Value::Array(items) => items.first().and_then(|first| match first {
            Value::Array(_) => None,
            other => image(other),
        }),
        Value::Object(object) => {
            object.get("url").or_else(|| object.get("contentUrl")).and_then(Value::as_str).map(str::to_owned)
        }
        _ => None,
    }
}

fn is_false(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(free)) => !free,
        Some(Value::String(free)) => free.eq_ignore_ascii_case("false"),
        _ => false,
    }
}
