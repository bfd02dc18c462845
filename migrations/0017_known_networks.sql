-- Where somebody has signed in or gone on with a session of late: there the login brake counts apart. In a table of its
-- own, because it is known for longer than sessions are, and since its last use.

CREATE TABLE known_networks (
  user_id      uuid NOT NULL REFERENCES users,
  network      bytea NOT NULL,
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, network)
);
CREATE INDEX known_networks_last_seen_at ON known_networks (last_seen_at);
COMMENT ON COLUMN known_networks.network IS 'keyed hash of the network';
COMMENT ON COLUMN known_networks.last_seen_at IS 'wall time of the last sign-in or refresh from there, to the day';

INSERT INTO known_networks (user_id, network, last_seen_at)
SELECT user_id, opened_from, max(created_at)
FROM sessions
WHERE opened_from IS NOT NULL
GROUP BY user_id, opened_from;

CREATE INDEX sessions_user_id ON sessions (user_id);
ALTER TABLE sessions DROP COLUMN opened_from;
