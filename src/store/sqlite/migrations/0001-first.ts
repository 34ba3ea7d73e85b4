// Creates the first tables. Never edit a released migration: add a new one.

export const first = `
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  subscription TEXT NOT NULL,
  expires_at INTEGER,
  additional TEXT NOT NULL,
  whitelabel INTEGER NOT NULL,
  manager_id INTEGER REFERENCES accounts (id),
  background_color TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX accounts_manager ON accounts (manager_id) WHERE manager_id IS NOT NULL;

CREATE TABLE certificates (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER REFERENCES accounts (id),
  pass_type_identifier TEXT NOT NULL,
  team_identifier TEXT NOT NULL,
  certificate BLOB NOT NULL,
  intermediate BLOB NOT NULL,
  encrypted_key BLOB NOT NULL,
  not_after INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX certificates_account ON certificates (account_id);

-- AUTOINCREMENT, so that the id of a deleted template never comes back: compiled templates are cached by id and version.
CREATE TABLE templates (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  is_public INTEGER NOT NULL,
  version INTEGER NOT NULL,
  triggers_paused INTEGER NOT NULL,
  update_tag INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX templates_account ON templates (account_id);

CREATE TABLE template_versions (
  template_id INTEGER NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  pass_constructor TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (template_id, version)
) STRICT;

CREATE TABLE images (
  hash TEXT NOT NULL PRIMARY KEY,
  media_type TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The narrow columns stand before the JSON, which may need overflow pages.
CREATE TABLE passes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  template_id INTEGER NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  serial_number TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL UNIQUE,
  authentication_token TEXT NOT NULL,
  update_tag INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  accessed INTEGER NOT NULL,
  access TEXT NOT NULL,
  overrides TEXT NOT NULL
) STRICT;
-- Statistics, lists by access type and the cascade from templates all read this index alone.
CREATE INDEX passes_template ON passes (template_id, id, accessed);

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  pass_id INTEGER REFERENCES passes (id) ON DELETE CASCADE,
  template_id INTEGER REFERENCES templates (id) ON DELETE CASCADE,
  access_type INTEGER NOT NULL,
  time INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  logged INTEGER NOT NULL,
  trace_number INTEGER,
  trace TEXT,
  CHECK ((pass_id IS NULL) <> (template_id IS NULL))
) STRICT;
-- One index a pass's event: it finds the pass's events as well as the trace to forget.
CREATE INDEX events_pass ON events (pass_id, outcome, trace_number) WHERE pass_id IS NOT NULL;
CREATE INDEX events_template ON events (template_id, access_type, time) WHERE template_id IS NOT NULL;

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  update_tag INTEGER NOT NULL,
  run_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  UNIQUE (kind, subject_id)
) STRICT;
CREATE INDEX jobs_run_at ON jobs (run_at);

CREATE TABLE idempotency_keys (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  answer TEXT,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT;
CREATE INDEX idempotency_keys_expires_at ON idempotency_keys (expires_at);

CREATE TABLE devices (
  id INTEGER PRIMARY KEY,
  device_library_identifier TEXT NOT NULL UNIQUE,
  push_token TEXT NOT NULL
) STRICT;

CREATE TABLE registrations (
  pass_id INTEGER NOT NULL REFERENCES passes (id) ON DELETE CASCADE,
  device_id INTEGER NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
  PRIMARY KEY (pass_id, device_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX registrations_device ON registrations (device_id);

-- A device goes with its last registration, also when that goes because its pass was deleted.
CREATE TRIGGER registrations_last AFTER DELETE ON registrations BEGIN
  DELETE FROM devices
  WHERE id = OLD.device_id AND NOT EXISTS (SELECT 1 FROM registrations WHERE device_id = OLD.device_id);
END;

CREATE TABLE counters (
  name TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters (name, value) VALUES ('update_tag', 0);
`;
