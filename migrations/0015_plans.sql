-- What the plans of large markets showed: lists that a filter made long, and questions that were asked too dearly.

-- A host's bookings of one status, the newest first: those who have thousands look for the few that wait for an answer.
CREATE INDEX bookings_host_status ON bookings (host_id, status, id DESC);

-- Prices can be compared within one currency only.
CREATE INDEX property_search_currency ON property_search (currency, nightly, property_id);

-- Whether a stay could be booked at that moment: length, nights that are free, not in the past, not beyond the window, not
-- too soon. What a day's difference between UTC and the property's zone cannot change is decided by dates alone: nearly
-- every question, at a hundredth of what the zone's rules cost. (No zone is more than 14 hours ahead of UTC, or 12 behind.)
-- A search with dates among 10,000 places of one city took 61 ms, and takes 13 ms.
CREATE OR REPLACE FUNCTION is_bookable(s property_search, check_in date, check_out date, at timestamptz)
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT check_out - check_in BETWEEN s.min_nights AND s.max_nights
     AND NOT s.busy && daterange(check_in, check_out)
     AND (check_out <= (at AT TIME ZONE 'UTC')::date + s.booking_window_days
       OR check_out - 1 <= (at AT TIME ZONE s.time_zone)::date + s.booking_window_days)
     AND (check_in > (at AT TIME ZONE 'UTC')::date + 2 + s.advance_notice_hours / 24
       OR check_in >= (at AT TIME ZONE s.time_zone)::date
         AND instant_at(check_in, s.check_in_from, s.time_zone) >= at + make_interval(hours => s.advance_notice_hours))
$$;

-- Names of places change seldom and are looked for all the time: no list of what is not in the index yet, which every
-- search would read, and for which the planner would avoid the index.
ALTER INDEX property_search_places SET (fastupdate = off);

-- IMMUTABLE (which unaccent() is as long as nobody changes its rules), so that a name in a search is folded while the
-- statement is planned: the planner then knows a large city from a village.
CREATE OR REPLACE FUNCTION fold_place(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(lower(unaccent(normalize(name, NFC))), '[\s''’.-]+', ' ', 'g'))
$$;

-- A policy is one that there is, and a currency looks like one, wherever they are written down.
ALTER TABLE bookings
  ADD CONSTRAINT bookings_cancellation_policy
    CHECK (cancellation_policy IN ('flexible', 'moderate', 'limited', 'firm', 'strict', 'non_refundable')),
  ADD CONSTRAINT bookings_currency CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE quotes ADD CONSTRAINT quotes_currency CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE payments ADD CONSTRAINT payments_currency CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE refunds ADD CONSTRAINT refunds_currency CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE entries ADD CONSTRAINT entries_currency CHECK (currency ~ '^[A-Z]{3}$');
