//! Trains the tagger: conditional log-likelihood, by stochastic gradient with `AdaGrad` step sizes (Duchi, Hazan,
//! Singer 2011) and a quadratic penalty, one paragraph per step. Seeded: the same data give the same weights.

use super::samples::Sample;
use crate::attribute::tagger::chain::Row;
use crate::attribute::tagger::features::{COUNT, TEMPLATES};
use crate::attribute::tagger::weights::{CLASSES, Weights, forbid};
use crate::attribute::tagger::{LABELS, allowed};
use rustc_hash::FxHashMap;

/// Hyperparameters.
#[derive(Clone, Copy, Debug)]
pub struct CrfSettings {
    /// Number of passes over the data.
    pub rounds: usize,
    /// First step size.
    pub rate: f32,
    /// Quadratic penalty, applied once per round.
    pub decay: f32,
    /// Minimum number of occurrences of a key.
    pub least: u32,
    /// Share of keys left out at random in each step (dropout), so that the model does not rely on single keys.
    pub dropout: f32,
    /// Number of last rounds over which the weights are averaged (Polyak 1992).
    pub average: usize,
}

impl Default for CrfSettings {
    fn default() -> Self {
        Self { rounds: 8, rate: 0.02, decay: 0.0, least: 3, dropout: 0.25, average: 5 }
    }
}

/// Blocks of weights as in the file: key, template, weights.
pub type FeatureBlocks = Vec<(u64, u8, Vec<i8>)>;

/// Result of the training.
#[derive(Debug)]
pub struct TrainedCrf {
    /// Quantised blocks.
    pub blocks: FeatureBlocks,
    /// Value of one unit of a weight.
    pub scale: f32,
    /// Log scores by class of the entered token, label before, label.
    pub transitions: Vec<[Row; LABELS]>,
}

impl TrainedCrf {
    /// Returns the table as the program uses it; its file stays in memory until the end.
    pub fn weights(&self) -> Weights {
        Weights::read(Weights::write(&self.blocks, self.scale, &self.transitions).leak()).unwrap_or_default()
    }
}

struct Learner {
    weights: Vec<Row>,
    squares: Vec<Row>,
    transitions: Vec<[Row; LABELS]>,
    transition_squares: Vec<[Row; LABELS]>,
}

/// Trains on the samples. `watch` receives each round's number and log-likelihood.
pub fn train(samples: &[&Sample], settings: &CrfSettings, mut watch: impl FnMut(usize, f64)) -> TrainedCrf {
    let (index, templates, rows) = index(samples, settings.least);
    let coded: Vec<Vec<[u32; COUNT]>> = samples
        .iter()
        .map(|s| s.keys.iter().map(|keys| keys.map(|k| index.get(&k).copied().unwrap_or(u32::MAX))).collect())
        .collect();
    let mut learner = Learner {
        weights: vec![[0.0; LABELS]; rows],
        squares: vec![[1e-2; LABELS]; rows],
        transitions: vec![[[0.0; LABELS]; LABELS]; CLASSES],
        transition_squares: vec![[[1e-2; LABELS]; LABELS]; CLASSES],
    };
    forbid(&mut learner.transitions);
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut scratch = Scratch::default();
    let mut mean = Mean::default();
    for round in 0..settings.rounds {
        shuffle(&mut order, &mut seed);
        let rate = settings.rate * (1.0 - 0.9 * round as f32 / settings.rounds as f32);
        let mut likelihood = 0.0;
        for (nth, &at) in order.iter().enumerate() {
            if round + settings.average >= settings.rounds && nth % (order.len() / SNAPSHOTS).max(1) == 0 {
                mean.add(&learner);
            }
            scratch.coded.clear();
            scratch.coded.extend_from_slice(&coded[at]);
            drop_out(&mut scratch.coded, settings.dropout, &mut seed);
            likelihood += learner.step(samples[at], rate, &mut scratch);
        }
        for row in &mut learner.weights {
            for weight in row {
                *weight *= 1.0 - settings.decay;
            }
        }
        watch(round, likelihood);
    }
    mean.give(&mut learner);
    let kept = 1.0 - settings.dropout;
    learner.weights.iter_mut().flatten().for_each(|w| *w *= kept);
    quantised(&learner, &index, &templates)
}

/// Number of snapshots per round for the mean.
const SNAPSHOTS: usize = 4;

/// Running mean of the weights.
#[derive(Default)]
struct Mean {
    weights: Vec<Row>,
    transitions: Vec<[Row; LABELS]>,
    count: f32,
}

impl Mean {
    fn add(&mut self, learner: &Learner) {
        self.weights.resize(learner.weights.len(), [0.0; LABELS]);
        self.transitions.resize(learner.transitions.len(), [[0.0; LABELS]; LABELS]);
        let sum = |into: &mut f32, value: &f32| *into += value;
        self.weights.iter_mut().flatten().zip(learner.weights.iter().flatten()).for_each(|(a, b)| sum(a, b));
        let moved = learner.transitions.iter().flatten().flatten();
        self.transitions.iter_mut().flatten().flatten().zip(moved).for_each(|(a, b)| sum(a, b));
        self.count += 1.0;
    }

