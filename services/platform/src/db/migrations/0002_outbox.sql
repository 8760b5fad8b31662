-- What the service tells others. A row is written by the operation that it tells of, in its transaction;
-- the relay gives it its position once it is committed.
CREATE TABLE event (
    id              uuid PRIMARY KEY,
    position        bigint,
    type            text NOT NULL,
    subject_type    text NOT NULL,
    subject_id      uuid NOT NULL,
    subject_version bigint NOT NULL,
    ordinal         integer NOT NULL,
    occurred_at     timestamptz NOT NULL,
    actor_id        uuid NOT NULL,
    traceparent     text NOT NULL,
    payload         bytea NOT NULL
);
CREATE UNIQUE INDEX event_position ON event (position) WHERE position IS NOT NULL;
CREATE INDEX event_unnumbered ON event (occurred_at, id) WHERE position IS NULL;

-- The highest position given.
CREATE TABLE feed_head (
    id       integer PRIMARY KEY CHECK (id = 1),
    position bigint NOT NULL
);
INSERT INTO feed_head (id, position) VALUES (1, 0);
