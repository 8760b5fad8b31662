-- How far each other service's feed has been taken in; moved in the transaction that took it in.
CREATE TABLE inbox_cursor (
    source        text PRIMARY KEY,
    position      bigint NOT NULL,
    head_position bigint NOT NULL
);

-- Events that could not be taken in, and those of the same subject that wait behind them.
CREATE TABLE inbox_parked (
    source       text NOT NULL,
    position     bigint NOT NULL,
    subject_type text NOT NULL,
    subject_id   text NOT NULL,
    envelope     bytea NOT NULL,
    error        text NOT NULL,
    parked_at    timestamptz NOT NULL,
    retry        boolean NOT NULL,
    PRIMARY KEY (source, position)
);
CREATE INDEX inbox_parked_subject ON inbox_parked (source, subject_type, subject_id);
