-- Links that are mailed to prove that an address is somebody's, or in place of a password. All times here are wall times, as
-- those of sessions are: the clock that the sandbox moves neither ends a link nor prolongs one.

ALTER TABLE users ADD COLUMN email_verified_at timestamptz;
COMMENT ON COLUMN users.email_verified_at IS 'when its owner showed that mail to this address reaches them';

-- Asked for by anyone, of any address: the answer is given before it is looked up whether it has an account.
CREATE TABLE code_requests (
  id           uuid PRIMARY KEY,
  purpose      text NOT NULL CHECK (purpose IN ('verify_email', 'reset_password')),
  email        citext NOT NULL,
  requested_at timestamptz NOT NULL
);
CREATE INDEX code_requests_requested_at ON code_requests (requested_at);
COMMENT ON TABLE code_requests IS 'gone once it has been looked up; only one that could not be is kept for a day';

-- The same for who registers, where the answer must not say whether the address has an account.
CREATE TABLE registration_requests (
  id            uuid PRIMARY KEY,
  email         citext NOT NULL,
  password_hash text NOT NULL,
  first_name    text NOT NULL,
  last_name     text NOT NULL,
  requested_at  timestamptz NOT NULL
);
CREATE INDEX registration_requests_requested_at ON registration_requests (requested_at);

CREATE TABLE mailed_codes (
  id         uuid PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  purpose    text NOT NULL CHECK (purpose IN ('verify_email', 'reset_password', 'leave_email', 'take_email')),
  email      citext NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX mailed_codes_user_id ON mailed_codes (user_id);
CREATE INDEX mailed_codes_expires_at ON mailed_codes (expires_at);
-- Of those of one purpose, the last one counts.
CREATE UNIQUE INDEX mailed_codes_open ON mailed_codes (user_id, purpose) WHERE used_at IS NULL;
COMMENT ON COLUMN mailed_codes.email IS 'where it was sent; it is of no use once the account has another address';
COMMENT ON COLUMN mailed_codes.used_at IS 'used, or of no use since';

CREATE TABLE email_changes (
  id           uuid PRIMARY KEY,
  user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  session_id   uuid NOT NULL,
  old_email    citext NOT NULL,
  new_email    citext NOT NULL,
  requested_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  left_at      timestamptz,
  taken_at     timestamptz,
  ended_at     timestamptz
);
CREATE INDEX email_changes_user_id ON email_changes (user_id);
CREATE INDEX email_changes_expires_at ON email_changes (expires_at);
CREATE UNIQUE INDEX email_changes_open ON email_changes (user_id) WHERE ended_at IS NULL;
COMMENT ON COLUMN email_changes.session_id IS 'it was asked for in, and which goes on when the others end';
COMMENT ON COLUMN email_changes.left_at IS 'confirmed at the old address';
COMMENT ON COLUMN email_changes.taken_at IS 'confirmed at the new address';
COMMENT ON COLUMN email_changes.ended_at IS 'made, or given up for another one or a new password';

-- What a letter says is nobody's business where it holds a link: such a body is enciphered, and dropped once it is sent.
ALTER TABLE mails ADD COLUMN sealed boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN mails.sealed IS 'the body is enciphered with a key that is not in the database';
