package dev.gatehouse.common.event;

import dev.gatehouse.common.telemetry.Logging;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries an event again while all after it wait, and drops it in the end: for subscriptions whose queue is gone with the process. */
final class TriedInPlace implements FailedEvents {
    private static final Logger LOG = LoggerFactory.getLogger(EventSubscriber.class);

    private final String name;
    private final RetryRules rules;
    private final EventCounters counters;

    TriedInPlace(String name, RetryRules rules, EventCounters counters) {
        this.name = name;
        this.rules = rules;
        this.counters = counters;
    }

    @Override
    public boolean tryHere(ReceivedEvent received, Event event, int failedTries, Throwable failure)
            throws InterruptedException {
        Optional<Duration> wait = rules.waitAfter(failedTries);
        if (wait.isEmpty()) {
            LOG.error("{}: {} is dropped after {} tries", name, event, failedTries, failure);
            drop(received);
            return false;
        }
        LOG.warn("{}: {} has failed and is tried again in {}: {}", name, event, wait.get(), failure.toString());
        counters.retried.increment();
        Thread.sleep(wait.get());
        return received.delivery().isCurrent();
    }

    @Override
    public void poison(ReceivedEvent received, String reason) {
        LOG.warn(Logging.ONCE_A_SECOND, "{}: a message is no event that can be read, and is dropped: {}", name, reason);
        drop(received);
    }

    private void drop(ReceivedEvent received) {
        counters.deadLettered.increment();
        received.delivery().acknowledge();
    }
}
