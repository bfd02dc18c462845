-- Passkeys: keys of which the person's device keeps the private half. Times are wall times.

CREATE TABLE passkeys (
  id            uuid PRIMARY KEY,
  user_id       uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  credential_id bytea NOT NULL UNIQUE CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
  public_key    bytea NOT NULL,
  sign_count    bigint NOT NULL CHECK (sign_count >= 0),
  transports    text[] NOT NULL,
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  version       integer NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL,
  last_used_at  timestamptz
);
CREATE INDEX passkeys_user_id ON passkeys (user_id, created_at, id);
COMMENT ON COLUMN passkeys.public_key IS 'as COSE (RFC 9052)';
COMMENT ON COLUMN passkeys.sign_count IS 'what the authenticator has counted at its last signature; 0 for those that do not count';

CREATE TABLE passkey_challenges (
  challenge_hash bytea PRIMARY KEY,
  purpose        text NOT NULL CHECK (purpose IN ('add', 'sign_in', 'second_factor')),
  user_id        uuid REFERENCES users ON DELETE CASCADE,
  expires_at     timestamptz NOT NULL,
  CONSTRAINT passkey_challenges_whose CHECK ((user_id IS NULL) = (purpose = 'sign_in'))
);
CREATE INDEX passkey_challenges_user_id ON passkey_challenges (user_id);
CREATE INDEX passkey_challenges_expires_at ON passkey_challenges (expires_at);
COMMENT ON TABLE passkey_challenges IS 'what a passkey was asked to sign; gone once somebody comes with it';
