package dev.gatehouse.gateway.idempotency;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.telemetry.Throttle;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps answers in this process, within bounds. Over them the oldest that are not under way are forgotten before their time; where all are
 * under way a new one is {@code common.overloaded}. Thread-safe: {@code lock} guards all state.
 */
public final class MemoryAnswerStore implements AnswerStore {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryAnswerStore.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /** What a key without an answer takes, roughly. */
    static final int ENTRY_BYTES = 512;
    /** The least time between two warnings. */
    private static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);

    private final IdempotencyConfig config;
    private final LongSupplier nanoTime;
    private final Throttle warnings;
    private final ReentrantLock lock = new ReentrantLock();
    /** In the order of their first claims, which is that of their ends. */
    @GuardedBy("lock")
    private final Map<String, MemoryEntry> entries = new LinkedHashMap<>();

    @GuardedBy("lock")
    private long bytes;

    public MemoryAnswerStore(IdempotencyConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
        this.warnings = new Throttle(WARNING_INTERVAL, nanoTime);
    }

    @Override
    public Claim claim(KeyedRequest request, String owner, Duration lease) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            forgetExpired(now);
            MemoryEntry entry = entries.get(request.id());
            if (entry == null) {
                makeRoom(1, ENTRY_BYTES, now);
                entry = add(request, now);
            }
            return entry.claim(request.fingerprint(), owner, now, lease);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<KeptAnswer> finish(KeyedRequest request, KeptAnswer answer) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            forgetExpired(now);
            MemoryEntry entry = entries.get(request.id());
            if (entry == null || !entry.isOf(request.fingerprint())) {
                return Optional.empty();
            }
            Optional<KeptAnswer> before = entry.finish(answer);
            if (before.isEmpty()) {
                bytes += answer.body().length;
                makeRoom(0, 0, now);
            }
            return before;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void release(KeyedRequest request, String owner, boolean doubtful) {
        lock.lock();
        try {
            MemoryEntry entry = entries.get(request.id());
            if (entry != null) {
                entry.release(owner, doubtful);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void awaitTurn(KeyedRequest request, int round, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            MemoryEntry entry = entries.get(request.id());
            if (entry != null) {
                entry.awaitTurn(nanoTime.getAsLong(), atMost);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many keys are known. */
    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    /** How much they take, roughly. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private MemoryEntry add(KeyedRequest request, long now) {
        MemoryEntry entry = new MemoryEntry(request.fingerprint(), now, lock.newCondition());
        entries.put(request.id(), entry);
        bytes += ENTRY_BYTES;
        return entry;
    }

    @GuardedBy("lock")
    private void forgetExpired(long now) {
        Iterator<MemoryEntry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            MemoryEntry entry = oldest.next();
            if (!entry.isOlderThan(config.keep(), now)) {
                return;
            }
            forget(entry, oldest);
        }
    }

    /** Forgets the oldest that are not under way until more fits in. */
    @GuardedBy("lock")
    private void makeRoom(int moreEntries, int moreBytes, long now) {
        if (fits(moreEntries, moreBytes)) {
            return;
        }
        Iterator<MemoryEntry> oldest = entries.values().iterator();
        while (oldest.hasNext() && !fits(moreEntries, moreBytes)) {
            MemoryEntry entry = oldest.next();
            if (!entry.isUnderWay(now)) {
                forget(entry, oldest);
            }
        }
        if (!fits(moreEntries, moreBytes)) {
            throw ServiceException.overloaded("Too many requests with an Idempotency-Key are under way.", RETRY_AFTER);
        }
        warn();
    }

    @GuardedBy("lock")
    private boolean fits(int moreEntries, int moreBytes) {
        return entries.size() + moreEntries <= config.memory().entries()
                && bytes + moreBytes <= config.memory().size().bytes();
    }

    @GuardedBy("lock")
    private void forget(MemoryEntry entry, Iterator<MemoryEntry> at) {
        at.remove();
        bytes -= ENTRY_BYTES + entry.answerBytes();
    }

    private void warn() {
        if (warnings.allows()) {
            LOG.warn(
                    "answers are forgotten before their time: raise idempotency.max-entries ({}) or idempotency.max-bytes ({}),"
                            + " or keep them on Redis",
                    config.memory().entries(),
                    config.memory().size());
        }
    }
}
