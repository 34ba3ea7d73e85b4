// Adds what the settings pages set: language and time zone of an account, the part of its clientHash
// that is renewed, who may change the whole server, the last use of a key, and the server's own
// settings.

export const settings = `
ALTER TABLE accounts ADD COLUMN language TEXT;
ALTER TABLE accounts ADD COLUMN time_zone TEXT;
-- Empty until the clientHash is renewed, so that hashes from before this column stay valid.
ALTER TABLE accounts ADD COLUMN hash_salt TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN is_operator INTEGER NOT NULL DEFAULT 0;
UPDATE accounts SET is_operator = 1 WHERE id = (SELECT min(id) FROM accounts);

ALTER TABLE api_keys ADD COLUMN last_used_at INTEGER;

-- One row a setting. What is secret stands in encrypted_value, which the secret key opens.
CREATE TABLE server_settings (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT,
  encrypted_value BLOB,
  changed_at INTEGER NOT NULL,
  CHECK ((value IS NULL) <> (encrypted_value IS NULL))
) STRICT;

-- How many days were left when the owner was last mailed about a certificate.
CREATE TABLE certificate_reminders (
  certificate_id INTEGER PRIMARY KEY REFERENCES certificates (id) ON DELETE CASCADE,
  days_left INTEGER NOT NULL
) STRICT;
`;
