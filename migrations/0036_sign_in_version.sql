-- What one signs in with may change while somebody is signing in: who was found to need no second factor, or came with a
-- passkey or an identity that is just being removed, has to begin again.

ALTER TABLE users ADD COLUMN sign_in_version integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN users.sign_in_version IS 'counts the second factors, passkeys and identities that came or went; a sign-in begun before is over';

-- Whoever changes one of them has locked the account before; what was half done goes.
CREATE FUNCTION ways_in_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  whose uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.user_id ELSE NEW.user_id END;
BEGIN
  UPDATE users SET sign_in_version = sign_in_version + 1 WHERE id = whose;
  DELETE FROM sign_in_challenges WHERE user_id = whose;
  DELETE FROM oidc_attempts WHERE user_id = whose AND result_hash IS NOT NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER passkeys_change_ways_in
AFTER INSERT OR DELETE ON passkeys
FOR EACH ROW
EXECUTE FUNCTION ways_in_changed();

CREATE TRIGGER identities_change_ways_in
AFTER INSERT OR DELETE ON identities
FOR EACH ROW
EXECUTE FUNCTION ways_in_changed();

-- A secret counts once it is confirmed.
CREATE TRIGGER totp_secrets_change_ways_in
AFTER UPDATE OF confirmed_at ON totp_secrets
FOR EACH ROW
WHEN (OLD.confirmed_at IS DISTINCT FROM NEW.confirmed_at)
EXECUTE FUNCTION ways_in_changed();

CREATE TRIGGER totp_secrets_change_ways_in_when_new
AFTER INSERT ON totp_secrets
FOR EACH ROW
WHEN (NEW.confirmed_at IS NOT NULL)
EXECUTE FUNCTION ways_in_changed();

CREATE TRIGGER totp_secrets_change_ways_in_when_gone
AFTER DELETE ON totp_secrets
FOR EACH ROW
WHEN (OLD.confirmed_at IS NOT NULL)
EXECUTE FUNCTION ways_in_changed();
