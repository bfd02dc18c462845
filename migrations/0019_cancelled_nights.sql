-- Nights of a booking that its host has cancelled are blocked for good: a kind of claim of their own.

ALTER TABLE claims
  DROP CONSTRAINT claims_kind_check,
  ADD CONSTRAINT claims_kind_check CHECK (kind IN ('booking', 'block', 'cancelled', 'imported'));

-- Those from before are known by the note that they were made with, and by their booking's nights.
UPDATE claims c
SET kind = 'cancelled'
FROM bookings b
WHERE c.kind = 'block'
  AND b.property_id = c.property_id
  AND b.status = 'cancelled_by_host'
  AND c.note = 'Cancelled booking ' || b.code
  AND c.stay = daterange(b.check_in, b.check_out);

-- A host's list of blocks, in order of their dates.
DROP INDEX claims_blocks;
CREATE INDEX claims_blocks ON claims (property_id, lower(stay), id) WHERE kind IN ('block', 'cancelled');
