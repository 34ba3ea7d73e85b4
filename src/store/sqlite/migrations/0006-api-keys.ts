// Adds the API keys of the PassKit and Pass2U surfaces, and an account's switch for PassKit clients
// that break the rules.

export const apiKeys = `
-- key is what a request is looked up by: PassKit's key as it is, the SHA-256 of Pass2U's, which is all of that one that is
-- kept but its last characters, the ending. Only PassKit has a secret: signatures are checked with it.
CREATE TABLE api_keys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  surface TEXT NOT NULL CHECK (surface IN ('passkit', 'pass2u')),
  key TEXT NOT NULL UNIQUE,
  ending TEXT NOT NULL,
  encrypted_secret BLOB,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX api_keys_account ON api_keys (account_id);

ALTER TABLE accounts ADD COLUMN lenient_tokens INTEGER NOT NULL DEFAULT 0;
`;
