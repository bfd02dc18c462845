-- What people tell of themselves, and their photos.

ALTER TABLE users
  ADD COLUMN languages text[] NOT NULL DEFAULT '{}',
  ADD COLUMN bio       text,
  ADD COLUMN time_zone text,
  ADD COLUMN currency  char(3),
  ADD CONSTRAINT users_languages CHECK (cardinality(languages) <= 20 AND array_position(languages, NULL) IS NULL),
  ADD CONSTRAINT users_bio CHECK (length(bio) BETWEEN 1 AND 2000),
  ADD CONSTRAINT users_time_zone CHECK (length(time_zone) BETWEEN 1 AND 64),
  ADD CONSTRAINT users_currency CHECK (currency ~ '^[A-Z]{3}$');
COMMENT ON COLUMN users.languages IS 'BCP 47, in the order in which the person has named them';
COMMENT ON COLUMN users.time_zone IS 'of the IANA database';

-- A file has its row before it is written, and has it until it is gone: so nothing lies in the storage that nobody knows of.
CREATE TABLE user_photos (
  id        uuid PRIMARY KEY,
  user_id   uuid NOT NULL REFERENCES users,
  remove_at timestamptz
);
COMMENT ON COLUMN user_photos.id IS 'part of the URL that everyone may read: nobody guesses it, and it tells no time';
COMMENT ON COLUMN user_photos.remove_at IS 'when its files go; empty for the one that is shown';
CREATE INDEX user_photos_user_id ON user_photos (user_id);
CREATE UNIQUE INDEX user_photos_shown ON user_photos (user_id) WHERE remove_at IS NULL;
CREATE INDEX user_photos_remove_at ON user_photos (remove_at) WHERE remove_at IS NOT NULL;
