-- Searches that walk down an order within tiles of the map, or within a name, and stop when their page is full: what they
-- cost follows the length of a page, and not the number of places.

-- The tile of the map in which a position lies (Web Mercator, as maps have it), at zoom 13: the bits of its column and row
-- by turns, so that the tile of a lower zoom is what two bits fewer for each level leave. tileOf in
-- apps/api/src/search/tiles.ts is the same.
CREATE FUNCTION map_tile(spot point) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  -- Beyond these latitudes there is no map; who lives there lives in its last row.
  latitude double precision := least(greatest(spot[1], -85.0511287798), 85.0511287798);
  x integer := least(greatest(floor((spot[0] + 180) / 360 * 8192), 0), 8191);
  y integer := least(greatest(floor((1 - ln(tand(latitude) + 1 / cosd(latitude)) / pi()) / 2 * 8192), 0), 8191);
BEGIN
  x := (x | (x << 8)) & 16711935;
  x := (x | (x << 4)) & 252645135;
  x := (x | (x << 2)) & 858993459;
  x := (x | (x << 1)) & 1431655765;
  y := (y | (y << 8)) & 16711935;
  y := (y | (y << 4)) & 252645135;
  y := (y | (y << 2)) & 858993459;
  y := (y | (y << 1)) & 1431655765;
  RETURN x | (y << 1);
END $$;

-- The largest percentage of steps, in basis points.
CREATE FUNCTION largest_step(steps integer[]) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN steps = '{}' THEN 0 ELSE (SELECT max(steps[i][2]) FROM generate_subscripts(steps, 1) AS i) END
$$;

-- The least that a night can come to: its lowest price, after the largest discount of each kind, one of what the other leaves.
CREATE FUNCTION lowest_night(nightly bigint, weekend_nightly bigint, lowest_own bigint, discounts_bp integer[])
RETURNS bigint LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  low double precision := least(nightly, weekend_nightly, lowest_own);
  discount integer;
BEGIN
  FOREACH discount IN ARRAY discounts_bp LOOP
    low := low * (10000 - discount) / 10000;
  END LOOP;
  RETURN floor(low);
END $$;

ALTER TABLE property_search
  ADD COLUMN tile integer,
  ADD COLUMN night_low bigint,
  ADD COLUMN night_high bigint,
  ADD COLUMN night_bare bigint;
COMMENT ON COLUMN property_search.tile IS 'of the map at zoom 13, bits of column and row by turns';
COMMENT ON COLUMN property_search.night_low IS 'no night of any stay comes to less, after all discounts; without fees and taxes';
COMMENT ON COLUMN property_search.night_high IS 'a stay comes to no more than this for each night, with its fees, before discounts; without the guest''s service fee and taxes';

COMMENT ON COLUMN property_search.night_bare IS 'the lowest price of a night, before discounts';

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
       CASE p.cancellation_policy WHEN 'non_refundable' THEN 1000 ELSE 0 END AS policy_discount_bp,
       p.check_in_days,
       p.sells_short_gaps,
       EXISTS (SELECT FROM date_rules d WHERE d.property_id = p.id) AS has_date_rules,
       p.length_discounts,
       p.last_minute_discounts,
       p.early_bird_discounts,
       p.occupancy_discounts,
       map_tile(point(round(p.longitude::numeric, 3)::float8, round(p.latitude::numeric, 3)::float8)) AS tile,
       lowest_night(p.nightly, COALESCE(p.weekend_nightly, p.nightly), own.low, ARRAY[
         greatest(p.weekly_discount_bp, p.monthly_discount_bp, largest_step(p.length_discounts)),
         greatest(largest_step(p.last_minute_discounts), largest_step(p.early_bird_discounts)),
         largest_step(p.occupancy_discounts),
         CASE p.cancellation_policy WHEN 'non_refundable' THEN 1000 ELSE 0 END]) AS night_low,
       greatest(p.nightly, p.weekend_nightly, own.high) + p.cleaning_fee
         + p.extra_guest_fee * greatest(p.guests - p.guests_included, 0) AS night_high,
       least(p.nightly, p.weekend_nightly, own.low) AS night_bare
