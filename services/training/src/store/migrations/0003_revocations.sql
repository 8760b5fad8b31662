-- That a certificate was revoked, and the first day on which it no longer holds; what was told of it may come later.
CREATE TABLE revocation (
    certificate_id uuid PRIMARY KEY,
    revoked_on     date NOT NULL,
    updated_at     timestamptz NOT NULL,
    updated_by     text NOT NULL
);
