-- A second proof at sign-in, besides the password: codes of an authenticator app, and recovery codes for when it is lost.
-- Times are wall times, as all about sign-ins.

CREATE TABLE totp_secrets (
  user_id       uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  sealed_secret bytea NOT NULL,
  created_at    timestamptz NOT NULL,
  confirmed_at  timestamptz,
  pending_until timestamptz,
  last_step     bigint NOT NULL DEFAULT 0,
  CONSTRAINT totp_secrets_pending_or_confirmed CHECK ((confirmed_at IS NULL) <> (pending_until IS NULL))
);
CREATE INDEX totp_secrets_pending ON totp_secrets (pending_until) WHERE pending_until IS NOT NULL;
COMMENT ON COLUMN totp_secrets.sealed_secret IS 'encrypted, and bound to the account; see second-factor/sealed.ts';
COMMENT ON COLUMN totp_secrets.pending_until IS 'until the first code proves that an app has the secret, by then at the latest; it counts for nothing yet';
COMMENT ON COLUMN totp_secrets.last_step IS 'the 30 seconds, since 1970, of the last code that was taken: only those of later ones are';

CREATE TABLE recovery_codes (
  user_id   uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  used_at   timestamptz,
  PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE sign_in_challenges (
  id             uuid PRIMARY KEY,
  token_hash     bytea NOT NULL,
  user_id        uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  access_version integer NOT NULL,
  factors        text[] NOT NULL,
  tries          integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  expires_at     timestamptz NOT NULL
);
CREATE INDEX sign_in_challenges_user_id ON sign_in_challenges (user_id);
CREATE INDEX sign_in_challenges_expires_at ON sign_in_challenges (expires_at);
COMMENT ON TABLE sign_in_challenges IS 'sign-ins that wait for their second factor; gone once they have it';
COMMENT ON COLUMN sign_in_challenges.factors IS 'what has been proved so far';

-- Whoever knew a password that is not it any more, or signed in to what the account was before, begins again.
CREATE FUNCTION sign_in_challenges_end() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM sign_in_challenges WHERE user_id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER users_end_sign_in_challenges
AFTER UPDATE OF password_hash, roles, suspended_at ON users
FOR EACH ROW
WHEN (OLD.password_hash IS DISTINCT FROM NEW.password_hash OR OLD.access_version <> NEW.access_version)
EXECUTE FUNCTION sign_in_challenges_end();

ALTER TABLE sessions ADD COLUMN factors text[] NOT NULL DEFAULT '{password}';
ALTER TABLE sessions
  ALTER COLUMN factors DROP DEFAULT,
  ADD CONSTRAINT sessions_factors CHECK (
    cardinality(factors) > 0 AND factors <@ ARRAY['password', 'totp', 'recovery_code', 'passkey', 'oidc']
  );
COMMENT ON COLUMN sessions.factors IS 'by what the person proved at sign-in who they are, in that order';
