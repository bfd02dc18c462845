-- Accounts and their sessions.

CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE users (
  id            uuid PRIMARY KEY,
  email         citext UNIQUE,
  password_hash text,
  first_name    text NOT NULL CHECK (length(first_name) BETWEEN 1 AND 100),
  last_name     text NOT NULL CHECK (length(last_name) <= 100),
  roles         text[] NOT NULL DEFAULT '{}' CHECK (roles <@ ARRAY['support', 'admin']),
  external_ref  text UNIQUE,
  version       integer NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  -- A person who can sign in has both; one who came with an import, or was erased, has neither.
  CONSTRAINT users_credentials CHECK (password_hash IS NULL OR email IS NOT NULL)
);
COMMENT ON COLUMN users.external_ref IS 'where an imported account came from, e.g. albany:host:1';

CREATE TABLE sessions (
  id                  uuid PRIMARY KEY,
  user_id             uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  refresh_token_hash  bytea NOT NULL UNIQUE,
  previous_token_hash bytea UNIQUE,
  rotated_at          timestamptz NOT NULL,
  created_at          timestamptz NOT NULL,
  expires_at          timestamptz NOT NULL,
  ends_at             timestamptz NOT NULL,
  revoked_at          timestamptz
);
CREATE INDEX sessions_user_id ON sessions (user_id);
COMMENT ON COLUMN sessions.expires_at IS 'idle end, moved by every refresh';
COMMENT ON COLUMN sessions.ends_at IS 'absolute end';
