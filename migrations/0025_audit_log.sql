-- Who did what to whom: kept for ever, in a chain of hashes, and out of reach of the role that the application works under.

-- A role is the whole server's: several databases may be brought up to date at once, or one after the other.
DO $$
BEGIN
  CREATE ROLE roost_app NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN
    NULL;
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'the login % may not make the role that the application works under', current_user
      USING HINT = format('Have an administrator run: CREATE ROLE roost_app NOLOGIN; GRANT roost_app TO %I', current_user);
END $$;

-- The owner takes this role on for the application's connections, unless these have a login of their own.
DO $$
BEGIN
  FOR attempt IN 1..5 LOOP
    BEGIN
      SET LOCAL ROLE roost_app;
      RESET ROLE;
      RETURN;
    EXCEPTION WHEN insufficient_privilege THEN
      NULL;
    END;
    BEGIN
      EXECUTE format('GRANT roost_app TO %I', current_user);
    EXCEPTION
      -- Another database's migration has just done it.
      WHEN unique_violation OR internal_error THEN
        NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the login % may not take on the role that the application works under', current_user
          USING HINT = format('Have an administrator run: GRANT roost_app TO %I', current_user);
    END;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO roost_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO roost_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO roost_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO roost_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO roost_app;
REVOKE INSERT, UPDATE, DELETE ON mikro_orm_migrations FROM roost_app;

-- An import tells the planner how large these have become. Before PostgreSQL 17 only the owner may; then autovacuum does.
DO $$
BEGIN
  IF current_setting('server_version_num')::integer >= 170000 THEN
    GRANT MAINTAIN ON users, properties, rate_calendars, calendars, claims, property_search TO roost_app;
  END IF;
END $$;

-- The fields of an object, and of what is in it, whose values are secrets, or say who a person is: those are never kept here.
CREATE FUNCTION audit_may_keep(changes jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
RETURN NOT jsonb_path_exists(
  changes,
  '$.** ? (@.type() == "object").keyvalue() ? (@.key like_regex "password|token|secret|hash|e-?mail|first_?name|last_?name" flag "i")');

CREATE TABLE audit_entries (
  number                bigint PRIMARY KEY,
  id                    uuid NOT NULL,
  happened_at           timestamptz NOT NULL,
  actor_kind            text NOT NULL CHECK (actor_kind IN ('user', 'api_key', 'system', 'anonymous')),
  actor_id              uuid,
  actor_organisation_id uuid,
  session_id            uuid,
  network               text CHECK (length(network) <= 100),
  user_agent            text CHECK (length(user_agent) <= 400),
  action                text NOT NULL CHECK (action ~ '^[a-z_]+\.[a-z_]+$'),
  subject_type          text NOT NULL CHECK (subject_type ~ '^[a-z_]+$'),
  subject_id            text NOT NULL CHECK (length(subject_id) BETWEEN 1 AND 255),
  reason                text CHECK (length(reason) <= 1000),
  before                jsonb CHECK (jsonb_typeof(before) = 'object' AND audit_may_keep(before)),
  after                 jsonb CHECK (jsonb_typeof(after) = 'object' AND audit_may_keep(after)),
  previous_hash         bytea NOT NULL CHECK (length(previous_hash) = 32),
  hash                  bytea NOT NULL CHECK (length(hash) = 32),
  CONSTRAINT audit_entries_actor CHECK ((actor_id IS NULL) = (actor_kind IN ('system', 'anonymous')))
);
COMMENT ON TABLE audit_entries IS 'who did what to whom; each entry holds the hash of the one before; nothing is ever changed or deleted';
COMMENT ON COLUMN audit_entries.number IS 'its place in the chain: from 1, without a gap';
COMMENT ON COLUMN audit_entries.happened_at IS 'wall time of the commit, to a millisecond';
COMMENT ON COLUMN audit_entries.subject_id IS 'nearly always a uuid; Stripe''s events have ids of their own';
COMMENT ON COLUMN audit_entries.before IS 'what has changed, as it was; names, e-mail addresses and texts are only told of: after.withheld';

-- Newest first, whatever is asked for.
CREATE INDEX audit_entries_happened_at ON audit_entries (happened_at, number);
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, happened_at, number) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_entries_subject ON audit_entries (subject_id, happened_at, number);
CREATE INDEX audit_entries_subject_type ON audit_entries (subject_type, happened_at, number);
CREATE INDEX audit_entries_action ON audit_entries (action, happened_at, number);
CREATE INDEX audit_entries_action_group ON audit_entries (split_part(action, '.', 1), happened_at, number);

