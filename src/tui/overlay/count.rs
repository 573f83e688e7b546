//! The number of entries of a list, with its unit.

use crate::plural::pluralize;
use crate::tui::overlay::List;

impl List {
    /// Sets the singular and plural of what is listed.
    #[must_use]
    pub fn unit(self, one: &'static str, many: &'static str) -> Self {
        Self { unit: Some((one, many)), ..self }
    }

    /// Returns the number of shown entries that can be chosen, with its unit if there is `room`.
    pub fn count(&self, room: bool) -> String {
        let count =
            self.shown.iter().filter(|at| self.entries.get(**at).is_some_and(|one| one.choice.is_some())).count();
        self.unit.filter(|_| room).map_or_else(|| count.to_string(), |(one, many)| pluralize(count, one, many))
    }
}
