//! Command-line arguments of [`super::run`].

use super::run;
use crate::attribute::Model;
use std::io::Write;
use std::path::Path;

/// `dev train-tagger FOLDER [ASSETS]`: FOLDER holds PolNeAR's train and dev sets.
///
/// # Errors
/// The arguments are invalid, or a file cannot be read or written.
pub fn train(words: &[String]) -> Result<(), String> {
    let (folder, assets) = match words {
        [folder] => (folder.as_str(), "assets/attribution"),
        [folder, assets] => (folder.as_str(), assets.as_str()),
        _ => return Err("usage: dev train-tagger FOLDER [ASSETS]".into()),
    };
    run::train(Path::new(folder), Path::new(assets), &mut |line| say(&line)).map_err(|error| error.to_string())
}

/// `dev eval-quotes FOLDER`: scores the shipped weights on a folder of texts and attributions.
///
/// # Errors
/// The arguments are invalid, or a file cannot be read.
pub fn evaluate(words: &[String]) -> Result<(), String> {
    let [folder] = words else { return Err("usage: dev eval-quotes FOLDER".into()) };
    let tally = run::evaluate(Path::new(folder), &Model::bundled()).map_err(|error| error.to_string())?;
    say(&tally.to_string());
    for (tenth, [all, right]) in tally.tenths.iter().enumerate().filter(|(_, [all, _])| *all > 0) {
        say(&format!("confidence .{tenth}: {all} quotes, {:.2} right", f64::from(*right) / f64::from(*all)));
    }
    Ok(())
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
