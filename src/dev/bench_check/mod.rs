//! `dev bench-check SPEAKERS PAGES POLNEAR [ERRORS]`: are the verdicts of `sayso check` right?
//!
//! Each gold quotation goes into a draft as it is and changed in one way; the check must tell how. Speakers are first those
//! of the gold, so that the check alone is measured, then those that sayso finds in source and draft.

pub mod cases;
pub mod fabricate;
pub mod mutate;
pub mod run;

use crate::attribute;
use crate::dev::annotations;
use cases::BenchArticle;
use mutate::Mutation;
use run::{Attributed, VerdictCounts};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// The command itself; its last line is the figures as JSON.
///
/// # Errors
/// Wrong words, or a file that cannot be read.
pub fn bench(words: &[String]) -> Result<(), String> {
    let [speakers, pages, polnear, rest @ ..] = words else {
        return Err("usage: dev bench-check SPEAKERS PAGES POLNEAR [ERRORS]".into());
    };
    let errors: usize = rest.first().map_or(Ok(0), |count| count.parse()).map_err(|_| "ERRORS is no number")?;
    let failed = |error: std::io::Error| error.to_string();
    let model = attribute::Model::bundled();
    let articles = annotations::from_folder(Path::new(pages));
    let mut all = cases::speakers(Path::new(speakers), &articles, &model).map_err(failed)?;
    all.extend(cases::polnear(Path::new(polnear), &model).map_err(failed)?);
    report(&all, &model, errors);
    Ok(())
}

/// Prints the figures of both runs.
pub fn report(articles: &[BenchArticle], model: &attribute::Model, errors: usize) {
    let mut out = std::io::stdout();
    let mut figures = BTreeMap::new();
    for (attributed, name) in [(Attributed::Gold, "gold"), (Attributed::Own, "own")] {
        let mut told: BTreeMap<Mutation, usize> = BTreeMap::new();
        let mut tell = |mutation, line: String| {
            let count = told.entry(mutation).or_default();
            *count += 1;
            if *count <= errors {
                let _ = writeln!(std::io::stdout(), "    {line}");
            }
        };
        let counts = run::run(articles, attributed, model, &mut tell);
        let _ = writeln!(out, "\n{} articles, speakers: {name}", articles.len());
        table(&counts, &mut out);
        for (mutation, counted) in &counts {
            figures.insert(format!("{name} {mutation}"), round(counted.right(*mutation)));
        }
        let untouched = counts.get(&Mutation::Untouched).cloned().unwrap_or_default();
        // A floor is a least value: the share without an alarm.
        figures.insert(format!("{name} no alarm"), round(1.0 - untouched.alarms()));
    }
    let _ = writeln!(out, "{}", serde_json::json!(figures));
}

fn table(counts: &VerdictCounts, out: &mut impl Write) {
    for (mutation, counted) in counts {
        let others: Vec<_> = counted
            .verdicts
            .iter()
            .filter(|(name, _)| **name != mutation.expected())
            .map(|(name, n)| format!("{n} {name}"))
            .collect();
        let _ = writeln!(
            out,
            "  {mutation:14} {:6.3} of {:5}   {}",
            counted.right(*mutation),
            counted.all,
            others.join(", ")
        );
    }
}

fn round(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}
