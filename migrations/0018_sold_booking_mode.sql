-- Whether paying is enough, or the host is asked, is sold with the quote like its other terms.

ALTER TABLE quotes ADD COLUMN booking_mode text;
COMMENT ON COLUMN quotes.booking_mode IS 'as the property had it when the quote was made';

-- Quotes from before: what their booking took then, or what it would take now.
ALTER TABLE quotes DISABLE TRIGGER quotes_immutable;
UPDATE quotes q
SET booking_mode = COALESCE(b.booking_mode, p.booking_mode)
FROM properties p, quotes sold
LEFT JOIN bookings b ON b.quote_id = sold.id
WHERE p.id = q.property_id
  AND sold.id = q.id;
ALTER TABLE quotes ENABLE TRIGGER quotes_immutable;

ALTER TABLE quotes
  ALTER COLUMN booking_mode SET NOT NULL,
  ADD CONSTRAINT quotes_booking_mode CHECK (booking_mode IN ('instant', 'request'));
