// Adds mails: rows written in the commit of their cause and sent afterwards.

export const mails = `
CREATE TABLE mails (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  pass_id INTEGER NOT NULL REFERENCES passes (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  give_up_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  run_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT,
  sent_at INTEGER,
  message_id TEXT
) STRICT;
CREATE INDEX mails_pass ON mails (pass_id);
CREATE INDEX mails_queued ON mails (run_at, id) WHERE state = 'queued';
`;
