-- What taxes of real places need beyond percentages and amounts (docs/taxes.md): a code that stays the same over the years,
-- percentages with three decimals, and above 100 of other taxes; bands by the price of a night, long stays that pay nothing,
-- an amount for each bedroom.

ALTER TABLE tax_rules
  ALTER COLUMN basis_points TYPE numeric(8, 3),
  DROP CONSTRAINT tax_rules_basis_points_check,
  ADD CONSTRAINT tax_rules_basis_points_check CHECK (basis_points BETWEEN 0 AND 50000),
  ADD COLUMN code               text CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(code) <= 100),
  ADD COLUMN exempt_from_nights integer CHECK (exempt_from_nights BETWEEN 2 AND 1125),
  ADD COLUMN price_per          text CHECK (price_per IN ('night', 'person_night')),
  ADD COLUMN price_from         bigint CHECK (price_from BETWEEN 1 AND 100000000000),
  ADD COLUMN price_below        bigint CHECK (price_below BETWEEN 1 AND 100000000000),
  ADD COLUMN on_taxes           text[] CHECK (cardinality(on_taxes) BETWEEN 1 AND 10 AND array_position(on_taxes, NULL) IS NULL),
  DROP CONSTRAINT tax_rules_kind_check,
  ADD CONSTRAINT tax_rules_kind_check CHECK (kind IN ('percent', 'per_night', 'per_person_night', 'per_bedroom_night')),
  DROP CONSTRAINT tax_rules_currency,
  ADD CONSTRAINT tax_rules_currency CHECK (
    currency IS NOT NULL
    OR (amount IS NULL AND max_per_stay IS NULL AND max_per_person_night IS NULL AND price_per IS NULL)),
  ADD CONSTRAINT tax_rules_band CHECK (
    (price_per IS NOT NULL) = (price_from IS NOT NULL OR price_below IS NOT NULL) AND price_from < price_below),
  ADD CONSTRAINT tax_rules_on_taxes CHECK (on_taxes IS NULL OR kind = 'percent'),
  -- New rates end the old ones.
  ADD CONSTRAINT tax_rules_one_version EXCLUDE USING gist (code WITH =, daterange(in_force_from, in_force_until) WITH &&);
COMMENT ON COLUMN tax_rules.code IS 'what the rule is called in files and by taxes on it; its versions share it; NULL: written by hand';
COMMENT ON COLUMN tax_rules.exempt_from_nights IS 'a stay of so many nights or more pays nothing; NULL: all pay';
COMMENT ON COLUMN tax_rules.price_per IS 'of what price_from and price_below are prices; NULL: every night counts';
COMMENT ON COLUMN tax_rules.price_from IS 'only nights of this price or more count';
COMMENT ON COLUMN tax_rules.price_below IS 'only nights of less than this price count';
COMMENT ON COLUMN tax_rules.on_taxes IS 'codes of taxes that are in the base as well; of those only that are on no taxes themselves';

-- What a rule takes, in minor units: of `counted` nights that cost `counted_price`, out of `number` that cost `price`.
-- Inlined where it is asked for.
CREATE FUNCTION tax_of(
  rule tax_rules, guests integer, bedrooms integer, counted integer, counted_price numeric, number integer, price numeric,
  discount numeric, cleaning bigint, extra_guest numeric, fee numeric, taxes numeric)
RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT greatest(least(
    CASE rule.kind
      WHEN 'per_night' THEN counted * rule.amount
      WHEN 'per_person_night' THEN counted * guests * rule.amount::numeric
      WHEN 'per_bedroom_night' THEN counted * bedrooms * rule.amount::numeric
      ELSE divide_half_up(
        rule.basis_points * (
          (CASE WHEN 'night' = ANY (rule.base) THEN price ELSE 0 END
            - CASE WHEN 'discount' = ANY (rule.base) THEN discount ELSE 0 END)
            * counted_price
            * number
          + (CASE WHEN 'cleaning' = ANY (rule.base) THEN cleaning ELSE 0 END
            + CASE WHEN 'extra_guest' = ANY (rule.base) THEN extra_guest ELSE 0 END
            + CASE WHEN 'guest_service_fee' = ANY (rule.base) THEN fee ELSE 0 END)
            * counted * greatest(price, 1)
          + taxes * greatest(price, 1) * number),
        10000 * greatest(price, 1) * number)
    END,
    rule.max_per_stay,
    rule.max_per_person_night::numeric * guests * counted), 0)
$$;

-- What a rule takes that looks at the price of each night, at other taxes or at bedrooms; NULL where no night counts. The
-- price of a night is less its share of the discounts, and with the fee for extra guests.
CREATE FUNCTION particular_tax(
  rule tax_rules, s property_search, own_first date, own_amounts bigint[], check_in date, check_out date, guests integer,
  price numeric, discount numeric, extra_guest numeric, fee numeric)
