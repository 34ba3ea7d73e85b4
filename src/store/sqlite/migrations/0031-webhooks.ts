// Adds webhooks, the messages to them and each try to send one. A message is due while `due_at` is
// set; one that waits behind an earlier message of its pass has none.

export const webhooks = `
CREATE TABLE webhooks (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  url TEXT NOT NULL,
  description TEXT NOT NULL,
  events TEXT NOT NULL,
  template_hash TEXT,
  condition TEXT,
  state TEXT NOT NULL,
  reason TEXT,
  encrypted_secret BLOB NOT NULL,
  old_secret BLOB,
  old_until INTEGER,
  failing_since INTEGER,
  untold_since INTEGER,
  created_at INTEGER NOT NULL
);
CREATE INDEX webhooks_account ON webhooks (account_id, id);
CREATE INDEX webhooks_untold ON webhooks (untold_since) WHERE untold_since IS NOT NULL;
CREATE INDEX webhooks_deleted ON webhooks (id) WHERE state = 'deleted';
CREATE TABLE webhook_messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  public_id TEXT NOT NULL UNIQUE,
  webhook_id INTEGER NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  pass_id INTEGER,
  type TEXT NOT NULL,
  payload TEXT NOT NULL,
  request TEXT,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER,
  attempts INTEGER NOT NULL,
  over_at INTEGER
);
CREATE INDEX webhook_messages_due ON webhook_messages (webhook_id, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_messages_lane ON webhook_messages (webhook_id, pass_id, id) WHERE over_at IS NULL;
CREATE INDEX webhook_messages_webhook ON webhook_messages (webhook_id, id);
CREATE INDEX webhook_messages_created ON webhook_messages (created_at);
CREATE TABLE webhook_attempts (
  message_id INTEGER NOT NULL REFERENCES webhook_messages (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  time INTEGER NOT NULL,
  status INTEGER,
  duration_ms INTEGER NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (message_id, number)
) WITHOUT ROWID;
`;
