-- Who is bound to a producer, as registry tells: those whose account may act for it, and those who lead it.
-- A leader's last day is absent: it is the day before the producer's next leader begins.
CREATE TABLE producer_person (
    id          uuid PRIMARY KEY,
    producer_id uuid NOT NULL,
    person_id   uuid NOT NULL,
    relation    text NOT NULL CHECK (relation IN ('account', 'leader')),
    term_from   date NOT NULL,
    term_to     date,
    ended       boolean NOT NULL,
    updated_at  timestamptz NOT NULL,
    updated_by  text NOT NULL
);
CREATE INDEX producer_person_by_producer ON producer_person (producer_id, term_from, id);
