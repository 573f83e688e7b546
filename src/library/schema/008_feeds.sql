-- Feeds that lose nothing: what each entry became, settings of a feed, texts that are only a summary.

ALTER TABLE feed ADD COLUMN name TEXT;                          -- as the user calls it; `title` is the feed's own
ALTER TABLE feed ADD COLUMN site TEXT;                          -- the address of its site
ALTER TABLE feed ADD COLUMN state INTEGER NOT NULL DEFAULT 0;   -- 0 followed, 1 paused, 2 ended by its server, 3 removed
ALTER TABLE feed ADD COLUMN source INTEGER NOT NULL DEFAULT 0;  -- texts: 0 the longer way round, 1 the feed's, 2 the page's
ALTER TABLE feed ADD COLUMN keep INTEGER;                       -- how many unread articles stay; none: all
ALTER TABLE feed ADD COLUMN fetched INTEGER;                    -- when it last came
ALTER TABLE feed ADD COLUMN errors INTEGER NOT NULL DEFAULT 0;  -- in a row

ALTER TABLE seen ADD COLUMN piece INTEGER;                      -- the article that the entry became
ALTER TABLE seen ADD COLUMN print INTEGER;                      -- hash of the entry, to see that it was edited
ALTER TABLE seen ADD COLUMN title INTEGER;                      -- hash of its title: another one is the user's
CREATE INDEX seen_piece ON seen(piece) WHERE piece IS NOT NULL;

ALTER TABLE body ADD COLUMN excerpt INTEGER NOT NULL DEFAULT 0; -- only a summary: the page is still wanted
