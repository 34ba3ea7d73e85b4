// Adds what Google Wallet has: the issuer of each owner, the object of each pass, the class of each
// template. An object outlives its pass until Google knows that the pass is gone.

export const google = `
ALTER TABLE passes ADD COLUMN on_google INTEGER NOT NULL DEFAULT 0;

CREATE TABLE google_accounts (
  account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  issuer_id TEXT NOT NULL,
  client_email TEXT NOT NULL,
  private_key_id TEXT NOT NULL,
  encrypted_key BLOB NOT NULL,
  changed_at INTEGER NOT NULL,
  problem TEXT
) STRICT;

CREATE TABLE google_objects (
  pass_id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  template_id INTEGER NOT NULL,
  pass_hash TEXT NOT NULL,
  issuer_id TEXT NOT NULL,
  resource TEXT NOT NULL,
  state TEXT NOT NULL,
  sent TEXT,
  told_at INTEGER,
  notice_day INTEGER NOT NULL,
  notices INTEGER NOT NULL,
  status INTEGER,
  reason TEXT
) STRICT;
CREATE INDEX google_objects_template ON google_objects (template_id, pass_id);
CREATE INDEX google_objects_account ON google_objects (account_id);

CREATE TRIGGER passes_off_google AFTER DELETE ON passes WHEN OLD.on_google = 1 BEGIN
  UPDATE google_objects SET state = 'deleted' WHERE pass_id = OLD.id;
END;

CREATE TABLE google_classes (
  template_id INTEGER NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  resource TEXT NOT NULL,
  issuer_id TEXT NOT NULL,
  sent TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  PRIMARY KEY (template_id, resource)
) STRICT, WITHOUT ROWID;

CREATE TABLE google_nonces (
  nonce TEXT PRIMARY KEY,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX google_nonces_expires ON google_nonces (expires);
`;
