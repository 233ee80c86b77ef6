package dev.gatehouse.gateway.security;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.retry.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The published keys that are known here. A thread of its own fetches them from the start on until it has them, and then now and again, so
 * that a key which has been withdrawn is not trusted for long. Beside that a key id that is not known leads to one fetch, at most one per
 * cool-down, and requests that need it wait for that one. A fetch that fails changes nothing. Thread-safe:
 * {@code lock} guards who fetches and when; the keys themselves are replaced as a whole.
 */
public final class SigningKeys implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final KeySetSource source;
    private final long cooldownNanos;
    private final long waitNanos;
    private final Duration refreshInterval;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fetched = lock.newCondition();

    private volatile @Nullable Map<String, SigningKey> keys;

    @GuardedBy("lock")
    private boolean fetching;

    @GuardedBy("lock")
    private boolean lastFetchFailed;

    @GuardedBy("lock")
    private @Nullable Long lastFetch;

    @GuardedBy("lock")
    private @Nullable Thread fetcher;

    /** What is known of a key id. */
    sealed interface Lookup {
        record Known(SigningKey key) implements Lookup {}

        /** The keys are there and this one is not among them. */
        record Unknown() implements Lookup {}

        /** The keys that are published now cannot be fetched, so whether this one is among them nobody knows. */
        record Undecided() implements Lookup {}
    }

    public SigningKeys(TokenConfig config, KeySetSource source, LongSupplier nanoTime) {
        this.source = source;
        this.cooldownNanos = config.keyRefreshCooldown().toNanos();
        this.waitNanos = config.keyFetchTimeout().toNanos();
        this.refreshInterval = config.keyRefreshInterval();
        this.nanoTime = nanoTime;
    }

    /** Begins to fetch the keys and returns at once. */
    @Override
    public void start() {
        lock.lock();
        try {
            if (fetcher == null) {
                fetcher = Thread.ofVirtual().name("gateway-keys").start(this::keepFetching);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (fetcher != null) {
                fetcher.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the keys have been fetched, so that tokens can be verified at all. */
    public boolean areThere() {
        return keys != null;
    }

    /** The key with the id, fetched where it is not known and the cool-down allows it. */
    Lookup find(String keyId) {
        Map<String, SigningKey> known = keys;
        SigningKey key = known == null ? null : known.get(keyId);
        if (key != null) {
            return new Lookup.Known(key);
        }
        refresh();
        known = keys;
        key = known == null ? null : known.get(keyId);
        if (key != null) {
            return new Lookup.Known(key);
        }
        return isUpToDate() ? new Lookup.Unknown() : new Lookup.Undecided();
    }

    /** Whether a key that has verified a token before is still published. */
    boolean trusts(SigningKey key) {
        Map<String, SigningKey> known = keys;
        return known != null && key.equals(known.get(key.id()));
    }

    private boolean isUpToDate() {
        lock.lock();
        try {
            return keys != null && !fetching && !lastFetchFailed;
        } finally {
            lock.unlock();
        }
    }

    /** Fetches the keys, or waits for the fetch that is under way; does neither within the cool-down. */
    private void refresh() {
        if (mayFetch()) {
            fetch();
        }
    }

    /** Whether the current thread is to fetch. Returns false after having waited for another thread's fetch. */
    private boolean mayFetch() {
        lock.lock();
        try {
            if (fetching) {
                awaitFetch();
                return false;
            }
            Long last = lastFetch;
            if (last != null && nanoTime.getAsLong() - last < cooldownNanos) {
                return false;
            }
            fetching = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void awaitFetch() {
        long left = waitNanos;
        try {
            while (fetching && left > 0) {
                left = fetched.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fetch() {
        boolean failed = true;
        try {
            replace(Map.copyOf(source.fetch()));
            failed = false;
        } catch (ServiceException e) {
            // Before the first fetch the broker and the auth service may still be starting, which readiness tells of.
            LOG.atLevel(keys == null ? Level.INFO : Level.WARN)
                    .log(
                            "the published keys cannot be fetched: {}: {}",
                            e.code().code(),
                            e.text());
        } catch (RuntimeException e) {
            // Whatever it is must not end the thread that keeps trying.
            LOG.error("the published keys cannot be fetched", e);
        } finally {
            lock.lock();
            try {
                fetching = false;
                lastFetchFailed = failed;
                lastFetch = nanoTime.getAsLong();
                fetched.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void replace(Map<String, SigningKey> published) {
        if (!published.equals(keys)) {
            keys = published;
            LOG.info("the published keys have been fetched");
        }
    }

    private void keepFetching() {
        fetchUntilThere();
        while (!Thread.currentThread().isInterrupted()) {
            pauseFor(Backoff.jittered(refreshInterval));
            if (!Thread.currentThread().isInterrupted() && claim()) {
                fetch();
            }
        }
    }

    private void fetchUntilThere() {
        Backoff backoff = Backoff.jittered(FIRST_RETRY, LAST_RETRY);
        for (int tries = 0; keys == null && !Thread.currentThread().isInterrupted(); tries++) {
            if (claim()) {
                fetch();
            }
            if (keys == null) {
                pauseFor(backoff.wait(tries));
            }
        }
    }

    /** Takes the one fetch for the current thread, whatever the cool-down says. */
    private boolean claim() {
        lock.lock();
        try {
            boolean free = !fetching;
            fetching = true;
            return free;
        } finally {
            lock.unlock();
        }
    }

    private static void pauseFor(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
