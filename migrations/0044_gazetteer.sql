-- Cities of the world by their names, however they are written. `npm run load:gazetteer` fills it.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE gazetteer_places (
  id          integer PRIMARY KEY,
  name        text NOT NULL,
  folded_name text NOT NULL,
  country     char(2) NOT NULL,
  region      text NOT NULL,
  folded_region text NOT NULL,
  latitude    double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude   double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  population  integer NOT NULL CHECK (population > 0),
  time_zone   text NOT NULL
);
COMMENT ON COLUMN gazetteer_places.id IS 'GeoNames’ own';
COMMENT ON COLUMN gazetteer_places.region IS 'first administrative division; empty where there is none';

CREATE TABLE gazetteer_names (
  place_id integer NOT NULL REFERENCES gazetteer_places ON DELETE CASCADE,
  name     text NOT NULL,
  PRIMARY KEY (place_id, name)
);
COMMENT ON TABLE gazetteer_names IS 'all names of a place, folded';
CREATE INDEX gazetteer_names_name ON gazetteer_names (name);
CREATE INDEX gazetteer_names_trigrams ON gazetteer_names USING gin (name gin_trgm_ops);
