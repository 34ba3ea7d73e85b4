// What PostgreSQL does by itself: numbers that the commits of their causes write, rows that go with
// others, update tags, and news for the other servers.

export const triggers = `
CREATE TABLE counters (
  name text COLLATE "C" NOT NULL PRIMARY KEY,
  value bigint NOT NULL
);
-- The latest second that ran ahead of the clock, and what update tags are above transaction ids.
INSERT INTO counters (name, value) VALUES ('last_modified', 0), ('update_tag', 0);
-- The last revision of a draft.
INSERT INTO counters (name, value) VALUES ('draft_revision', 0);

CREATE TABLE pass_words (
  pass_id bigint PRIMARY KEY REFERENCES passes (id) ON DELETE CASCADE,
  account_id bigint NOT NULL,
  template_id bigint NOT NULL,
  words tsvector NOT NULL
);
CREATE INDEX pass_words_account ON pass_words (account_id, pass_id);
CREATE INDEX pass_words_template ON pass_words (template_id, pass_id);
CREATE INDEX pass_words_words ON pass_words USING gin (words);

-- Update tags only grow in the order in which other transactions see them: a tag is the id of its
-- transaction, so that pg_snapshot_xmin tells below which tag nothing is still to come.
CREATE FUNCTION update_tag() RETURNS bigint LANGUAGE sql AS $$
  SELECT pg_current_xact_id()::text::bigint + (SELECT value FROM counters WHERE name = 'update_tag')
$$;
CREATE FUNCTION settled_tag() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1
    + (SELECT value FROM counters WHERE name = 'update_tag')
$$;

-- The clock that all servers share, in ms since 1970.
CREATE FUNCTION now_ms() RETURNS bigint LANGUAGE sql AS $$
  SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint
$$;
-- Whether a server was heard of (store/postgres/engine/servers.ts) less than \`dead_after\` ms ago, as
-- far as the asker can know, who may have been away as well.
CREATE FUNCTION server_lives(server text, asker text, dead_after bigint) RETURNS boolean LANGUAGE sql AS $$
  SELECT EXISTS (SELECT FROM servers s WHERE s.id = server AND now_ms() - dead_after <
    greatest(s.seen_at, coalesce((SELECT since FROM servers WHERE id = asker), now_ms())))
$$;

-- Each connection of a server counts in rows of its own (engine/lanes.ts).
CREATE FUNCTION own_shard() RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('passwright.shard', true), ''), '-1')::integer
$$;

-- Adds a pass's row to its template's numbers, or takes it away (sign -1). The bits of \`accessed\`:
-- 4 for installed, 16 for registered, 64 for deleted, 128 for scanned.
CREATE FUNCTION count_pass(of_template bigint, accessed bigint, on_phone boolean, sign integer) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO template_counts AS c (template_id, shard, created, installed, deleted, scanned, registered, on_phones)
  VALUES (of_template, own_shard(), sign, sign * (accessed & 4 <> 0)::integer, sign * (accessed & 64 <> 0)::integer,
    sign * (accessed & 128 <> 0)::integer, sign * (accessed & 16 <> 0)::integer, sign * on_phone::integer)
  ON CONFLICT (template_id, shard) DO UPDATE SET
    created = c.created + excluded.created, installed = c.installed + excluded.installed,
    deleted = c.deleted + excluded.deleted, scanned = c.scanned + excluded.scanned,
    registered = c.registered + excluded.registered, on_phones = c.on_phones + excluded.on_phones
$$;
-- Whether a template's numbers still matter: not while it is deleted, of which its passes go first.
CREATE FUNCTION is_counted(of_template bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT of_template::text IS DISTINCT FROM current_setting('passwright.deletes', true)
    AND EXISTS (SELECT FROM templates WHERE id = of_template)
$$;
CREATE FUNCTION passes_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND NOT OLD.is_test AND is_counted(OLD.template_id) THEN
    PERFORM count_pass(OLD.template_id, OLD.accessed, OLD.on_phone, -1);
  END IF;
  IF TG_OP <> 'DELETE' AND NOT NEW.is_test THEN
    PERFORM count_pass(NEW.template_id, NEW.accessed, NEW.on_phone, 1);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER passes_counted AFTER INSERT OR DELETE OR UPDATE OF accessed, template_id, on_phone ON passes
  FOR EACH ROW EXECUTE FUNCTION passes_counted();

-- Numbers of overridden paths, when a pass goes; the code that writes overrides counts the others.
CREATE FUNCTION passes_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT OLD.is_test AND is_counted(OLD.template_id) THEN
    INSERT INTO template_own_values AS v (template_id, path, shard, passes)
    SELECT OLD.template_id, key, own_shard(), -1 FROM json_object_keys(OLD.overrides) key
    ON CONFLICT (template_id, md5(path), shard) DO UPDATE SET passes = v.passes - 1;
  END IF;
  DELETE FROM registrations
  WHERE pass_id = OLD.id AND NOT EXISTS (SELECT FROM withdrawn_passes WHERE id = OLD.id);
  RETURN NULL;
END $$;
CREATE TRIGGER passes_gone AFTER DELETE ON passes FOR EACH ROW EXECUTE FUNCTION passes_gone();

CREATE FUNCTION registrations_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE passes SET on_phone = true WHERE id = NEW.pass_id AND NOT on_phone;
  RETURN NULL;
END $$;
CREATE TRIGGER registrations_first AFTER INSERT ON registrations
  FOR EACH ROW EXECUTE FUNCTION registrations_first();
-- Two registrations may end at once: the locks let the second look see that the first one is gone.
CREATE FUNCTION registrations_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM passes WHERE id = OLD.pass_id FOR NO KEY UPDATE;
  PERFORM FROM withdrawn_passes WHERE id = OLD.pass_id FOR UPDATE;
  PERFORM FROM devices WHERE id = OLD.device_id FOR UPDATE;
  UPDATE passes SET on_phone = false
  WHERE id = OLD.pass_id AND NOT EXISTS (SELECT FROM registrations WHERE pass_id = OLD.pass_id);
  DELETE FROM devices
  WHERE id = OLD.device_id AND NOT EXISTS (SELECT FROM registrations WHERE device_id = OLD.device_id);
  DELETE FROM withdrawn_passes
  WHERE id = OLD.pass_id AND NOT EXISTS (SELECT FROM registrations WHERE pass_id = OLD.pass_id);
  RETURN NULL;
END $$;
CREATE TRIGGER registrations_last AFTER DELETE ON registrations
  FOR EACH ROW EXECUTE FUNCTION registrations_last();

-- Logged events count by quarters of an hour since 1970, from which the days of every time zone add
-- up. Numbers stay when passes move or go, and when their events are purged; an undone event no
-- longer counts.
CREATE FUNCTION events_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.logged OR TG_OP = 'UPDATE' AND OLD.logged AND NOT NEW.logged THEN
    INSERT INTO template_accesses AS a (template_id, access_type, quarter, shard, events)
    SELECT NEW.of_template, NEW.access_type, NEW.time / 900000, own_shard(), CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END
    WHERE NOT EXISTS (SELECT FROM passes WHERE id = NEW.pass_id AND is_test)
      AND EXISTS (SELECT FROM templates WHERE id = NEW.of_template)
    ON CONFLICT (template_id, access_type, quarter, shard) DO UPDATE SET events = a.events + excluded.events;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER events_counted AFTER INSERT OR UPDATE OF logged ON events
  FOR EACH ROW EXECUTE FUNCTION events_counted();

-- Servers forget what they have read of these tables (engine/kept.ts).
CREATE FUNCTION forget_kept_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY passwright_kept;
  RETURN NULL;
END $$;
CREATE TRIGGER kept AFTER INSERT OR UPDATE OR DELETE ON accounts
  FOR EACH STATEMENT EXECUTE FUNCTION forget_kept_rows();
CREATE TRIGGER kept AFTER INSERT OR DELETE OR UPDATE OF revoked_at, account_id, key ON api_keys
  FOR EACH STATEMENT EXECUTE FUNCTION forget_kept_rows();
CREATE TRIGGER kept AFTER INSERT OR UPDATE OR DELETE ON certificates
  FOR EACH STATEMENT EXECUTE FUNCTION forget_kept_rows();
CREATE TRIGGER kept AFTER INSERT OR UPDATE OR DELETE ON templates
  FOR EACH STATEMENT EXECUTE FUNCTION forget_kept_rows();
CREATE TRIGGER kept AFTER INSERT OR DELETE OR UPDATE OF updated_at ON campaigns
  FOR EACH STATEMENT EXECUTE FUNCTION forget_kept_rows();
CREATE TRIGGER kept AFTER INSERT OR DELETE OR UPDATE OF updated_at ON template_issues
  FOR EACH STATEMENT EXECUTE FUNCTION forget_kept_rows();
CREATE TRIGGER kept AFTER INSERT OR DELETE OR UPDATE OF since ON rule_uses
  FOR EACH STATEMENT EXECUTE FUNCTION forget_kept_rows();
`;
