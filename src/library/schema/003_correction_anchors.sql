-- How a corrected block or quotation began, so that it is found again in a newer version of the page.

ALTER TABLE correction ADD COLUMN words TEXT NOT NULL DEFAULT '';
