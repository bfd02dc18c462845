-- Rules of the calendar in the search: rules of dates, days of arrival, and gaps that are sold as a whole. Their algebra is in
-- docs/calendar.md.

-- As the application names them.
CREATE FUNCTION weekday_names(days integer) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_remove(ARRAY[
    CASE WHEN days & 1 > 0 THEN 'monday' END,
    CASE WHEN days & 2 > 0 THEN 'tuesday' END,
    CASE WHEN days & 4 > 0 THEN 'wednesday' END,
    CASE WHEN days & 8 > 0 THEN 'thursday' END,
    CASE WHEN days & 16 > 0 THEN 'friday' END,
    CASE WHEN days & 32 > 0 THEN 'saturday' END,
    CASE WHEN days & 64 > 0 THEN 'sunday' END], NULL)
$$;

-- Whether a stay of free, open nights is the whole of a gap: a claim follows it, and one is before it, or no open night is.
CREATE FUNCTION fills_gap(s property_search, check_in date, check_out date, at timestamptz)
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT s.busy @> check_out
     AND (s.busy @> (check_in - 1)
       OR check_in - 1 < (at AT TIME ZONE s.time_zone)::date
       OR instant_at(check_in - 1, s.check_in_from, s.time_zone) < at + make_interval(hours => s.advance_notice_hours))
$$;

-- Whether a stay of free, open nights keeps the rules of the dates of its arrival and departure: length, and whether they are closed.
CREATE FUNCTION keeps_date_rules(s property_search, check_in date, check_out date, at timestamptz)
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT NOT COALESCE(d.closed, false)
     AND check_out - check_in <= COALESCE(d.max_nights, s.max_nights)
     AND (check_out - check_in >= COALESCE(d.min_nights, s.min_nights)
       OR s.sells_short_gaps AND fills_gap(s, check_in, check_out, at))
  FROM (
    SELECT max(min_nights) FILTER (WHERE date = check_in) AS min_nights,
           max(max_nights) FILTER (WHERE date = check_in) AS max_nights,
           bool_or(date = check_in AND closed_to_arrival OR date = check_out AND closed_to_departure) AS closed
    FROM date_rules
    WHERE property_id = s.property_id
      AND date IN (check_in, check_out)
  ) d
$$;

-- Whether a stay could be booked at that moment: length, day of arrival, nights that are free, not in the past, not beyond
-- the window, not too soon; rules of dates and gaps last, where a place has any, as only they look into another table. That
-- function is not inlined, as this one is: it has a subquery. What a day's difference between UTC and the property's zone
-- cannot change is decided by dates alone. Days of arrival are counted from a Monday before all dates that there are.
CREATE OR REPLACE FUNCTION is_bookable(s property_search, check_in date, check_out date, at timestamptz)
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (check_out - check_in BETWEEN s.min_nights AND s.max_nights
       OR s.has_date_rules
       OR s.sells_short_gaps AND check_out - check_in < s.min_nights)
     AND s.check_in_days & (1 << (check_in - DATE '1900-01-01') % 7) > 0
     AND NOT s.busy && daterange(check_in, check_out)
     AND (check_out <= (at AT TIME ZONE 'UTC')::date + s.booking_window_days
       OR check_out - 1 <= (at AT TIME ZONE s.time_zone)::date + s.booking_window_days)
     AND (check_in > (at AT TIME ZONE 'UTC')::date + 2 + s.advance_notice_hours / 24
       OR check_in >= (at AT TIME ZONE s.time_zone)::date
         AND instant_at(check_in, s.check_in_from, s.time_zone) >= at + make_interval(hours => s.advance_notice_hours))
     AND (NOT s.has_date_rules AND check_out - check_in >= s.min_nights
       OR keeps_date_rules(s, check_in, check_out, at))
$$;

-- `has_date_rules` is kept as `busy` is, by those who hold the calendar: a row that is written for another reason, such as
-- a new rating, may have been read before the first rule was there.
CREATE OR REPLACE FUNCTION write_search_rows(ids uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO property_search
    (property_id, position, nightly, weekend_nightly, cleaning_fee, extra_guest_fee, amenities, rank, rating, guests,
     guests_included, weekly_discount_bp, monthly_discount_bp, min_nights, max_nights, preparation_nights,
     advance_notice_hours, booking_window_days, instant_book, type, currency, country, region, city, time_zone,
     check_in_from, places, policy_discount_bp, check_in_days, sells_short_gaps, has_date_rules, length_discounts,
     last_minute_discounts, early_bird_discounts, occupancy_discounts)
  SELECT *
  FROM searchable_properties
  WHERE property_id = ANY (ids)
  ON CONFLICT (property_id) DO UPDATE
  SET (position, nightly, weekend_nightly, cleaning_fee, extra_guest_fee, amenities, rank, rating, guests,
        guests_included, weekly_discount_bp, monthly_discount_bp, min_nights, max_nights, preparation_nights,
        advance_notice_hours, booking_window_days, instant_book, type, currency, country, region, city, time_zone,
        check_in_from, places, policy_discount_bp, check_in_days, sells_short_gaps, length_discounts,
        last_minute_discounts, early_bird_discounts, occupancy_discounts) =
      ROW (EXCLUDED.position, EXCLUDED.nightly, EXCLUDED.weekend_nightly, EXCLUDED.cleaning_fee,
           EXCLUDED.extra_guest_fee, EXCLUDED.amenities, EXCLUDED.rank, EXCLUDED.rating, EXCLUDED.guests,
           EXCLUDED.guests_included, EXCLUDED.weekly_discount_bp, EXCLUDED.monthly_discount_bp,
           EXCLUDED.min_nights, EXCLUDED.max_nights, EXCLUDED.preparation_nights,
           EXCLUDED.advance_notice_hours, EXCLUDED.booking_window_days, EXCLUDED.instant_book, EXCLUDED.type,
           EXCLUDED.currency, EXCLUDED.country, EXCLUDED.region, EXCLUDED.city, EXCLUDED.time_zone,
           EXCLUDED.check_in_from, EXCLUDED.places, EXCLUDED.policy_discount_bp, EXCLUDED.check_in_days,
           EXCLUDED.sells_short_gaps, EXCLUDED.length_discounts, EXCLUDED.last_minute_discounts,
           EXCLUDED.early_bird_discounts, EXCLUDED.occupancy_discounts)
$$;

-- Takes the calendars first, and looks in a statement of its own: rules of the past are forgotten while a host sets others.
CREATE OR REPLACE FUNCTION search_date_rules_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM
  FROM calendars
  WHERE property_id IN (SELECT property_id FROM changed)
  ORDER BY property_id
  FOR UPDATE;

  UPDATE property_search s
  SET has_date_rules = n.has
  FROM (
    SELECT c.property_id, EXISTS (SELECT FROM date_rules d WHERE d.property_id = c.property_id) AS has
    FROM (SELECT DISTINCT property_id FROM changed) c
  ) n
  WHERE s.property_id = n.property_id
    AND s.has_date_rules <> n.has;
  RETURN NULL;
END $$;
