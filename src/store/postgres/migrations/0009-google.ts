// Adds what Google Wallet has: the issuer of each owner, the object of each pass, the class of each
// template. An object outlives its pass until Google knows that the pass is gone.

export const google = `
ALTER TABLE passes ADD COLUMN on_google boolean NOT NULL DEFAULT false;

CREATE TABLE google_accounts (
  account_id bigint PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  issuer_id text COLLATE "C" NOT NULL,
  client_email text COLLATE "C" NOT NULL,
  private_key_id text COLLATE "C" NOT NULL,
  encrypted_key bytea NOT NULL,
  changed_at bigint NOT NULL,
  problem json
);

CREATE TABLE google_objects (
  pass_id bigint PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  template_id bigint NOT NULL,
  pass_hash text COLLATE "C" NOT NULL,
  issuer_id text COLLATE "C" NOT NULL,
  resource text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  sent json,
  told_at bigint,
  notice_day bigint NOT NULL,
  notices bigint NOT NULL,
  status bigint,
  reason text COLLATE "C"
);
CREATE INDEX google_objects_template ON google_objects (template_id, pass_id);
CREATE INDEX google_objects_account ON google_objects (account_id);

CREATE FUNCTION pass_off_google() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE google_objects SET state = 'deleted' WHERE pass_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER passes_off_google AFTER DELETE ON passes FOR EACH ROW WHEN (OLD.on_google)
  EXECUTE FUNCTION pass_off_google();

CREATE TABLE google_classes (
  template_id bigint NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  resource text COLLATE "C" NOT NULL,
  issuer_id text COLLATE "C" NOT NULL,
  sent json NOT NULL,
  sent_at bigint NOT NULL,
  PRIMARY KEY (template_id, resource)
);

CREATE TABLE google_nonces (
  nonce text COLLATE "C" PRIMARY KEY,
  expires bigint NOT NULL
);
CREATE INDEX google_nonces_expires ON google_nonces (expires);
`;
