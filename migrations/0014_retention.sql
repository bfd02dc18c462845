-- What is not kept for ever is found by the time since which nobody needs it (libs/jobs/src/retention.ts).

CREATE INDEX event_deliveries_handled ON event_deliveries (handled_at) WHERE handled_at IS NOT NULL;
CREATE INDEX events_created_at ON events (created_at) WHERE type NOT LIKE 'booking.%';
CREATE INDEX mails_created_at ON mails (created_at) WHERE due_at IS NULL;
CREATE INDEX stripe_events_applied ON stripe_events (applied_at) WHERE applied_at IS NOT NULL;
CREATE INDEX sessions_ended ON sessions (LEAST(expires_at, ends_at, revoked_at));
CREATE INDEX quotes_expires_at ON quotes (expires_at);

-- What was given up after its last try, waiting for a person.
CREATE INDEX event_deliveries_parked ON event_deliveries (event_id) WHERE handled_at IS NULL AND due_at IS NULL;
CREATE INDEX mails_parked ON mails (id) WHERE sent_at IS NULL AND due_at IS NULL;
CREATE INDEX stripe_events_parked ON stripe_events (received_at) WHERE applied_at IS NULL AND retry_at IS NULL;
