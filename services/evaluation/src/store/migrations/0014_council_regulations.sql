-- Regulations of councils, as provinces and the ministry enter them. One that was entered never changes.
CREATE TABLE council_regulation (
    id              uuid PRIMARY KEY,
    unit            text NOT NULL,
    valid_from      date NOT NULL,
    decision_number text NOT NULL,
    decision_date   date NOT NULL,
    signer_name     text NOT NULL,
    signer_title    text NOT NULL,
    rules           text NOT NULL,
    entered_by      uuid NOT NULL,
    entered_at      timestamptz NOT NULL,
    updated_by      text NOT NULL
);
CREATE UNIQUE INDEX council_regulation_from ON council_regulation (unit, valid_from);

-- The day a session is held on, if it was called to one.
ALTER TABLE session ADD COLUMN held_on date;
