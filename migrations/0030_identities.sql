-- Sign-in with OpenID Connect: who others say that somebody is. Times are wall times, as all about sign-ins.

CREATE TABLE identities (
  id           uuid PRIMARY KEY,
  user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  provider     text NOT NULL,
  issuer       text NOT NULL,
  subject      text NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  email        text CHECK (length(email) <= 254),
  created_at   timestamptz NOT NULL,
  last_used_at timestamptz,
  CONSTRAINT identities_of_subject UNIQUE (issuer, subject),
  CONSTRAINT identities_of_user UNIQUE (user_id, provider)
);
COMMENT ON COLUMN identities.provider IS 'its id in OIDC_PROVIDERS';
COMMENT ON COLUMN identities.subject IS 'what the issuer calls the person, for ever; an e-mail address may become another person''s';
COMMENT ON COLUMN identities.email IS 'as the provider said when it was linked: shown to its owner, and compared with nothing';

CREATE TABLE oidc_attempts (
  id                uuid PRIMARY KEY,
  provider          text NOT NULL,
  purpose           text NOT NULL CHECK (purpose IN ('sign_in', 'link')),
  state_hash        bytea NOT NULL,
  browser_hash      bytea NOT NULL,
  sealed_secrets    bytea NOT NULL,
  return_to         text NOT NULL,
  user_id           uuid REFERENCES users ON DELETE CASCADE,
  session_id        uuid REFERENCES sessions ON DELETE CASCADE,
  expires_at        timestamptz NOT NULL,
  used_at           timestamptz,
  result_hash       bytea,
  result_expires_at timestamptz,
  CONSTRAINT oidc_attempts_whose CHECK ((purpose = 'link') = (session_id IS NOT NULL)),
  CONSTRAINT oidc_attempts_result CHECK (
    (result_hash IS NULL) = (result_expires_at IS NULL)
    AND (result_hash IS NULL OR purpose = 'sign_in' AND user_id IS NOT NULL AND used_at IS NOT NULL)
  )
);
CREATE INDEX oidc_attempts_user_id ON oidc_attempts (user_id);
CREATE INDEX oidc_attempts_session_id ON oidc_attempts (session_id);
CREATE INDEX oidc_attempts_expires_at ON oidc_attempts (expires_at);
COMMENT ON TABLE oidc_attempts IS 'people who are at a provider, or have just come back';
COMMENT ON COLUMN oidc_attempts.browser_hash IS 'of the cookie of the browser that began: no other goes on with it';
COMMENT ON COLUMN oidc_attempts.sealed_secrets IS 'nonce and code verifier, encrypted, and bound to the row; see second-factor/sealed.ts';
COMMENT ON COLUMN oidc_attempts.user_id IS 'who links; of a sign-in, whose it has turned out to be';
COMMENT ON COLUMN oidc_attempts.session_id IS 'in which somebody has begun to link: it has to go on until they are back';
COMMENT ON COLUMN oidc_attempts.result_hash IS 'of the code with which the browser''s page fetches its tokens, once';
