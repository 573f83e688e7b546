//! The commands: `dev train-tagger FOLDER` and `dev eval-quotes FOLDER`.

use super::corpus::{Annotated, load, paragraphs};
use super::crf::{self, CrfSettings};
use super::joiner::{self, Example, predicted};
use super::samples::{Sample, samples};
use super::score::Tally;
use crate::attribute::draft::{Analysis, Draft};
use crate::attribute::lexicon::{Lexicon, hash_of};
use crate::attribute::tagger::weights::Weights;
use crate::attribute::tagger::{Segment, Tags};
use crate::attribute::{Model, Trained, drafts, rules};
use std::path::Path;
use std::time::Instant;
use std::{fs, io};

/// Number of folds: articles are tagged by weights trained on the others; the rankers are trained on the result.
const FOLDS: usize = 3;

/// Receives the lines that training prints.
pub type Say<'a> = &'a mut dyn FnMut(String);

/// Trains all weights on `FOLDER/train` and writes them to `assets`; prints the score on `FOLDER/dev`.
///
/// # Errors
/// A file cannot be read or written.
pub fn train(folder: &Path, assets: &Path, say: Say<'_>) -> io::Result<()> {
    let begun = Instant::now();
    let articles = load(&folder.join("train"))?;
    let lexicon = Lexicon::bundled();
    let learned: Vec<Vec<Sample>> = articles.iter().map(|article| samples(article, &lexicon)).collect();
    let fold = |article: &Annotated| hash_of(&article.stem) as usize % FOLDS;
    let pages: Vec<Analysis<'_>> =
        articles.iter().map(|a| Analysis::of(&a.text, paragraphs(&a.text).into_iter(), &lexicon)).collect();
    let ruled: Vec<Vec<Draft>> = pages.iter().map(rules::find).collect();
    let mut tags: Vec<Tags> = vec![Tags::default(); articles.len()];
    for held in 0..FOLDS {
        let rest: Vec<&Sample> =
            articles.iter().zip(&learned).filter(|(a, _)| fold(a) != held).flat_map(|(_, s)| s).collect();
        let weights = crf::train(&rest, &CrfSettings::default(), |_, _| {}).weights();
        for (at, page) in pages.iter().enumerate().filter(|&(at, _)| fold(&articles[at]) == held) {
            tags[at] = Tags::of(page, &ruled[at], &weights);
        }
        say(format!("fold {held} done after {:.0} s", begun.elapsed().as_secs_f32()));
    }
    let segments: Vec<Vec<Segment>> = tags.iter().zip(&pages).map(|(tags, page)| tags.segments(page)).collect();
    let examples: Vec<Example<'_>> = (0..articles.len())
        .map(|at| Example {
            article: &articles[at],
            page: &pages[at],
            tags: &tags[at],
            segments: &segments[at],
            ruled: &ruled[at],
        })
        .collect();
    let (rankers, reranker) = joiner::train(&examples);
    let all: Vec<&Sample> = learned.iter().flatten().collect();
    let trained = crf::train(&all, &CrfSettings::default(), |round, likelihood| {
        say(format!("round {round}: log-likelihood {likelihood:.0}"));
    });
    let file = Weights::write(&trained.blocks, trained.scale, &trained.transitions);
    say(format!("{} blocks, {} bytes, after {:.0} s", trained.blocks.len(), file.len(), begun.elapsed().as_secs_f32()));
    fs::write(assets.join("tagger.bin"), file)?;
    fs::write(assets.join("rankers.bin"), rankers.write())?;
    fs::write(assets.join("reranker.bin"), reranker.write())?;
    let model = Model::with(Trained { weights: trained.weights(), rankers, reranker });
    say(format!("dev: {}", evaluate(&folder.join("dev"), &model)?));
    Ok(())
}

/// Scores a model's attributions on a folder.
///
/// # Errors
/// A file cannot be read.
pub fn evaluate(folder: &Path, model: &Model) -> io::Result<Tally> {
    let lexicon = Lexicon::bundled();
    let mut tally = Tally::default();
    for article in load(folder)? {
        let page = Analysis::of(&article.text, paragraphs(&article.text).into_iter(), &lexicon);
        tally.add(&article.text, &article.gold, &predicted(&page, &drafts(&page, model)));
    }
    Ok(tally)
}
