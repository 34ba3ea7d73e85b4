// Adds batches: cards made from the rows of a spreadsheet, or links that make them. Mails may be
// about a row whose card is not made yet.

export const batches = `
CREATE TABLE batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  template_id INTEGER REFERENCES templates (id) ON DELETE SET NULL,
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  mode TEXT NOT NULL,
  state TEXT NOT NULL,
  headings TEXT NOT NULL,
  columns TEXT,
  decimal_comma INTEGER NOT NULL,
  total INTEGER NOT NULL,
  wrong INTEGER NOT NULL,
  cursor INTEGER NOT NULL,
  made INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  mail_state TEXT NOT NULL,
  mail_rate INTEGER NOT NULL,
  mail_cursor INTEGER NOT NULL,
  mail_language TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX batches_account ON batches (account_id, id);
CREATE INDEX batches_template ON batches (template_id);
CREATE INDEX batches_drafts ON batches (created_at) WHERE state = 'draft';

CREATE TABLE batch_rows (
  batch_id INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  cells TEXT NOT NULL,
  token TEXT,
  pass_id INTEGER REFERENCES passes (id) ON DELETE SET NULL,
  made_at INTEGER,
  faults TEXT,
  PRIMARY KEY (batch_id, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX batch_rows_token ON batch_rows (token) WHERE token IS NOT NULL;
CREATE INDEX batch_rows_pass ON batch_rows (pass_id) WHERE pass_id IS NOT NULL;
CREATE INDEX batch_rows_faults ON batch_rows (batch_id, number) WHERE faults IS NOT NULL;

CREATE TABLE mails_of_rows (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  pass_id INTEGER REFERENCES passes (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  give_up_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  run_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT,
  sent_at INTEGER,
  message_id TEXT,
  language TEXT,
  batch_id INTEGER REFERENCES batches (id) ON DELETE CASCADE,
  row_number INTEGER
) STRICT;
-- Mails keep their ids, and those of mails that are gone do not come back.
INSERT INTO sqlite_sequence (name, seq) SELECT 'mails_of_rows', seq FROM sqlite_sequence WHERE name = 'mails';
INSERT INTO mails_of_rows
  SELECT id, pass_id, kind, recipient, created_at, give_up_at, state, run_at, attempts, last_error, sent_at, message_id,
    language, NULL, NULL FROM mails;
DROP TABLE mails;
ALTER TABLE mails_of_rows RENAME TO mails;
CREATE INDEX mails_pass ON mails (pass_id);
CREATE INDEX mails_queued ON mails (run_at, id) WHERE state = 'queued';
CREATE INDEX mails_batch ON mails (batch_id, state) WHERE batch_id IS NOT NULL;
`;
