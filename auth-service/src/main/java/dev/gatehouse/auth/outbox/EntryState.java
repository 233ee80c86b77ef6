package dev.gatehouse.auth.outbox;

import dev.gatehouse.common.retry.Backoff;
import java.time.Instant;

/**
 * Where an entry of the outbox stands, and what an event makes of that: a pure function. An event that does not belong to a state leaves
 * it as it is; a confirm that comes after the wait for it was over is one.
 */
sealed interface EntryState {
    /**
     * It waits to be published.
     *
     * @param failures how many tries have failed
     * @param notBefore when it may be tried
     */
    record Pending(int failures, Instant notBefore) implements EntryState {}

    /**
     * A relay has it, and the lock on its row.
     *
     * @param failures how many tries have failed before
     */
    record Publishing(int failures) implements EntryState {}

    /** The broker has it for good. */
    record Published() implements EntryState {}

    /** What happens to an entry. */
    sealed interface Event {
        /** A relay wants it. */
        record Claimed(Instant at) implements Event {}

        /** The broker has confirmed it. */
        record Confirmed() implements Event {}

        /** The broker has refused it, or is silent, or the connection is lost: it may have been published or not. */
        record Unconfirmed(Instant at) implements Event {}
    }

    /** A new entry, which may be published at once. */
    static EntryState added() {
        return new Pending(0, Instant.EPOCH);
    }

    default EntryState on(Event event, Backoff backoff) {
        return switch (this) {
            case Pending(int failures, Instant notBefore) ->
                event instanceof Event.Claimed(Instant at) && !at.isBefore(notBefore) ? new Publishing(failures) : this;
            case Publishing(int failures) ->
                switch (event) {
                    case Event.Claimed _ -> this;
                    case Event.Confirmed() -> new Published();
                    case Event.Unconfirmed(Instant at) -> new Pending(failures + 1, at.plus(backoff.wait(failures)));
                };
            case Published() -> this;
        };
    }
}
