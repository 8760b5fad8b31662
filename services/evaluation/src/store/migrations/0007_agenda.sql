-- What is to be done, by whom and until when: watched clocks, the calendar, delegations, notices, expiring certificates.

-- The first day a dossier's clock warns, and the next day a job has to look at it.
ALTER TABLE dossier ADD COLUMN warns_on date;
ALTER TABLE dossier ADD COLUMN watch_on date;
-- The date of the ministry's round it was handed over for; it stays when the clock is gone.
ALTER TABLE dossier ADD COLUMN ministry_result_by date;
CREATE INDEX dossier_watched ON dossier (watch_on, id) WHERE watch_on IS NOT NULL;
-- Queues of a commune, of the ministry, and of a producer; the province's is there.
CREATE INDEX dossier_by_turn_of_unit ON dossier (turn, unit, due_on, id) WHERE turn <> 'nobody';
CREATE INDEX dossier_by_turn_alone ON dossier (turn, due_on, id) WHERE turn <> 'nobody';
CREATE INDEX dossier_by_turn_of_producer ON dossier (turn, producer_id, due_on, id) WHERE turn <> 'nobody';
CREATE INDEX dossier_due ON dossier (province, due_on, id) WHERE turn <> 'nobody';
CREATE INDEX dossier_due_of_unit ON dossier (unit, due_on, id) WHERE turn <> 'nobody';
CREATE INDEX dossier_due_anywhere ON dossier (due_on, id) WHERE turn <> 'nobody';
-- What is in a round.
CREATE INDEX dossier_by_proposal ON dossier (proposed_on, province);
CREATE INDEX dossier_by_ministry_round ON dossier (ministry_result_by, province) WHERE ministry_result_by IS NOT NULL;
CREATE INDEX dossier_following ON dossier (previous_certificate) WHERE turn <> 'nobody';

-- Whom an official stood in for when she took a step.
ALTER TABLE dossier_step ADD COLUMN stands_in_for uuid;

-- The next day the radar has to look at a certificate. Whoever keeps one need not know of it: a new one is looked at
-- by the next run.
ALTER TABLE certificate ADD COLUMN watch_on date DEFAULT '2018-01-01';
CREATE INDEX certificate_watched ON certificate (watch_on, id) WHERE watch_on IS NOT NULL;
CREATE INDEX certificate_expiry ON certificate (expires_on, id);
CREATE INDEX certificate_expiry_of_province ON certificate (province, expires_on, id);
CREATE INDEX certificate_expiry_of_unit ON certificate (unit, expires_on, id);
CREATE INDEX certificate_newest ON certificate (product_id, expires_on);

-- Who has a duty.
CREATE INDEX council_member_by_person ON council_member (person_id, council_id);

-- Days entered against the facts; of two for a day the newer counts.
CREATE TABLE calendar_day (
    day        date NOT NULL,
    entry      integer NOT NULL CHECK (entry > 0),
    working    boolean NOT NULL,
    act        text NOT NULL,
    entered_at timestamptz NOT NULL,
    entered_by uuid NOT NULL,
    updated_by text NOT NULL,
    PRIMARY KEY (day, entry)
);

-- How far running clocks were re-timed since the calendar changed last. The one row begins undone: clocks from before
-- this step get the day they warn.
CREATE TABLE retiming (
    id         integer PRIMARY KEY CHECK (id = 1),
    wanted     bigint NOT NULL,
    done       bigint NOT NULL,
    after_id   uuid,
    updated_by text NOT NULL
);
INSERT INTO retiming (id, wanted, done, updated_by) VALUES (1, 1, 0, 'migration');

CREATE TABLE delegation (
    id          uuid PRIMARY KEY,
    from_person uuid NOT NULL,
    to_person   uuid NOT NULL,
    role        text NOT NULL,
    unit        text NOT NULL,
    province    text NOT NULL,
    first_day   date NOT NULL,
    last_day    date NOT NULL,
    version     bigint NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    updated_by  text NOT NULL,
    CHECK (from_person <> to_person)
);
CREATE INDEX delegation_to ON delegation (to_person, last_day);
CREATE INDEX delegation_from ON delegation (from_person, last_day);
CREATE INDEX delegation_by_province ON delegation (province, id);
CREATE INDEX delegation_by_unit ON delegation (unit, id);

-- What was told. The key says what and to whom, so that nothing is told twice.
CREATE TABLE notice (
    id              uuid PRIMARY KEY,
    key             text NOT NULL,
    reason          text NOT NULL,
    recipient       text,
    unit            text,
    province        text,
    producer_id     uuid,
    person_id       uuid,
    dossier_id      uuid,
    certificate_id  uuid,
    delegation_id   uuid,
    clock           text,
    due_on          date,
    days_before     integer,
    issued_at       timestamptz NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    updated_by      text NOT NULL,
    CHECK ((recipient IS NULL) <> (person_id IS NULL))
);
CREATE UNIQUE INDEX notice_once ON notice (key);
CREATE INDEX notice_of_province ON notice (recipient, province, id) WHERE recipient IS NOT NULL;
CREATE INDEX notice_of_unit ON notice (recipient, unit, id) WHERE recipient IS NOT NULL;
CREATE INDEX notice_of_producer ON notice (producer_id, id) WHERE producer_id IS NOT NULL;
CREATE INDEX notice_of_person ON notice (person_id, id) WHERE person_id IS NOT NULL;