    /// Replaces the learner's weights by the mean, if there are any snapshots.
    fn give(self, learner: &mut Learner) {
        if self.count > 0.0 {
            learner.weights = self.weights.into_iter().map(|row| row.map(|sum| sum / self.count)).collect();
            let mean = |row: Row| row.map(|sum| sum / self.count);
            learner.transitions = self.transitions.into_iter().map(|table| table.map(mean)).collect();
        }
    }
}

/// Returns the first row of each key's block, the templates of the blocks, and the number of all rows.
fn index(samples: &[&Sample], least: u32) -> (FxHashMap<u64, u32>, FxHashMap<u64, u8>, usize) {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for keys in samples.iter().flat_map(|s| &s.keys) {
        for &key in keys.iter().filter(|&&key| key != 0) {
            *counts.entry(key).or_default() += 1;
        }
    }
    let (mut index, mut templates, mut rows) = (FxHashMap::default(), FxHashMap::default(), 0_usize);
    for keys in samples.iter().flat_map(|s| &s.keys) {
        for (template, &key) in keys.iter().enumerate() {
            let wide = if TEMPLATES[template].width() > 1 { least } else { least + 1 };
            if key != 0 && counts.get(&key).is_some_and(|&n| n >= wide) && !index.contains_key(&key) {
                index.insert(key, rows as u32);
                templates.insert(key, template as u8);
                rows += TEMPLATES[template].width();
            }
        }
    }
    (index, templates, rows)
}

#[derive(Default)]
struct Scratch {
    coded: Vec<[u32; COUNT]>,
    scores: Vec<Row>,
    emitted: Vec<Row>,
    forward: Vec<Row>,
}

impl Learner {
    fn step(&mut self, sample: &Sample, rate: f32, scratch: &mut Scratch) -> f64 {
        let coded = std::mem::take(&mut scratch.coded);
        let length = coded.len();
        scratch.scores.clear();
        scratch.scores.resize(length, [0.0; LABELS]);
        visit(&coded, |row, to| {
            let (score, weight) = (&mut scratch.scores[to], &self.weights[row]);
            for l in 0..LABELS {
                score[l] += weight[l];
            }
        });
        let gold = self.gold_score(sample, &scratch.scores);
        let partition = self.expect(sample, scratch, rate);
        let scores = &scratch.scores;
        let (weights, squares) = (&mut self.weights, &mut self.squares);
        visit(&coded, |row, to| {
            let (gradient, weight, square) = (&scores[to], &mut weights[row], &mut squares[row]);
            for l in 0..LABELS {
                square[l] += gradient[l] * gradient[l];
                weight[l] += rate * gradient[l] / square[l].sqrt();
            }
        });
        scratch.coded = coded;
        gold - partition
    }

    fn gold_score(&self, sample: &Sample, scores: &[Row]) -> f64 {
        let mut sum = 0.0;
        for (at, &label) in sample.labels.iter().enumerate() {
            sum += f64::from(scores[at][usize::from(label)]);
            if at > 0 {
                sum += f64::from(
                    self.transitions[usize::from(sample.classes[at])][usize::from(sample.labels[at - 1])]
                        [usize::from(label)],
                );
            }
        }
        sum
    }

    /// Turns scores into gradients (gold minus expected) and updates the transitions. Returns the logarithm of the
    /// partition sum.
    fn expect(&mut self, sample: &Sample, scratch: &mut Scratch, rate: f32) -> f64 {
        let exponentials: Vec<[Row; LABELS]> =
            self.transitions.iter().map(|t| t.map(|row| row.map(f32::exp))).collect();
        let length = scratch.scores.len();
        let mut total = 0.0_f64;
        scratch.emitted.clear();
        for (at, score) in scratch.scores.iter().enumerate() {
            let top = score.iter().copied().fold(f32::MIN, f32::max);
            total += f64::from(top);
            let mut row = score.map(|s| (s - top).exp());
            if at == 0 {
                (0..LABELS).filter(|&l| !allowed(0, l as u8)).for_each(|l| row[l] = 0.0);
            }
            scratch.emitted.push(row);
        }
        scratch.forward.clear();
        for at in 0..length {
            let mut row = scratch.emitted[at];
            if at > 0 {
                let mut sums = [0.0; LABELS];
                let before = scratch.forward[at - 1];
                for (l, table) in exponentials[usize::from(sample.classes[at])].iter().enumerate() {
                    for to in 0..LABELS {
                        sums[to] += before[l] * table[to];
                    }
                }
                (0..LABELS).for_each(|l| row[l] *= sums[l]);
            }
            total += f64::from(normal(&mut row)).ln();
            scratch.forward.push(row);
        }
        self.backward(sample, scratch, &exponentials, rate);
        total
    }