-- Where the chain ends. Whoever appends holds this row from the end of their transaction on, so that all go one by one.
CREATE TABLE audit_head (
  id     boolean PRIMARY KEY DEFAULT true CHECK (id),
  number bigint NOT NULL,
  hash   bytea NOT NULL CHECK (length(hash) = 32)
) WITH (fillfactor = 10);
COMMENT ON TABLE audit_head IS 'the last entry of the audit log; another one is there when the end has been cut off';
INSERT INTO audit_head (number, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

-- What a transaction has done so far. At its commit this goes into the chain, and nothing stays: it needs no WAL.
CREATE UNLOGGED TABLE audit_pending (
  id                    uuid PRIMARY KEY,
  actor_kind            text NOT NULL CHECK (actor_kind <> ''),
  actor_id              uuid,
  actor_organisation_id uuid,
  session_id            uuid,
  network               text,
  user_agent            text,
  action                text NOT NULL,
  subject_type          text NOT NULL CHECK (subject_type <> ''),
  subject_id            text NOT NULL,
  reason                text,
  before                jsonb CHECK (audit_may_keep(before)),
  after                 jsonb CHECK (audit_may_keep(after))
);
COMMENT ON TABLE audit_pending IS 'entries of transactions that are open: chained at the commit';

-- The text that is hashed: every field but the hash, as netstrings (`3:abc,`), `-,` for NULL. docs/operations.md describes it.
CREATE FUNCTION audit_text(entry audit_entries) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT string_agg(CASE WHEN value IS NULL THEN '-,' ELSE octet_length(value) || ':' || value || ',' END, '' ORDER BY place)
  FROM unnest(ARRAY[
    entry.number::text,
    encode(entry.previous_hash, 'hex'),
    entry.id::text,
    to_char(entry.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    entry.actor_kind,
    entry.actor_id::text,
    entry.actor_organisation_id::text,
    entry.session_id::text,
    entry.network,
    entry.user_agent,
    entry.action,
    entry.subject_type,
    entry.subject_id,
    entry.reason,
    entry.before::text,
    entry.after::text
  ]) WITH ORDINALITY AS fields (value, place)
$$;

-- Runs at the commit, so that whoever appends waits for others' commits, and never for their work. The application may not
-- write what this writes: it has the rights of the owner.
CREATE FUNCTION audit_append() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  head  public.audit_head;
  entry public.audit_entries;
BEGIN
  DELETE FROM public.audit_pending WHERE id = NEW.id;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT * INTO STRICT head FROM public.audit_head FOR UPDATE;
  entry := ROW (
    head.number + 1, NEW.id, date_trunc('milliseconds', clock_timestamp()),
    NEW.actor_kind, NEW.actor_id, NEW.actor_organisation_id, NEW.session_id, NEW.network, NEW.user_agent,
    NEW.action, NEW.subject_type, NEW.subject_id, NEW.reason, NEW.before, NEW.after, head.hash, NULL);
  entry.hash := sha256(convert_to(public.audit_text(entry), 'UTF8'));
  INSERT INTO public.audit_entries VALUES (entry.*);
  UPDATE public.audit_head SET number = entry.number, hash = entry.hash;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER audit_pending_chained
AFTER INSERT ON audit_pending
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION audit_append();
ALTER TABLE audit_pending ENABLE ALWAYS TRIGGER audit_pending_chained;

-- The application lacks the rights, and the owner has to mean it.
CREATE FUNCTION audit_is_kept() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is never changed: no % of %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_entries_are_kept
BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER audit_entries_are_kept;

-- What does not come by audit_append().
CREATE TRIGGER audit_entries_are_chained
BEFORE INSERT ON audit_entries
FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0)
EXECUTE FUNCTION audit_is_kept();

CREATE TRIGGER audit_head_is_kept
BEFORE DELETE OR TRUNCATE ON audit_head
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
ALTER TABLE audit_head ENABLE ALWAYS TRIGGER audit_head_is_kept;

REVOKE ALL ON audit_entries, audit_head, audit_pending FROM roost_app;
GRANT SELECT ON audit_entries, audit_head TO roost_app;
GRANT SELECT, INSERT ON audit_pending TO roost_app;
REVOKE EXECUTE ON FUNCTION audit_append(), audit_is_kept() FROM PUBLIC;
