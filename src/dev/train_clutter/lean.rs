//! Learns the lexicons: for each word, on how many sites it stood with the article and on how many with clutter.
//! A site's own pages are judged with a lexicon that has not seen them, in training as later in life.

use super::corpus::Example;
use crate::declutter::features::{Lexicons, addresses};
use crate::declutter::lexicon::{Lexicon, of_names, of_text};
use crate::declutter::measure::Measure;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Share of the article by word and site.
#[derive(Default)]
struct Counts {
    by_word: BTreeMap<u32, BTreeMap<String, (f32, f32)>>,
}

/// All counts.
#[derive(Default)]
pub struct Learned {
    names: Counts,
    words: Counts,
    addresses: Counts,
}

impl Counts {
    fn note(&mut self, site: &str, hashes: Vec<u32>, article: f32, weight: f32) {
        for hash in hashes {
            let sums = self.by_word.entry(hash).or_default().entry(site.to_owned()).or_default();
            *sums = (sums.0 + article * weight, sums.1 + weight);
        }
    }

    fn lexicon(&self, without: &str, least: usize) -> Lexicon {
        Lexicon::new(self.by_word.iter().filter_map(|(&hash, sites)| {
            let shares = || sites.iter().filter(|(site, _)| *site != without).map(|(_, (a, w))| a / w);
            let count = shares().count();
            let article: f32 = shares().sum();
            (count >= least).then(|| (hash, ((article + 0.5) / (count as f32 - article + 0.5)).ln()))
        }))
    }
}

impl Learned {
    /// Counts over the examples with a whole truth.
    pub fn of(examples: &[Example], measures: &[Vec<Measure>]) -> Self {
        let mut learned = Self::default();
        for (example, measures) in examples.iter().zip(measures).filter(|(e, _)| e.truth.body.is_some() && !e.made) {
            let mut held: FxHashMap<u32, (f32, f32)> = FxHashMap::default();
            for ((block, label), m) in example.document.blocks.iter().zip(&example.labels).zip(measures) {
                if label.weight == 0.0 {
                    continue;
                }
                learned.words.note(&example.site, of_text(&m.folded), label.article, 1.0);
                learned.addresses.note(&example.site, addresses(block), label.article, 1.0);
                let mut element = block.element;
                while let Some(at) = element {
                    let sums = held.entry(at).or_default();
                    *sums = (sums.0 + label.article * m.words, sums.1 + m.words);
                    element = example.document.elements.get(at as usize).and_then(|e| e.parent);
                }
            }
            let mut held: Vec<_> = held.into_iter().filter(|(_, (_, w))| *w > 0.0).collect();
            held.sort_unstable_by_key(|h| h.0);
            for (at, (article, words)) in held {
                let Some(element) = example.document.elements.get(at as usize) else { continue };
                let mut hashes = of_names(&element.names);
                hashes.extend(of_names(&element.hints));
                learned.names.note(&example.site, hashes, article / words, 1.0);
            }
        }
        learned
    }

    /// The lexicons without what a site's own pages taught; the whole for no site.
    pub fn lexicons(&self, without: &str) -> Lexicons {
        Lexicons {
            names: self.names.lexicon(without, 3),
            words: self.words.lexicon(without, 4),
            addresses: self.addresses.lexicon(without, 4),
        }
    }
}
