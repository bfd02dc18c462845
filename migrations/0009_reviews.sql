-- What guests say of stays. The composite key into bookings makes "a review belongs to a stay of its author" (I9) a
-- foreign key; that the stay was completed is checked by the trigger.

ALTER TABLE bookings ADD CONSTRAINT bookings_author UNIQUE (id, guest_id, property_id);

CREATE TABLE reviews (
  id            uuid PRIMARY KEY,
  property_id   uuid NOT NULL REFERENCES properties,
  booking_id    uuid,
  author_id     uuid REFERENCES users,
  author_name   text NOT NULL,
  rating        integer CHECK (rating BETWEEN 1 AND 5),
  comment       text NOT NULL CHECK (length(comment) <= 10000),
  external_ref  text UNIQUE,
  created_at    timestamptz NOT NULL,
  CONSTRAINT reviews_once UNIQUE (booking_id),
  CONSTRAINT reviews_of_own_stay FOREIGN KEY (booking_id, author_id, property_id) REFERENCES bookings (id, guest_id, property_id),
  -- Either of a stay here, with a rating, or brought along by an import.
  CONSTRAINT reviews_source CHECK (
    (booking_id IS NOT NULL AND author_id IS NOT NULL AND rating IS NOT NULL AND external_ref IS NULL)
    OR (booking_id IS NULL AND external_ref IS NOT NULL))
);
CREATE INDEX reviews_property ON reviews (property_id, created_at DESC, id DESC);
CREATE INDEX reviews_author_id ON reviews (author_id);

CREATE FUNCTION check_review_stay_completed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.booking_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM bookings WHERE id = NEW.booking_id AND status = 'completed') THEN
    RAISE EXCEPTION 'the stay of booking % is not completed', NEW.booking_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reviews_stay_completed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reviews_stay_completed BEFORE INSERT ON reviews
  FOR EACH ROW EXECUTE FUNCTION check_review_stay_completed();
