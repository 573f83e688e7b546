//! `dev similar FILE`: prints the pairs of articles of a library that are shown beside each other, with the reason, so that it
//! can be counted how many have an event or a person in common.

use super::generate_library::open;
use crate::library::query::Query;
use crate::library::{Error, Library};
use std::collections::HashSet;
use std::io::Write;

/// Similar articles asked for, as on the screen.
const MAX_SIMILAR: usize = 6;

/// Prints the pairs; the only argument is the library's file.
pub(super) fn pairs(words: &[String]) -> Result<(), String> {
    let [file] = words else { return Err("usage: dev similar FILE".into()) };
    let library = open(file)?;
    write(&library).map_err(|error| error.to_string())
}

fn write(library: &Library) -> Result<(), Error> {
    let mut titles = Vec::new();
    library.each(&Query::default(), |piece| {
        titles.push((piece.id, piece.title));
        Ok(())
    })?;
    let (mut seen, mut shown) = (HashSet::new(), 0);
    let mut out = std::io::stdout().lock();
    for (id, title) in titles {
        for similar in library.similar(id, MAX_SIMILAR)? {
            shown += 1;
            if seen.insert((id.min(similar.piece), id.max(similar.piece))) {
                writeln!(out, "{title}\n  {}\n  {}", similar.title, similar.reason)?;
            }
        }
    }
    writeln!(out, "{shown} shown, {} pairs", seen.len())?;
    Ok(())
}
