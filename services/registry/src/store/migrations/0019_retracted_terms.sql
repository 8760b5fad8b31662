-- Terms that an import recorded and that were taken back. The rows stay: who read them can be told still.
ALTER TABLE leader ADD COLUMN retracted_at timestamptz;
ALTER TABLE official ADD COLUMN retracted_at timestamptz;
DROP INDEX leader_present;
CREATE UNIQUE INDEX leader_present ON leader (producer_id) WHERE term_to IS NULL AND retracted_at IS NULL;
CREATE INDEX leader_retracted ON leader (retracted_at) WHERE retracted_at IS NOT NULL AND full_name <> '';
CREATE INDEX official_retracted ON official (retracted_at) WHERE retracted_at IS NOT NULL AND full_name <> '';
