-- Searches that somebody keeps, and is told of what they find anew.

CREATE TABLE saved_searches (
  id         uuid PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  search     jsonb NOT NULL,
  check_in   date,
  alerts     text NOT NULL CHECK (alerts IN ('none', 'daily', 'instant')),
  known      uuid[] CHECK (cardinality(known) <= 1000),
  told_at    timestamptz,
  due_at     timestamptz,
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT saved_searches_due CHECK ((alerts = 'none') = (due_at IS NULL))
);
COMMENT ON COLUMN saved_searches.search IS 'as it was asked for, without a page';
COMMENT ON COLUMN saved_searches.check_in IS 'when the stay begins that is looked for: once that is past everywhere, alerts end';
COMMENT ON COLUMN saved_searches.known IS 'places that it has found before, the latest first: of these nothing is told; empty until it was looked at once';
COMMENT ON COLUMN saved_searches.told_at IS 'when the last letter about it was written';
COMMENT ON COLUMN saved_searches.due_at IS 'when it is looked at next; meanwhile also a lease: one whose process died is due again when it ends';
-- A person's searches, the latest first.
CREATE INDEX saved_searches_user_id ON saved_searches (user_id, id DESC);
CREATE INDEX saved_searches_due_at ON saved_searches (due_at) WHERE due_at IS NOT NULL;
CREATE TRIGGER saved_searches_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON saved_searches
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');
