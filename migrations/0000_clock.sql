-- What time it is for the application. Only the sandbox's clock is ever moved: in production the table is empty.

CREATE TABLE sandbox_clock (
  id        boolean PRIMARY KEY DEFAULT true CHECK (id),
  offset_ms bigint NOT NULL
);
COMMENT ON COLUMN sandbox_clock.offset_ms IS 'how far the application’s time is ahead of wall time';

-- The application's date in UTC.
CREATE FUNCTION application_date() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (now() AT TIME ZONE 'UTC' + COALESCE((SELECT offset_ms FROM sandbox_clock), 0) * INTERVAL '1 millisecond')::date
$$;
