-- A new piece is counted by the statement that follows its own (`keep::insert`): a trigger at the insertion makes SQLite
-- copy every page that it touches first, a third of the time of an import. Changes are counted by the trigger still.

DROP TRIGGER tally_new;
