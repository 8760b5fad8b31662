-- Orders that nothing be erased which is recorded of the persons of a producer or a management body.
CREATE TABLE legal_hold (
    id              uuid PRIMARY KEY,
    producer_id     uuid REFERENCES producer (id),
    body_id         uuid REFERENCES management_body (id),
    unit            text NOT NULL,
    province        text NOT NULL,
    document_number text NOT NULL,
    reason          text NOT NULL,
    placed_by       uuid NOT NULL,
    placed_at       timestamptz NOT NULL,
    lifted_by       uuid,
    lifted_at       timestamptz,
    lift_reason     text NOT NULL,
    version         bigint NOT NULL,
    updated_by      text NOT NULL,
    CHECK ((producer_id IS NULL) <> (body_id IS NULL)),
    CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
);
CREATE UNIQUE INDEX legal_hold_in_force_of_producer ON legal_hold (producer_id) WHERE lifted_at IS NULL;
CREATE UNIQUE INDEX legal_hold_in_force_of_body ON legal_hold (body_id) WHERE lifted_at IS NULL;
CREATE INDEX legal_hold_by_province ON legal_hold (province, id);

-- What was recorded of persons and has ended: the rows that may have to go.
CREATE INDEX legal_representative_replaced ON legal_representative (replaced_at) WHERE replaced_at IS NOT NULL;
CREATE INDEX producer_worker_removed ON producer_worker (removed_at) WHERE removed_at IS NOT NULL AND full_name <> '';
CREATE INDEX leader_ended ON leader (term_to) WHERE term_to IS NOT NULL AND full_name <> '';
CREATE INDEX official_ended ON official (term_to) WHERE term_to IS NOT NULL AND full_name <> '';
