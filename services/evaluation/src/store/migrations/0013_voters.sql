-- Who may vote on what: conflicts of interest, who left a session, and substitutes.

-- What binds a person to a producer by her own word, until the last day if there is one.
CREATE TABLE member_relation (
    person_id   uuid NOT NULL,
    producer_id uuid NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('family', 'capital', 'business', 'other')),
    note        text NOT NULL,
    last_day    date,
    declared_at timestamptz NOT NULL,
    updated_by  text NOT NULL,
    PRIMARY KEY (person_id, producer_id)
);
CREATE INDEX member_relation_by_producer ON member_relation (producer_id, person_id);

-- Who has no vote on a dossier in a session. A ballot she cast stays as it is, and is not counted.
CREATE TABLE recusal (
    session_id  uuid NOT NULL,
    dossier_id  uuid NOT NULL,
    person_id   uuid NOT NULL,
    cause       text NOT NULL CHECK (cause IN ('declared', 'account', 'leader', 'relation')),
    reasons     text NOT NULL,
    recused_at  timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    updated_by  text NOT NULL,
    PRIMARY KEY (session_id, dossier_id, person_id),
    FOREIGN KEY (session_id, dossier_id) REFERENCES scoring (session_id, dossier_id)
);

-- Who left a session, and when she came back.
CREATE TABLE absence (
    id          uuid PRIMARY KEY,
    session_id  uuid NOT NULL REFERENCES session (id),
    person_id   uuid NOT NULL,
    reasons     text NOT NULL,
    left_at     timestamptz NOT NULL,
    returned_at timestamptz,
    recorded_by uuid NOT NULL,
    updated_by  text NOT NULL
);
CREATE INDEX absence_by_session ON absence (session_id, person_id);

-- Who may take a member's place, as the council's decision names her: for one member, or for any of her body.
CREATE TABLE council_substitute (
    council_id uuid NOT NULL REFERENCES council (id),
    person_id  uuid NOT NULL,
    place      integer NOT NULL,
    full_name  text NOT NULL,
    title      text NOT NULL,
    body       text NOT NULL,
    for_person uuid,
    PRIMARY KEY (council_id, person_id)
);

-- Members' places in a session that substitutes have taken.
CREATE TABLE session_seat (
    session_id           uuid NOT NULL REFERENCES session (id),
    member_person_id     uuid NOT NULL,
    substitute_person_id uuid NOT NULL,
    seated_at            timestamptz NOT NULL,
    recorded_by          uuid NOT NULL,
    updated_by           text NOT NULL,
    PRIMARY KEY (session_id, member_person_id)
);
CREATE UNIQUE INDEX session_seat_substitute ON session_seat (session_id, substitute_person_id);
