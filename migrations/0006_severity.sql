-- The priority in force, which lists show: the id that the ticket's policy gives it.
-- Absent where the policy has none.

ALTER TABLE tickets ADD COLUMN priority TEXT;
