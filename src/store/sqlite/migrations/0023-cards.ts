// Adds what Today and the gallery of cards ask: which templates are our examples, which passes are
// for trying out, what an account has put out of sight, whose failed mails are, and pushes that were
// given up.

import { counted } from './0018-counts.ts';

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
-- Passes for trying out count in no number.
DROP TRIGGER passes_counted;
CREATE TRIGGER passes_counted AFTER INSERT ON passes WHEN NEW.is_test = 0 BEGIN${counted('+', 'NEW')}
END;
DROP TRIGGER passes_recounted;
CREATE TRIGGER passes_recounted AFTER UPDATE OF accessed, template_id, on_phone ON passes WHEN NEW.is_test = 0 BEGIN${counted('-', 'OLD')}${counted('+', 'NEW')}
END;
DROP TRIGGER passes_uncounted;
CREATE TRIGGER passes_uncounted AFTER DELETE ON passes
WHEN OLD.is_test = 0 AND EXISTS (SELECT 1 FROM templates WHERE id = OLD.template_id) BEGIN${counted('-', 'OLD')}
  UPDATE template_own_values SET passes = passes - 1
  WHERE template_id = OLD.template_id AND path IN (SELECT key FROM json_each(OLD.overrides));
END;
DROP TRIGGER events_counted;
CREATE TRIGGER events_counted AFTER INSERT ON events
WHEN NEW.logged = 1 AND NOT EXISTS (SELECT 1 FROM passes WHERE id = NEW.pass_id AND is_test = 1) BEGIN
  INSERT INTO template_accesses (template_id, access_type, quarter, events)
  VALUES (NEW.of_template, NEW.access_type, NEW.time / 900000, 1)
  ON CONFLICT (template_id, access_type, quarter) DO UPDATE SET events = events + 1;
END;
DROP TRIGGER events_uncounted;
CREATE TRIGGER events_uncounted AFTER UPDATE OF logged ON events
WHEN OLD.logged = 1 AND NEW.logged = 0 AND NOT EXISTS (SELECT 1 FROM passes WHERE id = NEW.pass_id AND is_test = 1) BEGIN
  UPDATE template_accesses SET events = events - 1
  WHERE template_id = NEW.of_template AND access_type = NEW.access_type AND quarter = NEW.time / 900000;
END;

CREATE TABLE account_marks (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;

ALTER TABLE mails ADD COLUMN account_id INTEGER;
UPDATE mails SET account_id =
  (SELECT t.account_id FROM passes p JOIN templates t ON t.id = p.template_id WHERE p.id = mails.pass_id);
CREATE INDEX mails_failed ON mails (account_id, run_at) WHERE state = 'failed';

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
