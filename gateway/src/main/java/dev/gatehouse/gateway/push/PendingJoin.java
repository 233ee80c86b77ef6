package dev.gatehouse.gateway.push;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A subscriber that waits for its keys to be bound. Changed under the monitor of the {@link BindingPlan}, and waited for without it. */
final class PendingJoin {
    private final Set<String> keys;
    private final PushSubscriber subscriber;
    private final CountDownLatch settled = new CountDownLatch(1);
    private int missing;
    private volatile boolean bound;

    PendingJoin(Set<String> keys, PushSubscriber subscriber) {
        this.keys = keys;
        this.subscriber = subscriber;
    }

    Set<String> keys() {
        return keys;
    }

    PushSubscriber subscriber() {
        return subscriber;
    }

    void keyMissing() {
        missing++;
    }

    void keyBound() {
        missing--;
    }

    /** Whether no key is missing any more. */
    boolean isComplete() {
        return missing == 0;
    }

    /** Whether it has ended well. */
    boolean isBound() {
        return bound;
    }

    /** Ends the wait, well or not; only the first time counts. */
    void settle(boolean isBound) {
        if (settled.getCount() > 0) {
            bound = isBound;
            settled.countDown();
        }
    }

    /** Waits until all keys are bound; false where one cannot be, or the time is over. */
    boolean await(Duration limit) throws InterruptedException {
        return settled.await(limit.toNanos(), TimeUnit.NANOSECONDS) && bound;
    }
}
