// Adds drafts of templates, who made each version and why, and the version under which each event
// ran. Nobody knows either of the versions and events that are here.

export const drafts = `
CREATE TABLE drafts (
  template_id INTEGER NOT NULL PRIMARY KEY REFERENCES templates (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  base_version INTEGER NOT NULL,
  pass_constructor TEXT NOT NULL,
  edited_by TEXT NOT NULL,
  edited_at INTEGER NOT NULL
) STRICT;
INSERT INTO counters (name, value) VALUES ('draft_revision', 0);

ALTER TABLE template_versions ADD COLUMN author TEXT;
ALTER TABLE template_versions ADD COLUMN note TEXT;

ALTER TABLE events ADD COLUMN template_version INTEGER;
`;
