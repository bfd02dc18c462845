-- What nights cost by season, what single nights cost whatever makes it so, discounts in steps, and other currencies.

-- Prices of a range of dates, which stand above the nightly and the weekend's price, and below those of single nights.
CREATE TABLE seasons (
  id              uuid PRIMARY KEY,
  property_id     uuid NOT NULL REFERENCES properties ON DELETE CASCADE,
  name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  dates           daterange NOT NULL CHECK (NOT isempty(dates) AND lower(dates) IS NOT NULL AND upper(dates) IS NOT NULL),
  nightly         bigint NOT NULL CHECK (nightly BETWEEN 1 AND 100000000000),
  weekend_nightly bigint CHECK (weekend_nightly BETWEEN 1 AND 100000000000),
  CONSTRAINT seasons_no_overlap EXCLUDE USING gist (property_id WITH =, dates WITH &&)
);
COMMENT ON TABLE seasons IS 'amounts in the currency of the property';
COMMENT ON COLUMN seasons.dates IS 'the dates on which its nights start';
COMMENT ON COLUMN seasons.weekend_nightly IS 'of its nights that start on a Friday or a Saturday, when it differs';

-- What single nights cost where it is not the nightly or the weekend's price: as rate_calendars has them, and where that
-- says nothing, as the season does. amounts[i] is the price of the night first_date + i - 1; NULL where the usual price counts.
DROP VIEW night_prices;
CREATE TABLE night_prices (
  property_id uuid PRIMARY KEY REFERENCES properties ON DELETE CASCADE,
  first_date  date NOT NULL,
  amounts     bigint[] NOT NULL CHECK (array_ndims(amounts) = 1 AND array_lower(amounts, 1) = 1)
);
COMMENT ON TABLE night_prices IS 'kept by triggers on rate_calendars and seasons';
INSERT INTO night_prices (property_id, first_date, amounts)
SELECT property_id, first_date, amounts
FROM rate_calendars;

-- Makes the rows of these properties what rate_calendars and seasons say. Whoever changes either has locked the calendar.
CREATE FUNCTION write_night_prices(ids uuid[]) RETURNS void LANGUAGE sql AS $$
  DELETE FROM night_prices n
  WHERE n.property_id = ANY (ids)
    AND NOT EXISTS (SELECT FROM rate_calendars r WHERE r.property_id = n.property_id)
    AND NOT EXISTS (SELECT FROM seasons s WHERE s.property_id = n.property_id);

  INSERT INTO night_prices AS n (property_id, first_date, amounts)
  SELECT span.id, span.first, priced.amounts
  FROM (
    SELECT i.id,
           r.first_date AS own_first,
           r.amounts AS own_amounts,
           least(r.first_date, seasonal.first) AS first,
           greatest(r.first_date + cardinality(r.amounts), seasonal.until) AS until
    FROM unnest(ids) AS i (id)
    LEFT JOIN rate_calendars r ON r.property_id = i.id
    CROSS JOIN LATERAL (
      SELECT min(lower(s.dates)) AS first, max(upper(s.dates)) AS until
      FROM seasons s
      WHERE s.property_id = i.id
    ) seasonal
    WHERE r.property_id IS NOT NULL OR seasonal.first IS NOT NULL
  ) span
  CROSS JOIN LATERAL (
    SELECT array_agg(COALESCE(span.own_amounts[night.date - span.own_first + 1], seasonal.price) ORDER BY night.date) AS amounts
    FROM (SELECT span.first + day AS date FROM generate_series(0, span.until - span.first - 1) AS day) night
    LEFT JOIN (
      SELECT lower(s.dates) + day AS date,
             CASE WHEN extract(isodow FROM lower(s.dates) + day) IN (5, 6)
                  THEN COALESCE(s.weekend_nightly, s.nightly) ELSE s.nightly END AS price
      FROM seasons s
      CROSS JOIN generate_series(0, upper(s.dates) - lower(s.dates) - 1) AS day
      WHERE s.property_id = span.id
    ) seasonal USING (date)
  ) priced
  ON CONFLICT (property_id) DO UPDATE
  SET first_date = EXCLUDED.first_date,
      amounts = EXCLUDED.amounts
  WHERE (n.first_date, n.amounts) IS DISTINCT FROM (EXCLUDED.first_date, EXCLUDED.amounts)
$$;

-- An import writes thousands of rate calendars at once, nearly all of places without seasons: theirs are copied as they are.
CREATE FUNCTION night_prices_of_rate_calendars() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  seasonal uuid[] := ARRAY(SELECT property_id FROM changed c WHERE EXISTS (SELECT FROM seasons s WHERE s.property_id = c.property_id));
BEGIN
  INSERT INTO night_prices (property_id, first_date, amounts)
  SELECT property_id, first_date, amounts
  FROM changed
  WHERE property_id <> ALL (seasonal)
  ON CONFLICT (property_id) DO UPDATE
  SET first_date = EXCLUDED.first_date,
      amounts = EXCLUDED.amounts;
  IF cardinality(seasonal) > 0 THEN
    PERFORM write_night_prices(seasonal);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER rate_calendars_prices_insert AFTER INSERT ON rate_calendars
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION night_prices_of_rate_calendars();
CREATE TRIGGER rate_calendars_prices_update AFTER UPDATE ON rate_calendars
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION night_prices_of_rate_calendars();

