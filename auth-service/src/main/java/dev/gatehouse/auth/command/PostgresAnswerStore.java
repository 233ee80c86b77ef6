package dev.gatehouse.auth.command;

import dev.gatehouse.auth.database.Database;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The answers to commands in PostgreSQL, sealed. The row of a message id is the lock that its command is done under. Thread-safe. */
final class PostgresAnswerStore {
    private final Database database;

    PostgresAnswerStore(Database database) {
        this.database = database;
    }

    /** What is kept of a command: the fingerprint as it was, and its sealed answer. */
    record Kept(byte[] fingerprint, byte[] sealedAnswer) {}

    /** What is kept under a message id since a time. */
    Optional<Kept> find(byte[] messageId, Instant since) {
        return database.inTransaction(transaction -> transaction
                .first("command-find", Map.of("message_id", messageId, "since", since))
                .map(row -> new Kept(row.bytes("fingerprint"), row.bytes("answer"))));
    }

    /**
     * Takes a message id, unless it is taken since a time; whether it did. Waits while another transaction is about to. To be called in
     * the transaction in which its command is done and {@link #keep} is called.
     */
    boolean take(CommandId id, Instant since, Instant now) {
        Map<String, ?> values =
                Map.of("message_id", id.messageId(), "fingerprint", id.fingerprint(), "since", since, "now", now);
        return database.inTransaction(transaction -> transaction.changeOnceOthersAreDone("command-take", values) == 1);
    }

    void keep(CommandId id, byte[] sealedAnswer) {
        database.inTransaction(transaction ->
                transaction.change("command-keep", Map.of("message_id", id.messageId(), "answer", sealedAnswer)));
    }

    /** Removes some answers that are older than a time; how many. */
    long prune(Instant before, int batch) {
        return database.inTransaction(
                transaction -> transaction.change("command-prune", Map.of("before", before, "batch", batch)));
    }
}
