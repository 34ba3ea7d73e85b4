// Adds what Today and the gallery of cards ask: which templates are our examples, which passes are
// for trying out, what an account has put out of sight, whose failed mails are, and pushes that were
// given up.

/** The names of the examples that first starts made before templates were marked. */
const EXAMPLES = [
  'Points on scan',
  'Loyalty card with automatic redemption',
  'One-time event ticket',
  'Club membership with registration',
  'Bonus for registering',
  'Latest news to every phone',
  'Library card by mailed link',
  'Coupon with a deal for partners',
  'Boarding pass in three languages',
  'Ticket for ten visits',
  'Gift card with a balance',
  'Thanks for installing',
];

export const cards = `
ALTER TABLE templates ADD COLUMN is_example INTEGER NOT NULL DEFAULT 0;
-- A second version is the owner's own.
UPDATE templates SET is_example = 1
WHERE version = 1 AND name IN (${EXAMPLES.map((name) => `'${name}'`).join(', ')});
CREATE INDEX templates_gallery ON templates (account_id, is_example);

ALTER TABLE passes ADD COLUMN is_test INTEGER NOT NULL DEFAULT 0;
CREATE INDEX passes_test ON passes (template_id) WHERE is_test = 1;

CREATE TABLE account_marks (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;

ALTER TABLE mails ADD COLUMN account_id INTEGER;
UPDATE mails SET account_id =
  (SELECT t.account_id FROM passes p JOIN templates t ON t.id = p.template_id WHERE p.id = mails.pass_id);
CREATE INDEX mails_failed ON mails (account_id, created_at) WHERE state = 'failed';

CREATE TABLE given_up_pushes (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  devices INTEGER NOT NULL,
  status INTEGER,
  reason TEXT,
  time INTEGER NOT NULL
) STRICT;
CREATE INDEX given_up_pushes_account ON given_up_pushes (account_id, time);
`;
