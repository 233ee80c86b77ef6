package dev.gatehouse.auth.key;

import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.database.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The signing keys in PostgreSQL, sealed. Thread-safe. */
final class PostgresKeyStore {
    private final Database database;

    PostgresKeyStore(Database database) {
        this.database = database;
    }

    /** A key as it is stored. */
    record SealedKey(String kid, byte[] sealed, boolean active) {}

    /** Every key, newest first. */
    List<SealedKey> all() {
        return database.inTransaction(transaction -> transaction.all("signing-key-all", Map.of()).stream()
                .map(PostgresKeyStore::key)
                .toList());
    }

    /** Adds a key that signs, unless there is one already: the database admits one. */
    void addFirst(String kid, byte[] sealed, Instant now) {
        database.inTransaction(transaction -> transaction.change(
                "signing-key-insert",
                Map.of("kid", kid, "algorithm", SigningKey.ALGORITHM, "private_key", sealed, "now", now)));
    }

    private static SealedKey key(Row row) {
        return new SealedKey(
                row.text("kid"), row.bytes("private_key"), row.text("status").equals("active"));
    }
}
