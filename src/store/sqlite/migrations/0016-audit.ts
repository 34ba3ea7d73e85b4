// Adds the audit log of the owner's pages.

export const audit = `
CREATE TABLE audit_entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  subject TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  time INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_entries_account ON audit_entries (account_id, id);
`;
