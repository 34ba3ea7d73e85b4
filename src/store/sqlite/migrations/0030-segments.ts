// Adds segments, which are saved conditions over the passes of a template, and bulk changes of their
// passes with the values that take each change back.

export const segments = `
CREATE TABLE segments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  template_id INTEGER NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  condition TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  matched INTEGER,
  looked INTEGER,
  counted_at INTEGER,
  cursor INTEGER,
  matched_so_far INTEGER NOT NULL,
  looked_so_far INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX segments_name ON segments (template_id, name);

CREATE TABLE bulk_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  template_id INTEGER NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  condition TEXT NOT NULL,
  action TEXT NOT NULL,
  who TEXT NOT NULL,
  total INTEGER NOT NULL,
  state TEXT NOT NULL,
  cursor INTEGER NOT NULL,
  looked INTEGER NOT NULL,
  matched INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  undone INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX bulk_changes_template ON bulk_changes (template_id, id);

CREATE TABLE bulk_passes (
  bulk_id INTEGER NOT NULL REFERENCES bulk_changes (id) ON DELETE CASCADE,
  pass_id INTEGER NOT NULL REFERENCES passes (id) ON DELETE CASCADE,
  fate TEXT NOT NULL,
  changed TEXT NOT NULL,
  message TEXT,
  PRIMARY KEY (bulk_id, pass_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bulk_passes_fate ON bulk_passes (bulk_id, fate, pass_id);
CREATE INDEX bulk_passes_pass ON bulk_passes (pass_id);
`;
