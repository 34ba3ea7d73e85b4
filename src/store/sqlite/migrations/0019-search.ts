// Adds what the list and the search of customers read, notes of people about events, and what takes
// the last event of a pass back.

export const search = `
-- The words of each pass. Two marks of its own stand among them: §a and the account's id, §t and
-- the template's. No word begins with §. The table stores no text, so a deleted pass leaves no row.
CREATE VIRTUAL TABLE pass_words USING fts5(
  words, content='', contentless_delete=1, detail=none, prefix='2 3 4 5 6 7 8', tokenize='ascii'
);
CREATE TRIGGER passes_words AFTER DELETE ON passes BEGIN
  DELETE FROM pass_words WHERE rowid = OLD.id;
END;

-- The day of the last scan, in days since 1970 in UTC; null: never scanned.
ALTER TABLE passes ADD COLUMN visited_day INTEGER;
UPDATE passes SET visited_day = json_extract(access, '$."7".last') / 86400000 WHERE (accessed & 128) <> 0;
CREATE INDEX passes_visited ON passes (template_id, on_phone, visited_day, id);
CREATE INDEX passes_off_phone ON passes (template_id, id) WHERE on_phone = 0;

-- JSON; null: nothing to take back.
ALTER TABLE passes ADD COLUMN undo TEXT;

CREATE TABLE event_notes (
  event_id INTEGER PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
  who TEXT NOT NULL,
  reason TEXT NOT NULL,
  undoes INTEGER
) STRICT;

-- An undone event no longer counts.
CREATE TRIGGER events_uncounted AFTER UPDATE OF logged ON events WHEN OLD.logged = 1 AND NEW.logged = 0 BEGIN
  UPDATE template_accesses SET events = events - 1
  WHERE template_id = NEW.of_template AND access_type = NEW.access_type AND quarter = NEW.time / 900000;
END;

-- The words of passes that are there already.
INSERT INTO jobs (kind, subject_id, key, update_tag, run_at, attempts)
SELECT 'index_passes', id, '', 0, 0, 0 FROM templates;
`;
