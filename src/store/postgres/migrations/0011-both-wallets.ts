// Counts passes in Google Wallet as passes on phones: `on_phone` is true while a device holds the pass
// or somebody has saved its object. Pushes ask for the passes of devices alone, which `google_only` tells.

export const bothWallets = `
-- True while somebody has the object, as far as Google has told.
ALTER TABLE google_objects ADD COLUMN is_saved boolean NOT NULL DEFAULT false;
UPDATE google_objects SET is_saved = true WHERE state = 'live';
-- True while the pass is on a phone and no device holds it.
ALTER TABLE passes ADD COLUMN google_only boolean NOT NULL DEFAULT false;
UPDATE passes SET on_phone = true, google_only = true
WHERE NOT on_phone AND id IN (SELECT pass_id FROM google_objects WHERE is_saved);

-- What Google last refused of a template's class, until Google takes one.
CREATE TABLE google_refusals (
  template_id bigint PRIMARY KEY REFERENCES templates (id) ON DELETE CASCADE,
  resource text COLLATE "C" NOT NULL,
  status bigint,
  reason text COLLATE "C" NOT NULL,
  time bigint NOT NULL
);

CREATE OR REPLACE FUNCTION registrations_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE passes SET on_phone = true, google_only = false
  WHERE id = NEW.pass_id AND (NOT on_phone OR google_only);
  RETURN NULL;
END $$;
-- Two registrations may end at once: the locks let the second look see that the first one is gone.
-- Whoever changes \`is_saved\` has locked the pass as well.
CREATE OR REPLACE FUNCTION registrations_last() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  saved boolean;
BEGIN
  PERFORM FROM passes WHERE id = OLD.pass_id FOR NO KEY UPDATE;
  PERFORM FROM withdrawn_passes WHERE id = OLD.pass_id FOR UPDATE;
  PERFORM FROM devices WHERE id = OLD.device_id FOR UPDATE;
  saved := EXISTS (SELECT FROM google_objects WHERE pass_id = OLD.pass_id AND is_saved);
  UPDATE passes SET on_phone = saved, google_only = saved
  WHERE id = OLD.pass_id AND NOT EXISTS (SELECT FROM registrations WHERE pass_id = OLD.pass_id);
  DELETE FROM devices
  WHERE id = OLD.device_id AND NOT EXISTS (SELECT FROM registrations WHERE device_id = OLD.device_id);
  DELETE FROM withdrawn_passes
  WHERE id = OLD.pass_id AND NOT EXISTS (SELECT FROM registrations WHERE pass_id = OLD.pass_id);
  RETURN NULL;
END $$;
CREATE FUNCTION google_object_saved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.is_saved THEN
    UPDATE passes SET on_phone = true, google_only = true WHERE id = NEW.pass_id AND NOT on_phone;
  ELSE
    UPDATE passes SET on_phone = false, google_only = false WHERE id = NEW.pass_id AND google_only;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER google_objects_saved AFTER UPDATE OF is_saved ON google_objects FOR EACH ROW
  WHEN (OLD.is_saved <> NEW.is_saved) EXECUTE FUNCTION google_object_saved();
`;
