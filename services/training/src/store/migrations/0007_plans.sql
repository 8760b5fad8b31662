-- What a unit means to reach in a year.
CREATE TABLE training_plan (
    id         uuid PRIMARY KEY,
    unit       text NOT NULL,
    province   text NOT NULL,
    year       integer NOT NULL,
    targets    text NOT NULL,
    funding    text NOT NULL,
    note       text NOT NULL,
    version    bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL
);
CREATE UNIQUE INDEX training_plan_once ON training_plan (unit, year);
CREATE INDEX training_plan_by_province ON training_plan (province, id);
