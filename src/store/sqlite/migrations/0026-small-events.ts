// Adds packed traces, with what the traces of a template share, and has lists and numbers of events
// written 256 events at a time instead of with each event.

// What the events behind the last filed one mean for lists and numbers. Events of passes for trying
// out count in no number.
export const file = `
  INSERT INTO template_events (template_id, event_id)
  SELECT of_template, id FROM events NOT INDEXED WHERE id > (SELECT last_id FROM filed_events) ORDER BY of_template, id;
  INSERT INTO template_accesses (template_id, access_type, quarter, events)
  SELECT e.of_template, e.access_type, e.time / 900000, count(*) FROM events e NOT INDEXED
  WHERE e.id > (SELECT last_id FROM filed_events) AND e.logged = 1
    AND NOT EXISTS (SELECT 1 FROM passes WHERE id = e.pass_id AND is_test = 1)
    AND EXISTS (SELECT 1 FROM templates WHERE id = e.of_template)
  GROUP BY 1, 2, 3
  ON CONFLICT (template_id, access_type, quarter) DO UPDATE SET events = events + excluded.events;
  UPDATE filed_events SET last_id = (SELECT max(id) FROM events);`;

const someAreUnfiled = '(SELECT last_id FROM filed_events) < (SELECT max(id) FROM events)';

export const smallEvents = `
-- The events of an older Passwright keep their traces as JSON text: there may be millions of them.
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

-- The events up to this one are in template_events and counted in template_accesses. Whoever reads
-- those looks at the few events behind it as well.
CREATE TABLE filed_events (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_id INTEGER NOT NULL
) STRICT;
INSERT INTO filed_events (id, last_id) SELECT 1, coalesce(max(id), 0) FROM events;

-- Instead of an index, which every event would write.
CREATE TABLE template_events (
  template_id INTEGER NOT NULL,
  event_id INTEGER NOT NULL,
  PRIMARY KEY (template_id, event_id)
) STRICT, WITHOUT ROWID;
INSERT INTO template_events (template_id, event_id) SELECT of_template, id FROM events ORDER BY 1, 2;
DROP INDEX events_of_template;

DROP TRIGGER events_counted;
CREATE TRIGGER events_filed AFTER INSERT ON events WHEN NEW.id % 256 = 0 BEGIN${file}
END;
DROP TRIGGER events_uncounted;
CREATE TRIGGER events_uncounted AFTER UPDATE OF logged ON events
WHEN OLD.logged = 1 AND NEW.logged = 0 AND NEW.id <= (SELECT last_id FROM filed_events)
  AND NOT EXISTS (SELECT 1 FROM passes WHERE id = NEW.pass_id AND is_test = 1) BEGIN
  UPDATE template_accesses SET events = events - 1
  WHERE template_id = NEW.of_template AND access_type = NEW.access_type AND quarter = NEW.time / 900000;
END;

-- Numbers stay when their events go, so these are filed first, while their pass and template are
-- still there to be asked.
CREATE TRIGGER templates_filed BEFORE DELETE ON templates WHEN ${someAreUnfiled} BEGIN${file}
END;
CREATE TRIGGER passes_filed BEFORE DELETE ON passes WHEN ${someAreUnfiled} BEGIN${file}
END;
CREATE TRIGGER events_gone BEFORE DELETE ON events WHEN OLD.id > (SELECT last_id FROM filed_events) BEGIN${file}
END;
CREATE TRIGGER events_unfiled AFTER DELETE ON events BEGIN
  DELETE FROM template_events WHERE template_id = OLD.of_template AND event_id = OLD.id;
  -- SQLite gives the id of the newest event to the next one, which is not filed.
  UPDATE filed_events SET last_id = coalesce((SELECT max(id) FROM events WHERE id < OLD.id), 0) WHERE last_id = OLD.id;
  -- The last event of a template that is gone takes the dictionaries along.
  DELETE FROM trace_dictionaries WHERE template_id = OLD.of_template
    AND NOT EXISTS (SELECT 1 FROM templates WHERE id = OLD.of_template)
    AND NOT EXISTS (SELECT 1 FROM template_events WHERE template_id = OLD.of_template);
END;
CREATE TRIGGER templates_dictionaries AFTER DELETE ON templates
WHEN NOT EXISTS (SELECT 1 FROM template_events WHERE template_id = OLD.id) BEGIN
  DELETE FROM trace_dictionaries WHERE template_id = OLD.id;
END;
`;
