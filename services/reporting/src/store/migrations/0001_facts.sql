-- Facts: what the other services told, one row for each thing. No foreign keys: feeds of different services, and
-- different subjects of one, arrive in any order.
CREATE TABLE producer_fact (
    producer_id   uuid PRIMARY KEY,
    kind          text NOT NULL,
    unit          text NOT NULL,
    sample        boolean NOT NULL,
    registered_on date NOT NULL,
    retired_on    date
);

CREATE TABLE product_fact (
    product_id    uuid PRIMARY KEY,
    unit          text NOT NULL,
    sample        boolean NOT NULL,
    registered_on date NOT NULL,
    retired_on    date
);

CREATE TABLE leader_fact (
    leader_id   uuid PRIMARY KEY,
    producer_id uuid NOT NULL,
    person_id   uuid NOT NULL,
    term_from   date NOT NULL
);

CREATE TABLE certificate_fact (
    certificate_id uuid PRIMARY KEY,
    product_id     uuid NOT NULL,
    producer_id    uuid NOT NULL,
    unit           text NOT NULL,
    product_set    integer NOT NULL,
    star           integer NOT NULL,
    sample         boolean NOT NULL,
    issued_on      date NOT NULL,
    expires_on     date NOT NULL
);

CREATE TABLE recognition_fact (
    recognition_id uuid PRIMARY KEY,
    unit           text NOT NULL,
    product_set    integer NOT NULL,
    star           integer NOT NULL,
    earliest       date,
    latest         date NOT NULL
);

CREATE TABLE class_fact (
    training_class_id uuid PRIMARY KEY,
    audience          text NOT NULL CHECK (audience IN ('officials', 'leaders')),
    unit              text NOT NULL
);

CREATE TABLE learner_fact (
    training_class_id uuid NOT NULL,
    person_id         uuid NOT NULL,
    unit              text NOT NULL,
    sample            boolean NOT NULL,
    PRIMARY KEY (training_class_id, person_id)
);

CREATE TABLE attendance_fact (
    training_class_id uuid NOT NULL,
    session_number    integer NOT NULL,
    person_id         uuid NOT NULL,
    day               date NOT NULL,
    PRIMARY KEY (training_class_id, session_number, person_id)
);

CREATE TABLE completion_fact (
    training_class_id uuid NOT NULL,
    person_id         uuid NOT NULL,
    completed_on      date NOT NULL,
    PRIMARY KEY (training_class_id, person_id)
);
