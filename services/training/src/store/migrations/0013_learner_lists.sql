-- Lists of learners and of attendance, with what is being decided about their rows. Names and places go once a list was applied.
CREATE TABLE learner_list (
    id             uuid PRIMARY KEY,
    class_id       uuid NOT NULL REFERENCES training_class (id),
    session_number integer NOT NULL CHECK (session_number >= 0),
    applied        boolean NOT NULL,
    version        bigint NOT NULL,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    updated_by     text NOT NULL
);
CREATE TABLE learner_list_row (
    list_id    uuid NOT NULL REFERENCES learner_list (id),
    line       integer NOT NULL,
    full_name  text NOT NULL,
    place      text NOT NULL,
    sex        text CHECK (sex IN ('female', 'male')),
    ethnicity  text NOT NULL,
    present    boolean NOT NULL,
    state      text NOT NULL CHECK (state IN ('matched', 'ambiguous', 'unmatched', 'double', 'skipped', 'applied')),
    person_id  uuid,
    candidates text NOT NULL,
    updated_by text NOT NULL,
    PRIMARY KEY (list_id, line)
);
