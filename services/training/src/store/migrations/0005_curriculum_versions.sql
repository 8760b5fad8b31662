-- Curricula are for workers too: the column with the wider CHECK takes the place of the one before.
ALTER TABLE curriculum ADD COLUMN audience_in_full text NOT NULL DEFAULT 'officials' CHECK (audience_in_full IN ('officials', 'leaders', 'workers'));
UPDATE curriculum SET audience_in_full = audience;
ALTER TABLE curriculum DROP COLUMN audience;
ALTER TABLE curriculum RENAME COLUMN audience_in_full TO audience;

-- What is read and written as a whole is a JSON text.
ALTER TABLE curriculum ADD COLUMN modules text NOT NULL DEFAULT '[]';
ALTER TABLE curriculum ADD COLUMN official_levels text NOT NULL DEFAULT '[]';
ALTER TABLE curriculum ADD COLUMN rule_sets text NOT NULL DEFAULT '[]';
ALTER TABLE curriculum ADD COLUMN validity_months integer NOT NULL DEFAULT 0 CHECK (validity_months >= 0);
ALTER TABLE curriculum ADD COLUMN pass_percent integer NOT NULL DEFAULT 0 CHECK (pass_percent BETWEEN 0 AND 100);

-- Versions of a curriculum are counted from its first one.
ALTER TABLE curriculum ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE curriculum ADD COLUMN first_id uuid;
UPDATE curriculum SET first_id = id;
CREATE UNIQUE INDEX curriculum_version ON curriculum (first_id, version);
