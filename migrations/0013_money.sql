-- What is sold is kept whole with its quote; refunds may fail after they have succeeded; sweeps set failures aside.

-- A quote's terms: when the stay begins and ends, and on what terms it can be cancelled. The booking copies them.
ALTER TABLE quotes
  ADD COLUMN cancellation_policy text,
  ADD COLUMN cancellation_terms jsonb,
  ADD COLUMN check_in_at timestamptz,
  ADD COLUMN check_out_at timestamptz,
  ADD COLUMN time_zone text;
COMMENT ON COLUMN quotes.cancellation_policy IS 'as the property called it when the quote was made';
COMMENT ON COLUMN quotes.cancellation_terms IS 'what it says for a stay of this length: {code, grace, steps}';

-- Quotes from before: what their booking took then, or what it would take now.
ALTER TABLE quotes DISABLE TRIGGER quotes_immutable;
WITH sold AS (
  SELECT q.id,
         COALESCE(b.cancellation_policy, p.cancellation_policy) AS policy,
         COALESCE(b.check_in_at, instant_at(q.check_in, p.check_in_from, p.time_zone)) AS check_in_at,
         COALESCE(b.check_out_at, instant_at(q.check_out, p.check_out_by, p.time_zone)) AS check_out_at,
         COALESCE(b.time_zone, p.time_zone) AS time_zone
  FROM quotes q
  JOIN properties p ON p.id = q.property_id
  LEFT JOIN bookings b ON b.quote_id = q.id
), grace (terms) AS (
  VALUES (jsonb '{"hoursAfterConfirmation": 24, "minDaysBeforeCheckIn": 7}')
), terms (policy, grace, steps) AS (
  SELECT policy, CASE WHEN policy = 'non_refundable' THEN jsonb 'null' ELSE grace.terms END, steps::jsonb
  FROM grace, (VALUES
    ('flexible', '[{"untilBeforeCheckIn": {"hours": 24}, "refundPercent": 100, "extraNights": 0}, {"refundPercent": 100, "extraNights": 1}]'),
    ('moderate', '[{"untilBeforeCheckIn": {"days": 5}, "refundPercent": 100, "extraNights": 0}, {"refundPercent": 50, "extraNights": 1}]'),
    ('limited', '[{"untilBeforeCheckIn": {"days": 14}, "refundPercent": 100, "extraNights": 0}, {"untilBeforeCheckIn": {"days": 7}, "refundPercent": 50, "extraNights": 0}, {"refundPercent": 0, "extraNights": 0}]'),
    ('firm', '[{"untilBeforeCheckIn": {"days": 30}, "refundPercent": 100, "extraNights": 0}, {"untilBeforeCheckIn": {"days": 7}, "refundPercent": 50, "extraNights": 0}, {"refundPercent": 0, "extraNights": 0}]'),
    ('strict', '[{"untilBeforeCheckIn": {"days": 7}, "refundPercent": 50, "extraNights": 0}, {"refundPercent": 0, "extraNights": 0}]'),
    ('non_refundable', '[{"refundPercent": 0, "extraNights": 0}]'),
    ('long_stay', '[{"untilBeforeCheckIn": {"days": 30}, "refundPercent": 100, "extraNights": 0}, {"refundPercent": 100, "extraNights": 30}]')
  ) AS known (policy, steps)
)
UPDATE quotes q
SET cancellation_policy = sold.policy,
    cancellation_terms = jsonb_build_object('code', terms.policy, 'grace', terms.grace, 'steps', terms.steps),
    check_in_at = sold.check_in_at,
    check_out_at = sold.check_out_at,
    time_zone = sold.time_zone
FROM sold
JOIN terms ON terms.policy = CASE WHEN sold.policy <> 'non_refundable'
                                   AND (SELECT check_out - check_in >= 28 FROM quotes WHERE id = sold.id)
                                  THEN 'long_stay' ELSE sold.policy END
WHERE q.id = sold.id;
ALTER TABLE quotes ENABLE TRIGGER quotes_immutable;

ALTER TABLE quotes
  ALTER COLUMN cancellation_policy SET NOT NULL,
  ALTER COLUMN cancellation_terms SET NOT NULL,
  ALTER COLUMN check_in_at SET NOT NULL,
  ALTER COLUMN check_out_at SET NOT NULL,
  ALTER COLUMN time_zone SET NOT NULL,
  ADD CONSTRAINT quotes_cancellation_policy_check CHECK (cancellation_policy IN
    ('flexible', 'moderate', 'limited', 'firm', 'strict', 'non_refundable'));

-- A deadline that could not be kept steps aside, so that the others' turn comes.
ALTER TABLE bookings
  ADD COLUMN attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN retry_at timestamptz;
COMMENT ON COLUMN bookings.attempts IS 'tries to keep its present deadline that failed';
COMMENT ON COLUMN bookings.retry_at IS 'when its present deadline is looked at again; NULL: when it has come';

-- While a hold that has expired is withdrawn, its guest may be paying: such money is told of, and not let go at once.
ALTER TABLE payments
  DROP CONSTRAINT payments_wanted_check,
  ADD CONSTRAINT payments_wanted_check CHECK (wanted IN ('payment', 'capture', 'withdraw', 'cancel'));

-- A refund that failed: what was to go back is owed to the guest.
ALTER TABLE journals
  DROP CONSTRAINT journals_kind_check,
  ADD CONSTRAINT journals_kind_check CHECK (kind IN ('capture', 'refund', 'refund_failure'));
ALTER TABLE entries
  DROP CONSTRAINT entries_account_check,
  ADD CONSTRAINT entries_account_check
    CHECK (account IN ('stripe_clearing', 'host_payable', 'platform_fee', 'tax_payable', 'guest_payable'));

-- The least amount, not below, whose last decimal cards know (whyUnchargeable of libs/money).
CREATE FUNCTION chargeable_up(amount numeric, currency char(3))
RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN currency IN ('BHD', 'JOD', 'KWD', 'OMR', 'TND') THEN ceil(amount / 10) * 10 ELSE amount END
$$;
