-- Refunds that Stripe will not make, and tries that failed because something outside was away.

-- Money that neither the guest nor the others have while the guest's bank decides a dispute.
ALTER TABLE entries
  DROP CONSTRAINT entries_account_check,
  ADD CONSTRAINT entries_account_check
    CHECK (account IN ('stripe_clearing', 'host_payable', 'platform_fee', 'tax_payable', 'guest_payable', 'disputed'));

-- A refund that failed waits for a person, who sees to it that the guest is not left without.
ALTER TABLE refunds ADD COLUMN seen_to boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN refunds.seen_to IS 'whether somebody has seen to it that it failed';
CREATE INDEX refunds_failed ON refunds (updated_at) WHERE status = 'failed' AND NOT seen_to;

-- Tries while the database or Stripe was away are counted apart: they make pauses grow, and use up none of JOB_TRIES.
ALTER TABLE event_deliveries ADD COLUMN outages integer NOT NULL DEFAULT 0;
ALTER TABLE stripe_events ADD COLUMN outages integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN event_deliveries.outages IS 'tries that failed because something else was away';
COMMENT ON COLUMN stripe_events.outages IS 'tries that failed because something else was away';
