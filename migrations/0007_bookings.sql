-- Quotes, bookings, and what a booking has to do with its claim.

CREATE TABLE quotes (
  id          uuid PRIMARY KEY,
  property_id uuid NOT NULL REFERENCES properties,
  guest_id    uuid NOT NULL REFERENCES users,
  check_in    date NOT NULL,
  check_out   date NOT NULL,
  adults      integer NOT NULL CHECK (adults BETWEEN 1 AND 100),
  children    integer NOT NULL CHECK (children BETWEEN 0 AND 100),
  infants     integer NOT NULL CHECK (infants BETWEEN 0 AND 100),
  pets        integer NOT NULL CHECK (pets BETWEEN 0 AND 100),
  currency    char(3) NOT NULL,
  lines       jsonb NOT NULL,
  host_lines  jsonb NOT NULL,
  total       bigint NOT NULL CHECK (total >= 0),
  host_total  bigint NOT NULL,
  expires_at  timestamptz NOT NULL,
  created_at  timestamptz NOT NULL,
  CONSTRAINT quotes_stay CHECK (check_in < check_out)
);
CREATE INDEX quotes_property_id ON quotes (property_id);
CREATE INDEX quotes_guest_id ON quotes (guest_id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER quotes_immutable BEFORE UPDATE ON quotes FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE bookings (
  id                  uuid PRIMARY KEY,
  code                text NOT NULL CONSTRAINT bookings_code UNIQUE,
  property_id         uuid NOT NULL REFERENCES properties,
  guest_id            uuid NOT NULL REFERENCES users,
  host_id             uuid NOT NULL REFERENCES users,
  quote_id            uuid NOT NULL CONSTRAINT bookings_quote UNIQUE REFERENCES quotes,
  status              text NOT NULL CHECK (status IN ('pending_payment', 'requested', 'confirmed', 'in_stay', 'completed',
    'expired', 'declined', 'cancelled_by_guest', 'cancelled_by_host', 'no_show')),
  booking_mode        text NOT NULL CHECK (booking_mode IN ('instant', 'request')),
  check_in            date NOT NULL,
  check_out           date NOT NULL,
  check_in_at         timestamptz NOT NULL,
  check_out_at        timestamptz NOT NULL,
  time_zone           text NOT NULL,
  adults              integer NOT NULL,
  children            integer NOT NULL,
  infants             integer NOT NULL,
  pets                integer NOT NULL,
  currency            char(3) NOT NULL,
  total               bigint NOT NULL CHECK (total >= 0),
  host_total          bigint NOT NULL,
  cancellation_policy text NOT NULL,
  message             text NOT NULL DEFAULT '' CHECK (length(message) <= 2000),
  expires_at          timestamptz,
  accepted_at         timestamptz,
  confirmed_at        timestamptz,
  ended_at            timestamptz,
  version             integer NOT NULL DEFAULT 1,
  created_at          timestamptz NOT NULL,
  updated_at          timestamptz NOT NULL,
  CONSTRAINT bookings_stay CHECK (check_in < check_out),
  CONSTRAINT bookings_not_own CHECK (guest_id <> host_id),
  CONSTRAINT bookings_waiting_expires CHECK (status NOT IN ('pending_payment', 'requested') OR expires_at IS NOT NULL)
);
CREATE INDEX bookings_property_id ON bookings (property_id);
CREATE INDEX bookings_guest ON bookings (guest_id, id DESC);
CREATE INDEX bookings_host ON bookings (host_id, id DESC);
CREATE INDEX bookings_due_expiry ON bookings (expires_at)
  WHERE status IN ('pending_payment', 'requested') AND accepted_at IS NULL;
COMMENT ON COLUMN bookings.accepted_at IS 'when the host said yes to a request; it is confirmed once the money has been captured';
COMMENT ON COLUMN bookings.ended_at IS 'when it expired, was declined or cancelled, or completed';
CREATE INDEX bookings_due_check_in ON bookings (check_in_at) WHERE status = 'confirmed';
CREATE INDEX bookings_due_check_out ON bookings (check_out_at) WHERE status = 'in_stay';

ALTER TABLE claims ADD CONSTRAINT claims_booking FOREIGN KEY (booking_id) REFERENCES bookings DEFERRABLE INITIALLY DEFERRED;

-- I2: at commit, a booking that holds nights has exactly one claim with exactly its stay; one that has ended has none.
CREATE FUNCTION check_booking_claim() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  checked uuid := CASE WHEN TG_TABLE_NAME = 'bookings' THEN (to_jsonb(NEW) ->> 'id')::uuid
                       WHEN TG_OP = 'DELETE' THEN (to_jsonb(OLD) ->> 'booking_id')::uuid
                       ELSE (to_jsonb(NEW) ->> 'booking_id')::uuid END;
BEGIN
  IF EXISTS (
    SELECT FROM bookings b
    LEFT JOIN claims c ON c.booking_id = b.id
    WHERE b.id = checked
      AND CASE WHEN b.status IN ('pending_payment', 'requested', 'confirmed', 'in_stay', 'completed', 'no_show')
               THEN c.id IS NULL OR c.property_id <> b.property_id OR c.stay <> daterange(b.check_in, b.check_out)
               ELSE c.id IS NOT NULL END
  ) THEN
    RAISE EXCEPTION 'booking % and its claim disagree', checked
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bookings_claim_agrees';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER bookings_claim_agrees AFTER INSERT OR UPDATE OF status, check_in, check_out, property_id ON bookings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_booking_claim();
CREATE CONSTRAINT TRIGGER claims_booking_agrees AFTER INSERT OR UPDATE ON claims
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.booking_id IS NOT NULL) EXECUTE FUNCTION check_booking_claim();
CREATE CONSTRAINT TRIGGER claims_booking_agrees_on_delete AFTER DELETE ON claims
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.booking_id IS NOT NULL) EXECUTE FUNCTION check_booking_claim();
