package dev.gatehouse.auth.outbox;

import dev.gatehouse.auth.database.Database;
import dev.gatehouse.common.contract.EventType;
import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.event.EventPublisher;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Where events are written that are to be published if, and only if, the change that they tell of is committed. An event gets its id here,
 * and keeps it however often it is published. Thread-safe.
 */
public final class Outbox {
    private static final URI SOURCE = URI.create("/gatehouse/auth-service");

    private final Database database;
    private final PostgresOutboxStore store;
    private final RelaySignal signal = new RelaySignal();

    public Outbox(Database database) {
        this.database = database;
        this.store = new PostgresOutboxStore(database);
    }

    /**
     * Adds an event, to be called in the transaction of the change and after it, so that events of one account are in the order of the
     * changes.
     *
     * @param accountId whom it concerns; its subject
     * @param time when it has happened
     */
    public <D> void add(EventType<D> type, UUID accountId, Instant time, D data) {
        store.add(Event.of(type, SOURCE, accountId.toString(), time, data), signal::raise);
    }

    /** What publishes the events; one for each instance of the service. */
    public OutboxRelay relay(OutboxConfig config, EventPublisher publisher, InstantSource clock) {
        return new OutboxRelay(config, new RelayRound(config, database, store, publisher, clock), signal);
    }
}
