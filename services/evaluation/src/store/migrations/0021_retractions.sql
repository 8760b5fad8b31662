-- A recognition that was recorded by mistake is retracted, and stays with who, when and why.
ALTER TABLE recognition ADD COLUMN retracted_at timestamptz;
ALTER TABLE recognition ADD COLUMN retracted_by uuid;
ALTER TABLE recognition ADD COLUMN retraction_reason text;
-- The number of its certificate may be recorded again, rightly.
DROP INDEX recognition_number;
CREATE UNIQUE INDEX recognition_number ON recognition (province, issuing_body, certificate_number)
    WHERE retracted_at IS NULL;
