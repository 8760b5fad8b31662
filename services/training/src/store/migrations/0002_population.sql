-- What registry and evaluation told, as far as the population needs it. The two feeds and the subjects within
-- them come in no common order: nothing here refers to anything else here.
CREATE TABLE producer (
    id         uuid PRIMARY KEY,
    unit       text NOT NULL,
    sample     boolean NOT NULL,
    retired_on date,
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL
);
CREATE INDEX producer_by_unit ON producer (unit, id);

-- A term's last day is absent: it is the day before the producer's next term begins.
CREATE TABLE leader_term (
    id          uuid PRIMARY KEY,
    producer_id uuid NOT NULL,
    person_id   uuid NOT NULL,
    term_from   date NOT NULL,
    updated_at  timestamptz NOT NULL,
    updated_by  text NOT NULL
);
CREATE INDEX leader_term_by_producer ON leader_term (producer_id, term_from);

CREATE TABLE certificate (
    id          uuid PRIMARY KEY,
    product_id  uuid NOT NULL,
    producer_id uuid NOT NULL,
    unit        text NOT NULL,
    issued_on   date NOT NULL,
    expires_on  date NOT NULL,
    updated_at  timestamptz NOT NULL,
    updated_by  text NOT NULL
);
CREATE INDEX certificate_by_producer ON certificate (producer_id, expires_on);
