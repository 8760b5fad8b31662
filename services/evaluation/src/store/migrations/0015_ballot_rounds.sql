-- Where the totals of a first ballot lie too far apart, the council discusses and votes once more. Both are kept.
ALTER TABLE scoring ADD COLUMN round integer NOT NULL DEFAULT 1 CHECK (round IN (1, 2));
-- When the first ballot was closed without deciding; none if it decided, or is open.
ALTER TABLE scoring ADD COLUMN discussed_from timestamptz;
ALTER TABLE scoring ADD COLUMN discussion text NOT NULL DEFAULT '';

ALTER TABLE ballot ADD COLUMN round integer NOT NULL DEFAULT 1 CHECK (round IN (1, 2));
DROP INDEX ballot_once;
CREATE UNIQUE INDEX ballot_once ON ballot (session_id, dossier_id, person_id, round);

-- What a round of ballots came to when it was closed. `code` authenticates it and the ballots with a key that is not
-- in the database: whenever the result is used, the ballots are counted again and held against it.
CREATE TABLE closed_round (
    session_id  uuid NOT NULL,
    dossier_id  uuid NOT NULL,
    round       integer NOT NULL CHECK (round IN (1, 2)),
    conclusion  text NOT NULL CHECK (conclusion IN ('decided', 'discussion', 'postponed')),
    ending      text NOT NULL CHECK (ending IN ('ranked', 'eliminated', 'stopped')),
    star        integer NOT NULL,
    sum_points  integer NOT NULL,
    sheet_count integer NOT NULL,
    code        bytea NOT NULL,
    closed_at   timestamptz NOT NULL,
    updated_by  text NOT NULL,
    PRIMARY KEY (session_id, dossier_id, round),
    FOREIGN KEY (session_id, dossier_id) REFERENCES scoring (session_id, dossier_id)
);
