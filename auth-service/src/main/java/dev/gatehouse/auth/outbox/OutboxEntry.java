package dev.gatehouse.auth.outbox;

import dev.gatehouse.common.event.Event;
import java.util.Optional;

/**
 * An event in the outbox.
 *
 * @param position its place in the order of all entries
 * @param event empty where the row cannot be read
 */
record OutboxEntry(long position, Optional<Event> event, EntryState state) {
    OutboxEntry in(EntryState next) {
        return new OutboxEntry(position, event, next);
    }
}
