-- The list asks each piece for what became of its quotations, which few versions tell: without an index it would read a
-- page of the table for each.

CREATE INDEX body_revised ON body(piece) WHERE revised IS NOT NULL;
