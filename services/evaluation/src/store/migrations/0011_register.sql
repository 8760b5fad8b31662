-- What happens to certificates after they were issued. A certificate's row never changes: a replacement is a further
-- certificate that names the one it replaces, a revocation a row that points at it.
ALTER TABLE certificate ADD COLUMN replaces uuid REFERENCES certificate (id);
ALTER TABLE certificate ADD COLUMN replacement_kind text
    CHECK (replacement_kind IN ('correction', 'lost', 'producer_renamed', 'producer_merged'));
ALTER TABLE certificate ADD COLUMN basis text;
ALTER TABLE certificate ADD COLUMN basis_date date;
DROP INDEX certificate_of_dossier;
CREATE UNIQUE INDEX certificate_of_dossier ON certificate (dossier_id) WHERE replaces IS NULL;
-- A certificate is replaced once; the one after that replaces the replacement.
CREATE UNIQUE INDEX certificate_replaced ON certificate (replaces) WHERE replaces IS NOT NULL;

CREATE TABLE revocation (
    id                    uuid PRIMARY KEY,
    certificate_id        uuid NOT NULL REFERENCES certificate (id),
    producer_id           uuid NOT NULL,
    unit                  text NOT NULL,
    province              text NOT NULL,
    level                 text NOT NULL CHECK (level IN ('province', 'ministry')),
    state                 text NOT NULL CHECK (state IN ('open', 'revoked', 'dropped')),
    ground                text NOT NULL CHECK (ground IN ('untrue_information', 'criteria_not_met', 'breach_of_law',
        'misuse_of_mark', 'production_stopped', 'other_conclusion')),
    conclusion            text NOT NULL,
    concluded_on          date NOT NULL,
    reasons               text NOT NULL,
    opened_by             uuid NOT NULL,
    opened_at             timestamptz NOT NULL,
    due_on                date NOT NULL,
    answer_until          date NOT NULL,
    answer                text,
    answer_paper_original text,
    answered_by           uuid,
    answered_at           timestamptz,
    -- One decision may end several revocations: its number is not unique here.
    decision_number       text,
    decision_date         date,
    signer_name           text,
    signer_title          text,
    decision_reasons      text,
    decided_by            uuid,
    decided_at            timestamptz,
    version               bigint NOT NULL,
    updated_by            text NOT NULL
);
-- A certificate has one revocation that is open or has revoked it.
CREATE UNIQUE INDEX revocation_in_effect ON revocation (certificate_id) WHERE state <> 'dropped';
CREATE INDEX revocation_by_province ON revocation (province, id);
CREATE INDEX revocation_by_unit ON revocation (unit, id);
CREATE INDEX revocation_by_certificate ON revocation (certificate_id, id);
CREATE INDEX revocation_by_producer ON revocation (producer_id, id);
