-- What registry told of officials in office and of kinds of producers. It is followed by a cursor of its own: the events
-- from before were passed over by the one that follows producers.
CREATE TABLE official_term (
    id         uuid PRIMARY KEY,
    person_id  uuid NOT NULL,
    unit       text NOT NULL,
    level      text NOT NULL CHECK (level IN ('commune', 'province', 'ministry')),
    term_from  date NOT NULL,
    term_to    date,
    sample     boolean NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL
);
CREATE INDEX official_term_by_unit ON official_term (unit, id);

CREATE TABLE producer_kind (
    producer_id uuid PRIMARY KEY,
    kind        text NOT NULL,
    updated_at  timestamptz NOT NULL,
    updated_by  text NOT NULL
);
