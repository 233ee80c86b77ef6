package dev.gatehouse.auth.outbox;

import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.lifecycle.CloseDeadline;
import dev.gatehouse.common.lifecycle.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what is in the outbox: at once what this instance has committed, and now and again what another one has left. Several relays
 * may work on one outbox. While nothing can be published it waits longer and longer. All state is confined to its thread.
 */
public final class OutboxRelay implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);

    private final OutboxConfig config;
    private final RelayRound round;
    private final RelaySignal signal;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Thread relaying;
    private int failures;
    private boolean saidOverdue;

    OutboxRelay(OutboxConfig config, RelayRound round, RelaySignal signal) {
        this.config = config;
        this.round = round;
        this.signal = signal;
    }

    @Override
    public void start() {
        if (relaying == null) {
            relaying = Thread.ofVirtual().name("outbox-relay").start(this::run);
        }
    }

    /** Ends the round under way and one more, for what was committed last. */
    @Override
    public void close() {
        closing.countDown();
        signal.raise();
        Thread thread = relaying;
        if (thread == null) {
            return;
        }
        try {
            if (!thread.join(CloseDeadline.atMost(CLOSE_LIMIT))) {
                LOG.warn("the outbox's relay is ended in the middle of a round; its events will be published again");
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                pause(roundOrRefused());
            }
            roundOrRefused();
        } catch (InterruptedException e) {
            LOG.debug("the outbox's relay was interrupted", e);
        }
    }

    private RelayRound.Result roundOrRefused() {
        try {
            return round.run();
        } catch (ServiceException e) {
            LOG.debug("events cannot be relayed now: {}", e.text());
        } catch (RuntimeException e) {
            LOG.error("the relaying of events failed", e);
        }
        return RelayRound.Result.REFUSED;
    }

    private void pause(RelayRound.Result result) throws InterruptedException {
        boolean failed = result == RelayRound.Result.REFUSED || result == RelayRound.Result.AWAY;
        failures = failed ? failures + 1 : 0;
        switch (result) {
            case PUBLISHED -> {
                // There may be more: the next of the same accounts.
            }
            case EMPTY -> {
                lookAtBacklog();
                signal.await(config.pollInterval());
            }
            case AWAY -> {
                lookAtBacklog();
                sleep(shorter(config.pollInterval(), round.backoff().wait(failures - 1)));
            }
            case REFUSED -> {
                lookAtBacklog();
                sleep(round.backoff().wait(failures - 1));
            }
        }
    }

    /** A wait that no signal ends: what was refused once is not to be tried for every event that joins it. */
    private void sleep(Duration wait) throws InterruptedException {
        if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("closing");
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void lookAtBacklog() {
        try {
            Optional<Instant> overdue = round.overdue();
            if (overdue.isPresent() && !saidOverdue) {
                LOG.warn("events wait for the broker since {}", overdue.get());
            } else if (overdue.isEmpty() && saidOverdue) {
                LOG.info("no event waits for long any more");
            }
            saidOverdue = overdue.isPresent();
        } catch (ServiceException e) {
            LOG.debug("the outbox cannot be looked at now: {}", e.text());
        } catch (RuntimeException e) {
            LOG.error("the outbox cannot be looked at", e);
        }
    }
}
