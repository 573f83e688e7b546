-- The grade and the confidence of each quotation, and the version of the model that attributed it. What was stored before
-- is likely until it is analysed again.

ALTER TABLE quote ADD COLUMN grade INTEGER NOT NULL DEFAULT 1;        -- 0 uncertain, 1 likely, 2 sure
ALTER TABLE quote ADD COLUMN confidence INTEGER NOT NULL DEFAULT 500; -- per mille
ALTER TABLE piece ADD COLUMN model INTEGER NOT NULL DEFAULT 0;        -- version of the attribution model
CREATE INDEX piece_model ON piece(model) WHERE body IS NOT NULL;

-- `quote_summary` counts quotations that are at least likely; speakers of others stand in `quote_speaker` alone.
