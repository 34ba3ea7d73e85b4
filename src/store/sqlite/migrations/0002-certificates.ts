// Adds the certificates of owners: requests that wait for Apple's answer, the pass type that a
// template chose, and the pass type that a pass was made with.

export const certificates = `
-- public_key finds the request that a certificate answers.
CREATE TABLE certificate_requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  name TEXT NOT NULL,
  public_key BLOB NOT NULL,
  encrypted_key BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX certificate_requests_account ON certificate_requests (account_id);

ALTER TABLE templates ADD COLUMN pass_type_identifier TEXT;
ALTER TABLE passes ADD COLUMN pass_type_identifier TEXT;
`;
