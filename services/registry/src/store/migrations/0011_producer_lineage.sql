-- How producers came to stand in the place of others.
CREATE TABLE producer_succession (
    id              uuid PRIMARY KEY,
    kind            text NOT NULL CHECK (kind IN ('merger', 'division', 'conversion', 'takeover', 'record_merge')),
    happened_on     date NOT NULL,
    document_number text,
    document_date   date,
    why             text NOT NULL,
    recorded_by     uuid NOT NULL,
    recorded_at     timestamptz NOT NULL,
    updated_by      text NOT NULL,
    CHECK ((kind = 'record_merge') = (document_number IS NULL)),
    CHECK ((document_number IS NULL) = (document_date IS NULL))
);

CREATE TABLE producer_succession_party (
    succession_id uuid NOT NULL REFERENCES producer_succession (id),
    producer_id   uuid NOT NULL REFERENCES producer (id),
    side          text NOT NULL CHECK (side IN ('predecessor', 'successor')),
    PRIMARY KEY (succession_id, side, producer_id)
);
CREATE INDEX producer_succession_by_producer ON producer_succession_party (producer_id);

-- Who stands in a producer's place, by the succession that took it out of use; the record it was made one with; and the
-- names it bore. Lists are JSON texts.
ALTER TABLE producer ADD COLUMN succeeded_by text NOT NULL DEFAULT '[]';
ALTER TABLE producer ADD COLUMN merged_into uuid;
ALTER TABLE producer ADD COLUMN former_names text NOT NULL DEFAULT '[]';
