-- Taxes are data: which rules a place is under, each a percentage of lines of the price, or an amount a night, or an
-- amount a person and night.

CREATE TABLE tax_rules (
  id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name                 text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  authority            text NOT NULL CHECK (length(authority) BETWEEN 1 AND 200),
  country              char(2) NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  region               text,
  city                 text,
  kind                 text NOT NULL CHECK (kind IN ('percent', 'per_night', 'per_person_night')),
  basis_points         integer CHECK (basis_points BETWEEN 0 AND 10000),
  base                 text[] CHECK (base <@ ARRAY['night', 'discount', 'cleaning', 'extra_guest', 'pet', 'guest_service_fee']),
  amount               bigint CHECK (amount BETWEEN 0 AND 100000000000),
  currency             char(3) CHECK (currency ~ '^[A-Z]{3}$'),
  in_force_from        date,
  in_force_until       date,
  first_night          integer NOT NULL DEFAULT 1 CHECK (first_night >= 1),
  last_night           integer CHECK (last_night >= first_night),
  exempt_under_age     integer CHECK (exempt_under_age BETWEEN 1 AND 150),
  max_per_stay         bigint CHECK (max_per_stay >= 0),
  max_per_person_night bigint CHECK (max_per_person_night BETWEEN 0 AND 100000000000),
  CONSTRAINT tax_rules_kind CHECK (
    (kind = 'percent') = (basis_points IS NOT NULL AND base IS NOT NULL)
    AND (kind <> 'percent') = (amount IS NOT NULL)
    AND (kind = 'percent' OR (basis_points IS NULL AND base IS NULL))),
  -- An amount is in a currency; a percentage without a cap is in that of the price.
  CONSTRAINT tax_rules_currency CHECK (
    currency IS NOT NULL OR (amount IS NULL AND max_per_stay IS NULL AND max_per_person_night IS NULL)),
  CONSTRAINT tax_rules_in_force CHECK (in_force_from < in_force_until)
);
CREATE INDEX tax_rules_country ON tax_rules (country);
COMMENT ON COLUMN tax_rules.region IS 'NULL: the whole country';
COMMENT ON COLUMN tax_rules.city IS 'NULL: the whole region';
COMMENT ON COLUMN tax_rules.in_force_from IS 'the first night that is taxed';
COMMENT ON COLUMN tax_rules.in_force_until IS 'the first night that is no longer taxed';
COMMENT ON COLUMN tax_rules.first_night IS 'the first night of a stay that counts, from 1';
COMMENT ON COLUMN tax_rules.last_night IS 'the last night of a stay that counts; NULL: all';

-- Whether a rule is for places there, priced in that currency. Its dates of force are looked at by night.
CREATE FUNCTION tax_applies(rule tax_rules, country char(2), region text, city text, currency char(3))
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT rule.country = tax_applies.country
     AND (rule.region IS NULL OR lower(rule.region) = lower(tax_applies.region))
     AND (rule.city IS NULL OR lower(rule.city) = lower(tax_applies.city))
     AND (rule.currency IS NULL OR rule.currency = tax_applies.currency)
$$;
