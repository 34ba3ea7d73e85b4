// Counts passes in Google Wallet as passes on phones: `on_phone` is 1 while a device holds the pass or
// somebody has saved its object. Pushes ask for the passes of devices alone, which `google_only` tells.

export const bothWallets = `
-- 1 while somebody has the object, as far as Google has told.
ALTER TABLE google_objects ADD COLUMN is_saved INTEGER NOT NULL DEFAULT 0;
UPDATE google_objects SET is_saved = 1 WHERE state = 'live';
-- 1 while the pass is on a phone and no device holds it.
ALTER TABLE passes ADD COLUMN google_only INTEGER NOT NULL DEFAULT 0;
UPDATE passes SET on_phone = 1, google_only = 1
WHERE on_phone = 0 AND id IN (SELECT pass_id FROM google_objects WHERE is_saved = 1);

-- What Google last refused of a template's class, until Google takes one.
CREATE TABLE google_refusals (
  template_id INTEGER PRIMARY KEY REFERENCES templates (id) ON DELETE CASCADE,
  resource TEXT NOT NULL,
  status INTEGER,
  reason TEXT NOT NULL,
  time INTEGER NOT NULL
) STRICT;

DROP TRIGGER registrations_first;
CREATE TRIGGER registrations_first AFTER INSERT ON registrations BEGIN
  UPDATE passes SET on_phone = 1, google_only = 0 WHERE id = NEW.pass_id AND (on_phone = 0 OR google_only = 1);
END;
DROP TRIGGER registrations_none;
CREATE TRIGGER registrations_none AFTER DELETE ON registrations BEGIN
  UPDATE passes SET (on_phone, google_only) =
    (SELECT is_saved, is_saved FROM (SELECT EXISTS
      (SELECT 1 FROM google_objects WHERE pass_id = OLD.pass_id AND is_saved = 1) AS is_saved))
  WHERE id = OLD.pass_id AND NOT EXISTS (SELECT 1 FROM registrations WHERE pass_id = OLD.pass_id);
END;
CREATE TRIGGER google_objects_saved AFTER UPDATE OF is_saved ON google_objects
WHEN OLD.is_saved = 0 AND NEW.is_saved = 1 BEGIN
  UPDATE passes SET on_phone = 1, google_only = 1 WHERE id = NEW.pass_id AND on_phone = 0;
END;
CREATE TRIGGER google_objects_removed AFTER UPDATE OF is_saved ON google_objects
WHEN OLD.is_saved = 1 AND NEW.is_saved = 0 BEGIN
  UPDATE passes SET on_phone = 0, google_only = 0 WHERE id = NEW.pass_id AND google_only = 1;
END;
`;
