-- What a place is. Prices and rules are columns: they are read with it, and changed with it.

CREATE TABLE properties (
  id                   uuid PRIMARY KEY,
  host_id              uuid NOT NULL REFERENCES users,
  status               text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'paused', 'archived')),
  title                text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description          text NOT NULL DEFAULT '' CHECK (length(description) <= 20000),
  type                 text NOT NULL CHECK (type IN ('apartment', 'house', 'guesthouse', 'hotel', 'cabin', 'boat', 'other')),
  room_type            text NOT NULL CHECK (room_type IN ('entire_place', 'private_room', 'shared_room', 'hotel_room')),
  address_line1        text NOT NULL DEFAULT '',
  city                 text NOT NULL,
  region               text NOT NULL DEFAULT '',
  postal_code          text NOT NULL DEFAULT '',
  country              char(2) NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  latitude             double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude            double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  time_zone            text NOT NULL,
  guests               integer NOT NULL CHECK (guests BETWEEN 1 AND 100),
  bedrooms             integer NOT NULL CHECK (bedrooms BETWEEN 0 AND 100),
  beds                 integer NOT NULL CHECK (beds BETWEEN 0 AND 200),
  bathrooms            numeric(4, 1) NOT NULL CHECK (bathrooms BETWEEN 0 AND 100),
  amenities            text[] NOT NULL DEFAULT '{}',
  currency             char(3) CHECK (currency ~ '^[A-Z]{3}$'),
  nightly              bigint CHECK (nightly BETWEEN 1 AND 100000000000),
  weekend_nightly      bigint CHECK (weekend_nightly BETWEEN 1 AND 100000000000),
  cleaning_fee         bigint NOT NULL DEFAULT 0 CHECK (cleaning_fee BETWEEN 0 AND 100000000000),
  extra_guest_fee      bigint NOT NULL DEFAULT 0 CHECK (extra_guest_fee BETWEEN 0 AND 100000000000),
  guests_included      integer NOT NULL DEFAULT 1 CHECK (guests_included BETWEEN 1 AND 100),
  pet_fee              bigint NOT NULL DEFAULT 0 CHECK (pet_fee BETWEEN 0 AND 100000000000),
  weekly_discount_bp   integer NOT NULL DEFAULT 0 CHECK (weekly_discount_bp BETWEEN 0 AND 9000),
  monthly_discount_bp  integer NOT NULL DEFAULT 0 CHECK (monthly_discount_bp BETWEEN 0 AND 9000),
  booking_mode         text NOT NULL DEFAULT 'instant' CHECK (booking_mode IN ('instant', 'request')),
  min_nights           integer NOT NULL DEFAULT 1 CHECK (min_nights BETWEEN 1 AND 1125),
  max_nights           integer NOT NULL DEFAULT 365 CHECK (max_nights BETWEEN 1 AND 1125),
  check_in_from        text NOT NULL DEFAULT '15:00' CHECK (check_in_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  check_out_by         text NOT NULL DEFAULT '11:00' CHECK (check_out_by ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  cancellation_policy  text NOT NULL DEFAULT 'moderate'
    CHECK (cancellation_policy IN ('flexible', 'moderate', 'limited', 'firm', 'strict', 'non_refundable')),
  preparation_nights   integer NOT NULL DEFAULT 0 CHECK (preparation_nights BETWEEN 0 AND 7),
  advance_notice_hours integer NOT NULL DEFAULT 0 CHECK (advance_notice_hours BETWEEN 0 AND 720),
  booking_window_days  integer NOT NULL DEFAULT 730 CHECK (booking_window_days BETWEEN 1 AND 1095),
  rating_sum           integer NOT NULL DEFAULT 0,
  rating_count         integer NOT NULL DEFAULT 0,
  imported_rating      numeric(3, 2),
  imported_ratings     integer NOT NULL DEFAULT 0,
  external_ref         text UNIQUE,
  version              integer NOT NULL DEFAULT 1,
  created_at           timestamptz NOT NULL,
  updated_at           timestamptz NOT NULL,
  published_at         timestamptz,
  CONSTRAINT properties_nights CHECK (min_nights <= max_nights),
  CONSTRAINT properties_price_has_currency CHECK ((nightly IS NULL) = (currency IS NULL)),
  CONSTRAINT properties_published_is_priced CHECK (status <> 'published' OR nightly IS NOT NULL)
);
CREATE INDEX properties_host_id ON properties (host_id, id DESC);

-- Per-date prices, where they differ from the base price: amounts[i] is the price of the night first_date + i - 1,
-- NULL where the base price counts. One row a property keeps an import and a quote at one read and one write.
CREATE TABLE rate_calendars (
  property_id uuid PRIMARY KEY REFERENCES properties ON DELETE CASCADE,
  first_date  date NOT NULL,
  amounts     bigint[] NOT NULL CHECK (array_ndims(amounts) = 1 AND array_lower(amounts, 1) = 1 AND cardinality(amounts) <= 1125)
);
