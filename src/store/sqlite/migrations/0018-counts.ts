// Adds numbers that the commits of their causes keep: of the passes of each template, of its events
// in each quarter of an hour, and of its passes with a value of their own. Triggers keep the first
// two, because devices, cascades and purges change them as well as decisions.

// Adds a pass's row to its template's numbers, or takes it away.
// The bits of `accessed`: 4 for installed, 16 for registered, 64 for deleted, 128 for scanned.
export const counted = (sign: '+' | '-', row: 'OLD' | 'NEW') => `
  UPDATE template_counts SET
    created = created ${sign} 1,
    installed = installed ${sign} ((${row}.accessed & 4) <> 0),
    registered = registered ${sign} ((${row}.accessed & 16) <> 0),
    deleted = deleted ${sign} ((${row}.accessed & 64) <> 0),
    scanned = scanned ${sign} ((${row}.accessed & 128) <> 0),
    on_phones = on_phones ${sign} ${row}.on_phone
  WHERE template_id = ${row}.template_id;`;

export const counts = `
-- 1 while a device holds the pass.
ALTER TABLE passes ADD COLUMN on_phone INTEGER NOT NULL DEFAULT 0;
UPDATE passes SET on_phone = 1 WHERE id IN (SELECT pass_id FROM registrations);

-- Lists of these passes read no other ones.
CREATE INDEX passes_installed ON passes (template_id, id) WHERE (accessed & 4) <> 0;
CREATE INDEX passes_registered ON passes (template_id, id) WHERE (accessed & 16) <> 0;
CREATE INDEX passes_deleted ON passes (template_id, id) WHERE (accessed & 64) <> 0;
CREATE INDEX passes_scanned ON passes (template_id, id) WHERE (accessed & 128) <> 0;
CREATE INDEX passes_on_phone ON passes (template_id, id) WHERE on_phone = 1;

-- Each number counts passes, not events.
CREATE TABLE template_counts (
  template_id INTEGER PRIMARY KEY REFERENCES templates (id) ON DELETE CASCADE,
  created INTEGER NOT NULL,
  installed INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  scanned INTEGER NOT NULL,
  registered INTEGER NOT NULL,
  on_phones INTEGER NOT NULL
) STRICT;
INSERT INTO template_counts (template_id, created, installed, deleted, scanned, registered, on_phones)
SELECT t.id, count(p.id), coalesce(sum((p.accessed & 4) <> 0), 0), coalesce(sum((p.accessed & 64) <> 0), 0),
  coalesce(sum((p.accessed & 128) <> 0), 0), coalesce(sum((p.accessed & 16) <> 0), 0), coalesce(sum(p.on_phone), 0)
FROM templates t LEFT JOIN passes p ON p.template_id = t.id GROUP BY t.id;

-- Logged events by quarters of an hour since 1970, from which the days of every time zone add up. A
-- day's numbers stay when passes move or go, and when their events are purged.
CREATE TABLE template_accesses (
  template_id INTEGER NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  access_type INTEGER NOT NULL,
  quarter INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (template_id, access_type, quarter)
) STRICT, WITHOUT ROWID;
INSERT INTO template_accesses (template_id, access_type, quarter, events)
SELECT of_template, access_type, time / 900000, count(*) FROM events WHERE logged = 1 GROUP BY 1, 2, 3;

-- How many passes of a template override each path. The code that writes overrides keeps the
-- numbers, because it has the keys before and after at hand.
CREATE TABLE template_own_values (
  template_id INTEGER NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  passes INTEGER NOT NULL,
  PRIMARY KEY (template_id, path)
) STRICT, WITHOUT ROWID;
INSERT INTO template_own_values (template_id, path, passes)
SELECT p.template_id, o.key, count(*) FROM passes p, json_each(p.overrides) o GROUP BY 1, 2;

CREATE TRIGGER templates_counted AFTER INSERT ON templates BEGIN
  INSERT INTO template_counts (template_id, created, installed, deleted, scanned, registered, on_phones)
  VALUES (NEW.id, 0, 0, 0, 0, 0, 0);
END;
CREATE TRIGGER passes_counted AFTER INSERT ON passes BEGIN${counted('+', 'NEW')}
END;
CREATE TRIGGER passes_recounted AFTER UPDATE OF accessed, template_id, on_phone ON passes BEGIN${counted('-', 'OLD')}${counted('+', 'NEW')}
END;
-- A template that goes with its passes takes its numbers along, so nothing is left to subtract from.
CREATE TRIGGER passes_uncounted AFTER DELETE ON passes
WHEN EXISTS (SELECT 1 FROM templates WHERE id = OLD.template_id) BEGIN${counted('-', 'OLD')}
  UPDATE template_own_values SET passes = passes - 1
  WHERE template_id = OLD.template_id AND path IN (SELECT key FROM json_each(OLD.overrides));
END;

CREATE TRIGGER registrations_first AFTER INSERT ON registrations BEGIN
  UPDATE passes SET on_phone = 1 WHERE id = NEW.pass_id AND on_phone = 0;
END;
CREATE TRIGGER registrations_none AFTER DELETE ON registrations BEGIN
  UPDATE passes SET on_phone = 0
  WHERE id = OLD.pass_id AND NOT EXISTS (SELECT 1 FROM registrations WHERE pass_id = OLD.pass_id);
END;

CREATE TRIGGER events_counted AFTER INSERT ON events WHEN NEW.logged = 1 BEGIN
  INSERT INTO template_accesses (template_id, access_type, quarter, events)
  VALUES (NEW.of_template, NEW.access_type, NEW.time / 900000, 1)
  ON CONFLICT (template_id, access_type, quarter) DO UPDATE SET events = events + 1;
END;
`;
