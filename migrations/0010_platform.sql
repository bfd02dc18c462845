-- What carries the domain: facts on their way, idempotency, mail.

CREATE TABLE events (
  id         uuid PRIMARY KEY,
  type       text NOT NULL,
  subject_id uuid NOT NULL,
  payload    jsonb NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX events_subject ON events (subject_id, id);

-- One row an event and handler, written with the event. handled_at is set in the handler's own transaction, so that a
-- second delivery changes nothing (I5). due_at is also a lease: a job that Redis lost is due again when it ends.
CREATE TABLE event_deliveries (
  event_id   uuid NOT NULL REFERENCES events,
  handler    text NOT NULL,
  attempts   integer NOT NULL DEFAULT 0,
  due_at     timestamptz,
  handled_at timestamptz,
  last_error text,
  PRIMARY KEY (event_id, handler),
  CONSTRAINT event_deliveries_done CHECK (handled_at IS NULL OR due_at IS NULL)
);
CREATE INDEX event_deliveries_due ON event_deliveries (due_at, event_id) WHERE due_at IS NOT NULL;
COMMENT ON COLUMN event_deliveries.due_at IS 'when to try next; NULL once handled, or given up (then last_error says why)';

CREATE TABLE idempotency_keys (
  scope        text NOT NULL,
  key          text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  request_hash bytea NOT NULL,
  steps        jsonb NOT NULL DEFAULT '[]',
  status       integer,
  headers      jsonb,
  body         text,
  locked_until timestamptz NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);
COMMENT ON COLUMN idempotency_keys.scope IS 'user and route';
COMMENT ON COLUMN idempotency_keys.steps IS 'the results of the transactions that this request has committed, each written in the transaction itself';

CREATE TABLE mails (
  id         uuid PRIMARY KEY,
  recipient  text NOT NULL,
  subject    text NOT NULL,
  body       text NOT NULL,
  created_at timestamptz NOT NULL,
  attempts   integer NOT NULL DEFAULT 0,
  due_at     timestamptz,
  sent_at    timestamptz,
  last_error text
);
CREATE INDEX mails_due ON mails (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE imports (
  source     text PRIMARY KEY,
  shift_days integer NOT NULL,
  finished_at timestamptz
);
