// Adds campaigns, the templates in them, and what surfaces store beside a pass.

export const campaigns = `
CREATE TABLE campaigns (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  index_token TEXT NOT NULL,
  name TEXT NOT NULL,
  pass_type_identifier TEXT,
  status TEXT NOT NULL,
  display_name TEXT NOT NULL,
  description TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER,
  max_issue INTEGER NOT NULL,
  issued INTEGER NOT NULL,
  posted TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (account_id, name)
) STRICT;

-- A template's place in a campaign.
CREATE TABLE template_issues (
  template_id INTEGER PRIMARY KEY REFERENCES templates (id) ON DELETE CASCADE,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  index_token TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER,
  max_issue INTEGER NOT NULL,
  issued INTEGER NOT NULL,
  pushed INTEGER NOT NULL,
  posted TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (account_id, name)
) STRICT;
CREATE INDEX template_issues_campaign ON template_issues (campaign_id);

CREATE TABLE pass_references (
  pass_id INTEGER PRIMARY KEY REFERENCES passes (id) ON DELETE CASCADE,
  campaign_id INTEGER REFERENCES campaigns (id),
  user_defined_id TEXT,
  recovery_email TEXT,
  posted TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX pass_references_user ON pass_references (campaign_id, user_defined_id)
  WHERE user_defined_id IS NOT NULL;

-- Every change of a pass asks for it, so it is in the row that is read anyway.
ALTER TABLE passes ADD COLUMN invalidated_at INTEGER;
`;
