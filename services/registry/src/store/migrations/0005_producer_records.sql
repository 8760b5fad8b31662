-- What a producer's record holds beside its name and numbers. Lists are read and written as a whole and never searched:
-- each is one JSON text.
ALTER TABLE producer ADD COLUMN registered_on date;
ALTER TABLE producer ADD COLUMN address_line text NOT NULL DEFAULT '';
ALTER TABLE producer ADD COLUMN capital_dong bigint CHECK (capital_dong >= 0);
ALTER TABLE producer ADD COLUMN local_capital_hundredths_percent integer
    CHECK (local_capital_hundredths_percent BETWEEN 0 AND 10000);
ALTER TABLE producer ADD COLUMN ip_rights text NOT NULL DEFAULT '[]';
ALTER TABLE producer ADD COLUMN certifications text NOT NULL DEFAULT '[]';
ALTER TABLE producer ADD COLUMN linkages text NOT NULL DEFAULT '[]';
ALTER TABLE producer ADD COLUMN outlets text NOT NULL DEFAULT '[]';

-- Who represents a producer before the law, and who did: of her who was replaced no more than the name stays.
CREATE TABLE legal_representative (
    producer_id  uuid NOT NULL REFERENCES producer (id),
    version      bigint NOT NULL,
    person_id    uuid NOT NULL,
    full_name    text NOT NULL,
    sex          text CHECK (sex IN ('female', 'male')),
    ethnicity    text NOT NULL,
    disabled     boolean,
    residence    text NOT NULL,
    phone        text NOT NULL,
    recorded_at  timestamptz NOT NULL,
    replaced_at  timestamptz,
    updated_by   text NOT NULL,
    PRIMARY KEY (producer_id, version)
);
CREATE UNIQUE INDEX legal_representative_present ON legal_representative (producer_id) WHERE replaced_at IS NULL;
CREATE INDEX legal_representative_by_person ON legal_representative (person_id);

-- Workers. Of who was removed the row stays without what it said: who read it can be told still.
CREATE TABLE producer_worker (
    id          uuid PRIMARY KEY,
    producer_id uuid NOT NULL REFERENCES producer (id),
    full_name   text NOT NULL,
    sex         text CHECK (sex IN ('female', 'male')),
    ethnicity   text NOT NULL,
    disabled    boolean,
    residence   text NOT NULL,
    phone       text NOT NULL,
    recorded_at timestamptz NOT NULL,
    removed_at  timestamptz,
    updated_by  text NOT NULL
);
CREATE INDEX producer_worker_by_producer ON producer_worker (producer_id, id);
