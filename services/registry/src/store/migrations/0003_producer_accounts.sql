-- Grants that bind a person's account to a producer it may act for.
CREATE TABLE producer_account (
    id          uuid PRIMARY KEY,
    producer_id uuid NOT NULL REFERENCES producer (id),
    person_id   uuid NOT NULL,
    term_from   date NOT NULL,
    term_to     date,
    basis       text NOT NULL,
    state       text NOT NULL CHECK (state IN ('open', 'ended')),
    granted_by  uuid NOT NULL,
    granted_at  timestamptz NOT NULL,
    ended_by    uuid,
    ended_at    timestamptz,
    end_reason  text NOT NULL,
    version     bigint NOT NULL,
    updated_at  timestamptz NOT NULL,
    updated_by  text NOT NULL,
    CHECK (person_id <> granted_by)
);
-- One open grant per person and producer.
CREATE UNIQUE INDEX producer_account_open ON producer_account (producer_id, person_id) WHERE state = 'open';
CREATE INDEX producer_account_by_producer ON producer_account (producer_id, id);
CREATE INDEX producer_account_by_person ON producer_account (person_id, id);
