package dev.gatehouse.gateway.ws;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The streams of events that wait for their clients to come back, bounded. A stream changes its place here under its own lock. Thread-safe. */
final class DetachedStreams {
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final Semaphore room;

    DetachedStreams(int most) {
        this.room = new Semaphore(most);
    }

    /** Takes a stream in that is not there; false if there is no room. */
    boolean add(EventStream stream) {
        return room.tryAcquire() && streams.add(stream);
    }

    /** Removes a stream, if it is there. */
    void remove(EventStream stream) {
        if (streams.remove(stream)) {
            room.release();
        }
    }

    /** A view that may change while it is read. */
    Iterable<EventStream> all() {
        return streams;
    }

    int size() {
        return streams.size();
    }
}
