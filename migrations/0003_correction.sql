-- The version whose calendars a publication corrects, where it does: it counts from
-- the same instant as that one, and `taken_after` says up to which ticket it was
-- measured again.
ALTER TABLE publications ADD COLUMN corrects TEXT;
