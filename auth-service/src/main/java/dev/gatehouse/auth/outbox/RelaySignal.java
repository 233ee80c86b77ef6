package dev.gatehouse.auth.outbox;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells the relay that there is something to publish. Many signals before it looks are one. Thread-safe. */
final class RelaySignal {
    private final Semaphore raised = new Semaphore(0);

    /** Never blocks. */
    void raise() {
        if (raised.availablePermits() == 0) {
            raised.release();
        }
    }

    /** Waits until it is raised, but not over the limit. */
    void await(Duration limit) throws InterruptedException {
        if (raised.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            raised.drainPermits();
        }
    }
}
