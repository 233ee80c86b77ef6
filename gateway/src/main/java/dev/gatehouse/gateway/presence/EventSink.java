package dev.gatehouse.gateway.presence;

import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.event.EventPublisher;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Where events go. Thread-safe. */
interface EventSink {
    static EventSink of(EventPublisher publisher) {
        return new EventSink() {
            @Override
            public boolean isOpen() {
                return publisher.isOpen();
            }

            @Override
            public Set<UUID> publish(List<Event> events) throws InterruptedException {
                return publisher.publish(events);
            }
        };
    }

    /** Whether events can be published now. */
    boolean isOpen();

    /** Publishes events in their order, within a bound of time; the ids of those that are confirmed. */
    Set<UUID> publish(List<Event> events) throws InterruptedException;
}