RETURNS numeric LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT tax_of(rule, guests, place.bedrooms, counted.nights, counted.price, check_out - check_in, particular_tax.price, discount,
                s.cleaning_fee, extra_guest, fee, others.taxes)
  FROM (
    SELECT count(*)::integer AS nights, COALESCE(sum(night.price), 0) AS price
    FROM (
      SELECT nights_price(s.nightly, s.weekend_nightly, own_first, own_amounts, check_in + day, check_in + day + 1) AS price,
             CASE rule.price_per WHEN 'person_night' THEN guests ELSE 1 END::numeric AS heads
      FROM generate_series(
        greatest(rule.first_night - 1, rule.in_force_from - check_in),
        least(check_out - check_in, rule.last_night, rule.in_force_until - check_in) - 1) AS day
    ) night
    CROSS JOIN LATERAL (
      SELECT night.price * (particular_tax.price - discount) * (check_out - check_in)
               + extra_guest * greatest(particular_tax.price, 1) AS price,
             night.heads * greatest(particular_tax.price, 1) * (check_out - check_in) AS parts
    ) compared
    WHERE compared.price >= COALESCE(rule.price_from, 0) * compared.parts
      AND (rule.price_below IS NULL OR compared.price < rule.price_below * compared.parts)
  ) counted
  CROSS JOIN LATERAL (
    SELECT COALESCE(sum(particular_tax(other, s, own_first, own_amounts, check_in, check_out, guests,
                                       particular_tax.price, discount, extra_guest, fee)), 0) AS taxes
    FROM tax_rules other
    WHERE other.code = ANY (rule.on_taxes)
      AND other.on_taxes IS NULL
      AND tax_applies(other, s.country, s.region, s.city, s.currency)
      AND check_out - check_in < COALESCE(other.exempt_from_nights, 2147483647)
  ) others
  CROSS JOIN LATERAL (
    SELECT CASE WHEN rule.kind = 'per_bedroom_night'
                THEN (SELECT greatest(p.bedrooms, 1) FROM properties p WHERE p.id = s.property_id) END AS bedrooms
  ) place
  WHERE counted.nights > 0
$$;

-- The most that taxes can add to a stay, in whichever country: a share of what it costs before taxes, with no discount
-- taken off, and an amount in minor units. No place has more than 100 bedrooms.
CREATE OR REPLACE FUNCTION most_taxes(nights integer, guests integer, OUT rate double precision, OUT amount double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH rules AS (
    SELECT r.country, r.code, r.on_taxes,
           COALESCE(r.basis_points, 0)::float8 / 10000 AS rate,
           COALESCE(r.amount, 0)::float8 * nights
             * CASE r.kind WHEN 'per_person_night' THEN guests WHEN 'per_bedroom_night' THEN 100 ELSE 1 END AS amount
    FROM tax_rules r
  )
  SELECT COALESCE(max(countries.rate), 0), COALESCE(max(countries.amount), 0)
  FROM (
    SELECT sum(rule.rate * (1 + COALESCE(others.rate, 0))) AS rate,
           sum(rule.amount + rule.rate * COALESCE(others.amount, 0) + 1) AS amount
    FROM rules rule
    LEFT JOIN LATERAL (
      SELECT sum(other.rate) AS rate, sum(other.amount + 1) AS amount
      FROM rules other
      WHERE other.country = rule.country
        AND other.code = ANY (rule.on_taxes)
    ) others ON rule.on_taxes IS NOT NULL
    GROUP BY rule.country
  ) countries
$$;

-- The price of a stay of `guests` adults in minor units: of its nights alone, and in total with discounts, fees and taxes.
-- Where cards do not know a currency's last decimal, the total is the next amount that they do. The total is NULL where it
-- is beyond what JSON holds exactly.
-- Its plan: inlined into the statement that asks (one SELECT, STABLE); each OFFSET 0 keeps a step from being computed
-- again wherever it is named. Only a place with discounts in steps pays for them, only where the days ahead count is its
-- zone asked for, and only rules that look at single nights, other taxes or bedrooms are looked at by a function of their own.
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
    SELECT COALESCE(sum(
             CASE
               WHEN rule.price_per IS NULL AND rule.on_taxes IS NULL AND rule.kind <> 'per_bedroom_night'
               THEN tax_of(
                 rule, guests, NULL, taxed.number,
                 CASE WHEN taxed.number = n.number THEN n.price
                      ELSE nights_price(s.nightly, s.weekend_nightly, own_first, own_amounts, taxed.first, taxed.until) END,
                 n.number, n.price, discount.total, s.cleaning_fee, parts.extra_guest, stay.fee, 0)
               ELSE particular_tax(
                 rule, s, own_first, own_amounts, check_in, check_out, guests, n.price, discount.total, parts.extra_guest, stay.fee)
             END), 0) AS total
    FROM tax_rules rule
    CROSS JOIN LATERAL (
      SELECT greatest(check_in + rule.first_night - 1, rule.in_force_from) AS first,
             least(check_out, check_in + rule.last_night, rule.in_force_until) AS until,
             least(check_out, check_in + rule.last_night, rule.in_force_until)
               - greatest(check_in + rule.first_night - 1, rule.in_force_from) AS number
    ) taxed
    WHERE tax_applies(rule, s.country, s.region, s.city, s.currency)
      AND taxed.number > 0
      AND n.number < COALESCE(rule.exempt_from_nights, 2147483647)
  ) taxes
$$;
