//! `dev train-tagger` and `dev eval-quotes`: learns the weights of `attribute` from PolNeAR and counts how well it does.
//!
//! `cargo run --profile quick --features dev -- dev train-tagger ../shared/bench/quotes/polnear` learns from `train`,
//! writes assets/attribution/{tagger,rankers,reranker}.bin and prints the count on `dev`. The same data give the same bytes.

pub mod commands;
pub mod corpus;
pub mod crf;
pub mod joiner;
pub mod run;
pub mod samples;
pub mod score;
