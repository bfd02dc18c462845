-- What can be searched: one narrow row a published property, kept by triggers in the transaction of what it mirrors, so
-- that no search shows a property as free for nights whose claim has been committed (I10).

CREATE EXTENSION IF NOT EXISTS unaccent;

-- A name of a place as it is compared: without accents, case, and the marks that people leave out.
CREATE FUNCTION fold_place(name text) RETURNS text LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(lower(unaccent(normalize(name, NFC))), '[\s''’.-]+', ' ', 'g'))
$$;

-- Great-circle distance in km between two points (longitude, latitude), on a sphere of the Earth's mean radius.
CREATE FUNCTION distance_km(a point, b point) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT 2 * 6371.0088 * asin(least(1, sqrt(
    sind((b[1] - a[1]) / 2) ^ 2 + cosd(a[1]) * cosd(b[1]) * sind((b[0] - a[0]) / 2) ^ 2)))
$$;

-- The catalogue's amenities (libs/contracts/src/amenities.ts), each with its bit. A property's are a bit set in its search
-- row: 16 bytes that are compared in one step, where the thirty names of a usual property would make the row three times
-- as long; and an index on single names would seldom help, as most of what is asked for, most places have.
CREATE TABLE amenities (
  code text PRIMARY KEY,
  bit  integer NOT NULL UNIQUE CHECK (bit BETWEEN 0 AND 127),
  mask bit(128) NOT NULL GENERATED ALWAYS AS (set_bit(0::bit(128), bit, 1)) STORED
);
INSERT INTO amenities (code, bit)
SELECT code, ordinality - 1
FROM regexp_split_to_table('wifi ethernet workspace tv sound_system game_console board_games books piano pool_table ping_pong_table
  living_room fireplace air_conditioning heating ceiling_fan portable_fan kitchen cooking_basics dishes
  refrigerator freezer oven stove microwave dishwasher toaster kettle coffee coffee_maker blender rice_maker
  dining_table breakfast hot_water bathtub bidet hair_dryer toiletries essentials bed_linen extra_bedding
  hangers clothing_storage dark_shades mosquito_net iron washer dryer drying_rack laundromat_nearby
  cleaning_products pool hot_tub sauna gym patio backyard bbq fire_pit outdoor_furniture outdoor_dining
  outdoor_shower bikes kayak beach_essentials beach_access waterfront view free_parking free_street_parking
  paid_parking ev_charger elevator single_level private_entrance self_check_in host_greets luggage_dropoff
  cleaning_during_stay smoke_alarm carbon_monoxide_alarm fire_extinguisher first_aid_kit safe bedroom_lock
  security_cameras noise_monitors crib high_chair baby_bath child_safety toys pets_allowed smoking_allowed
  long_stays', '\s+') WITH ORDINALITY AS catalogue (code);

CREATE FUNCTION amenity_set(codes text[]) RETURNS bit(128) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT COALESCE(bit_or(mask), 0::bit(128)) FROM amenities WHERE code = ANY (codes)
$$;

CREATE TABLE property_search (
  property_id          uuid PRIMARY KEY REFERENCES properties ON DELETE CASCADE,
  position             point NOT NULL,
  nightly              bigint NOT NULL,
  weekend_nightly      bigint NOT NULL,
  cleaning_fee         bigint NOT NULL,
  extra_guest_fee      bigint NOT NULL,
  amenities            bit(128) NOT NULL,
  rank                 integer NOT NULL,
  rating               integer NOT NULL,
  guests               integer NOT NULL,
  guests_included      integer NOT NULL,
  weekly_discount_bp   integer NOT NULL,
  monthly_discount_bp  integer NOT NULL,
  min_nights           integer NOT NULL,
  max_nights           integer NOT NULL,
  preparation_nights   integer NOT NULL,
  advance_notice_hours integer NOT NULL,
  booking_window_days  integer NOT NULL,
  instant_book         boolean NOT NULL,
  type                 text NOT NULL,
  currency             char(3) NOT NULL,
  country              char(2) NOT NULL,
  region               text NOT NULL,
  city                 text NOT NULL,
  time_zone            text NOT NULL,
  check_in_from        text NOT NULL,
  places               text[] NOT NULL,
  busy                 datemultirange NOT NULL DEFAULT '{}'
);
CREATE INDEX property_search_position ON property_search USING gist (position);
CREATE INDEX property_search_rank ON property_search (rank DESC, property_id);
CREATE INDEX property_search_rating ON property_search (rating DESC, property_id);
CREATE INDEX property_search_nightly ON property_search (nightly, property_id);
CREATE INDEX property_search_places ON property_search USING gin (places);
COMMENT ON COLUMN property_search.position IS 'longitude, latitude, to about 100 m: as all but the host may know it';
COMMENT ON COLUMN property_search.rating IS 'mean of all ratings in hundredths; 0 without any';
COMMENT ON COLUMN property_search.places IS 'folded names by which the place is found: city, region, country';
COMMENT ON COLUMN property_search.busy IS 'nights that cannot be stayed: claims, those of bookings with their preparation nights';

-- The rank of a property: its mean rating, drawn towards 4.3 by five imagined ratings, so that one five-star review does
-- not outrank a hundred of 4.9. In millionths.
CREATE FUNCTION search_rank(ratings_sum numeric, ratings bigint) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT round(1000000 * (ratings_sum + 5 * 4.3) / (ratings + 5))::integer
$$;

CREATE FUNCTION rating_hundredths(ratings_sum numeric, ratings bigint) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE ratings WHEN 0 THEN 0 ELSE round(100 * ratings_sum / ratings)::integer END
$$;

-- Each published property's row as it has to be, all but its busy nights.
CREATE VIEW searchable_properties AS
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
       ARRAY[fold_place(p.city), fold_place(p.region), lower(p.country)] AS places
FROM properties p
CROSS JOIN LATERAL (
  SELECT p.rating_sum + COALESCE(p.imported_rating, 0) * p.imported_ratings AS total,
         p.rating_count::bigint + p.imported_ratings AS ratings
) r
WHERE p.status = 'published';

-- Which nights of a property cannot be stayed. Claims that ended a month ago are of the past in every zone.
CREATE FUNCTION busy_nights(property uuid, preparation_nights integer) RETURNS datemultirange LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT COALESCE(range_agg(
           CASE c.kind
             WHEN 'booking' THEN daterange(lower(c.stay) - preparation_nights, upper(c.stay) + preparation_nights)
             ELSE c.stay
           END), '{}')
  FROM claims c
  WHERE c.property_id = property
    AND upper(c.stay) > application_date() - 31
$$;

-- Rows are locked first and claims read after, in a statement of its own: who waited for a row then sees what the one
-- before has claimed. In the order of ids, so that two imports cannot wait for each other.
CREATE FUNCTION refresh_busy_nights(properties_changed uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM
  FROM property_search
  WHERE property_id = ANY (properties_changed)
  ORDER BY property_id
  FOR UPDATE;

  UPDATE property_search s
  SET busy = n.busy
  FROM (
    SELECT property_id, busy_nights(property_id, preparation_nights) AS busy
    FROM property_search
    WHERE property_id = ANY (properties_changed)
  ) n
  WHERE s.property_id = n.property_id
    AND s.busy <> n.busy;
END $$;

CREATE FUNCTION search_claims_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_busy_nights(ARRAY(SELECT DISTINCT property_id FROM changed));
  RETURN NULL;
END $$;
CREATE TRIGGER claims_search_insert AFTER INSERT ON claims
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_claims_changed();
CREATE TRIGGER claims_search_delete AFTER DELETE ON claims
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_claims_changed();

CREATE FUNCTION search_claims_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_busy_nights(ARRAY(SELECT property_id FROM before UNION SELECT property_id FROM after));
  RETURN NULL;
END $$;
CREATE TRIGGER claims_search_update AFTER UPDATE ON claims
  REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION search_claims_moved();

-- A new property has no claims yet: nobody else can see its calendar.
CREATE FUNCTION search_properties_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO property_search
  SELECT v.*
  FROM searchable_properties v
  JOIN added a ON a.id = v.property_id;
  RETURN NULL;
END $$;
CREATE TRIGGER properties_search_insert AFTER INSERT ON properties
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_properties_added();

-- Busy nights are computed anew where a property comes into the search or its preparation nights change, under the lock
-- that every claim is made under. All other changes leave them to the claims.
CREATE FUNCTION search_properties_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  recomputed uuid[] := ARRAY(
    SELECT a.id
    FROM after a
    JOIN before b USING (id)
    WHERE a.status = 'published'
      AND (a.status <> b.status OR a.preparation_nights <> b.preparation_nights)
  );
BEGIN
  DELETE FROM property_search s
  USING after a
  WHERE s.property_id = a.id
    AND a.status <> 'published';

  PERFORM
  FROM calendars
  WHERE property_id = ANY (recomputed)
  ORDER BY property_id
  FOR UPDATE;

  INSERT INTO property_search
  SELECT v.*
  FROM searchable_properties v
  JOIN after a ON a.id = v.property_id
  ON CONFLICT (property_id) DO UPDATE
  SET (position, nightly, weekend_nightly, cleaning_fee, extra_guest_fee, amenities, rank, rating, guests,
        guests_included, weekly_discount_bp, monthly_discount_bp, min_nights, max_nights, preparation_nights,
        advance_notice_hours, booking_window_days, instant_book, type, currency, country, region, city,
        time_zone, check_in_from, places) =
      ROW (EXCLUDED.position, EXCLUDED.nightly, EXCLUDED.weekend_nightly, EXCLUDED.cleaning_fee,
           EXCLUDED.extra_guest_fee, EXCLUDED.amenities, EXCLUDED.rank, EXCLUDED.rating, EXCLUDED.guests,
           EXCLUDED.guests_included, EXCLUDED.weekly_discount_bp, EXCLUDED.monthly_discount_bp,
           EXCLUDED.min_nights, EXCLUDED.max_nights, EXCLUDED.preparation_nights,
           EXCLUDED.advance_notice_hours, EXCLUDED.booking_window_days, EXCLUDED.instant_book, EXCLUDED.type,
           EXCLUDED.currency, EXCLUDED.country, EXCLUDED.region, EXCLUDED.city, EXCLUDED.time_zone,
           EXCLUDED.check_in_from, EXCLUDED.places);

  IF cardinality(recomputed) > 0 THEN
    PERFORM refresh_busy_nights(recomputed);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER properties_search_update AFTER UPDATE ON properties
  REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION search_properties_changed();
