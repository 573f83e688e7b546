//! The way from a [`Source`] to a [`Reading`], whole or in the steps that a screen wants: of a long text some first
//! screens, then the text, then who said what.

use crate::article::{Article, Placed, Role, Verdict};
use crate::attribute::attribute;
use crate::declutter::{self, Judgement, judge};
use crate::document::{Document, Kind, Metadata};
use crate::load::Source;
use crate::models::Models;
use crate::parse::{parse, parse_beginning};
use crate::reading::{Origin, Reading};
use crate::relate::relate;
use crate::sanitize;

/// The whole reading of a source.
pub fn read(source: &Source, models: &Models, options: &declutter::Options) -> Reading {
    let mut reading = read_text(source, models, options);
    reading.attributions = attribute(&reading.article, models.attribution());
    reading
}

/// The article and its related stories, attributions still empty.
pub fn read_text(source: &Source, models: &Models, options: &declutter::Options) -> Reading {
    let document = parse(source);
    let judgement = judge(&document, models.clutter(), options);
    let related = relate(&document, &judgement.verdicts, &models.clutter().wording);
    Reading { related, ..assembled(source, document, judgement) }
}

/// Bytes from which the beginning of a source is read.
const BEGINNING: usize = 32 * 1024;
/// Shorter sources are read so soon that their beginning need not be shown before.
const LONG: usize = 8 * BEGINNING;
/// Words of the article's text that the beginning must have: more than fill a large screen.
const ENOUGH: usize = 600;

/// Some first screens of a long source, to be read until [`read_text`] is done with the whole: its blocks are the first
/// ones of the whole, under the same numbers. `None` where the source is short, or where it is not certain that these
/// blocks are the article's beginning: what is shown must still stand there when the whole is known.
pub fn read_beginning(source: &Source, models: &Models, options: &declutter::Options) -> Option<Reading> {
    if source.bytes.len() < LONG { None } else { beginning(source, models, options, BEGINNING) }
}

/// The same from so many bytes of a source of any length.
fn beginning(source: &Source, models: &Models, options: &declutter::Options, bytes: usize) -> Option<Reading> {
    let mut document = parse_beginning(source, bytes)?;
    let mut judgement = judge(&document, models.clutter(), options);
    // The last blocks are judged as those of a page's end, which they are not.
    document.blocks.truncate(document.blocks.len() / 2);
    let steady = judge(&document, models.clutter(), options);
    judgement.verdicts.truncate(document.blocks.len());
    let alike = |(a, b): (&Verdict, &Verdict)| match (a, b) {
        (Verdict::Show(a), Verdict::Show(b)) => a == b,
        (Verdict::Hide(..), Verdict::Hide(..)) => true,
        _ => false,
    };
    let agreed = judgement.verdicts.iter().zip(&steady.verdicts).take_while(|&pair| alike(pair)).count();
    document.blocks.truncate(agreed);
    let reading = assembled(source, document, judgement);
    let told =
        |placed: &&Placed| placed.role == Role::Body && !matches!(placed.block.kind, Kind::List | Kind::Table(_));
    let words: usize =
        reading.article.blocks.iter().filter(told).map(|b| b.block.text.split_whitespace().count()).sum();
    (words >= ENOUGH).then_some(reading)
}

/// A document in the parts that it was judged to have.
fn assembled(source: &Source, mut document: Document, judgement: Judgement) -> Reading {
    document.meta = Metadata { ..judgement.meta };
    document.problems.extend(judgement.problems);
    let article = Article::assemble(document, &judgement.verdicts, judgement.standfirst);
    let source = Origin {
        location: sanitize::line(&source.location).into_owned(),
        media_type: source.media_type.name().into(),
        charset: source.charset.clone(),
    };
    Reading { source, article, ..Reading::default() }
}
