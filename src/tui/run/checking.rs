//! [`DraftChecker`]: drafts checked against their sources, which are read once.

use crate::check::WordLists;
use crate::library::{DraftCheck, DraftSources};
use crate::load::{self, Location};
use crate::models::Models;
use crate::read_source::load_and_read;
use crate::reading::Reading;
use crate::tui::run::options::CheckOptions;
use crate::{clock, panics, sanitize};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// The sources of a check.
#[derive(Debug, Default)]
pub struct DraftChecker {
    against: Vec<OsString>,
    library: Option<PathBuf>,
    sources: OnceLock<ReadSources>,
}

/// The sources named, as far as they could be read.
#[derive(Debug, Default)]
struct ReadSources {
    readings: Vec<Arc<Reading>>,
    problems: Vec<String>,
}

impl DraftChecker {
    /// A checker with these sources; `library` is used if the options want it.
    pub fn new(options: Option<&CheckOptions>, library: Option<&PathBuf>) -> Self {
        let Some(options) = options else { return Self::default() };
        let library = library.filter(|_| options.in_library).cloned();
        Self { against: options.against.clone(), library, sources: OnceLock::new() }
    }

    /// Checks a draft; problems become notes.
    pub fn check(&self, draft: &Reading, models: &Models) -> DraftCheck {
        let ReadSources { readings, problems } = self.sources.get_or_init(|| read_all(&self.against, models));
        let lists = WordLists::default();
        let checked = panics::catch(|| {
            let library = self.library.clone().map(|file| (file, Arc::new(clock::now) as crate::library::Clock));
            DraftSources::new(readings, library, &lists, models).check(draft).map_err(|error| error.to_string())
        });
        let failed = |panic| Err(format!("sayso failed on this draft ({panic}); please report this bug"));
        let mut notes: Vec<String> = problems.clone();
        match checked.unwrap_or_else(failed) {
            Ok(mut check) => {
                notes.append(&mut check.notes);
                DraftCheck { notes, ..check }
            }
            Err(why) => {
                notes.push(why);
                DraftCheck { notes, ..DraftCheck::default() }
            }
        }
    }
}

/// Reads all sources, and all articles of containers.
fn read_all(named: &[OsString], models: &Models) -> ReadSources {
    let mut all = ReadSources::default();
    for location in named {
        let further = all.read(location, models);
        for location in further {
            all.read(&location, models);
        }
    }
    all
}

impl ReadSources {
    /// Reads one source; returns the locations of the articles behind it in its container.
    fn read(&mut self, location: &OsStr, models: &Models) -> Vec<OsString> {
        let load = |location: &OsStr| load::load(&Location::parse(location)?, &load::Options::default());
        let (read, further) = load_and_read(location, load, models, &models.options());
        match read {
            Ok((_, reading)) => self.readings.push(Arc::new(reading)),
            Err(why) => self.problems.push(sanitize::line(&why).into_owned()),
        }
        further
    }
}
