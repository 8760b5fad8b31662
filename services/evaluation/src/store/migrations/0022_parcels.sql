-- Dossiers that go to another installation, and what comes of them back.

-- Where a dossier lies: 'here'; 'ministry', where a province's copy waits for what comes of it; 'province', to which the
-- ministry's installation has given it back.
ALTER TABLE dossier ADD COLUMN lies text NOT NULL DEFAULT 'here' CHECK (lies IN ('here', 'ministry', 'province'));

-- A product has one dossier in progress; what was given back goes on elsewhere.
DROP INDEX dossier_in_progress;
CREATE UNIQUE INDEX dossier_in_progress ON dossier (product_id)
    WHERE state NOT IN ('not_recognised', 'certified', 'rejected', 'withdrawn') AND lies <> 'province';

-- What was sent to another installation, or came from one: the document as it was sent, and what the other side signed.
CREATE TABLE parcel (
    dossier_id          uuid NOT NULL REFERENCES dossier (id),
    dossier_version     bigint NOT NULL,
    kind                text NOT NULL CHECK (kind IN ('hand_over', 'outcome')),
    sent                boolean NOT NULL,
    province            text NOT NULL,
    manifest_sha256     text NOT NULL,
    document            bytea NOT NULL,
    -- Keyed hash of the document, by which it is known that the service kept it.
    code                bytea NOT NULL,
    byte_count          bigint NOT NULL,
    receipt             bytea,
    receipt_signature   bytea,
    received_at         timestamptz,
    created_at          timestamptz NOT NULL,
    updated_by          text NOT NULL,
    PRIMARY KEY (dossier_id, dossier_version)
);
-- At the ministry: the dossiers of a province that came.
CREATE INDEX parcel_by_province ON parcel (province, kind, sent);
