-- A dossier's whole way: more states and kinds, versions of its forms, the steps it took, what officials recorded.
-- CHECKs cannot be altered in SQLite, so the two columns that have one are replaced.
DROP INDEX dossier_in_progress;
ALTER TABLE dossier ADD COLUMN new_state text NOT NULL DEFAULT 'draft' CHECK (new_state IN ('draft', 'filed', 'returned',
    'rejection_announced', 'rejection_answered', 'accepted', 'proposed', 'under_review', 'supplement_requested', 'ready',
    'scoring', 'assessed', 'potential_five', 'returned_by_ministry', 'not_recognised', 'certified', 'rejected',
    'withdrawn'));
ALTER TABLE dossier ADD COLUMN new_kind text NOT NULL DEFAULT 'first' CHECK (new_kind IN ('first', 'upgrade', 're_ranking'));
UPDATE dossier SET new_state = state, new_kind = kind;
ALTER TABLE dossier DROP COLUMN state;
ALTER TABLE dossier DROP COLUMN kind;
ALTER TABLE dossier RENAME COLUMN new_state TO state;
ALTER TABLE dossier RENAME COLUMN new_kind TO kind;

ALTER TABLE dossier ADD COLUMN level text NOT NULL DEFAULT 'commune' CHECK (level IN ('commune', 'province', 'ministry'));
UPDATE dossier SET level = 'province' WHERE state NOT IN ('filed', 'accepted');
ALTER TABLE dossier ADD COLUMN turn text NOT NULL DEFAULT 'nobody';
UPDATE dossier SET turn = 'commune_officer' WHERE state = 'filed';
UPDATE dossier SET turn = 'commune_leader' WHERE state = 'accepted';
UPDATE dossier SET turn = 'province_officer' WHERE state = 'proposed';
UPDATE dossier SET turn = 'province_council' WHERE state = 'scoring';
UPDATE dossier SET turn = 'province_leader' WHERE state IN ('assessed', 'potential_five');
ALTER TABLE dossier ADD COLUMN previous_certificate uuid;
ALTER TABLE dossier ADD COLUMN paper_original text;
ALTER TABLE dossier ADD COLUMN frozen_version integer NOT NULL DEFAULT 1;
ALTER TABLE dossier ADD COLUMN proposed_on date;
-- The clock of whose turn it is, and what the level has used of its own while the producer owes something.
ALTER TABLE dossier ADD COLUMN clocks text NOT NULL DEFAULT '{}';
ALTER TABLE dossier ADD COLUMN due_on date;

-- A product has one dossier in progress.
CREATE UNIQUE INDEX dossier_in_progress ON dossier (product_id)
    WHERE state NOT IN ('not_recognised', 'certified', 'rejected', 'withdrawn');
-- What waits for whom, the most urgent first.
CREATE INDEX dossier_by_turn ON dossier (turn, province, due_on, id) WHERE turn <> 'nobody';

-- The forms of each version. A version that was handed in never changes.
CREATE TABLE dossier_version (
    dossier_id uuid NOT NULL REFERENCES dossier (id),
    number     integer NOT NULL CHECK (number > 0),
    forms      text NOT NULL,
    written_by uuid NOT NULL,
    written_at timestamptz NOT NULL,
    frozen_at  timestamptz,
    updated_by text NOT NULL,
    PRIMARY KEY (dossier_id, number)
);

-- Each step a dossier took, with the reasons given.
CREATE TABLE dossier_step (
    dossier_id uuid NOT NULL REFERENCES dossier (id),
    version    bigint NOT NULL,
    action     text NOT NULL,
    from_state text NOT NULL,
    to_state   text NOT NULL,
    level      text NOT NULL,
    note       text NOT NULL,
    person_id  uuid NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (dossier_id, version)
);

-- What officials wrote down about a version: the commune's check, surveys, tests, the report that ends a review.
CREATE TABLE dossier_record (
    id              uuid PRIMARY KEY,
    dossier_id      uuid NOT NULL REFERENCES dossier (id),
    dossier_version integer NOT NULL,
    level           text NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('commune_check', 'site_survey', 'test_report', 'review_report')),
    content         text NOT NULL,
    recorded_at     timestamptz NOT NULL,
    recorded_by     uuid NOT NULL,
    updated_by      text NOT NULL
);
CREATE INDEX dossier_record_by_dossier ON dossier_record (dossier_id, id);

-- That a level took a dossier in, with the number it gave the registration slip.
CREATE TABLE dossier_receipt (
    dossier_id  uuid NOT NULL REFERENCES dossier (id),
    level       text NOT NULL CHECK (level IN ('commune', 'province', 'ministry')),
    number      text NOT NULL,
    received_at timestamptz NOT NULL,
    received_by uuid NOT NULL,
    due_on      date,
    updated_by  text NOT NULL,
    PRIMARY KEY (dossier_id, level)
);
CREATE UNIQUE INDEX dossier_receipt_number ON dossier_receipt (level, number);

-- The last number a counter gave; numbers are 1, 2, 3 and so on.
CREATE TABLE serial (
    counter text NOT NULL,
    unit    text NOT NULL,
    year    integer NOT NULL,
    last    integer NOT NULL CHECK (last > 0),
    PRIMARY KEY (counter, unit, year)
);

CREATE TABLE advisory_team (
    id              uuid PRIMARY KEY,
    unit            text NOT NULL,
    decision_number text NOT NULL,
    decision_date   date NOT NULL,
    signer_name     text NOT NULL,
    signer_title    text NOT NULL,
    term_from       date NOT NULL,
    term_to         date NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_by      text NOT NULL
);
CREATE INDEX advisory_team_by_unit ON advisory_team (unit, id);

CREATE TABLE advisory_team_member (
    team_id   uuid NOT NULL REFERENCES advisory_team (id),
    person_id uuid NOT NULL,
    place     integer NOT NULL,
    full_name text NOT NULL,
    title     text NOT NULL,
    body      text NOT NULL,
    is_head   boolean NOT NULL,
    PRIMARY KEY (team_id, person_id)
);
CREATE INDEX advisory_team_member_by_person ON advisory_team_member (person_id, team_id);
