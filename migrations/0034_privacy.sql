-- What people may ask for about their own data: a copy of it, its end, and which terms they agreed to.

-- What takes long comes first: from what comes after it on, accounts wait until all is done.

-- The last letter to somebody goes to an address that is not to be known any more.
ALTER TABLE mails ADD COLUMN forgotten_when_sent boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN mails.forgotten_when_sent IS 'nothing of it stays once it is sent, or given up';
-- Whose a letter is: addresses change, and come to others.
ALTER TABLE mails ADD COLUMN user_id uuid;
COMMENT ON COLUMN mails.user_id IS 'whose account it is written to; empty for one to an address alone, and for those from before this was noted';
CREATE INDEX mails_user_id ON mails (user_id);
CREATE INDEX mails_recipient ON mails (lower(recipient));

CREATE INDEX co_host_invitations_email ON co_host_invitations (email);
CREATE INDEX organisation_invitations_email ON organisation_invitations (email);

-- Whose an answer is: the first word of the scope.
CREATE INDEX idempotency_keys_owner ON idempotency_keys ((split_part(scope, ' ', 1)));

-- By the PaymentIntent that an event is about: what Stripe says of a payer.
CREATE INDEX stripe_events_intent
ON stripe_events ((COALESCE(payload #>> '{data,object,payment_intent}', payload #>> '{data,object,id}')));

-- Nothing new is written of somebody who was erased. Whoever erases holds the account's row FOR UPDATE: what comes at the same
-- time waits here for them, or they wait for it and see it. TG_ARGV: the columns that name an account.
CREATE FUNCTION refuse_erased() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  written  jsonb := to_jsonb(NEW);
  named    text;
  is_erased boolean;
BEGIN
  FOREACH named IN ARRAY TG_ARGV LOOP
    SELECT erased_at IS NOT NULL INTO is_erased
    FROM users
    WHERE id = (written ->> named)::uuid
    FOR KEY SHARE;
    IF is_erased THEN
      RAISE EXCEPTION '%.% names an account that was erased', TG_TABLE_NAME, named
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'users_not_erased';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;

CREATE TABLE data_exports (
  id         uuid PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users,
  status     text NOT NULL CHECK (status IN ('pending', 'ready', 'failed', 'expired')),
  attempts   integer NOT NULL DEFAULT 0,
  due_at     timestamptz,
  last_error text,
  bytes      bigint CHECK (bytes >= 0),
  created_at timestamptz NOT NULL,
  ready_at   timestamptz,
  expires_at timestamptz,
  CONSTRAINT data_exports_due CHECK ((status = 'pending') = (due_at IS NOT NULL)),
  CONSTRAINT data_exports_ready CHECK (status <> 'ready' OR num_nulls(bytes, ready_at, expires_at) = 0)
);
COMMENT ON TABLE data_exports IS 'copies of all that is known of a person, as they asked for them; the file is in the storage, under the id and the try that made it';
COMMENT ON COLUMN data_exports.due_at IS 'when it is made; meanwhile also a lease: one whose process died is due again when it ends';
-- A person's exports, the latest first.
CREATE INDEX data_exports_user_id ON data_exports (user_id, id DESC);
CREATE UNIQUE INDEX data_exports_one_at_a_time ON data_exports (user_id) WHERE status = 'pending';
CREATE INDEX data_exports_due ON data_exports (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX data_exports_expiring ON data_exports (expires_at) WHERE status = 'ready';
CREATE INDEX data_exports_created_at ON data_exports (created_at) WHERE status IN ('failed', 'expired');

CREATE TABLE file_removals (
  name   text PRIMARY KEY,
  removable_at timestamptz NOT NULL
);
CREATE INDEX file_removals_removable_at ON file_removals (removable_at);
COMMENT ON TABLE file_removals IS 'files in the storage that nobody needs since a transaction; gone once they are removed';

CREATE TABLE terms (
  id           uuid PRIMARY KEY,
  document     text NOT NULL CHECK (document ~ '^[a-z][a-z0-9_]{0,39}$'),
  version      text NOT NULL CHECK (length(version) BETWEEN 1 AND 40),
  url          text NOT NULL CHECK (length(url) <= 2000),
  sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  required     boolean NOT NULL,
  effective_at timestamptz NOT NULL,
  published_at timestamptz NOT NULL,
  published_by uuid NOT NULL REFERENCES users,
  CONSTRAINT terms_once UNIQUE (document, version)
);
COMMENT ON TABLE terms IS 'what people agree to, or may agree to: each version of each document; of those in force, the last of a document counts';
COMMENT ON COLUMN terms.sha256 IS 'of the text at the url, so that it can be shown what was agreed to';
CREATE INDEX terms_in_force ON terms (document, effective_at DESC, id DESC);
CREATE INDEX terms_published_by ON terms (published_by);
CREATE TRIGGER terms_append_only BEFORE UPDATE OR DELETE ON terms FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE consents (
  id           uuid PRIMARY KEY,
  user_id      uuid NOT NULL REFERENCES users,
  terms_id     uuid NOT NULL REFERENCES terms,
  via          text NOT NULL CHECK (via IN ('registration', 'account')),
  given_at     timestamptz NOT NULL,
  withdrawn_at timestamptz
);
COMMENT ON TABLE consents IS 'who agreed to what, when: kept as proof (GDPR, article 7(1)), also of those who were erased';
CREATE INDEX consents_user_id ON consents (user_id, id DESC);
CREATE INDEX consents_terms_id ON consents (terms_id);
CREATE UNIQUE INDEX consents_once ON consents (user_id, terms_id) WHERE withdrawn_at IS NULL;

-- A consent ends once, and is never another's or of something else.
CREATE FUNCTION consent_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
    AND OLD.withdrawn_at IS NULL
    AND to_jsonb(NEW) - 'withdrawn_at' = to_jsonb(OLD) - 'withdrawn_at' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'consents are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER consents_append_only BEFORE UPDATE OR DELETE ON consents FOR EACH ROW EXECUTE FUNCTION consent_is_kept();

ALTER TABLE registration_requests ADD COLUMN terms_ids uuid[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN registration_requests.terms_ids IS 'what they have agreed to';
ALTER TABLE oidc_attempts ADD COLUMN terms_ids uuid[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN oidc_attempts.terms_ids IS 'what is agreed to by whoever gets an account by it';

-- Which people may have been told of a person by our letters and answers: with whom they share a booking, a place or an
-- organisation, and who has invited them. Organisations that hold grants are none: their answers are without number.
CREATE FUNCTION acquaintances_of(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT host_id FROM bookings WHERE guest_id = person
  UNION
  SELECT guest_id FROM bookings WHERE host_id = person
  UNION
  SELECT g.user_id
  FROM bookings b
  JOIN access_grants g ON g.host_id = b.host_id
  WHERE b.guest_id = person
    AND g.user_id IS NOT NULL
  UNION
  SELECT user_id FROM access_grants WHERE host_id = person AND user_id IS NOT NULL
  UNION
  SELECT host_id FROM access_grants WHERE holder_id = person
  UNION
  SELECT other.user_id
  FROM organisation_members mine
  JOIN organisation_members other USING (organisation_id)
  WHERE mine.user_id = person
    AND other.user_id <> person
  UNION
  SELECT i.host_id FROM users u JOIN co_host_invitations i ON i.email = u.email WHERE u.id = person AND u.email_verified_at IS NOT NULL
  UNION
  SELECT i.invited_by FROM users u JOIN organisation_invitations i ON i.email = u.email WHERE u.id = person AND u.email_verified_at IS NOT NULL
$$;
-- An account that was erased stays as a row without a person: others' bookings and the books point at it.
ALTER TABLE users
  ADD COLUMN erased_at timestamptz,
  ADD CONSTRAINT users_erased_are_nobody CHECK (
    erased_at IS NULL
    OR (num_nonnulls(email, password_hash, email_verified_at, external_ref, bio, time_zone, currency) = 0
      AND last_name = ''
      AND languages = '{}'
      AND roles = '{}'));
COMMENT ON COLUMN users.erased_at IS 'when its owner had it erased: nobody signs in to it, and nothing new is of it';

-- Tokens of an erased account count no more.
CREATE OR REPLACE FUNCTION user_access_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.access_version := OLD.access_version + 1;
  PERFORM end_access(NEW.id, CASE WHEN num_nonnulls(NEW.suspended_at, NEW.erased_at) = 0 THEN NEW.access_version END);
  RETURN NEW;
END $$;

DROP TRIGGER users_access_changed ON users;
CREATE TRIGGER users_access_changed
BEFORE UPDATE OF roles, suspended_at, erased_at ON users
FOR EACH ROW
WHEN (
  OLD.roles IS DISTINCT FROM NEW.roles
  OR (OLD.suspended_at IS NULL) <> (NEW.suspended_at IS NULL)
  OR (OLD.erased_at IS NULL) <> (NEW.erased_at IS NULL))
EXECUTE FUNCTION user_access_changed();

ALTER TABLE mails ADD CONSTRAINT mails_user_id_fkey FOREIGN KEY (user_id) REFERENCES users;

CREATE TRIGGER properties_of_no_erased BEFORE INSERT OR UPDATE OF host_id ON properties
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('host_id');
CREATE TRIGGER quotes_of_no_erased BEFORE INSERT ON quotes
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('guest_id');
CREATE TRIGGER bookings_of_no_erased BEFORE INSERT OR UPDATE OF guest_id, host_id ON bookings
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('guest_id', 'host_id');
CREATE TRIGGER reviews_of_no_erased BEFORE INSERT OR UPDATE OF author_id ON reviews
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('author_id');
CREATE TRIGGER sessions_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON sessions
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER known_networks_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON known_networks
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER mailed_codes_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON mailed_codes
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER email_changes_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON email_changes
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER access_grants_of_no_erased BEFORE INSERT OR UPDATE OF host_id, user_id, granted_by ON access_grants
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('host_id', 'user_id', 'granted_by');
CREATE TRIGGER co_host_invitations_of_no_erased BEFORE INSERT OR UPDATE OF host_id, accepted_by ON co_host_invitations
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('host_id', 'accepted_by');
CREATE TRIGGER suspensions_of_no_erased BEFORE INSERT OR UPDATE OF user_id, suspended_by, restored_by ON suspensions
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id', 'suspended_by', 'restored_by');
CREATE TRIGGER account_looks_of_no_erased BEFORE INSERT OR UPDATE OF user_id, looked_by ON account_looks
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id', 'looked_by');
CREATE TRIGGER totp_secrets_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON totp_secrets
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER recovery_codes_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON recovery_codes
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER sign_in_challenges_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON sign_in_challenges
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER passkeys_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON passkeys
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER passkey_challenges_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON passkey_challenges
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER identities_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON identities
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER oidc_attempts_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON oidc_attempts
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER organisation_members_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON organisation_members
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER organisation_invitations_of_no_erased BEFORE INSERT OR UPDATE OF invited_by ON organisation_invitations
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('invited_by');
CREATE TRIGGER api_keys_of_no_erased BEFORE INSERT OR UPDATE OF created_by ON api_keys
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('created_by');
CREATE TRIGGER user_photos_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON user_photos
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER mails_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON mails
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER data_exports_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON data_exports
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
CREATE TRIGGER terms_of_no_erased BEFORE INSERT ON terms
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('published_by');
CREATE TRIGGER consents_of_no_erased BEFORE INSERT ON consents
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
