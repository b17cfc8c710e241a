-- What was decided about the coverage of a ticket, for lists: the decision, and whether
-- the customer disagrees and nobody has answered yet. Tickets from before have none.
ALTER TABLE tickets ADD COLUMN coverage TEXT;
ALTER TABLE tickets ADD COLUMN disputed BIGINT NOT NULL DEFAULT 0;
