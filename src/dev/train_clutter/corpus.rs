//! Training pages: three sets of the benchmark, as HTML and as scraped text, with ground truth and site.

use super::labels::{Label, by_segments, by_text};
use crate::document::{Document, MediaType};
use crate::load::Source;
use crate::parse::parse;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// A set of the benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// News.
    Zyte,
    /// Articles from the wider web.
    Wcxb,
    /// Blogs and institutions, with text segments as ground truth.
    Segments,
}

/// A page with its ground truth.
pub struct LabelledPage {
    /// Set of the page.
    pub set: Set,
    /// Name in the ground truth.
    pub name: String,
    /// Registered domain.
    pub site: String,
    /// The parsed page.
    pub document: Document,
    /// Label of each block.
    pub labels: Vec<Label>,
    /// The ground truth.
    pub truth: Truth,
    /// True for derived pages, which are used for training but not scored.
    pub made: bool,
}

/// One page's entry in truth.json.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Truth {
    /// Address of the page.
    pub url: String,
    /// The article's text.
    #[serde(rename = "articleBody")]
    pub body: Option<String>,
    /// Segments that must be in the text.
    pub with: Vec<String>,
    /// Segments that must not be in the text.
    pub without: Vec<String>,
}

/// Loads all sets in the benchmark's `extract` folder; `plain` has the same sets as text (`plain/zyte/ID.txt` …).
pub fn load(bench: &Path, plain: Option<&Path>) -> std::io::Result<Vec<LabelledPage>> {
    let mut examples = Vec::new();
    for (set, folder) in [(Set::Zyte, "zyte"), (Set::Wcxb, "wcxb"), (Set::Segments, "segments")] {
        let file = std::fs::File::open(bench.join(folder).join("truth.json"))?;
        let truths: BTreeMap<String, Truth> = serde_json::from_reader(std::io::BufReader::new(file))?;
        for (name, truth) in truths {
            let (bytes, media_type) = match plain {
                Some(plain) => (std::fs::read(plain.join(folder).join(format!("{name}.txt")))?, MediaType::Text),
                None => (unpacked(&bench.join(folder).join("html").join(format!("{name}.html.gz")))?, MediaType::Html),
            };
            let document = document(bytes, media_type);
            if plain.is_some() && set != Set::Segments {
                examples.extend(made(set, &name, &document, &truth));
            }
            examples.push(example(set, name, document, truth, false));
        }
    }
    Ok(examples)
}

fn document(bytes: Vec<u8>, media_type: MediaType) -> Document {
    parse(&Source { bytes, media_type, charset: "utf-8".into(), ..Source::default() })
}

fn example(set: Set, name: String, document: Document, truth: Truth, made: bool) -> LabelledPage {
    let mut labels = match &truth.body {
        Some(body) => by_text(&document, body),
        None => by_segments(&document, &truth.with, &truth.without),
    };
    if set == Set::Zyte {
        // This set has the fewest pages, which are the most like those that users read.
        for label in &mut labels {
            label.weight *= 1.5;
        }
    }
    LabelledPage { set, name, site: site(&truth.url), document, labels, truth, made }
}

/// Derives texts as users save them: the article alone, and the page copied from its title on.
fn made(set: Set, name: &str, document: &Document, truth: &Truth) -> Vec<LabelledPage> {
    let body = truth.body.clone().unwrap_or_default();
    let alone = self::document(body.replace("\n\n", "\n").into_bytes(), MediaType::Text);
    let labels = by_text(document, &body);
    let first = labels.iter().position(|l| l.article > 0.5).unwrap_or_default();
    let last = labels.iter().rposition(|l| l.article > 0.5).unwrap_or_default();
    let upto = (last + 1 + (labels.len() - last.min(labels.len())) / 3).min(document.blocks.len());
    let blocks = document.blocks.get(first.saturating_sub(3)..upto).unwrap_or_default().to_vec();
    let copied = Document { blocks, format: MediaType::Text, ..Document::default() };
    let example = |document, kind: &str| {
        let mut e = example(set, format!("{name}-{kind}"), document, truth.clone(), true);
        e.labels.iter_mut().for_each(|l| l.weight *= 0.4);
        e
    };
    vec![example(alone, "alone"), example(copied, "copied")]
}

fn unpacked(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(path)?).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns the registered domain, approximately: two labels, three if the second-level one is `co`, `com`, `ac` … of
/// a country; for archived pages that of the original address.
fn site(url: &str) -> String {
    let inner = url.rfind("http").map_or(url, |at| &url[at..]);
    let host = inner.split("://").nth(1).unwrap_or(inner).split(['/', ':', '?']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let n = labels.len();
    let keep =
        if n >= 3 && matches!(labels[n - 2], "co" | "com" | "ac" | "gov" | "org" | "net" | "edu") { 3 } else { 2 };
    labels[n.saturating_sub(keep)..].join(".")
}
