-- Reports and their amendments, the figures they were made from, comments, and files made of them. Persons are here by
-- identity alone.
CREATE TABLE report (
    id                uuid PRIMARY KEY,
    form              text NOT NULL,
    -- A commune, a province or the country; the province is that of the commune, else the unit itself.
    unit              text NOT NULL,
    province          text NOT NULL,
    period            text NOT NULL,
    number            integer NOT NULL CHECK (number >= 1),
    amends_id         uuid REFERENCES report (id),
    nothing_to_report boolean NOT NULL,
    reason            text NOT NULL,
    due_on            date NOT NULL,
    state             text NOT NULL CHECK (state IN ('prepared', 'returned', 'approved', 'accepted')),
    return_reason     text NOT NULL,
    prepared_by       uuid NOT NULL,
    prepared_at       timestamptz NOT NULL,
    approved_by       uuid,
    approved_at       timestamptz,
    accepted_by       uuid,
    accepted_at       timestamptz,
    figures_sha256    text NOT NULL,
    known_at          timestamptz NOT NULL,
    finding_count     integer NOT NULL,
    comment_count     integer NOT NULL,
    version           bigint NOT NULL,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    updated_by        text NOT NULL,
    CHECK ((number = 1) = (amends_id IS NULL)),
    CHECK ((state IN ('approved', 'accepted')) = (approved_by IS NOT NULL)),
    CHECK ((state = 'accepted') = (accepted_by IS NOT NULL))
);
CREATE UNIQUE INDEX report_of_unit ON report (form, period, unit, number);
CREATE INDEX report_by_province ON report (province, id);
CREATE INDEX report_by_unit ON report (unit, id);

-- What a report was made from, as it was prepared last, and what was found then.
CREATE TABLE report_content (
    report_id uuid PRIMARY KEY REFERENCES report (id),
    figures   bytea NOT NULL,
    findings  text NOT NULL
);

CREATE TABLE report_comment (
    report_id uuid NOT NULL REFERENCES report (id),
    number    integer NOT NULL,
    indicator text NOT NULL,
    comment   text NOT NULL,
    person_id uuid NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (report_id, number)
);

-- Files are some ten kilobytes and go in with the record of them: nothing can part the two.
CREATE TABLE report_file (
    id               uuid PRIMARY KEY,
    report_id        uuid NOT NULL REFERENCES report (id),
    purpose          text NOT NULL CHECK (purpose IN ('submission', 'publication')),
    format           text NOT NULL CHECK (format IN ('xlsx', 'csv')),
    name             text NOT NULL,
    sha256           text NOT NULL,
    size             bigint NOT NULL,
    suppressed_count integer NOT NULL,
    content          bytea NOT NULL,
    issued_by        uuid NOT NULL,
    issued_at        timestamptz NOT NULL,
    updated_by       text NOT NULL
);
CREATE UNIQUE INDEX report_file_of_report ON report_file (report_id, purpose, format);
