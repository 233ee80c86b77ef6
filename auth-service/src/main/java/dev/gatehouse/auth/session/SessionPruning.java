package dev.gatehouse.auth.session;

import dev.gatehouse.auth.token.TokenConfig;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.lifecycle.Component;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes sessions that ended long ago, with their tokens: in the background, in batches, a bounded number of them at a time. Several
 * services may do it at once: each takes rows that no other holds.
 */
public final class SessionPruning implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(SessionPruning.class);
    private static final int BATCH = 500;
    private static final int MOST_BATCHES = 100;

    private final TokenConfig config;
    private final SessionStore store;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Thread pruner;

    public SessionPruning(TokenConfig config, SessionStore store, InstantSource clock) {
        this.config = config;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void start() {
        if (pruner == null) {
            pruner = Thread.ofVirtual().name("session-pruning").start(this::run);
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }

    /** Removes what nobody needs any more; how many sessions. */
    long prune() {
        Instant before = clock.instant().minus(config.retention());
        SessionStore.PruneLimits limits = new SessionStore.PruneLimits(
                before, before.minus(config.refreshIdle()), before.minus(config.refreshAbsolute()), BATCH);
        long all = 0;
        for (int i = 0; i < MOST_BATCHES && closing.getCount() > 0; i++) {
            long removed = store.prune(limits);
            all += removed;
            if (removed < BATCH) {
                break;
            }
        }
        return all;
    }

    private void run() {
        try {
            while (!closing.await(config.pruneInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                pruneOnce();
            }
        } catch (InterruptedException e) {
            LOG.debug("the pruning of sessions was interrupted", e);
        }
    }

    private void pruneOnce() {
        try {
            long removed = prune();
            if (removed > 0) {
                LOG.info("{} ended sessions are removed", removed);
            }
        } catch (ServiceException e) {
            LOG.info("ended sessions are not removed now: {}", e.text());
        } catch (RuntimeException e) {
            LOG.error("the removal of ended sessions failed", e);
        }
    }
}
