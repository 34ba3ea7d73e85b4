// Schedules: rows that wait for the times of single passes, and what schedules did at their last time.

export const dues = `
CREATE TABLE dues (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  pass_id INTEGER NOT NULL REFERENCES passes (id) ON DELETE CASCADE,
  template_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  -- Null: nothing waits, and the row says what the schedule has done.
  due_at INTEGER,
  fired INTEGER,
  fired_at INTEGER,
  UNIQUE (pass_id, key)
) STRICT;
CREATE INDEX dues_due_at ON dues (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX dues_next ON dues (template_id, key, due_at) WHERE due_at IS NOT NULL;
CREATE TABLE schedule_runs (
  template_id INTEGER NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  reached INTEGER NOT NULL,
  left_out INTEGER NOT NULL,
  PRIMARY KEY (template_id, key)
) STRICT, WITHOUT ROWID;
`;
