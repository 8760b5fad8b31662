-- What is taught. A curriculum is recorded once and never changes.
CREATE TABLE curriculum (
    id                     uuid PRIMARY KEY,
    title                  text NOT NULL,
    title_key              bytea NOT NULL,
    audience               text NOT NULL CHECK (audience IN ('officials', 'leaders')),
    hours                  integer NOT NULL CHECK (hours > 0),
    min_attendance_percent integer NOT NULL CHECK (min_attendance_percent BETWEEN 1 AND 100),
    created_at             timestamptz NOT NULL,
    updated_by             text NOT NULL
);
CREATE INDEX curriculum_by_title ON curriculum (title_key, id);

-- Classes. A class of the country has the country as its province.
CREATE TABLE training_class (
    id                   uuid PRIMARY KEY,
    curriculum_id        uuid NOT NULL REFERENCES curriculum (id),
    unit                 text NOT NULL,
    province             text NOT NULL,
    place                text NOT NULL,
    planned_participants integer NOT NULL CHECK (planned_participants >= 0),
    sample               boolean NOT NULL,
    state                text NOT NULL CHECK (state IN ('open', 'completed')),
    completed_on         date,
    version              bigint NOT NULL,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL,
    updated_by           text NOT NULL,
    CHECK ((state = 'completed') = (completed_on IS NOT NULL))
);
CREATE INDEX training_class_by_province ON training_class (province, id);
CREATE INDEX training_class_by_unit ON training_class (unit, id);
CREATE INDEX training_class_by_curriculum ON training_class (curriculum_id);

-- Sessions, each with who recorded its roll, when, and how often it was. What an earlier roll said is in the
-- event that told of it.
CREATE TABLE training_session (
    id               uuid PRIMARY KEY,
    class_id         uuid NOT NULL REFERENCES training_class (id),
    number           integer NOT NULL CHECK (number > 0),
    date             date NOT NULL,
    hours            integer NOT NULL CHECK (hours > 0),
    roll_version     bigint,
    roll_recorded_by uuid,
    roll_recorded_at timestamptz,
    updated_by       text NOT NULL
);
CREATE UNIQUE INDEX training_session_number ON training_session (class_id, number);
CREATE INDEX training_session_by_date ON training_session (date);

-- Persons in classes, with standing and unit as they were when they enrolled.
CREATE TABLE learner (
    id             uuid PRIMARY KEY,
    class_id       uuid NOT NULL REFERENCES training_class (id),
    person_id      uuid NOT NULL,
    producer_id    uuid,
    official_level text CHECK (official_level IN ('commune', 'district', 'province', 'ministry')),
    unit           text NOT NULL,
    sample         boolean NOT NULL,
    result         text NOT NULL CHECK (result IN ('pending', 'completed', 'not_completed')),
    enrolled_at    timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    updated_by     text NOT NULL,
    CHECK ((producer_id IS NULL) <> (official_level IS NULL))
);
-- A person enrols in a class once.
CREATE UNIQUE INDEX learner_once ON learner (class_id, person_id);
CREATE INDEX learner_by_class ON learner (class_id, id);
CREATE INDEX learner_by_unit ON learner (unit);

-- Who was present at a session, by the roll in force.
CREATE TABLE presence (
    session_id uuid NOT NULL REFERENCES training_session (id),
    learner_id uuid NOT NULL REFERENCES learner (id),
    PRIMARY KEY (session_id, learner_id)
);
CREATE INDEX presence_by_learner ON presence (learner_id);
