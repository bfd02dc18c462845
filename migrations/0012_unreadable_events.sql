-- An event that Stripe has signed and jsonb cannot hold (nested too deeply, a NUL in a text) is kept as it came, and parked.
ALTER TABLE stripe_events
  ALTER COLUMN payload DROP NOT NULL,
  ADD COLUMN unreadable text,
  ADD CONSTRAINT stripe_events_one_body CHECK (num_nonnulls(payload, unreadable) = 1),
  ADD CONSTRAINT stripe_events_unreadable_are_parked CHECK (unreadable IS NULL OR retry_at IS NULL);
COMMENT ON COLUMN stripe_events.unreadable IS 'the body of an event that payload cannot hold, for people to look at';
