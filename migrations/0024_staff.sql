-- Accounts that are suspended, and what that does to what their owners offer; looks of support into accounts.

CREATE TABLE suspensions (
  id             uuid PRIMARY KEY,
  user_id        uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  suspended_by   uuid NOT NULL REFERENCES users,
  reason         text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  suspended_at   timestamptz NOT NULL,
  restored_by    uuid REFERENCES users,
  restore_reason text CHECK (length(restore_reason) BETWEEN 1 AND 1000),
  restored_at    timestamptz,
  CONSTRAINT suspensions_restored CHECK (num_nulls(restored_by, restore_reason, restored_at) IN (0, 3))
);
COMMENT ON TABLE suspensions IS 'who suspended whom, and why; times are wall times';
CREATE INDEX suspensions_user_id ON suspensions (user_id, suspended_at DESC);
CREATE UNIQUE INDEX suspensions_once ON suspensions (user_id) WHERE restored_at IS NULL;
CREATE INDEX suspensions_suspended_by ON suspensions (suspended_by);
CREATE INDEX suspensions_restored_by ON suspensions (restored_by);

-- Lists of staff: nearly nobody is suspended, or staff.
CREATE INDEX users_suspended ON users (id DESC) WHERE suspended_at IS NOT NULL;
CREATE INDEX users_staff ON users (id DESC) WHERE roles <> '{}';

CREATE TABLE account_looks (
  id         uuid PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  looked_by  uuid NOT NULL REFERENCES users,
  reason     text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
COMMENT ON TABLE account_looks IS 'looks of support into an account as its owner sees it; times are wall times';
CREATE INDEX account_looks_user_id ON account_looks (user_id, id DESC);
CREATE INDEX account_looks_looked_by ON account_looks (looked_by);

CREATE TABLE account_look_reads (
  id      uuid PRIMARY KEY,
  look_id uuid NOT NULL REFERENCES account_looks ON DELETE CASCADE,
  what    text NOT NULL,
  read_at timestamptz NOT NULL
);
COMMENT ON COLUMN account_look_reads.what IS 'the request, or the field of a GraphQL query with its arguments';
CREATE INDEX account_look_reads_look_id ON account_look_reads (look_id, id);

-- The column list of the view stays; what its host may not let is not to be found.
CREATE OR REPLACE VIEW searchable_properties AS
SELECT p.id AS property_id,
       point(round(p.longitude::numeric, 3)::float8, round(p.latitude::numeric, 3)::float8) AS position,
       p.nightly,
       COALESCE(p.weekend_nightly, p.nightly) AS weekend_nightly,
       p.cleaning_fee,
       p.extra_guest_fee,
       amenity_set(p.amenities) AS amenities,
       search_rank(r.total, r.ratings) AS rank,
       rating_hundredths(r.total, r.ratings) AS rating,
       p.guests,
       p.guests_included,
       p.weekly_discount_bp,
       p.monthly_discount_bp,
       p.min_nights,
       p.max_nights,
       p.preparation_nights,
       p.advance_notice_hours,
       p.booking_window_days,
       p.booking_mode = 'instant' AS instant_book,
       p.type,
       p.currency,
       p.country,
       p.region,
       p.city,
       p.time_zone,
       p.check_in_from,
       ARRAY[fold_place(p.city), fold_place(p.region), lower(p.country)] AS places,
       CASE p.cancellation_policy WHEN 'non_refundable' THEN 1000 ELSE 0 END AS policy_discount_bp
FROM properties p
CROSS JOIN LATERAL (
  SELECT p.rating_sum + COALESCE(p.imported_rating, 0) * p.imported_ratings AS total,
         p.rating_count::bigint + p.imported_ratings AS ratings
) r
WHERE p.status = 'published'
  AND NOT EXISTS (SELECT FROM users h WHERE h.id = p.host_id AND h.suspended_at IS NOT NULL);

-- What a suspended host lets is not found, and is found again when they are restored, with the nights that are taken by then:
-- computed under the lock that every claim is made under.
CREATE FUNCTION search_host_suspended() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  let uuid[] := ARRAY(SELECT id FROM properties WHERE host_id = NEW.id AND status = 'published');
BEGIN
  IF NEW.suspended_at IS NOT NULL THEN
    DELETE FROM property_search
    WHERE property_id = ANY (let);
    RETURN NULL;
  END IF;
  PERFORM
  FROM calendars
  WHERE property_id = ANY (let)
  ORDER BY property_id
  FOR UPDATE;

  INSERT INTO property_search
  SELECT *
  FROM searchable_properties
  WHERE property_id = ANY (let)
  ON CONFLICT (property_id) DO NOTHING;

  PERFORM refresh_busy_nights(let);
  RETURN NULL;
END $$;

CREATE TRIGGER users_search_suspended
AFTER UPDATE OF suspended_at ON users
FOR EACH ROW
WHEN ((OLD.suspended_at IS NULL) <> (NEW.suspended_at IS NULL))
EXECUTE FUNCTION search_host_suspended();
