-- Wish lists: places that somebody keeps for later, and shows to whom they like.

CREATE TABLE wish_lists (
  id         uuid PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  check_in   date,
  check_out  date,
  guests     integer CHECK (guests BETWEEN 1 AND 100),
  places     integer NOT NULL DEFAULT 0 CHECK (places BETWEEN 0 AND 1000),
  link_hash  bytea,
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT wish_lists_dates CHECK (num_nulls(check_in, check_out) <> 1 AND check_in < check_out)
);
COMMENT ON COLUMN wish_lists.places IS 'how many there are in it';
COMMENT ON COLUMN wish_lists.link_hash IS 'of the token in the link by which anyone reads it; empty while it is not shared';
-- A person's lists, the latest first.
CREATE INDEX wish_lists_user_id ON wish_lists (user_id, id DESC);
CREATE UNIQUE INDEX wish_lists_name ON wish_lists (user_id, lower(name));
CREATE UNIQUE INDEX wish_lists_link_hash ON wish_lists (link_hash) WHERE link_hash IS NOT NULL;
CREATE TRIGGER wish_lists_of_no_erased BEFORE INSERT OR UPDATE OF user_id ON wish_lists
  FOR EACH ROW EXECUTE FUNCTION refuse_erased('user_id');

CREATE TABLE wish_list_places (
  id           uuid PRIMARY KEY,
  wish_list_id uuid NOT NULL REFERENCES wish_lists ON DELETE CASCADE,
  property_id  uuid NOT NULL REFERENCES properties,
  note         text NOT NULL CHECK (length(note) <= 500),
  added_at     timestamptz NOT NULL,
  CONSTRAINT wish_list_places_once UNIQUE (wish_list_id, property_id)
);
-- The places of a list, the latest first.
CREATE INDEX wish_list_places_list ON wish_list_places (wish_list_id, id DESC);
CREATE INDEX wish_list_places_property_id ON wish_list_places (property_id);
