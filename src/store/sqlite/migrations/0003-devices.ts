// Recreates the tables of phones: no device could register before this version.

export const devices = `
DROP TABLE registrations;
DROP TABLE devices;

-- A phone under one pass type: it may give each type another push token.
CREATE TABLE devices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  device_library_identifier TEXT NOT NULL,
  pass_type_identifier TEXT NOT NULL,
  push_token TEXT NOT NULL,
  token_at INTEGER NOT NULL,
  pushed_tag INTEGER NOT NULL,
  last_push_at INTEGER,
  last_push_status INTEGER,
  last_push_reason TEXT,
  UNIQUE (device_library_identifier, pass_type_identifier)
) STRICT;

-- pass_id is that of a pass, or of one that was withdrawn: a device keeps its registration when the pass is deleted.
CREATE TABLE registrations (
  pass_id INTEGER NOT NULL,
  device_id INTEGER NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (pass_id, device_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX registrations_device ON registrations (device_id);

-- A pass that was deleted while devices held it, under the id it had. Its template may be gone as well.
CREATE TABLE withdrawn_passes (
  id INTEGER PRIMARY KEY,
  template_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  serial_number TEXT NOT NULL UNIQUE,
  authentication_token TEXT NOT NULL,
  pass_type_identifier TEXT NOT NULL,
  name TEXT NOT NULL,
  update_tag INTEGER NOT NULL,
  last_modified INTEGER NOT NULL
) STRICT;
CREATE INDEX withdrawn_passes_template ON withdrawn_passes (template_id, id);

-- A device goes with its last registration, and so does a withdrawn pass.
CREATE TRIGGER registrations_last AFTER DELETE ON registrations BEGIN
  DELETE FROM devices
  WHERE id = OLD.device_id AND NOT EXISTS (SELECT 1 FROM registrations WHERE device_id = OLD.device_id);
  DELETE FROM withdrawn_passes
  WHERE id = OLD.pass_id AND NOT EXISTS (SELECT 1 FROM registrations WHERE pass_id = OLD.pass_id);
END;
-- A pass that was not withdrawn takes its registrations along.
CREATE TRIGGER passes_registrations AFTER DELETE ON passes BEGIN
  DELETE FROM registrations
  WHERE pass_id = OLD.id AND NOT EXISTS (SELECT 1 FROM withdrawn_passes WHERE id = OLD.id);
END;

ALTER TABLE jobs ADD COLUMN cursor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN told INTEGER NOT NULL DEFAULT 0;

ALTER TABLE templates ADD COLUMN last_modified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE passes ADD COLUMN last_modified INTEGER NOT NULL DEFAULT 0;
UPDATE templates SET last_modified = updated_at / 1000;
UPDATE passes SET last_modified = updated_at / 1000;
-- The latest last_modified of any pass that ran ahead of the clock; that of a changed template comes after it.
INSERT INTO counters (name, value) VALUES ('last_modified', 0);
`;
