-- That a certificate was revoked, and the first day on which it no longer holds. A row of its own, since the event may
-- come before that of the certificate.
CREATE TABLE revocation_fact (
    certificate_id uuid PRIMARY KEY,
    revoked_on     date NOT NULL
);
