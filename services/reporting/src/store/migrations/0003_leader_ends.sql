-- The last day of a leader's term that ended without a successor, or was corrected. Of others it is absent: it is the day
-- before the producer's next term begins.
ALTER TABLE leader_fact ADD COLUMN term_to date;
