// Adds to events the template under which each ran, its till, and whether it changed the pass; to
// devices when they last asked for changes; and when each rule of a template last applied.
// Templates' rules count from now on, because nobody knows when they last applied.

export const runs = `
ALTER TABLE events ADD COLUMN of_template INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN till_id INTEGER;
ALTER TABLE events ADD COLUMN changed INTEGER;
UPDATE events SET of_template = coalesce(template_id, (SELECT p.template_id FROM passes p WHERE p.id = events.pass_id));
-- In the order of a template's events: SQLite ends each entry of an index with the row's id.
CREATE INDEX events_of_template ON events (of_template);

-- When the device last asked which of its passes changed; null: not since it is known.
ALTER TABLE devices ADD COLUMN asked_at INTEGER;

CREATE TABLE rule_uses (
  template_id INTEGER NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  place TEXT NOT NULL,
  since INTEGER NOT NULL,
  applied_at INTEGER,
  PRIMARY KEY (template_id, place)
) STRICT, WITHOUT ROWID;
INSERT INTO rule_uses (template_id, place, since)
SELECT t.id, event.key || '_' || action.key, unixepoch() * 1000
FROM templates t
  JOIN template_versions v ON v.template_id = t.id AND v.version = t.version
  JOIN json_each(v.pass_constructor, '$.triggers') event ON event.type IN ('array', 'object')
  JOIN json_each(CASE event.type WHEN 'array' THEN event.value ELSE json_array(json(event.value)) END) action;
`;