    fn backward(&mut self, sample: &Sample, scratch: &mut Scratch, exponentials: &[[Row; LABELS]], rate: f32) {
        let mut later = [1.0; LABELS];
        for at in (0..scratch.scores.len()).rev() {
            let mut expected = [0.0; LABELS];
            (0..LABELS).for_each(|l| expected[l] = scratch.forward[at][l] * later[l]);
            normal(&mut expected);
            let gold = usize::from(sample.labels[at]);
            scratch.scores[at] = expected.map(|p| -p);
            scratch.scores[at][gold] += 1.0;
            if at == 0 {
                break;
            }
            let class = usize::from(sample.classes[at]);
            let mut ahead = [0.0; LABELS];
            (0..LABELS).for_each(|l| ahead[l] = scratch.emitted[at][l] * later[l]);
            let (mut before, mut edges, mut sum) = ([0.0; LABELS], [[0.0; LABELS]; LABELS], 0.0);
            for l in 0..LABELS {
                for to in 0..LABELS {
                    let value = exponentials[class][l][to] * ahead[to];
                    before[l] += value;
                    edges[l][to] = scratch.forward[at - 1][l] * value;
                    sum += edges[l][to];
                }
            }
            let from = usize::from(sample.labels[at - 1]);
            for (l, onward) in edges.iter().enumerate() {
                for (to, edge) in onward.iter().enumerate().filter(|&(to, _)| allowed(l as u8, to as u8)) {
                    let gradient = f32::from(u8::from(l == from && to == gold)) - edge / sum;
                    let square = &mut self.transition_squares[class][l][to];
                    *square += gradient * gradient;
                    self.transitions[class][l][to] += rate * gradient / square.sqrt();
                }
            }
            normal(&mut before);
            later = before;
        }
    }
}

fn normal(row: &mut Row) -> f32 {
    let sum = row.iter().sum::<f32>().max(1e-30);
    for value in row {
        *value /= sum;
    }
    sum
}

/// Calls `each` with every row of weights that affects a token of the paragraph, and the token.
fn visit(coded: &[[u32; COUNT]], mut each: impl FnMut(usize, usize)) {
    for (at, codes) in coded.iter().enumerate() {
        for (template, &code) in TEMPLATES.iter().zip(codes) {
            if code == u32::MAX {
                continue;
            }
            for i in 0..template.width() {
                let to = at as isize + template.low as isize + i as isize;
                if to >= 0 && (to as usize) < coded.len() {
                    each(code as usize + i, to as usize);
                }
            }
        }
    }
}

fn shuffle(order: &mut [usize], seed: &mut u64) {
    for at in (1..order.len()).rev() {
        order.swap(at, (random(seed) % (at as u64 + 1)) as usize);
    }
}

fn drop_out(coded: &mut [[u32; COUNT]], share: f32, seed: &mut u64) {
    let limit = (share * 65536.0) as u64;
    for code in coded.iter_mut().flatten() {
        if random(seed) >> 48 < limit {
            *code = u32::MAX;
        }
    }
}

/// Xorshift (Marsaglia 2003) with mixed lower bits.
fn random(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    seed.wrapping_mul(0x2545_f491_4f6c_dd1d)
}

/// Budget for keys and weights in bytes; with the rest of the file and the rankers' files it stays below 4 MB.
const BUDGET: usize = 3_650_000;
/// Size of a block besides its weights, in bytes.
const ENTRY: usize = 7;

/// Drops the least informative blocks for their size until the file is small enough.
fn prune(blocks: &mut FeatureBlocks) {
    let worth = |block: &(u64, u8, Vec<i8>)| {
        let squares: u32 = block.2.iter().map(|&w| u32::from(w.unsigned_abs()).pow(2)).sum();
        f64::from(squares) / (block.2.len() + ENTRY) as f64
    };
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by(|&a, &b| worth(&blocks[b]).total_cmp(&worth(&blocks[a])).then(a.cmp(&b)));
    let mut bytes = 0;
    let mut keep = vec![false; blocks.len()];
    for at in order {
        bytes += blocks[at].2.len() + ENTRY;
        keep[at] = bytes <= BUDGET;
    }
    let mut next = keep.into_iter();
    blocks.retain(|_| next.next().unwrap_or_default());
}

fn quantised(learner: &Learner, index: &FxHashMap<u64, u32>, templates: &FxHashMap<u64, u8>) -> TrainedCrf {
    let scale = 1.0 / 24.0;
    let mut keys: Vec<(&u64, &u32)> = index.iter().collect();
    keys.sort_by_key(|(_, row)| **row);
    let mut blocks = Vec::new();
    for (key, &row) in keys {
        let template = templates.get(key).copied().unwrap_or_default();
        let rows = &learner.weights[row as usize..row as usize + TEMPLATES[usize::from(template)].width()];
        let block: Vec<i8> = rows.iter().flatten().map(|w| (w / scale).round().clamp(-127.0, 127.0) as i8).collect();
        if block.iter().any(|&w| w != 0) {
            blocks.push((*key, template, block));
        }
    }
    prune(&mut blocks);
    TrainedCrf { blocks, scale, transitions: learner.transitions.clone() }
}
