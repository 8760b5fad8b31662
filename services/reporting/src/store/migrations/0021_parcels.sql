-- Dossiers on their way between a province's installation and the ministry's: heads and receipts as they were signed. What
-- they hold is evaluation's and never here.
CREATE TABLE link_parcel (
    id                uuid PRIMARY KEY,
    kind              text NOT NULL CHECK (kind IN ('hand_over', 'outcome')),
    province          text NOT NULL,
    dossier_id        uuid NOT NULL,
    dossier_version   bigint NOT NULL,
    hash              text NOT NULL,
    header            bytea NOT NULL,
    header_signature  bytea NOT NULL,
    byte_count        bigint NOT NULL,
    part_count        integer NOT NULL,
    next_part         integer NOT NULL,
    verdict           text NOT NULL CHECK (verdict IN ('sent', 'receiving', 'accepted', 'refused', 'quarantined')),
    reason            text NOT NULL,
    times             integer NOT NULL,
    receipt           bytea,
    receipt_signature bytea,
    concluded_at      timestamptz,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    updated_by        text NOT NULL,
    version           bigint NOT NULL
);

-- One at most is taken in, however often it comes.
CREATE UNIQUE INDEX link_parcel_hash ON link_parcel (province, hash) WHERE verdict IN ('sent', 'receiving', 'accepted');
CREATE INDEX link_parcel_dossier ON link_parcel (dossier_id, dossier_version);
CREATE INDEX link_parcel_verdict ON link_parcel (province, verdict, id);
