package dev.gatehouse.common.event;

/** What is done about an event. */
@FunctionalInterface
public interface EventHandler {
    /**
     * Deals with an event, which may come more than once. Runs on a virtual thread and may block. Returns when all is done; whatever it
     * throws means that the event is to be tried again.
     */
    void handle(Event event);
}
