-- Tables and columns get plain names: a table is what its rows are, not a verb. No row changes.

ALTER TABLE wrote RENAME TO piece_author;
ALTER TABLE tagged RENAME TO piece_tag;
ALTER TABLE called RENAME TO speaker_name_word;
ALTER TABLE said RENAME TO quote_speaker;
ALTER TABLE spoken RENAME TO quote_texts;
ALTER TABLE voice RENAME TO quote_summary;
ALTER TABLE tally RENAME TO state_count;
ALTER TABLE speaker RENAME COLUMN head TO merged_into;
ALTER TABLE piece RENAME COLUMN content TO content_hash;
ALTER TABLE body RENAME COLUMN content TO content_hash;
ALTER TABLE body RENAME COLUMN rest TO reading_json;

-- Names that stay, since another one would rewrite every row: `piece.place` is the rank of a piece in the list, newest
-- highest, and its row number in `fulltext`; `body` is a version of a piece; `step` and `change` are the undo journal,
-- `echo` the index of the fingerprints of quotations.
