package dev.gatehouse.common.event;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The events that have been handled lately, bounded by number and by time. Thread-safe. */
final class SeenEvents {
    private final int capacity;
    private final long rememberedNanos;
    private final LongSupplier nanoTime;

    /** When each was handled, the oldest first. */
    @GuardedBy("this")
    private final LinkedHashMap<UUID, Long> handled = new LinkedHashMap<>();

    SeenEvents(int capacity, Duration rememberedFor, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.rememberedNanos = rememberedFor.toNanos();
        this.nanoTime = nanoTime;
    }

    synchronized boolean contains(UUID id) {
        forget();
        return handled.containsKey(id);
    }

    synchronized void add(UUID id) {
        handled.putLast(id, nanoTime.getAsLong());
        forget();
    }

    @GuardedBy("this")
    private void forget() {
        long now = nanoTime.getAsLong();
        Iterator<Long> oldest = handled.values().iterator();
        while (oldest.hasNext()) {
            long at = oldest.next();
            if (handled.size() <= capacity && now - at < rememberedNanos) {
                return;
            }
            oldest.remove();
        }
    }
}
