-- What became of the quotations of the version before: "2 quotations changed". None where nothing did, and for the first.

ALTER TABLE body ADD COLUMN revised TEXT;
