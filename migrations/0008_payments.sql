-- What was asked of Stripe, what came of it, and the books.

CREATE TABLE payments (
  id                       uuid PRIMARY KEY,
  booking_id               uuid NOT NULL REFERENCES bookings,
  purpose                  text NOT NULL DEFAULT 'booking' CHECK (purpose IN ('booking')),
  status                   text NOT NULL CHECK (status IN ('intended', 'requires_payment', 'authorised', 'captured', 'cancelled')),
  wanted                   text NOT NULL DEFAULT 'payment' CHECK (wanted IN ('payment', 'capture', 'cancel')),
  capture_method           text NOT NULL CHECK (capture_method IN ('automatic', 'manual')),
  amount                   bigint NOT NULL CHECK (amount > 0),
  currency                 char(3) NOT NULL,
  host_share               bigint NOT NULL CHECK (host_share >= 0),
  platform_share           bigint NOT NULL CHECK (platform_share >= 0),
  tax_share                bigint NOT NULL CHECK (tax_share >= 0),
  captured_amount          bigint NOT NULL DEFAULT 0 CHECK (captured_amount BETWEEN 0 AND amount),
  refunded_amount          bigint NOT NULL DEFAULT 0,
  stripe_payment_intent_id text UNIQUE,
  client_secret            text,
  failure                  text,
  failure_code             text,
  attempts                 integer NOT NULL DEFAULT 0,
  refusals                 integer NOT NULL DEFAULT 0,
  last_error               text,
  retry_at                 timestamptz,
  version                  integer NOT NULL DEFAULT 1,
  created_at               timestamptz NOT NULL,
  updated_at               timestamptz NOT NULL,
  CONSTRAINT payments_once UNIQUE (booking_id, purpose),
  CONSTRAINT payments_shares CHECK (host_share + platform_share + tax_share = amount),
  -- I4: never more back than came in.
  CONSTRAINT payments_refund_within_capture CHECK (refunded_amount BETWEEN 0 AND captured_amount)
);
CREATE INDEX payments_due ON payments (retry_at) WHERE retry_at IS NOT NULL;
COMMENT ON COLUMN payments.wanted IS 'what we have decided should happen at Stripe; the sweep makes it so';
COMMENT ON COLUMN payments.retry_at IS 'when the sweep looks at it and its refunds next; NULL when nothing is left to do';
COMMENT ON COLUMN payments.failure IS 'the last refused attempt to pay, by its charge at Stripe: each is told of once';
COMMENT ON COLUMN payments.attempts IS 'calls to Stripe that failed since the last one that went through';
COMMENT ON COLUMN payments.refusals IS 'answers of Stripe that were errors: part of the idempotency keys, because Stripe replays them';

CREATE TABLE refunds (
  id               uuid PRIMARY KEY,
  payment_id       uuid NOT NULL REFERENCES payments,
  purpose          text NOT NULL CHECK (purpose IN ('cancellation', 'late_payment')),
  status           text NOT NULL CHECK (status IN ('intended', 'succeeded', 'failed')),
  amount           bigint NOT NULL CHECK (amount > 0),
  currency         char(3) NOT NULL,
  host_share       bigint NOT NULL,
  platform_share   bigint NOT NULL,
  tax_share        bigint NOT NULL,
  lines            jsonb NOT NULL,
  stripe_refund_id text UNIQUE,
  last_error       text,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  CONSTRAINT refunds_once UNIQUE (payment_id, purpose),
  CONSTRAINT refunds_shares CHECK (host_share + platform_share + tax_share = amount)
);

CREATE TABLE stripe_events (
  id          text PRIMARY KEY,
  type        text NOT NULL,
  payload     jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  applied_at  timestamptz,
  attempts    integer NOT NULL DEFAULT 0,
  retry_at    timestamptz,
  last_error  text
);
CREATE INDEX stripe_events_due ON stripe_events (retry_at) WHERE retry_at IS NOT NULL;

CREATE TABLE journals (
  id         uuid PRIMARY KEY,
  kind       text NOT NULL CHECK (kind IN ('capture', 'refund')),
  booking_id uuid NOT NULL REFERENCES bookings,
  payment_id uuid NOT NULL REFERENCES payments,
  refund_id  uuid REFERENCES refunds,
  key        text NOT NULL CONSTRAINT journals_once UNIQUE,
  created_at timestamptz NOT NULL
);
CREATE INDEX journals_booking_id ON journals (booking_id);
CREATE INDEX journals_payment_id ON journals (payment_id);
CREATE INDEX journals_refund_id ON journals (refund_id);
COMMENT ON COLUMN journals.key IS 'the money event this journal is of, e.g. capture:<payment>: booked once';

CREATE TABLE entries (
  id         uuid PRIMARY KEY,
  journal_id uuid NOT NULL REFERENCES journals,
  account    text NOT NULL CHECK (account IN ('stripe_clearing', 'host_payable', 'platform_fee', 'tax_payable')),
  amount     bigint NOT NULL CHECK (amount <> 0),
  currency   char(3) NOT NULL
);
CREATE INDEX entries_journal_id ON entries (journal_id);
COMMENT ON COLUMN entries.amount IS 'minor units; debit positive, credit negative';

CREATE TRIGGER journals_append_only BEFORE UPDATE OR DELETE ON journals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- I3: at commit, every journal has entries, and they sum to zero per currency.
CREATE FUNCTION check_journal_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  checked uuid := CASE TG_TABLE_NAME WHEN 'journals' THEN (to_jsonb(NEW) ->> 'id')::uuid
                                     ELSE (to_jsonb(NEW) ->> 'journal_id')::uuid END;
BEGIN
  IF NOT EXISTS (SELECT FROM entries WHERE journal_id = checked)
    OR EXISTS (SELECT FROM entries WHERE journal_id = checked GROUP BY currency HAVING sum(amount) <> 0) THEN
    RAISE EXCEPTION 'journal % does not balance', checked
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'journals_balance';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journals_balance AFTER INSERT ON journals
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_journal_balances();
CREATE CONSTRAINT TRIGGER entries_balance AFTER INSERT ON entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_journal_balances();
