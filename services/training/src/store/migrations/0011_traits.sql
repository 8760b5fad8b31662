-- What learners state of themselves, as it was when they enrolled. Figures alone use it.
CREATE TABLE learner_trait (
    learner_id uuid PRIMARY KEY REFERENCES learner (id),
    sex        text CHECK (sex IN ('female', 'male')),
    ethnicity  text NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL
);
