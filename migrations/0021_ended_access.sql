-- Access tokens are judged without the database, and live for minutes. What must not wait for that is written here, by
-- triggers, and told to every process at once.

ALTER TABLE users
  ADD COLUMN suspended_at timestamptz,
  ADD COLUMN access_version integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN users.suspended_at IS 'nobody signs in to it until it is restored';
COMMENT ON COLUMN users.access_version IS 'access tokens of an earlier version do not count: the account may do other things since';

CREATE TABLE ended_access (
  subject       uuid PRIMARY KEY,
  number        bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  least_version integer,
  ended_at      timestamptz NOT NULL
);
CREATE INDEX ended_access_ended_at ON ended_access (ended_at);
COMMENT ON TABLE ended_access IS 'whose access tokens do not count though their time is not over; kept for a day';
COMMENT ON COLUMN ended_access.subject IS 'a session or a user';
COMMENT ON COLUMN ended_access.number IS 'of two things said of one subject, the one with the higher number is the later';
COMMENT ON COLUMN ended_access.least_version IS 'tokens of this access version count again; NULL: none does';

CREATE FUNCTION end_access(whose uuid, from_version integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  said ended_access;
BEGIN
  INSERT INTO ended_access (subject, least_version, ended_at)
  VALUES (whose, from_version, clock_timestamp())
  ON CONFLICT (subject) DO UPDATE
  SET number = DEFAULT,
      least_version = excluded.least_version,
      ended_at = excluded.ended_at
  RETURNING * INTO said;
  PERFORM pg_notify('ended_access', concat_ws(' ', said.subject, said.number, said.least_version));
END $$;

CREATE FUNCTION session_ended() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM end_access(OLD.id, NULL);
  RETURN NULL;
END $$;

CREATE TRIGGER sessions_end_access
AFTER UPDATE OF revoked_at ON sessions
FOR EACH ROW
WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL)
EXECUTE FUNCTION session_ended();

CREATE TRIGGER sessions_end_access_when_gone
AFTER DELETE ON sessions
FOR EACH ROW
WHEN (OLD.revoked_at IS NULL AND LEAST(OLD.expires_at, OLD.ends_at) > now())
EXECUTE FUNCTION session_ended();

CREATE FUNCTION user_access_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.access_version := OLD.access_version + 1;
  PERFORM end_access(NEW.id, CASE WHEN NEW.suspended_at IS NULL THEN NEW.access_version END);
  RETURN NEW;
END $$;

CREATE TRIGGER users_access_changed
BEFORE UPDATE OF roles, suspended_at ON users
FOR EACH ROW
WHEN (OLD.roles IS DISTINCT FROM NEW.roles OR (OLD.suspended_at IS NULL) <> (NEW.suspended_at IS NULL))
EXECUTE FUNCTION user_access_changed();

ALTER TABLE sessions
  ADD COLUMN user_agent text CHECK (length(user_agent) <= 400),
  ADD COLUMN proved_at timestamptz;
UPDATE sessions SET proved_at = created_at;
ALTER TABLE sessions ALTER COLUMN proved_at SET NOT NULL;
COMMENT ON COLUMN sessions.user_agent IS 'what the client said of itself when it last came with a refresh token';
COMMENT ON COLUMN sessions.proved_at IS 'when the person last proved who they are, other than by a refresh token';
-- A person's sessions, the latest first.
CREATE INDEX sessions_of_user ON sessions (user_id, created_at DESC, id DESC);
DROP INDEX sessions_user_id;