FROM properties p
CROSS JOIN LATERAL (
  SELECT p.rating_sum + COALESCE(p.imported_rating, 0) * p.imported_ratings AS total,
         p.rating_count::bigint + p.imported_ratings AS ratings
) r
LEFT JOIN LATERAL (
  SELECT (SELECT min(amount) FROM unnest(n.amounts) AS amount) AS low,
         (SELECT max(amount) FROM unnest(n.amounts) AS amount) AS high
  FROM night_prices n
  WHERE n.property_id = p.id
  OFFSET 0
) own ON true
WHERE p.status = 'published'
  AND NOT EXISTS (SELECT FROM users h WHERE h.id = p.host_id AND h.suspended_at IS NOT NULL);

CREATE OR REPLACE FUNCTION write_search_rows(ids uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO property_search
    (property_id, position, nightly, weekend_nightly, cleaning_fee, extra_guest_fee, amenities, rank, rating, guests,
     guests_included, weekly_discount_bp, monthly_discount_bp, min_nights, max_nights, preparation_nights,
     advance_notice_hours, booking_window_days, instant_book, type, currency, country, region, city, time_zone,
     check_in_from, places, policy_discount_bp, check_in_days, sells_short_gaps, has_date_rules, length_discounts,
     last_minute_discounts, early_bird_discounts, occupancy_discounts, tile, night_low, night_high,
     night_bare)
  SELECT *
  FROM searchable_properties
  WHERE property_id = ANY (ids)
  ON CONFLICT (property_id) DO UPDATE
  SET (position, nightly, weekend_nightly, cleaning_fee, extra_guest_fee, amenities, rank, rating, guests,
        guests_included, weekly_discount_bp, monthly_discount_bp, min_nights, max_nights, preparation_nights,
        advance_notice_hours, booking_window_days, instant_book, type, currency, country, region, city, time_zone,
        check_in_from, places, policy_discount_bp, check_in_days, sells_short_gaps, length_discounts,
        last_minute_discounts, early_bird_discounts, occupancy_discounts, tile, night_low, night_high,
        night_bare) =
      ROW (EXCLUDED.position, EXCLUDED.nightly, EXCLUDED.weekend_nightly, EXCLUDED.cleaning_fee,
           EXCLUDED.extra_guest_fee, EXCLUDED.amenities, EXCLUDED.rank, EXCLUDED.rating, EXCLUDED.guests,
           EXCLUDED.guests_included, EXCLUDED.weekly_discount_bp, EXCLUDED.monthly_discount_bp,
           EXCLUDED.min_nights, EXCLUDED.max_nights, EXCLUDED.preparation_nights,
           EXCLUDED.advance_notice_hours, EXCLUDED.booking_window_days, EXCLUDED.instant_book, EXCLUDED.type,
           EXCLUDED.currency, EXCLUDED.country, EXCLUDED.region, EXCLUDED.city, EXCLUDED.time_zone,
           EXCLUDED.check_in_from, EXCLUDED.places, EXCLUDED.policy_discount_bp, EXCLUDED.check_in_days,
           EXCLUDED.sells_short_gaps, EXCLUDED.length_discounts,
           EXCLUDED.last_minute_discounts, EXCLUDED.early_bird_discounts, EXCLUDED.occupancy_discounts,
           EXCLUDED.tile, EXCLUDED.night_low, EXCLUDED.night_high, EXCLUDED.night_bare)
$$;

SELECT write_search_rows(ARRAY(SELECT property_id FROM property_search));
ALTER TABLE property_search
  ALTER COLUMN tile SET NOT NULL,
  ALTER COLUMN night_low SET NOT NULL,
  ALTER COLUMN night_high SET NOT NULL,
  ALTER COLUMN night_bare SET NOT NULL;

-- Prices of single nights move the bounds. Who changes them has locked the calendar.
CREATE FUNCTION search_night_prices_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE property_search s
  SET night_low = v.night_low, night_high = v.night_high, night_bare = v.night_bare
  FROM searchable_properties v
  WHERE v.property_id = ANY (ARRAY(SELECT property_id FROM changed))
    AND s.property_id = v.property_id
    AND (s.night_low, s.night_high, s.night_bare) <> (v.night_low, v.night_high, v.night_bare);
  RETURN NULL;
END $$;

-- Where they are a view, they change with what it is of.
DO $$
DECLARE
  source text := (SELECT CASE relkind WHEN 'v' THEN 'rate_calendars' ELSE 'night_prices' END FROM pg_class WHERE oid = 'night_prices'::regclass);
BEGIN
  EXECUTE format('CREATE TRIGGER night_prices_search_insert AFTER INSERT ON %I
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_night_prices_changed()', source);
  EXECUTE format('CREATE TRIGGER night_prices_search_update AFTER UPDATE ON %I
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_night_prices_changed()', source);
  EXECUTE format('CREATE TRIGGER night_prices_search_delete AFTER DELETE ON %I
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_night_prices_changed()', source);
END $$;

-- What a search asks for. What is NULL is not asked. With `days`, each stay will do that begins `step`, twice as many … days
-- after check_in, up to so many.
CREATE TYPE search_asked AS (
  guests    integer,
  box_1     box,
  box_2     box,
  centre    point,
  radius_km double precision,
  place_1   text[],
  place_2   text[],
  place_3   text[],
  check_in  date,
  check_out date,
  days      integer,
  step      integer,
  at        timestamptz,
  fee_bp    integer,
  amenities text[],
  types     text[],
  instant   boolean,
  currency  char(3),
  price_min bigint,
  price_max bigint
);

-- The least and the most that a stay can come to, in total: never nearer to the price than `stay_price`. In floating
-- point, which has room for all sums, with a margin for its rounding and that of each line.
CREATE FUNCTION least_total(s property_search, nights integer, guests integer, fee_bp integer)
RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (CASE
            -- Steps are long to look through: where there are any, the bound of a night is near enough.
            WHEN s.length_discounts <> '{}' OR s.last_minute_discounts <> '{}' OR s.early_bird_discounts <> '{}' OR s.occupancy_discounts <> '{}'
              THEN s.night_low::float8
            ELSE s.night_bare::float8
                 * (10000 - greatest(CASE WHEN nights >= 7 THEN s.weekly_discount_bp ELSE 0 END, CASE WHEN nights >= 28 THEN s.monthly_discount_bp ELSE 0 END)) / 10000
                 * (10000 - s.policy_discount_bp) / 10000
          END * nights
          + s.cleaning_fee + s.extra_guest_fee::float8 * nights * greatest(guests - s.guests_included, 0))
         * (10000 + fee_bp) / 10000 * 0.999999 - 20
$$;

-- @param tax_rate of all rules of a country together, tax_amount a stay's in minor units
CREATE FUNCTION most_total(s property_search, nights integer, guests integer, fee_bp integer, tax_rate double precision, tax_amount double precision)
RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (s.night_high::float8 * nights - s.cleaning_fee::float8 * (nights - 1)
          - s.extra_guest_fee::float8 * nights * (greatest(s.guests - s.guests_included, 0) - greatest(guests - s.guests_included, 0)))
         * (10000 + fee_bp) / 10000 * (1 + tax_rate) * 1.000001 + tax_amount + 40
$$;

-- The most that taxes can add to a stay, in whichever country: a share of all else, and an amount.
CREATE FUNCTION most_taxes(nights integer, guests integer, OUT rate double precision, OUT amount double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT COALESCE(max(rate), 0), COALESCE(max(amount), 0)
  FROM (
    SELECT COALESCE(sum(basis_points), 0) / 10000.0::float8 AS rate,
           COALESCE(sum(CASE kind WHEN 'per_night' THEN amount::float8 * nights
                                  WHEN 'per_person_night' THEN amount::float8 * nights * guests END), 0) + count(*) AS amount
    FROM tax_rules
    GROUP BY country
  ) countries
$$;

-- Whether any of these stays could be booked: as long as the one from check_in to check_out, and up to `days` later.
CREATE FUNCTION is_any_bookable(s property_search, check_in date, check_out date, days integer, step integer, at timestamptz)
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT EXISTS (SELECT FROM generate_series(0, days, step) AS later WHERE is_bookable(s, check_in + later, check_out + later, at))
$$;

-- Of these stays, the one that costs least and can be booked and paid for, the first of several; no row where there is none.
-- Prices are computed once for each weekday, where nothing else of a date can make a difference: prices of single
-- nights, discounts by lead time, and taxes that begin or end.
CREATE FUNCTION best_stay(s property_search, own_first date, own_amounts bigint[], check_in date, check_out date, days integer, step integer, guests integer, fee_bp integer, at timestamptz)
RETURNS TABLE (check_in date, check_out date, nights numeric, total bigint) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT candidate.first, candidate.until, price.nights, price.total
  FROM (
    SELECT DISTINCT ON (weekday, own_date) best_stay.check_in + later AS first, best_stay.check_out + later AS until
    FROM (
      SELECT later,
             extract(isodow FROM best_stay.check_in + later) AS weekday,
             CASE WHEN own_amounts IS NOT NULL OR s.last_minute_discounts <> '{}' OR s.early_bird_discounts <> '{}'
                    OR EXISTS (
                      SELECT
                      FROM tax_rules rule
                      WHERE rule.country = s.country AND (rule.in_force_from IS NOT NULL OR rule.in_force_until IS NOT NULL))
                  THEN later END AS own_date
      FROM generate_series(0, days, step) AS later
      WHERE is_bookable(s, best_stay.check_in + later, best_stay.check_out + later, at)
    ) free
    ORDER BY weekday, own_date, later
  ) candidate
  CROSS JOIN LATERAL stay_price(s, own_first, own_amounts, candidate.first, candidate.until, guests, fee_bp, at) AS price
  WHERE is_chargeable(price.total, s.currency)
  ORDER BY price.total, candidate.first
  LIMIT 1
$$;

-- Each order has an index for each kind of area: tiles of six zooms, names of cities, regions and countries, and the world.
-- None has a column that claims change: their updates stay within a page (HOT), for which it has room.
ALTER TABLE property_search SET (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX property_search_low ON property_search (night_low, property_id);
CREATE INDEX property_search_high ON property_search (night_high DESC, property_id);
DO $$
DECLARE
  area record;
  key record;
BEGIN
  FOR area IN
    SELECT 'tile_' || zoom AS name, format('(tile >> %s)', 2 * (13 - zoom)) AS expression FROM generate_series(3, 13, 2) AS zoom
    UNION ALL
    SELECT kind, format('(places[%s])', number) FROM unnest(ARRAY['city', 'region', 'country']) WITH ORDINALITY AS k (kind, number)
  LOOP
    FOR key IN VALUES ('rank', 'rank DESC'), ('low', 'night_low'), ('high', 'night_high DESC') LOOP
      EXECUTE format('CREATE INDEX property_search_%s_%s ON property_search (%s, %s, property_id)',
                     area.name, key.column1, area.expression, key.column2);
    END LOOP;
  END LOOP;
END $$;

-- The rows of an area, a SELECT for each tile or name, of which PostgreSQL merges the orders where each has its own. An area that is not given has
-- no rows. @param kind tile_13 …, named or world; more what else has to hold of a row `s`
CREATE FUNCTION search_arms(kind text, more text, columns text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(format('(SELECT %s FROM property_search s WHERE %s AND %s)', columns, arm, more), ' UNION ALL ' ORDER BY place)
  FROM (
    SELECT number AS place, format('s.tile >> %s = tiles[%s]', 2 * (13 - substr(kind, 6)::integer), number) AS arm
    FROM generate_series(1, 16) AS number
    WHERE kind LIKE 'tile%'
    UNION ALL
    -- A name that is a city's and a region's is found once.
    SELECT 10 * number + part,
           format('s.places[%s] = names[%s]', part, number)
           || CASE WHEN part > 1 THEN ' AND s.places[1] <> ALL (names)' ELSE '' END
           || CASE WHEN part > 2 THEN ' AND s.places[2] <> ALL (names)' ELSE '' END
    FROM generate_series(1, 4) AS number, generate_series(1, 3) AS part
    WHERE kind = 'named'
    UNION ALL
    SELECT 1, 'true'
    WHERE kind = 'world'
  ) arms
$$;

-- Puts into a statement what is asked of dates: of one stay, or of any of several.
CREATE FUNCTION search_dates(statement text, dates text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT replace(replace(replace(statement,
           '$bookable', CASE dates WHEN 'any' THEN 'is_any_bookable($row, asked.check_in, asked.check_out, asked.days, asked.step, asked.at)'
                                   ELSE 'is_bookable($row, asked.check_in, asked.check_out, asked.at)' END),
           '$price_of', CASE dates WHEN 'any' THEN 'best_stay' ELSE 'stay_price' END),
           '$flexible', CASE dates WHEN 'any' THEN 'asked.days, asked.step,' ELSE '' END)
$$;

-- Makes the functions that search. A migration that adds a column to property_search calls it again.
--
-- Each is search_KIND_ORDER(given, tiles, names, after_key, after_id, wanted, most): the ids and keys of the best `wanted`
-- rows after that place in the order, where `given` (a search_asked) holds. It looks at `most` rows, and gives a row of
-- NULLs where these were not enough: then another plan has to be asked.
-- Its plan is fixed: an index in the order for each tile, merged, and stopped when enough have been found. The planner
-- takes a tile to have a handful of rows, and would sort them all.
--
-- By total price, rows come in the order of what a night of theirs comes to at least; of some the price is computed, and the
-- last of the best `wanted` of these bounds what has to be looked at (the threshold algorithm: R. Fagin, A. Lotem, M. Naor,
-- "Optimal aggregation algorithms for middleware", 2003).
CREATE FUNCTION make_search_walks() RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
  row_of text := (
    SELECT 'ROW(' || string_agg('w.' || attname, ', ' ORDER BY attnum) || ')::property_search'
    FROM pg_attribute
    WHERE attrelid = 'property_search'::regclass AND attnum > 0 AND NOT attisdropped);
  columns text := (
    SELECT string_agg('s.' || attname, ', ' ORDER BY attnum)
    FROM pg_attribute
    WHERE attrelid = 'property_search'::regclass AND attnum > 0 AND NOT attisdropped);
  conditions text := $sql$
    w.guests >= asked.guests
    AND (asked.box_1 IS NULL OR w.position <@ asked.box_1 OR w.position <@ asked.box_2)
    AND (asked.radius_km IS NULL OR distance_km(w.position, asked.centre) <= asked.radius_km)
    AND (asked.place_1 IS NULL OR w.places && asked.place_1)
    AND (asked.place_2 IS NULL OR w.places && asked.place_2)
    AND (asked.place_3 IS NULL OR w.places && asked.place_3)
    AND (amenity_bits IS NULL OR w.amenities & amenity_bits = amenity_bits)
    AND (asked.types IS NULL OR w.type = ANY (asked.types))
    AND (asked.instant IS NULL OR w.instant_book = asked.instant)
    AND (asked.currency IS NULL OR w.currency = asked.currency)
    AND (stay_nights IS NULL OR $bookable)$sql$;
  prices text := $sql$
    LEFT JOIN LATERAL (
      SELECT first_date, amounts
      FROM night_prices
      WHERE property_id = w.property_id
      OFFSET 0
    ) own ON true
    CROSS JOIN LATERAL $price_of($row, own.first_date, own.amounts, asked.check_in, asked.check_out, $flexible asked.guests,
                                 asked.fee_bp, asked.at) AS price$sql$;
  -- Whether the price is one that was asked for; where there is none to compare, it is not computed.
  price_holds text := $sql$
    CASE
      WHEN asked.price_min IS NULL AND asked.price_max IS NULL THEN true
      WHEN stay_nights IS NULL THEN w.nightly BETWEEN asked.price_min AND asked.price_max
      ELSE least_total($row, stay_nights, asked.guests, asked.fee_bp) <= asked.price_max
       AND most_total($row, stay_nights, asked.guests, asked.fee_bp, tax_rate, tax_amount) >= asked.price_min
       AND EXISTS (
         SELECT
         FROM (SELECT) one
         $prices
         WHERE price.total BETWEEN asked.price_min AND asked.price_max
           AND is_chargeable(price.total, w.currency))
    END$sql$;
  opening text := $sql$
    CREATE OR REPLACE FUNCTION search_$kind_$order(given jsonb, tiles integer[], names text[], after_key double precision, after_id uuid, wanted integer, most integer)
    RETURNS TABLE (id uuid, key double precision) LANGUAGE plpgsql STABLE ROWS 20
    SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET enable_incremental_sort = off
    SET max_parallel_workers_per_gather = 0 SET plan_cache_mode = force_generic_plan AS $body$
    DECLARE
      asked search_asked := jsonb_populate_record(NULL::search_asked, given);
      amenity_bits bit(128) := CASE WHEN asked.amenities IS NOT NULL THEN amenity_set(asked.amenities) END;
      stay_nights integer := asked.check_out - asked.check_in;
      tax_rate double precision := 0;
      tax_amount double precision := 0;
      found_rows bigint;
      enough double precision;
    BEGIN
      IF names IS NOT NULL THEN
        names := ARRAY(SELECT DISTINCT fold_place(name) FROM unnest(names) AS name);
      END IF;
      asked.place_1 := CASE WHEN asked.place_1 IS NOT NULL THEN ARRAY(SELECT fold_place(name) FROM unnest(asked.place_1) AS name) END;
      asked.place_2 := CASE WHEN asked.place_2 IS NOT NULL THEN ARRAY(SELECT fold_place(name) FROM unnest(asked.place_2) AS name) END;
      asked.place_3 := CASE WHEN asked.place_3 IS NOT NULL THEN ARRAY(SELECT fold_place(name) FROM unnest(asked.place_3) AS name) END;
      IF asked.price_min IS NOT NULL OR asked.price_max IS NOT NULL OR '$order' NOT LIKE 'rank%' THEN
        asked.price_min := COALESCE(asked.price_min, 0);
        asked.price_max := COALESCE(asked.price_max, 9007199254740991);
        SELECT rate, amount INTO tax_rate, tax_amount FROM most_taxes(COALESCE(stay_nights, 1), asked.guests);
      END IF;$sql$;
  closing text := $sql$
      GET DIAGNOSTICS found_rows = ROW_COUNT;
      IF found_rows < wanted AND (SELECT count(*) FROM (SELECT FROM ($keys) k LIMIT most) walked) >= most THEN
        RETURN QUERY SELECT NULL::uuid, NULL::double precision;
      END IF;
    END $body$;$sql$;
  by_rank text := $sql$
      RETURN QUERY
      SELECT w.property_id, w.rank::double precision
      FROM (
        SELECT *
        FROM ($arms) s
        ORDER BY rank DESC, property_id
        LIMIT most
      ) w
      WHERE $conditions
        AND $price_holds
      LIMIT wanted;$sql$;
  by_price text := $sql$
      SELECT tried.total
      INTO enough
      FROM (
        SELECT $total AS total
        FROM (
          SELECT *
          FROM ($arms) s
          ORDER BY $bound, property_id
          LIMIT most
        ) w
        $priced
        WHERE $conditions
          AND $may_come_after
          AND $total_holds
        LIMIT 3 * wanted
      ) tried
      ORDER BY tried.total $direction
      OFFSET wanted - 1
      LIMIT 1;
      IF enough IS NULL AND (SELECT count(*) FROM (SELECT FROM ($keys) k LIMIT most) walked) >= most THEN
        RETURN QUERY SELECT NULL::uuid, NULL::double precision;
        RETURN;
      END IF;
      enough := COALESCE(enough, $infinity);
      RETURN QUERY
      SELECT f.property_id, f.total::double precision
      FROM (
        SELECT w.property_id, $total AS total
        FROM ($near_arms) w
        $priced
        WHERE $conditions
          AND $may_be_enough
          AND $may_come_after
          AND $total_holds
      ) f
      ORDER BY f.total $direction, f.property_id
      LIMIT wanted;
    END $body$;$sql$;
  kind text;
  dear boolean;
  dates text;
  dated boolean;
  made text;
  near text;
BEGIN
  FOREACH kind IN ARRAY ARRAY['tile_3', 'tile_5', 'tile_7', 'tile_9', 'tile_11', 'tile_13', 'named', 'world'] LOOP
    made := replace(replace(opening || by_rank || closing, '$price_holds', price_holds), '$conditions', conditions);
    made := replace(made, '$arms', search_arms(kind, 's.rank <= after_key::integer AND (s.rank < after_key::integer OR s.property_id > after_id) ORDER BY s.rank DESC, s.property_id', columns));
    made := replace(made, '$keys', search_arms(kind, 's.rank <= after_key::integer ORDER BY s.rank DESC, s.property_id', 's.property_id'));
    made := replace(replace(made, '$prices', prices), '$kind', kind);
    EXECUTE replace(search_dates(replace(made, '$order', 'rank'), 'stay'), '$row', row_of);
    EXECUTE replace(search_dates(replace(made, '$order', 'rank_any'), 'any'), '$row', row_of);

    FOR dear, dates IN SELECT * FROM unnest(ARRAY[false, true]) a, unnest(ARRAY['night', 'stay', 'any']) b LOOP
      dated := dates <> 'night';
      made := opening || by_price;
      made := replace(made, '$arms', search_arms(kind, 'true ORDER BY s.$bound, s.property_id', columns));
      near := CASE
        WHEN dear AND dated THEN 's.night_high >= floor(greatest(((enough - tax_amount - 40) / (1 + tax_rate) * 10000 / (10000 + asked.fee_bp) / 1.000001) / stay_nights, 0))::bigint'
        WHEN dear THEN 's.night_high >= greatest(enough, 0)::bigint'
        WHEN dated THEN 's.night_low <= ceil(least((enough + 20) / 0.999999 * 10000 / (10000 + asked.fee_bp) / stay_nights, 1e17))::bigint'
        ELSE 's.night_low <= least(enough, 1e17)::bigint' END;
      -- In their order, as else another index of the tile may be taken to be as good.
      made := replace(made, '$near_arms', search_arms(kind, near || ' ORDER BY s.$bound, s.property_id', columns));
      made := replace(made, '$keys', search_arms(kind, 'true ORDER BY s.$bound, s.property_id', 's.property_id'));
      made := replace(made, '$may_be_enough', CASE
        WHEN dear AND dated THEN 'most_total($row, stay_nights, asked.guests, asked.fee_bp, tax_rate, tax_amount) >= greatest(enough, asked.price_min)'
        WHEN dear THEN 'w.nightly >= enough'
        WHEN dated THEN 'least_total($row, stay_nights, asked.guests, asked.fee_bp) <= least(enough, asked.price_max)'
        ELSE 'w.nightly <= enough' END);
      made := replace(made, '$may_come_after', CASE
        WHEN dear AND dated THEN 'least_total($row, stay_nights, asked.guests, asked.fee_bp) <= least(after_key, asked.price_max)'
        WHEN dated THEN 'most_total($row, stay_nights, asked.guests, asked.fee_bp, tax_rate, tax_amount) >= greatest(after_key, asked.price_min)'
        ELSE 'true' END);
      made := replace(made, '$total_holds', '$total BETWEEN asked.price_min AND asked.price_max'
        || CASE WHEN dated THEN ' AND is_chargeable($total, w.currency)' ELSE '' END
        || CASE WHEN dear THEN ' AND ($total < after_key OR $total = after_key AND w.property_id > after_id)'
                ELSE ' AND ($total > after_key OR $total = after_key AND w.property_id > after_id)' END);
      made := replace(made, '$total', CASE WHEN dated THEN 'price.total' ELSE 'w.nightly' END);
      made := replace(made, '$priced', CASE WHEN dated THEN prices ELSE '' END);
      made := search_dates(replace(replace(made, '$conditions', conditions), '$kind', kind), dates);
      made := replace(made, '$row', row_of);
      made := replace(made, '$direction', CASE WHEN dear THEN 'DESC' ELSE 'ASC' END);
      made := replace(made, '$bound', CASE WHEN dear THEN 'night_high DESC' ELSE 'night_low' END);
      made := replace(made, '$infinity', CASE WHEN dear THEN '''-infinity''' ELSE '''infinity''' END);
      EXECUTE replace(made, '$order', CASE WHEN dear THEN 'dearest_' ELSE 'cheapest_' END || dates);
    END LOOP;
  END LOOP;
END $make$;
SELECT make_search_walks();
