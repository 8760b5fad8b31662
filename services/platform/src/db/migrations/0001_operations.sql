-- What makes an operation repeatable, and traceable to who did it.

-- The first answer to a request, given again to the same request.
CREATE TABLE replay (
    person_id   uuid NOT NULL,
    request_id  uuid NOT NULL,
    operation   text NOT NULL,
    digest      bytea NOT NULL,
    response    bytea NOT NULL,
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, request_id)
);
CREATE INDEX replay_age ON replay (answered_at);

-- Who did what to which record, when; and who read what is personal.
CREATE TABLE audit (
    id           uuid PRIMARY KEY,
    at           timestamptz NOT NULL,
    person_id    uuid NOT NULL,
    operation    text NOT NULL,
    request_id   uuid,
    subject_type text NOT NULL,
    subject_id   uuid
);
CREATE INDEX audit_subject ON audit (subject_id, at);

-- Work that one process at a time does; the epoch fences those who lost the lease and do not know it.
CREATE TABLE lease (
    name       text PRIMARY KEY,
    holder     uuid NOT NULL,
    epoch      bigint NOT NULL,
    expires_at timestamptz NOT NULL
);
