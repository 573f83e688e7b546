//! Trains the lexicons: for each word, the number of sites on which it occurred in the article and in clutter. A
//! site's own pages are scored with a lexicon that has not seen them, in training as in use.

use super::corpus::LabelledPage;
use crate::declutter::block_stats::BlockStats;
use crate::declutter::features::{Lexicons, addresses};
use crate::declutter::lexicon::{OddsLexicon, of_names, of_text};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Share in the article by word and site.
#[derive(Default)]
struct Counts {
    by_word: BTreeMap<u32, BTreeMap<String, (f32, f32)>>,
}

/// All counts.
pub struct Learned {
    names: Tally,
    words: Tally,
    addresses: Tally,
}

impl Counts {
    fn note(&mut self, site: &str, hashes: impl IntoIterator<Item = u32>, article: f32, weight: f32) {
        for hash in hashes {
            let sums = self.by_word.entry(hash).or_default().entry(site.to_owned()).or_default();
            *sums = (sums.0 + article * weight, sums.1 + weight);
        }
    }

    /// Sums over all sites.
    fn tally(self) -> Tally {
        let mut tally = Tally::default();
        for (&hash, sites) in &self.by_word {
            let mut sum = 0.0;
            for (site, (article, weight)) in sites {
                let share = f64::from(article / weight);
                sum += share;
                tally.by_site.entry(site.clone()).or_default().insert(hash, share);
            }
            tally.words.push((hash, sites.len(), sum));
        }
        tally
    }
}

/// For each word, the number of sites and the sum of their shares; and each site's contribution.
#[derive(Default)]
struct Tally {
    words: Vec<(u32, usize, f64)>,
    by_site: FxHashMap<String, FxHashMap<u32, f64>>,
}

impl Tally {
    fn lexicon(&self, without: &str, least: usize) -> OddsLexicon {
        let own = self.by_site.get(without);
        OddsLexicon::new(self.words.iter().filter_map(|&(hash, sites, sum)| {
            let share = own.and_then(|own| own.get(&hash));
            let (count, article) = share.map_or((sites, sum), |share| (sites - 1, sum - share));
            (count >= least).then(|| (hash, ((article + 0.5) / (count as f64 - article + 0.5)).ln() as f32))
        }))
    }
}

impl Learned {
    /// Counts over the examples with a complete truth.
    pub fn of(examples: &[LabelledPage], measures: &[Vec<BlockStats>]) -> Self {
        let (mut names, mut words, mut addresses_of) = (Counts::default(), Counts::default(), Counts::default());
        for (example, measures) in examples.iter().zip(measures).filter(|(e, _)| e.truth.body.is_some() && !e.made) {
            let mut held: FxHashMap<u32, (f32, f32)> = FxHashMap::default();
            for ((block, label), m) in example.document.blocks.iter().zip(&example.labels).zip(measures) {
                if label.weight == 0.0 {
                    continue;
                }
                words.note(&example.site, of_text(&m.folded), label.article, 1.0);
                addresses_of.note(&example.site, addresses(block), label.article, 1.0);
                let mut element = block.element;
                while let Some(at) = element {
                    let sums = held.entry(at).or_default();
                    *sums = (sums.0 + label.article * m.words, sums.1 + m.words);
                    element = example.document.elements.get(at as usize).and_then(|e| e.parent);
                }
            }
            let mut held: Vec<_> = held.into_iter().filter(|(_, (_, w))| *w > 0.0).collect();
            held.sort_unstable_by_key(|h| h.0);
            for (at, (article, held_words)) in held {
                let Some(element) = example.document.elements.get(at as usize) else { continue };
                let hashes = of_names(&element.names).chain(of_names(&element.hints));
                names.note(&example.site, hashes, article / held_words, 1.0);
            }
        }
        Self { names: names.tally(), words: words.tally(), addresses: addresses_of.tally() }
    }

    /// Returns the lexicons without one site's contribution; complete ones for no site.
    pub fn lexicons(&self, without: &str) -> Lexicons {
        Lexicons {
            names: self.names.lexicon(without, 3),
            words: self.words.lexicon(without, 4),
            addresses: self.addresses.lexicon(without, 4),
        }
    }
}
