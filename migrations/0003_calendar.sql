-- Which nights are taken, by what. Two lines of defence for "no night is sold twice" (I1): whoever changes a
-- property's nights first locks its calendars row, and the exclusion constraint refuses what got past that.

CREATE TABLE calendars (
  property_id uuid PRIMARY KEY REFERENCES properties ON DELETE CASCADE
);

CREATE TABLE claims (
  id           uuid PRIMARY KEY,
  property_id  uuid NOT NULL REFERENCES calendars,
  stay         daterange NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('booking', 'block', 'imported')),
  booking_id   uuid UNIQUE,
  note         text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
  created_at   timestamptz NOT NULL,
  CONSTRAINT claims_stay_is_bounded CHECK (NOT isempty(stay) AND lower(stay) IS NOT NULL AND upper(stay) IS NOT NULL),
  CONSTRAINT claims_kind_booking CHECK ((kind = 'booking') = (booking_id IS NOT NULL)),
  CONSTRAINT claims_no_overlap EXCLUDE USING gist (property_id WITH =, stay WITH &&)
);

-- A host's list of blocks, in order of their dates.
CREATE INDEX claims_blocks ON claims (property_id, lower(stay), id) WHERE kind = 'block';

CREATE FUNCTION open_calendar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO calendars (property_id) SELECT id FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER properties_open_calendar AFTER INSERT ON properties
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION open_calendar();
