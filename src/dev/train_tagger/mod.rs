//! `dev train-tagger` and `dev eval-quotes`: learns the weights of `attribute` from PolNeAR and counts how well it does.

pub mod corpus;
pub mod crf;
pub mod score;
pub mod joiner;
pub mod run;
