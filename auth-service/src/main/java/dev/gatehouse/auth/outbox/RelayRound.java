package dev.gatehouse.auth.outbox;

import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.database.Transaction;
import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.event.EventPublisher;
import dev.gatehouse.common.retry.Backoff;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Publishes the oldest event of each of some accounts, and removes those that the broker has confirmed, in one transaction that holds the
 * locks: wherever it ends, an event is published again or removed, never lost. Confined to the relay's thread.
 */
final class RelayRound {
    private final OutboxConfig config;
    private final Database database;
    private final PostgresOutboxStore store;
    private final EventPublisher publisher;
    private final InstantSource clock;
    private final Backoff backoff;

    RelayRound(
            OutboxConfig config,
            Database database,
            PostgresOutboxStore store,
            EventPublisher publisher,
            InstantSource clock) {
        this.config = config;
        this.database = database;
        this.store = store;
        this.publisher = publisher;
        this.clock = clock;
        this.backoff = Backoff.jittered(OutboxConfig.RETRY_MIN, config.retryMax());
    }

    /** What came of a round. */
    enum Result {
        /** There is nothing to publish now. */
        EMPTY,
        /** Something is published; there may be more. */
        PUBLISHED,
        /** Nothing of what there is was confirmed. */
        REFUSED,
        /** The broker is away; nothing was tried. */
        AWAY
    }

    Result run() {
        return publisher.isOpen() ? database.inBackgroundTransaction(this::publish) : Result.AWAY;
    }

    /** The waits after failures; the first of them is wait 0. */
    Backoff backoff() {
        return backoff;
    }

    /** Since when the oldest event waits that is too old by now. */
    Optional<Instant> overdue() {
        Instant limit = clock.instant().minus(config.warnAfter());
        return store.oldest().filter(oldest -> oldest.isBefore(limit));
    }

    private Result publish(Transaction transaction) {
        Instant now = clock.instant();
        List<OutboxEntry> heads = store.lockHeads(transaction, now, config.batchSize()).stream()
                .map(entry -> entry.in(entry.state().on(new EntryState.Event.Claimed(now), backoff)))
                .toList();
        if (heads.isEmpty()) {
            return Result.EMPTY;
        }
        Set<UUID> confirmed = confirmed(
                heads.stream().flatMap(entry -> entry.event().stream()).toList());
        Instant then = clock.instant();
        store.settle(
                transaction,
                heads.stream().map(entry -> settled(entry, confirmed, then)).toList());
        return confirmed.isEmpty() ? Result.REFUSED : Result.PUBLISHED;
    }

    private Set<UUID> confirmed(List<Event> events) {
        try {
            return publisher.publish(events);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Set.of();
        }
    }

    private OutboxEntry settled(OutboxEntry entry, Set<UUID> confirmed, Instant now) {
        boolean isConfirmed =
                entry.event().map(Event::id).filter(confirmed::contains).isPresent();
        return entry.in(entry.state()
                .on(isConfirmed ? new EntryState.Event.Confirmed() : new EntryState.Event.Unconfirmed(now), backoff));
    }
}
