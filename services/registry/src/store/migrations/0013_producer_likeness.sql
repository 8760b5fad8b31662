-- What producers in use are like others by. Two that have a row in common may be one.
CREATE TABLE producer_trait (
    producer_id uuid NOT NULL REFERENCES producer (id),
    likeness    text NOT NULL CHECK (likeness IN ('tax_code', 'registration_number', 'phone', 'name')),
    key         text NOT NULL,
    PRIMARY KEY (producer_id, likeness, key)
);
CREATE INDEX producer_trait_by_key ON producer_trait (likeness, key, producer_id);

-- What somebody found two producers to be, for each thing they had in common then: what they get in common later is to be
-- looked at again.
CREATE TABLE duplicate_judgement (
    one_id     uuid NOT NULL REFERENCES producer (id),
    other_id   uuid NOT NULL REFERENCES producer (id),
    likeness   text NOT NULL,
    key        text NOT NULL,
    verdict    text NOT NULL CHECK (verdict IN ('distinct', 'duplicate')),
    judged_by  uuid NOT NULL,
    judged_at  timestamptz NOT NULL,
    why        text NOT NULL,
    updated_by text NOT NULL,
    PRIMARY KEY (one_id, other_id, likeness, key),
    CHECK (one_id < other_id)
);
