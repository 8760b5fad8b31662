-- Files of products: photographs, labels, pictures of the story, scans of papers. Their contents lie outside the
-- database, by SHA-256.

-- A content that is kept. While `doomed` is true it is being taken away, and nobody may refer to it.
CREATE TABLE blob (
    sha256     text PRIMARY KEY,
    byte_count bigint NOT NULL CHECK (byte_count > 0),
    claimed_at timestamptz NOT NULL,
    doomed     boolean NOT NULL
);

-- `paper` says which paper of the product's record a scan shows: one JSON text, as the record has it.
CREATE TABLE upload (
    id              uuid PRIMARY KEY,
    product_id      uuid NOT NULL REFERENCES product (id),
    purpose         text NOT NULL CHECK (purpose IN ('photo', 'label', 'story_picture', 'paper_scan')),
    paper           text,
    name            text NOT NULL,
    byte_count      bigint NOT NULL CHECK (byte_count > 0),
    sha256          text NOT NULL,
    state           text NOT NULL CHECK (state IN ('receiving', 'complete', 'discarded')),
    committed_bytes bigint NOT NULL CHECK (committed_bytes BETWEEN 0 AND byte_count),
    file_id         uuid,
    begun_by        uuid NOT NULL,
    begun_at        timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    updated_by      text NOT NULL
);
CREATE INDEX upload_by_product ON upload (product_id) WHERE state = 'receiving';
CREATE INDEX upload_by_age ON upload (updated_at);

-- A piece of an upload that is kept.
CREATE TABLE upload_part (
    upload_id  uuid NOT NULL REFERENCES upload (id),
    start_byte bigint NOT NULL,
    byte_count bigint NOT NULL CHECK (byte_count > 0),
    part_id    uuid NOT NULL,
    PRIMARY KEY (upload_id, start_byte)
);

-- A file that was removed stays on record. While `content_held` is true its contents stay too. Places run from 1 without
-- gaps among the files of a product and purpose that were not removed.
CREATE TABLE product_file (
    id            uuid PRIMARY KEY,
    product_id    uuid NOT NULL REFERENCES product (id),
    purpose       text NOT NULL CHECK (purpose IN ('photo', 'label', 'story_picture', 'paper_scan')),
    paper         text,
    name          text NOT NULL,
    media_type    text NOT NULL,
    byte_count    bigint NOT NULL,
    sha256        text NOT NULL,
    width_pixels  integer,
    height_pixels integer,
    large_sha256  text,
    large_bytes   bigint,
    small_sha256  text,
    small_bytes   bigint,
    caption_vi    text NOT NULL,
    caption_en    text NOT NULL,
    alt_text_vi   text NOT NULL,
    alt_text_en   text NOT NULL,
    place         integer NOT NULL CHECK (place > 0),
    content_held  boolean NOT NULL,
    added_by      uuid NOT NULL,
    added_at      timestamptz NOT NULL,
    removed_by    uuid,
    removed_at    timestamptz,
    version       bigint NOT NULL,
    updated_by    text NOT NULL,
    CHECK ((removed_by IS NULL) = (removed_at IS NULL))
);
CREATE INDEX product_file_in_order ON product_file (product_id, purpose, place) WHERE removed_at IS NULL;
CREATE INDEX product_file_to_let_go ON product_file (removed_at) WHERE content_held AND removed_at IS NOT NULL;
