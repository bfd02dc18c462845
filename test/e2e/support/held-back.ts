import type { TestApp } from '#testing';

/** While `act` goes on, bookings hear nothing of their payments for an hour, though these are known. */
export async function whileHeldBack(app: TestApp, act: () => Promise<void>): Promise<void> {
  await app.sql(`
    CREATE FUNCTION hold_back() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.handler = 'bookings.follow_payment' THEN NEW.due_at = NEW.due_at + INTERVAL '1 hour'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER hold_back BEFORE INSERT ON event_deliveries FOR EACH ROW EXECUTE FUNCTION hold_back()`);
  try {
    await act();
  } finally {
    await app.sql('DROP TRIGGER hold_back ON event_deliveries; DROP FUNCTION hold_back');
  }
}
