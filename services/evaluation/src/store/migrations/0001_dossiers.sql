-- Dossiers, each with product and producer as they were when it was filed.
CREATE TABLE dossier (
    id               uuid PRIMARY KEY,
    kind             text NOT NULL CHECK (kind IN ('first')),
    state            text NOT NULL CHECK (state IN ('filed', 'accepted', 'proposed', 'scoring', 'assessed',
        'potential_five', 'not_recognised', 'certified')),
    criteria_version text NOT NULL,
    product_id       uuid NOT NULL,
    product_etag     text NOT NULL,
    product_name     text NOT NULL,
    product_set      integer NOT NULL,
    producer_id      uuid NOT NULL,
    producer_etag    text NOT NULL,
    producer_name    text NOT NULL,
    producer_kind    text NOT NULL,
    sample           boolean NOT NULL,
    unit             text NOT NULL,
    province         text NOT NULL,
    product_code     text,
    session_id       uuid,
    star             integer,
    closed_on        date,
    certificate_id   uuid,
    filed_at         timestamptz NOT NULL,
    filed_by         uuid NOT NULL,
    version          bigint NOT NULL,
    updated_at       timestamptz NOT NULL,
    updated_by       text NOT NULL
);
-- A product has one dossier in progress.
CREATE UNIQUE INDEX dossier_in_progress ON dossier (product_id)
    WHERE state IN ('filed', 'accepted', 'proposed', 'scoring', 'assessed', 'potential_five');
CREATE INDEX dossier_by_province ON dossier (province, id);
CREATE INDEX dossier_by_unit ON dossier (unit, id);
CREATE INDEX dossier_by_product ON dossier (product_id, id);
