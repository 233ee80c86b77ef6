package dev.gatehouse.gateway.ws;

import dev.gatehouse.gateway.push.Pushes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ticks every session periodically, on one thread. Pings, timeouts and the expiry of tokens depend on it, so nothing that is thrown ends it.
 * {@link #start} and {@link #close} are called by one thread at a time.
 */
final class SessionTimer {
    private final SessionRegistry registry;
    private final Pushes pushes;
    private final SessionClock clock;
    private final SessionFailures failures;
    private final Duration period;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("gateway-ws-timer").unstarted(this::run);

    /** @param period between two ticks */
    SessionTimer(
            SessionRegistry registry, Pushes pushes, SessionClock clock, SessionFailures failures, Duration period) {
        this.registry = registry;
        this.pushes = pushes;
        this.clock = clock;
        this.failures = failures;
        this.period = period;
    }

    void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    void close() {
        closing.countDown();
    }

    private void run() {
        try {
            while (!closing.await(period.toNanos(), TimeUnit.NANOSECONDS)) {
                tick();
            }
        } catch (InterruptedException e) {
            // Only a caller that wants the thread to end interrupts it.
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        try {
            registry.tick(pushes, clock.now());
        } catch (Throwable e) {
            failures.report("at its timer", e);
        }
    }
}
