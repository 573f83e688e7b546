-- Pieces and everything that hangs on them. Times are Unix seconds, texts are clean, shares are per mille.

CREATE TABLE site (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL UNIQUE,          -- lower case, without "www."
  name TEXT                           -- as the page calls itself
);

CREATE TABLE piece (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  place INTEGER NOT NULL UNIQUE,      -- rises with `saved`; row number in `fulltext`, so that newest-first needs no sorting
  url TEXT UNIQUE,                    -- canonical; none for what has no address
  given_url TEXT,                     -- as it was given
  title TEXT NOT NULL,
  site INTEGER REFERENCES site(id),
  published TEXT,                     -- ISO 8601, date first
  language TEXT,
  words INTEGER NOT NULL DEFAULT 0,
  voices INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL DEFAULT 0,   -- 0 unread, 1 reading, 2 archive
  star INTEGER NOT NULL DEFAULT 0,
  progress INTEGER NOT NULL DEFAULT 0,
  position INTEGER NOT NULL DEFAULT 0,-- byte in the article's text
  saved INTEGER NOT NULL,
  opened INTEGER,
  note TEXT,
  deleted INTEGER NOT NULL DEFAULT 0,
  content INTEGER,                    -- hash of the article's words
  body INTEGER REFERENCES body(id)    -- the version in force; none for an address that is yet to be fetched
);
CREATE INDEX piece_new ON piece(place) WHERE deleted = 0;
CREATE INDEX piece_state ON piece(state, place) WHERE deleted = 0;
CREATE INDEX piece_star ON piece(place) WHERE deleted = 0 AND star = 1;
CREATE INDEX piece_site ON piece(site);
CREATE INDEX piece_words ON piece(words) WHERE deleted = 0;
CREATE INDEX piece_voices ON piece(voices) WHERE deleted = 0;
CREATE INDEX piece_published ON piece(published) WHERE deleted = 0;
CREATE INDEX piece_content ON piece(content) WHERE content IS NOT NULL;

-- Versions of a piece, the newest in force.
CREATE TABLE body (
  id INTEGER PRIMARY KEY,
  piece INTEGER NOT NULL REFERENCES piece(id) ON DELETE CASCADE,
  fetched INTEGER NOT NULL,
  content INTEGER NOT NULL,           -- hash of the article's words
  text BLOB NOT NULL,                 -- the article's text, deflated
  rest BLOB NOT NULL,                 -- the reading without its texts, JSON, deflated
  media_type TEXT,
  charset TEXT,
  original BLOB                       -- the bytes as loaded, deflated
);
CREATE INDEX body_piece ON body(piece);

CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, key TEXT NOT NULL);
CREATE TABLE wrote (
  author INTEGER NOT NULL REFERENCES author(id),
  piece INTEGER NOT NULL REFERENCES piece(id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  PRIMARY KEY (author, piece)
) WITHOUT ROWID;
CREATE INDEX wrote_piece ON wrote(piece);

CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, key TEXT NOT NULL);
CREATE TABLE tagged (
  tag INTEGER NOT NULL REFERENCES tag(id),
  piece INTEGER NOT NULL REFERENCES piece(id) ON DELETE CASCADE,
  PRIMARY KEY (tag, piece)
) WITHOUT ROWID;
CREATE INDEX tagged_piece ON tagged(piece);

CREATE TABLE highlight (
  id INTEGER PRIMARY KEY,
  piece INTEGER NOT NULL REFERENCES piece(id) ON DELETE CASCADE,
  start INTEGER, "end" INTEGER,       -- bytes in the article's text, where known
  text TEXT NOT NULL,
  note TEXT,
  made INTEGER NOT NULL
);
CREATE INDEX highlight_piece ON highlight(piece);

-- What the reader knows better: kind 0 show the block, 1 hide the block (target: its order on the page),
-- 2 the speaker of the quote that begins at byte `target` is `value`.
CREATE TABLE correction (
  piece INTEGER NOT NULL REFERENCES piece(id) ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  target INTEGER NOT NULL,
  value TEXT,
  PRIMARY KEY (piece, kind, target)
) WITHOUT ROWID;

-- Everyone who is quoted anywhere; `key` is the normalised name, `head` the speaker that the user joined this one to.
CREATE TABLE speaker (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind INTEGER NOT NULL,
  role TEXT,
  head INTEGER REFERENCES speaker(id)
);
CREATE INDEX speaker_head ON speaker(head) WHERE head IS NOT NULL;

-- The words of each speaker's key, for looking up "blinken".
CREATE TABLE called (word TEXT NOT NULL, speaker INTEGER NOT NULL REFERENCES speaker(id), PRIMARY KEY (word, speaker)) WITHOUT ROWID;

CREATE TABLE quote (
  id INTEGER PRIMARY KEY,
  piece INTEGER NOT NULL REFERENCES piece(id) ON DELETE CASCADE,
  n INTEGER NOT NULL,                 -- its id within the reading
  kind INTEGER NOT NULL,
  start INTEGER NOT NULL,             -- byte in the article's text
  words INTEGER NOT NULL,
  via TEXT
);
CREATE INDEX quote_piece ON quote(piece, n);
-- The words of a piece's quotations, a JSON list in their order, deflated: together they take half the space.
CREATE TABLE spoken (piece INTEGER PRIMARY KEY REFERENCES piece(id) ON DELETE CASCADE, texts BLOB NOT NULL);

CREATE TABLE said (
  speaker INTEGER NOT NULL REFERENCES speaker(id),
  day INTEGER NOT NULL,               -- when: the piece's date, else when it was saved
  quote INTEGER NOT NULL REFERENCES quote(id) ON DELETE CASCADE,
  words INTEGER NOT NULL,
  PRIMARY KEY (speaker, day, quote)
) WITHOUT ROWID;
CREATE INDEX said_quote ON said(quote);

-- Our own tokens, folded, in; only row numbers out: a quarter of the space of an index with positions.
-- Phrases are checked on the hits' texts. `echo` holds fingerprints of the quotations by piece.
CREATE VIRTUAL TABLE fulltext USING fts5(text, content='', contentless_delete=1, detail=none, tokenize='ascii');
CREATE VIRTUAL TABLE echo USING fts5(prints, content='', contentless_delete=1, detail=none, tokenize='ascii');

-- Undo: a step is what one command did, a change one field of one piece.
CREATE TABLE step (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  made INTEGER NOT NULL,
  label TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE change (
  step INTEGER NOT NULL REFERENCES step(id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  target INTEGER NOT NULL,            -- the piece, or the speaker
  field INTEGER NOT NULL,
  before, after,
  PRIMARY KEY (step, n)
) WITHOUT ROWID;
