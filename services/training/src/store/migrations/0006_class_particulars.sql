-- Who teaches and what it costs, read and written as a whole.
ALTER TABLE training_class ADD COLUMN trainers text NOT NULL DEFAULT '[]';
ALTER TABLE training_class ADD COLUMN funding text NOT NULL DEFAULT '[]';

-- Workers stand with their producer like leaders do; its kind is kept as it was when she enrolled.
ALTER TABLE learner ADD COLUMN worker boolean NOT NULL DEFAULT false;
ALTER TABLE learner ADD COLUMN producer_kind text;
ALTER TABLE learner ADD COLUMN assessment_percent integer CHECK (assessment_percent BETWEEN 0 AND 100);
-- Last day on which having completed it counts; none if it counts for ever.
ALTER TABLE learner ADD COLUMN valid_until date;
CREATE INDEX learner_by_person ON learner (person_id, id);
