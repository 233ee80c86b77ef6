package dev.gatehouse.gateway.security;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The pauses between tries: each about twice the one before, up to a bound. Confined to one thread. */
final class RetryPauses {
    private final Duration first;
    private final Duration last;
    private Duration next;

    RetryPauses(Duration first, Duration last) {
        this.first = first;
        this.last = last;
        this.next = first;
    }

    Duration next() {
        Duration pause = next;
        Duration doubled = pause.multipliedBy(2);
        next = doubled.compareTo(last) < 0 ? doubled : last;
        return jittered(pause);
    }

    void reset() {
        next = first;
    }

    /** Shortened at random by up to half, so that many gateways do not come at once. */
    static Duration jittered(Duration pause) {
        return pause.minusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2 + 1));
    }
}
