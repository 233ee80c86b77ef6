package dev.gatehouse.auth.outbox;

import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.database.Row;
import dev.gatehouse.auth.database.Transaction;
import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.event.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox in PostgreSQL. The oldest row of a subject stands for all of its rows: whoever holds its lock publishes for that subject.
 * Thread-safe.
 */
final class PostgresOutboxStore {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresOutboxStore.class);

    private final Database database;

    PostgresOutboxStore(Database database) {
        this.database = database;
    }

    /** Adds an event, in the transaction that is open; what is to follow its commit is done then. */
    void add(Event event, Runnable afterCommit) {
        Map<String, ?> values = Map.of(
                "subject",
                event.subject(),
                "event",
                new String(EventCodec.write(event), StandardCharsets.UTF_8),
                "created_at",
                event.time());
        database.inTransaction(transaction -> {
            transaction.afterCommit(afterCommit);
            return transaction.change("outbox-insert", values);
        });
    }

    /** The oldest event of each subject, of some subjects that no other relay has and that are not to wait, locked. */
    List<OutboxEntry> lockHeads(Transaction transaction, Instant now, int batch) {
        return transaction.all("outbox-lock-heads", Map.of("now", now, "batch", batch)).stream()
                .map(PostgresOutboxStore::entry)
                .toList();
    }

    /** Removes what is published, and has what is pending wait. */
    void settle(Transaction transaction, List<OutboxEntry> entries) {
        String published = entries.stream()
                .filter(entry -> entry.state() instanceof EntryState.Published)
                .map(entry -> Long.toString(entry.position()))
                .collect(Collectors.joining(","));
        if (!published.isEmpty()) {
            transaction.change("outbox-delete", Map.of("positions", published));
        }
        for (OutboxEntry entry : entries) {
            if (entry.state() instanceof EntryState.Pending(int failures, Instant notBefore)) {
                transaction.change(
                        "outbox-postpone",
                        Map.of("position", entry.position(), "failures", failures, "not_before", notBefore));
            }
        }
    }

    /** Since when the oldest event waits. */
    Optional<Instant> oldest() {
        return database.inBackgroundTransaction(
                transaction -> transaction.first("outbox-oldest", Map.of()).map(row -> row.instant("created_at")));
    }

    private static OutboxEntry entry(Row row) {
        long position = row.bigInteger("position");
        EntryState state = new EntryState.Pending(
                row.integer("failures"), row.optionalInstant("not_before").orElse(Instant.EPOCH));
        return new OutboxEntry(position, event(position, row.text("event")), state);
    }

    private static Optional<Event> event(long position, String json) {
        return switch (EventCodec.read(json.getBytes(StandardCharsets.UTF_8))) {
            case EventCodec.Reading.Read(Event event) -> Optional.of(event);
            case EventCodec.Reading.Unreadable(String reason) -> {
                LOG.error(
                        "entry {} of the outbox, and with it all of its account, cannot be published: {}",
                        position,
                        reason);
                yield Optional.empty();
            }
        };
    }
}
