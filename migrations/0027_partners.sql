-- Partners: organisations that integrate, their members, and the API keys of their programs.

CREATE TABLE organisations (
  id         uuid PRIMARY KEY,
  slug       text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) BETWEEN 3 AND 40),
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
COMMENT ON COLUMN organisations.slug IS 'what hosts know it by; it never changes';

CREATE TABLE organisation_members (
  organisation_id uuid NOT NULL REFERENCES organisations,
  user_id         uuid NOT NULL REFERENCES users,
  role            text NOT NULL CHECK (role IN ('owner', 'member')),
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, user_id)
);
-- A person's organisations.
CREATE INDEX organisation_members_user ON organisation_members (user_id, organisation_id);
COMMENT ON COLUMN organisation_members.role IS 'owners have keys made and ended, and say who is a member; members look on';

CREATE TABLE organisation_invitations (
  id              uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisations,
  email           citext NOT NULL,
  role            text NOT NULL CHECK (role IN ('owner', 'member')),
  code_hash       bytea NOT NULL UNIQUE CHECK (length(code_hash) = 32),
  invited_by      uuid NOT NULL REFERENCES users,
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  UNIQUE (organisation_id, email)
);
CREATE INDEX organisation_invitations_invited_by ON organisation_invitations (invited_by);
CREATE INDEX organisation_invitations_expires_at ON organisation_invitations (expires_at);
COMMENT ON TABLE organisation_invitations IS 'that were not taken up; nobody has looked whether the address has an account';
COMMENT ON COLUMN organisation_invitations.code_hash IS 'SHA-256 of the code in the letter';

CREATE TABLE api_keys (
  id               uuid PRIMARY KEY,
  organisation_id  uuid NOT NULL REFERENCES organisations,
  name             text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  prefix           text NOT NULL UNIQUE CHECK (prefix ~ '^rk_(live|test)_[0-9A-Za-z]{12}$'),
  key_hash         bytea NOT NULL CHECK (length(key_hash) = 32),
  scopes           text[] NOT NULL CHECK (scopes <@ ARRAY[
    'properties:read', 'properties:write', 'calendar:read', 'calendar:write', 'bookings:read', 'bookings:write']),
  allowed_networks cidr[] NOT NULL,
  created_by       uuid NOT NULL REFERENCES users,
  created_at       timestamptz NOT NULL,
  expires_at       timestamptz,
  warn_at          timestamptz,
  last_used_at     timestamptz,
  revoked_at       timestamptz,
  rotated_from     uuid UNIQUE REFERENCES api_keys ON DELETE SET NULL
);
-- An organisation's keys, the latest first.
CREATE INDEX api_keys_of_organisation ON api_keys (organisation_id, id DESC);
CREATE INDEX api_keys_created_by ON api_keys (created_by);
CREATE INDEX api_keys_warn_at ON api_keys (warn_at) WHERE warn_at IS NOT NULL;
CREATE INDEX api_keys_ended ON api_keys (LEAST(expires_at, revoked_at));
COMMENT ON TABLE api_keys IS 'times are wall times';
COMMENT ON COLUMN api_keys.prefix IS 'the public beginning of the key: what it is found, shown and, as the client of OAuth, named by';
COMMENT ON COLUMN api_keys.key_hash IS 'SHA-256 of the whole key; the key itself is nowhere';
COMMENT ON COLUMN api_keys.allowed_networks IS 'from where alone it may be used; empty: from anywhere';
COMMENT ON COLUMN api_keys.warn_at IS 'when its owners are told that it will end; NULL: they are not to be told, or have been';
COMMENT ON COLUMN api_keys.last_used_at IS 'to the minute';
COMMENT ON COLUMN api_keys.rotated_from IS 'the key whose place it takes; that one ends when the overlap is over';

-- Processes keep keys in memory, and are told of each change that counts for requests.
CREATE FUNCTION api_key_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('api_keys', OLD.prefix);
  RETURN NULL;
END $$;

CREATE TRIGGER api_keys_changed
AFTER DELETE OR UPDATE OF organisation_id, prefix, key_hash, scopes, allowed_networks, expires_at, revoked_at ON api_keys
FOR EACH ROW
EXECUTE FUNCTION api_key_changed();
