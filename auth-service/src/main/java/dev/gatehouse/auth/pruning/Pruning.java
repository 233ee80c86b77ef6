package dev.gatehouse.auth.pruning;

import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.lifecycle.Component;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes rows now and again: in the background, in batches, a bounded number of them at a time. */
public final class Pruning implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);
    private static final int BATCH = 500;
    private static final int MOST_BATCHES = 100;

    private final String name;
    private final Prunable rows;
    private final Duration interval;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Thread pruner;

    /**
     * @param name of the thread
     * @param interval how often rows are looked for
     */
    public Pruning(String name, Prunable rows, Duration interval) {
        this.name = name;
        this.rows = rows;
        this.interval = interval;
    }

    @Override
    public void start() {
        if (pruner == null) {
            pruner = Thread.ofVirtual().name(name).start(this::run);
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }

    /** Removes what is not needed any more; how many rows. */
    public long prune() {
        long all = 0;
        for (int i = 0; i < MOST_BATCHES && closing.getCount() > 0; i++) {
            long removed = rows.prune(BATCH);
            all += removed;
            if (removed < BATCH) {
                break;
            }
        }
        return all;
    }

    private void run() {
        try {
            while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                pruneOnce();
            }
        } catch (InterruptedException e) {
            LOG.debug("{} was interrupted", name, e);
        }
    }

    private void pruneOnce() {
        try {
            long removed = prune();
            if (removed > 0) {
                LOG.info("{} {} are removed", removed, rows.rows());
            }
        } catch (ServiceException e) {
            LOG.info("{} are not removed now: {}", rows.rows(), e.text());
        } catch (RuntimeException e) {
            LOG.error("the removal of {} failed", rows.rows(), e);
        }
    }
}
