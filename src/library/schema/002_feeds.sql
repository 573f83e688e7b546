-- Feeds, the queue of addresses to be fetched, saved views, and where the user was.

CREATE TABLE feed (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  title TEXT,
  tags TEXT NOT NULL DEFAULT '[]',    -- JSON; given to every piece that comes from it
  etag TEXT,
  modified TEXT,
  checked INTEGER,
  problem TEXT
);
-- Entries seen once are not added again, also when their piece was deleted.
CREATE TABLE seen (
  feed INTEGER NOT NULL REFERENCES feed(id) ON DELETE CASCADE,
  entry INTEGER NOT NULL,             -- hash of the entry's id
  PRIMARY KEY (feed, entry)
) WITHOUT ROWID;

CREATE TABLE fetch (
  piece INTEGER PRIMARY KEY REFERENCES piece(id) ON DELETE CASCADE,
  host TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL DEFAULT 0,     -- not before this time
  claimed INTEGER NOT NULL DEFAULT 0, -- until this time a process is at it
  trusted INTEGER NOT NULL DEFAULT 0, -- the user typed the address: it may be local
  problem TEXT
);
CREATE INDEX fetch_due ON fetch(due, piece);

CREATE TABLE view (n INTEGER PRIMARY KEY, name TEXT NOT NULL, query TEXT NOT NULL, sort TEXT NOT NULL);
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO view VALUES
  (1, 'to read', 'is:unread', 'newest'), (2, 'being read', 'is:reading', 'newest'), (3, 'starred', 'is:starred', 'newest'),
  (4, 'archive', 'is:archive', 'newest'), (5, 'to fetch', 'is:waiting', 'newest');
