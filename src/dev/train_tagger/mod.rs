//! `dev train-tagger` and `dev eval-quotes`: train the weights of `attribute` on PolNeAR and score them.
//!
//! `cargo run --profile quick --features dev -- dev train-tagger ../shared/bench/quotes/polnear` trains on `train`,
//! writes assets/attribution/{tagger,rankers,reranker}.bin and prints the score on `dev`. The same data give the same
//! bytes.

pub mod commands;
pub mod corpus;
pub mod crf;
pub mod joiner;
pub mod run;
pub mod samples;
pub mod score;
