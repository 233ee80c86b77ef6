package dev.gatehouse.gateway.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved. Thread-safe. */
final class TestClock implements InstantSource {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @Override
    public Instant instant() {
        return now.get();
    }

    long nanos() {
        return Duration.between(Instant.EPOCH, now.get()).toNanos();
    }

    void advance(Duration duration) {
        now.updateAndGet(time -> time.plus(duration));
    }
}
