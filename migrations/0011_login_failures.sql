-- What slows down whoever guesses passwords, and not their owner.

CREATE TABLE login_failures (
  bucket        bytea PRIMARY KEY,
  failures      integer NOT NULL CHECK (failures >= 0),
  failed_at     timestamptz NOT NULL,
  blocked_until timestamptz
);
CREATE INDEX login_failures_failed_at ON login_failures (failed_at);
COMMENT ON TABLE login_failures IS 'failed logins in a row, also of addresses that have no account';
COMMENT ON COLUMN login_failures.bucket IS 'SHA-256 of an e-mail address, with its network when the account has signed in from there';
COMMENT ON COLUMN login_failures.blocked_until IS 'no login is tried before';

ALTER TABLE sessions ADD COLUMN opened_from bytea;
COMMENT ON COLUMN sessions.opened_from IS 'keyed hash of the network of the sign-in';
-- Serves the foreign key too.
CREATE INDEX sessions_user_network ON sessions (user_id, opened_from);
DROP INDEX sessions_user_id;
