-- Who may do what at a place that is not theirs. Owners need no row: whose place it is, is a column of the place.

CREATE TABLE access_grants (
  id          uuid PRIMARY KEY,
  host_id     uuid NOT NULL REFERENCES users,
  property_id uuid REFERENCES properties ON DELETE CASCADE,
  user_id     uuid REFERENCES users ON DELETE CASCADE,
  holder_id   uuid NOT NULL,
  permissions text[] NOT NULL
    CHECK (permissions <@ ARRAY['listing', 'calendar', 'bookings', 'messages'] AND cardinality(permissions) > 0),
  granted_at  timestamptz NOT NULL,
  granted_by  uuid NOT NULL REFERENCES users,
  ended_at    timestamptz,
  version     integer NOT NULL DEFAULT 1,
  CONSTRAINT access_grants_holder CHECK (user_id IS NOT NULL AND holder_id = user_id),
  CONSTRAINT access_grants_not_to_oneself CHECK (holder_id <> host_id)
);
COMMENT ON TABLE access_grants IS 'money is not in the vocabulary: where a host is paid, and how much, is nobody else’s';
COMMENT ON COLUMN access_grants.property_id IS 'NULL: all properties of the host, also later ones';
COMMENT ON COLUMN access_grants.holder_id IS 'who asks: what queries compare';
COMMENT ON COLUMN access_grants.ended_at IS 'wall time, as all here';
-- Every question begins with who asks, and goes on with whose it is.
CREATE UNIQUE INDEX access_grants_once ON access_grants (holder_id, host_id, property_id) NULLS NOT DISTINCT
  WHERE ended_at IS NULL;
CREATE INDEX access_grants_host_id ON access_grants (host_id, holder_id);
CREATE INDEX access_grants_property_id ON access_grants (property_id, granted_at, id);
CREATE INDEX access_grants_user_id ON access_grants (user_id);
CREATE INDEX access_grants_granted_by ON access_grants (granted_by);

-- What an actor has been granted at a property of a host. Its plan: inlined into the statement that asks (one SELECT,
-- STABLE, in FROM), and read by access_grants_once. A property that has changed hands has another host, and none of the
-- grants of the one before.
CREATE FUNCTION grants_at(actor uuid, host uuid, property uuid) RETURNS SETOF access_grants
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT g.*
  FROM access_grants g
  WHERE g.holder_id = actor
    AND g.host_id = host
    AND (g.property_id IS NULL OR g.property_id = property)
    AND g.ended_at IS NULL
$$;

-- The grants by which an actor reaches places of others, for lists: with a permission, or with any (NULL). One for a single
-- place is left out where one for all places of its host has that place too, so that nothing is listed twice.
CREATE FUNCTION reach_of(actor uuid, permission text) RETURNS SETOF access_grants
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT g.*
  FROM access_grants g
  WHERE g.holder_id = actor
    AND g.ended_at IS NULL
    AND (permission IS NULL OR permission = ANY (g.permissions))
    AND (g.property_id IS NULL
      OR NOT EXISTS (
        SELECT
        FROM access_grants wide
        WHERE wide.holder_id = actor
          AND wide.host_id = g.host_id
          AND wide.property_id IS NULL
          AND wide.ended_at IS NULL
          AND (permission IS NULL OR permission = ANY (wide.permissions))))
$$;

-- The bookings of one place, the newest first.
CREATE INDEX bookings_property ON bookings (property_id, id DESC);
DROP INDEX bookings_property_id;

-- Asked of an address, whether it has an account or not.
CREATE TABLE co_host_invitations (
  id          uuid PRIMARY KEY,
  property_id uuid NOT NULL REFERENCES properties ON DELETE CASCADE,
  host_id     uuid NOT NULL REFERENCES users,
  email       citext NOT NULL,
  permissions text[] NOT NULL
    CHECK (permissions <@ ARRAY['listing', 'calendar', 'bookings', 'messages'] AND cardinality(permissions) > 0),
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  closed_at   timestamptz,
  outcome     text CHECK (outcome IN ('accepted', 'declined', 'withdrawn')),
  accepted_by uuid REFERENCES users,
  CONSTRAINT co_host_invitations_closed CHECK ((closed_at IS NULL) = (outcome IS NULL)),
  CONSTRAINT co_host_invitations_accepted CHECK ((outcome IS NOT DISTINCT FROM 'accepted') = (accepted_by IS NOT NULL))
);
COMMENT ON COLUMN co_host_invitations.closed_at IS 'wall time, as all here';
CREATE UNIQUE INDEX co_host_invitations_open ON co_host_invitations (email, property_id) WHERE closed_at IS NULL;
CREATE INDEX co_host_invitations_property_id ON co_host_invitations (property_id, id DESC);
CREATE INDEX co_host_invitations_accepted_by ON co_host_invitations (accepted_by);
CREATE INDEX co_host_invitations_host_id ON co_host_invitations (host_id);
CREATE INDEX co_host_invitations_expires_at ON co_host_invitations (expires_at);

-- Who a place is given to invites for themselves. That grants of the one before are of no use is so without this; it is here
-- that they are not of use again when the place comes back.
CREATE FUNCTION property_changed_hands() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE access_grants
  SET ended_at = now()
  WHERE property_id = NEW.id
    AND ended_at IS NULL;
  UPDATE co_host_invitations
  SET closed_at = now(), outcome = 'withdrawn'
  WHERE property_id = NEW.id
    AND closed_at IS NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER properties_changed_hands
AFTER UPDATE OF host_id ON properties
FOR EACH ROW
WHEN (OLD.host_id <> NEW.host_id)
EXECUTE FUNCTION property_changed_hands();
