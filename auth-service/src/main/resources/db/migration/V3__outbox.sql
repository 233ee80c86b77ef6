-- Events that are to be published, in the JSON of CloudEvents. A row is removed once the broker has confirmed it. The subject is the
-- account; within one the order of the positions is the order of the events.
CREATE TABLE outbox (
    position   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject    text        NOT NULL,
    event      text        NOT NULL,
    failures   integer     NOT NULL DEFAULT 0,
    not_before timestamptz,
    created_at timestamptz NOT NULL
);

CREATE INDEX outbox_subject_idx ON outbox (subject, position);