-- Of rate calendars that are gone, and of seasons. A property that goes itself takes its prices along.
CREATE FUNCTION night_prices_written_anew() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[] := ARRAY(SELECT DISTINCT c.property_id FROM changed c JOIN properties p ON p.id = c.property_id);
BEGIN
  IF cardinality(ids) > 0 THEN
    PERFORM write_night_prices(ids);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER rate_calendars_prices_delete AFTER DELETE ON rate_calendars
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION night_prices_written_anew();
CREATE TRIGGER seasons_prices_insert AFTER INSERT ON seasons
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION night_prices_written_anew();
CREATE TRIGGER seasons_prices_update AFTER UPDATE ON seasons
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION night_prices_written_anew();
CREATE TRIGGER seasons_prices_delete AFTER DELETE ON seasons
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION night_prices_written_anew();

-- As in 0037, which could not look for NULL in what has two dimensions, and so took no steps at all.
CREATE OR REPLACE FUNCTION are_discount_steps(steps integer[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT steps = '{}'
      OR array_ndims(steps) = 2 AND array_lower(steps, 1) = 1 AND array_length(steps, 1) <= 10
     AND array_lower(steps, 2) = 1 AND array_length(steps, 2) = 2
     AND NOT EXISTS (
       SELECT
       FROM generate_subscripts(steps, 1) AS i
       WHERE steps[i][1] IS NULL OR steps[i][1] NOT BETWEEN 0 AND 1125
          OR steps[i][2] IS NULL OR steps[i][2] NOT BETWEEN 1 AND 9000
          OR i > 1 AND steps[i][1] <= steps[i - 1][1]
     )
$$;

-- The largest discount of the steps whose threshold is at most, or at least, so much; 0 for none.
CREATE FUNCTION largest_step_up_to(steps integer[], reached integer)
RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT COALESCE(max(steps[i][2]), 0) FROM generate_subscripts(steps, 1) AS i WHERE steps[i][1] <= reached
$$;
CREATE FUNCTION largest_step_from(steps integer[], reached integer)
RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT COALESCE(max(steps[i][2]), 0) FROM generate_subscripts(steps, 1) AS i WHERE steps[i][1] >= reached
$$;

-- The discount of the first step, thresholds rising, whose threshold is at least so much; 0 for none.
CREATE FUNCTION first_step_from(steps integer[], reached integer)
RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT COALESCE((SELECT steps[i][2] FROM generate_subscripts(steps, 1) AS i WHERE steps[i][1] >= reached ORDER BY i LIMIT 1), 0)
$$;

-- What discounts take off the nights of a place that has some in steps, one after the other, each of what those before it
-- leave: for the party, for the length, for the days ahead, for the policy (docs/pricing.md).
CREATE FUNCTION discounts_in_steps(
  of_nights numeric, nights integer, guests integer, days_ahead integer, weekly_bp integer, monthly_bp integer, policy_bp integer,
  occupancy_discounts integer[], length_discounts integer[], last_minute_discounts integer[], early_bird_discounts integer[])
RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT of_nights - timely.price + divide_half_up(timely.price * policy_bp, 10000)
  FROM (
    SELECT of_nights - divide_half_up(of_nights * first_step_from(occupancy_discounts, guests), 10000) AS price
    OFFSET 0
  ) partied
  CROSS JOIN LATERAL (
    SELECT partied.price - divide_half_up(partied.price * greatest(
             CASE WHEN nights >= 7 THEN weekly_bp ELSE 0 END,
             CASE WHEN nights >= 28 THEN monthly_bp ELSE 0 END,
             largest_step_up_to(length_discounts, nights)), 10000) AS price
    OFFSET 0
  ) lengthy
  CROSS JOIN LATERAL (
    SELECT lengthy.price - divide_half_up(lengthy.price * greatest(
             largest_step_from(last_minute_discounts, days_ahead),
             largest_step_up_to(early_bird_discounts, days_ahead)), 10000) AS price
    OFFSET 0
  ) timely
$$;

-- The price of a stay of `guests` adults in minor units: of its nights alone, and in total with discounts, fees and taxes.
-- Where cards do not know a currency's last decimal, the total is the next amount that they do. The total is NULL where it
-- is beyond what JSON holds exactly.
-- Its plan: inlined into the statement that asks (one SELECT, STABLE); each OFFSET 0 keeps a step from being computed
-- again wherever it is named. Only a place with discounts in steps pays for them, and only where the days ahead count is
-- its zone asked for.
CREATE OR REPLACE FUNCTION stay_price(s property_search, own_first date, own_amounts bigint[], check_in date, check_out date, guests integer, fee_bp integer, at timestamptz)
RETURNS TABLE (nights numeric, total bigint) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT n.price,
         CASE WHEN chargeable_up(sums.feed + taxes.total, s.currency) <= 9007199254740991
              THEN chargeable_up(sums.feed + taxes.total, s.currency)::bigint END
  FROM (
    SELECT nights_price(s.nightly, s.weekend_nightly, own_first, own_amounts, check_in, check_out) AS price,
           check_out - check_in AS number
    OFFSET 0
  ) n
  CROSS JOIN LATERAL (
    SELECT divide_half_up(n.price * greatest(
             CASE WHEN n.number >= 7 THEN s.weekly_discount_bp ELSE 0 END,
             CASE WHEN n.number >= 28 THEN s.monthly_discount_bp ELSE 0 END), 10000) AS for_length,
           greatest(guests - s.guests_included, 0)::numeric * n.number * s.extra_guest_fee AS extra_guest
    OFFSET 0
  ) parts
  CROSS JOIN LATERAL (
    SELECT CASE
             WHEN s.length_discounts = '{}' AND s.occupancy_discounts = '{}'
              AND s.last_minute_discounts = '{}' AND s.early_bird_discounts = '{}'
             THEN parts.for_length + divide_half_up((n.price - parts.for_length) * s.policy_discount_bp, 10000)
             ELSE discounts_in_steps(
               n.price, n.number, guests,
               CASE WHEN s.last_minute_discounts = '{}' AND s.early_bird_discounts = '{}' THEN 0
                    ELSE check_in - (at AT TIME ZONE s.time_zone)::date END,
               s.weekly_discount_bp, s.monthly_discount_bp, s.policy_discount_bp,
               s.occupancy_discounts, s.length_discounts, s.last_minute_discounts, s.early_bird_discounts)
           END AS total
    OFFSET 0
  ) discount
  CROSS JOIN LATERAL (
    SELECT n.price - discount.total + s.cleaning_fee + parts.extra_guest AS stay,
           divide_half_up((n.price - discount.total + s.cleaning_fee + parts.extra_guest) * fee_bp, 10000) AS fee
    OFFSET 0
  ) stay
  CROSS JOIN LATERAL (SELECT stay.stay + stay.fee AS feed) sums
  CROSS JOIN LATERAL (
    SELECT COALESCE(sum(greatest(least(
             CASE rule.kind
               WHEN 'per_night' THEN taxed.number * rule.amount
               WHEN 'per_person_night' THEN taxed.number * guests * rule.amount::numeric
               ELSE divide_half_up(
                 rule.basis_points * (
                   (CASE WHEN 'night' = ANY (rule.base) THEN n.price ELSE 0 END
                     - CASE WHEN 'discount' = ANY (rule.base) THEN discount.total ELSE 0 END)
                     * CASE WHEN taxed.number = n.number THEN n.price
                            ELSE nights_price(s.nightly, s.weekend_nightly, own_first, own_amounts, taxed.first, taxed.until) END
                     * n.number
                   + (CASE WHEN 'cleaning' = ANY (rule.base) THEN s.cleaning_fee ELSE 0 END
                     + CASE WHEN 'extra_guest' = ANY (rule.base) THEN parts.extra_guest ELSE 0 END
                     + CASE WHEN 'guest_service_fee' = ANY (rule.base) THEN stay.fee ELSE 0 END)
                     * taxed.number * greatest(n.price, 1)),
                 10000 * greatest(n.price, 1) * n.number)
             END,
             rule.max_per_stay,
             rule.max_per_person_night::numeric * guests * taxed.number), 0)), 0) AS total
    FROM tax_rules rule
    CROSS JOIN LATERAL (
      SELECT greatest(check_in + rule.first_night - 1, rule.in_force_from) AS first,
             least(check_out, check_in + rule.last_night, rule.in_force_until) AS until,
             least(check_out, check_in + rule.last_night, rule.in_force_until)
               - greatest(check_in + rule.first_night - 1, rule.in_force_from) AS number
    ) taxed
    WHERE tax_applies(rule, s.country, s.region, s.city, s.currency)
      AND taxed.number > 0
  ) taxes
$$;

-- What was sold beside the nights: a deposit that is authorised and never part of the total, and the total in another
-- currency as the guest has asked for it.
ALTER TABLE quotes
  ADD COLUMN security_deposit bigint NOT NULL DEFAULT 0 CHECK (security_deposit BETWEEN 0 AND 100000000000),
  ADD COLUMN converted jsonb;
COMMENT ON COLUMN quotes.converted IS '{currency, total, securityDeposit, rate, date}: for reading; what is charged is in the currency of the quote';

-- The European Central Bank's reference rates: units of a currency for one euro. A day's rates are read together.
CREATE TABLE exchange_rates (
  date     date NOT NULL,
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  per_euro numeric NOT NULL CHECK (per_euro > 0),
  PRIMARY KEY (date, currency)
);

-- An import tells the planner how large it has become, as of the tables that it is made from.
DO $$
BEGIN
  IF current_setting('server_version_num')::integer >= 170000 THEN
    GRANT MAINTAIN ON night_prices TO roost_app;
  END IF;
END $$;
