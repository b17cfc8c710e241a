-- How policy versions came into force, what a desk asks for on the way, and the
-- drafts of those who write them.

-- One row per version that was proposed. A version without one is the first of its
-- desk. `announced_after` is the address up to which contacts were told; empty
-- before the first, absent when nobody is left to tell. `taken_after` is the ticket
-- up to which a version that governs running tickets took them over, likewise.
CREATE TABLE publications (
  desk            TEXT   NOT NULL,
  version         TEXT   NOT NULL,
  state           TEXT   NOT NULL,
  replaces        TEXT,
  effective_at    BIGINT NOT NULL,
  proposed_by     TEXT   NOT NULL,
  proposed_at     BIGINT NOT NULL,
  reason          TEXT,
  approved_by     TEXT,
  published_at    BIGINT,
  withdrawn_by    TEXT,
  withdrawn_at    BIGINT,
  withdrawn_why   TEXT,
  announced_after TEXT,
  announced_at    BIGINT,
  taken_after     TEXT,
  PRIMARY KEY (desk, version)
);
CREATE INDEX publications_announcing ON publications (desk, version)
  WHERE announced_after IS NOT NULL;
CREATE INDEX publications_taking ON publications (desk, effective_at)
  WHERE taken_after IS NOT NULL;

-- What a desk asks for, by name; what is not there has its usual value.
CREATE TABLE desk_settings (
  desk    TEXT NOT NULL,
  setting TEXT NOT NULL,
  value   TEXT NOT NULL,
  PRIMARY KEY (desk, setting)
);

-- One policy text per agent that is being written; `revision` makes a page that was
-- left open notice what was saved elsewhere meanwhile.
CREATE TABLE policy_drafts (
  desk     TEXT   NOT NULL,
  agent    TEXT   NOT NULL,
  source   TEXT   NOT NULL,
  revision TEXT   NOT NULL,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (desk, agent)
);
