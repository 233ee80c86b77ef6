package dev.gatehouse.gateway.ws;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The streams of events whose clients may come back, bounded in number. A stream adds and removes itself under its own lock, so that its state and its
 * place here change together. Thread-safe.
 */
final class DetachedStreams {
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final Semaphore room;

    DetachedStreams(int most) {
        this.room = new Semaphore(most);
    }

    /** Adds a stream that is not in the set; returns false if the set is full. */
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
