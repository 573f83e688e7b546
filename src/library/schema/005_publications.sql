-- A new piece is counted by the statement that follows its own (`save::insert`): a trigger at the insertion makes SQLite
-- copy every page that it touches first, a third of the time of an import. Changes are counted by the trigger still.

DROP TRIGGER tally_new;

-- Publications that share a host are told apart by what their pages call themselves.
CREATE TABLE publication (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,                 -- lower case, without "www."
  name TEXT                           -- as the page calls itself; none for pages that do not
);
INSERT INTO publication SELECT id, host, name FROM site;
DROP TABLE site;
ALTER TABLE publication RENAME TO site;
CREATE UNIQUE INDEX site_named ON site(host, coalesce(name, ''));

-- Before this time a feed is not asked again: its server wished so.
ALTER TABLE feed ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
