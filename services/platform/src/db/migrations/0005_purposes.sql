-- What personal records were read for, where the reader has to say so.
ALTER TABLE audit ADD COLUMN purpose text;
CREATE INDEX audit_purpose ON audit (subject_type, id) WHERE purpose IS NOT NULL;
