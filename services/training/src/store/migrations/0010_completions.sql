-- Certificates of completion, numbered by unit and year without gaps.
CREATE TABLE completion_certificate (
    id             uuid PRIMARY KEY,
    learner_id     uuid NOT NULL REFERENCES learner (id),
    class_id       uuid NOT NULL REFERENCES training_class (id),
    curriculum_id  uuid NOT NULL REFERENCES curriculum (id),
    person_id      uuid NOT NULL,
    unit           text NOT NULL,
    province       text NOT NULL,
    year           integer NOT NULL,
    serial         integer NOT NULL CHECK (serial > 0),
    completed_on   date NOT NULL,
    valid_until    date,
    issued_on      date NOT NULL,
    replaces_id    uuid,
    reissue_reason text CHECK (reissue_reason IN ('lost', 'damaged', 'faulty')),
    replaced_by_id uuid,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    updated_by     text NOT NULL,
    CHECK ((replaces_id IS NULL) = (reissue_reason IS NULL))
);
CREATE UNIQUE INDEX completion_certificate_number ON completion_certificate (unit, year, serial);
CREATE INDEX completion_certificate_by_province ON completion_certificate (province, id);
CREATE INDEX completion_certificate_by_class ON completion_certificate (class_id, id);
