-- What is counted often, kept where it is counted fast.

-- How many pieces there are in which state; true at any moment, since triggers keep it.
CREATE TABLE tally (
  state INTEGER NOT NULL,
  star INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  PRIMARY KEY (state, star)
) WITHOUT ROWID;
INSERT INTO tally SELECT state, star, count(*) FROM piece WHERE deleted = 0 GROUP BY state, star;

CREATE TRIGGER tally_new AFTER INSERT ON piece WHEN new.deleted = 0 BEGIN
  INSERT INTO tally VALUES (new.state, new.star, 1) ON CONFLICT DO UPDATE SET pieces = pieces + 1;
END;
CREATE TRIGGER tally_changed AFTER UPDATE OF state, star, deleted ON piece
WHEN (old.state, old.star, old.deleted) IS NOT (new.state, new.star, new.deleted) BEGIN
  UPDATE tally SET pieces = pieces - 1 WHERE old.deleted = 0 AND state = old.state AND star = old.star;
  INSERT INTO tally SELECT new.state, new.star, 1 WHERE new.deleted = 0
    ON CONFLICT DO UPDATE SET pieces = pieces + 1;
END;

-- The quotations of a piece in short, for adding up shares: `words:speaker:speaker,words:speaker`, in no order.
CREATE TABLE voice (piece INTEGER PRIMARY KEY REFERENCES piece(id) ON DELETE CASCADE, quotes TEXT NOT NULL);
INSERT INTO voice SELECT piece, group_concat(short, ',') FROM (
  SELECT q.piece, q.words || ':' || group_concat(d.speaker, ':') AS short
  FROM quote q JOIN said d ON d.quote = q.id GROUP BY q.id
) GROUP BY piece;
