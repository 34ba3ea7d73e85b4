// Adds the checks of templates: what their owners expect events to do.

export const checks = `
CREATE TABLE template_checks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  template_id INTEGER NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX template_checks_template ON template_checks (template_id);
`;
