// Adds packed traces, and what the traces of a template share, stored once: the events of an older
// Passwright keep theirs as JSON text, because there may be millions of them.

export const traces = `
ALTER TABLE events ADD COLUMN packed_trace BLOB;

-- No reference to templates: an event of a pass that moved to another template names the dictionary
-- of the first one, which may be deleted.
CREATE TABLE trace_dictionaries (
  id INTEGER PRIMARY KEY,
  template_id INTEGER NOT NULL,
  hash TEXT NOT NULL,
  content BLOB NOT NULL,
  UNIQUE (template_id, hash)
) STRICT;
CREATE TRIGGER templates_dictionaries AFTER DELETE ON templates
WHEN NOT EXISTS (SELECT 1 FROM events WHERE of_template = OLD.id) BEGIN
  DELETE FROM trace_dictionaries WHERE template_id = OLD.id;
END;
-- The last event of a template that is gone takes them along.
CREATE TRIGGER events_dictionaries AFTER DELETE ON events
WHEN NOT EXISTS (SELECT 1 FROM templates WHERE id = OLD.of_template)
  AND NOT EXISTS (SELECT 1 FROM events WHERE of_template = OLD.of_template) BEGIN
  DELETE FROM trace_dictionaries WHERE template_id = OLD.of_template;
END;
`;
