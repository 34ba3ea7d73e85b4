// Lets API keys be those of assistants, with a role. A CHECK cannot be changed, so the table is made
// anew; nothing refers to it.

export const assistantKeys = `
CREATE TABLE new_api_keys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  surface TEXT NOT NULL CHECK (surface IN ('passkit', 'pass2u', 'mcp')),
  key TEXT NOT NULL UNIQUE,
  ending TEXT NOT NULL,
  encrypted_secret BLOB,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  last_used_at INTEGER,
  role TEXT CHECK ((role IS NOT NULL) = (surface = 'mcp'))
) STRICT;
INSERT INTO new_api_keys (id, account_id, surface, key, ending, encrypted_secret, created_at, revoked_at, last_used_at)
SELECT id, account_id, surface, key, ending, encrypted_secret, created_at, revoked_at, last_used_at FROM api_keys;
DROP TABLE api_keys;
ALTER TABLE new_api_keys RENAME TO api_keys;
CREATE INDEX api_keys_account ON api_keys (account_id);
`;
