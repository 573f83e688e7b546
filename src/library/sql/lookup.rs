//! Looks up the names in a filter: authors, tags, sites and feeds, as numbers in a JSON list. A name that nothing has is
//! guessed, unless it is excluded.

use super::Builder;
use crate::library::error::Result;
use crate::library::fold::folded;
use crate::library::name_match::{Closeness, ClosestNames, TypedName};

/// Most names that a message gives for one that was guessed.
const MAX_GUESSES: usize = 3;

impl Builder<'_> {
    /// The authors of that name.
    pub(super) fn authors(&mut self, typed: &str, not: bool) -> Result<String> {
        let name = TypedName::new(typed, not);
        let mut closest = ClosestNames::to(&name);
        let mut statement = self.db.prepare_cached("SELECT id, key FROM author")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            closest.see(row.get_ref(1)?.as_str().unwrap_or_default(), row.get::<_, i64>(0)?);
        }
        let (found, close) = closest.end();
        if close > Some(Closeness::Begins) {
            let mut names = Vec::new();
            let mut statement = self.db.prepare_cached("SELECT name FROM author WHERE id = ?1")?;
            for id in found.iter().take(MAX_GUESSES) {
                names.push(statement.query_row([id], |row| row.get::<_, String>(0))?);
            }
            names.dedup();
            self.guessed(typed, Some(names.join(", ")));
        }
        Ok(list(found))
    }

    fn taken(&mut self, typed: &str, found: Vec<(i64, String)>, close: Option<Closeness>) -> String {
        if close > Some(Closeness::Begins) {
            let mut names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
            names.dedup();
            names.truncate(MAX_GUESSES);
            self.guessed(typed, Some(names.join(", ")));
        }
        list(found.into_iter().map(|(id, _)| id))
    }

    /// The tags of that name; of one that is being typed, those that begin so.
    pub(super) fn tags(&mut self, typed: &str, is_prefix: bool, not: bool) -> Result<String> {
        let key = folded(typed);
        let mut statement = self.db.prepare_cached("SELECT id, key, name FROM tag")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let all: Vec<(i64, String, String)> = rows.collect::<std::result::Result<_, _>>()?;
        let mut found: Vec<i64> = all.iter().filter(|(_, name, _)| *name == key).map(|(id, ..)| *id).collect();
        if is_prefix || found.is_empty() && !not {
            found = all.iter().filter(|(_, name, _)| name.starts_with(&key)).map(|(id, ..)| *id).collect();
        }
        if !found.is_empty() || not {
            return Ok(list(found));
        }
        let (found, close) =
            TypedName::new(typed, not).closest(all.into_iter().map(|(id, key, name)| ((id, name), key)));
        Ok(self.taken(typed, found, close))
    }

    /// The sites of that host, or below it, or of a publication called so.
    pub(super) fn sites(&mut self, typed: &str, not: bool) -> Result<String> {
        let host = typed.strip_prefix("www.").unwrap_or(typed);
        let is_of_host = |of: &str| of == host || of.strip_suffix(host).is_some_and(|before| before.ends_with('.'));
        let wanted = format!(" {}", folded(typed));
        // Folding is left out for the many sites without a name.
        let is_called = |name: &str| {
            if name.is_empty() { wanted == " " } else { format!(" {}", folded(name)).contains(&wanted) }
        };
        let mut statement = self.db.prepare_cached("SELECT id, host, coalesce(name, '') FROM site")?;
        let mut rows = statement.query([])?;
        let mut found: Vec<i64> = Vec::new();
        while let Some(row) = rows.next()? {
            let text = |column| row.get_ref(column).map(|value| value.as_str().unwrap_or_default());
            if is_of_host(text(1)?) || is_called(text(2)?) {
                found.push(row.get(0)?);
            }
        }
        drop(rows);
        if !found.is_empty() || not {
            return Ok(list(found));
        }
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let all: Vec<(i64, String, String)> = rows.collect::<std::result::Result<_, _>>()?;
        let rows = all.into_iter().map(|(id, host, name)| {
            let key = folded(&format!("{name} {host}"));
            ((id, if name.is_empty() { host } else { name }), key)
        });
        let (found, close) = TypedName::new(typed, not).closest(rows);
        Ok(self.taken(typed, found, close))
    }

    /// The feeds of that number, address or name.
    pub(super) fn feeds(&mut self, typed: &str, not: bool) -> Result<String> {
        let sql = "SELECT id, url, coalesce(name, title, url), tags FROM feed WHERE state < 3";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let all: Vec<(i64, String, String, String)> = rows.collect::<std::result::Result<_, _>>()?;
        if typed == "*" {
            return Ok(list(all.into_iter().map(|(id, ..)| id)));
        }
        if let Some(tag) = typed.strip_prefix('#') {
            let tag = folded(tag);
            let is_tagged = |tags: &str| {
                let tags: Vec<String> = serde_json::from_str(tags).unwrap_or_default();
                tags.iter().any(|one| folded(one) == tag)
            };
            return Ok(list(all.iter().filter(|(.., tags)| is_tagged(tags)).map(|(id, ..)| *id)));
        }
        // A number is that feed alone, whatever the names of others contain.
        if let Some((id, ..)) = all.iter().find(|(id, ..)| id.to_string() == typed) {
            return Ok(list([*id]));
        }
        let wanted = folded(typed);
        let is_meant = |(_, url, name, _): &&(i64, String, String, String)| {
            url == typed || !wanted.is_empty() && folded(name).contains(&wanted)
        };
        let found: Vec<i64> = all.iter().filter(is_meant).map(|(id, ..)| *id).collect();
        if !found.is_empty() || not {
            return Ok(list(found));
        }
        let rows = all.into_iter().map(|(id, _, name, _)| {
            let key = folded(&name);
            ((id, name), key)
        });
        let (found, close) = TypedName::new(typed, not).closest(rows);
        Ok(self.taken(typed, found, close))
    }
}

fn list(ids: impl IntoIterator<Item = i64>) -> String {
    serde_json::to_string(&ids.into_iter().collect::<Vec<_>>()).unwrap_or_default()
}
