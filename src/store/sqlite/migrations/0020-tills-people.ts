// Adds tills, which scan with a token of their own, and the people who work for an account.

export const tillsPeople = `
CREATE TABLE tills (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  token_hash TEXT,
  template_hashes TEXT,
  may_undo INTEGER NOT NULL,
  may_find INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER,
  last_scan_at INTEGER,
  waiting INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX tills_account ON tills (account_id, id);
CREATE UNIQUE INDEX tills_token ON tills (token_hash) WHERE token_hash IS NOT NULL;
CREATE TABLE till_setups (
  till_id INTEGER NOT NULL PRIMARY KEY REFERENCES tills (id) ON DELETE CASCADE,
  nonce TEXT NOT NULL,
  code_hash TEXT NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE TABLE members (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  language TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX members_account ON members (account_id, id);
CREATE TABLE invitations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  role TEXT NOT NULL,
  nonce TEXT NOT NULL,
  code_hash TEXT NOT NULL UNIQUE,
  invited_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  UNIQUE (account_id, email_key)
) STRICT;
`;
