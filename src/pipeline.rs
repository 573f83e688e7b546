//! The way from a [`Source`] to a [`Reading`], whole or in the two steps that a screen wants: first the text, then who said what.

use crate::article::Article;
use crate::attribute::attribute;
use crate::declutter::{self, judge};
use crate::document::Metadata;
use crate::knowledge::Knowledge;
use crate::load::Source;
use crate::parse::{clean, parse};
use crate::reading::{Origin, Reading};
use crate::relate::relate;

/// The whole reading of a source.
pub fn read(source: &Source, knowledge: &Knowledge, options: &declutter::Options) -> Reading {
    let mut reading = read_text(source, knowledge, options);
    reading.attributions = attribute(&reading.article, knowledge.attribution());
    reading
}

/// The article and its related stories, attributions still empty.
pub fn read_text(source: &Source, knowledge: &Knowledge, options: &declutter::Options) -> Reading {
    let mut document = parse(source);
    let judgement = judge(&document, knowledge.clutter(), options);
    let related = relate(&document, &judgement.verdicts, &knowledge.clutter().wording);
    document.meta = Metadata { ..judgement.meta };
    document.problems.extend(judgement.problems);
    let article = Article::assemble(document, &judgement.verdicts, judgement.standfirst);
    let source = Origin {
        location: clean::line(&source.location).into_owned(),
        media_type: source.media_type.name().into(),
        charset: source.charset.clone(),
    };
    Reading { source, article, related, ..Reading::default() }
}
