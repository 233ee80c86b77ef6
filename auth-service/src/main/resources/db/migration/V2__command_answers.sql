-- Answers to commands, under the message ids that the commands came with. Both the answer and the fingerprint of the request depend on the
-- master key. A row without an answer is seen by nobody: its command is under way, and the row is the lock.
CREATE TABLE command_answers (
    message_id  bytea       PRIMARY KEY,
    fingerprint bytea       NOT NULL,
    answer      bytea,
    created_at  timestamptz NOT NULL
);

CREATE INDEX command_answers_created_at_idx ON command_answers (created_at);
