-- Hosts let partners in as they do co-hosts: an organisation holds a grant, and each of its programs asks as that holder.

ALTER TABLE access_grants
  ADD COLUMN organisation_id uuid REFERENCES organisations ON DELETE CASCADE,
  DROP CONSTRAINT access_grants_holder,
  ADD CONSTRAINT access_grants_holder
    CHECK (num_nonnulls(user_id, organisation_id) = 1 AND holder_id = COALESCE(user_id, organisation_id));

-- What an organisation has been granted, and what a host has granted to organisations: the latest first.
CREATE INDEX access_grants_organisation_id ON access_grants (organisation_id, id DESC);
CREATE INDEX access_grants_to_organisations ON access_grants (host_id, id DESC)
  WHERE organisation_id IS NOT NULL AND ended_at IS NULL;
