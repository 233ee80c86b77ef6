package dev.gatehouse.gateway.security;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.contract.AuthEvents;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.event.Subscription;
import dev.gatehouse.common.event.SubscriptionListener;
import dev.gatehouse.common.event.UnreadableEventException;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.lifecycle.Loop;
import dev.gatehouse.common.retry.Backoff;
import dev.gatehouse.common.telemetry.Logging;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps up with the sessions that are revoked: events tell of each, and a thread of its own reads the whole list whenever the subscription
 * to the events has been made, and now and again. Until both are there nobody knows, and no token is trusted. Thread-safe: {@code lock}
 * guards the phase, which is read without it.
 */
public final class RevocationList implements SessionRevocations, SubscriptionListener, Component {
    /** What {@link #revoked} and the listener's methods are to be told of. */
    public static final Subscription SUBSCRIPTION =
            new Subscription.EachProcess("gateway-revocations", List.of(AuthEvents.SESSION_REVOKED.name()));

    private static final Logger LOG = LoggerFactory.getLogger(RevocationList.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1);
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(10);
    /** How soon after the list was read for an event that could not be read it is read for another one. */
    static final Duration REREAD_INTERVAL = Duration.ofSeconds(5);

    /** A list that has not ended by then never will. */
    private static final int MAX_PAGES = 100_000;

    private final RevocationSource source;
    private final Consumer<UUID> listener;
    private final InstantSource clock;
    private final Duration clockSkew;
    private final Duration refreshInterval;
    private final RevokedSessions sessions;
    private final Backoff backoff = Backoff.jittered(FIRST_RETRY, LAST_RETRY);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicBoolean started = new AtomicBoolean();
    private final Loop loop = new Loop("gateway-revocations", this::keep);

    /** Written under the lock. */
    private volatile Phase phase = Phase.AWAY;

    /** Counts the times that a reading has become void or needed, so that one begun before does not count after. */
    @GuardedBy("lock")
    private long readings;

    /** Whether an event has come since that could not be read, so that the list as it was read does not do. */
    @GuardedBy("lock")
    private boolean incomplete;

    /** When the list may be read next for such an event, by {@link System#nanoTime}. */
    @GuardedBy("lock")
    private long rereadAt = System.nanoTime();

    /** Confined to the loop. */
    private int failures;

    private enum Phase {
        /** Events are missed. */
        AWAY,
        /** Events come, but what was before is not known. */
        READING,
        IN_SYNC
    }

    /**
     * Nothing is known yet.
     *
     * @param listener told of each revoked session, more than once; must not block
     */
    public RevocationList(
            RevocationConfig config,
            Duration clockSkew,
            RevocationSource source,
            InstantSource clock,
            Consumer<UUID> listener) {
        this.source = source;
        this.listener = listener;
        this.clock = clock;
        this.clockSkew = clockSkew;
        this.refreshInterval = config.refreshInterval();
        this.sessions = new RevokedSessions(config.capacity());
    }

    @Override
    public void start() {
        if (started.compareAndSet(false, true)) {
            loop.start();
        }
    }

    @Override
    public void close() {
        loop.close();
    }

    /** Whether every revocation is known. */
    public boolean isInSync() {
        return phase == Phase.IN_SYNC;
    }

    @Override
    public Standing standing(UUID sessionId, Instant tokenUntil) {
        return phase == Phase.IN_SYNC ? sessions.standing(sessionId, tokenUntil) : Standing.UNKNOWN;
    }

    /**
     * Takes in an event of a revoked session. Where it cannot be read the whole list is read instead, and stays in force until then: at once, but
     * for such events never more often than every {@link #REREAD_INTERVAL}.
     */
    public void revoked(Event event) {
        try {
            AuthEvents.SessionRevoked revoked = event.data(AuthEvents.SESSION_REVOKED);
            add(new AuthApi.RevokedSession(revoked.sessionId(), revoked.tokensExpireAt()));
        } catch (UnreadableEventException | NullPointerException | DateTimeException | ArithmeticException e) {
            LOG.warn(
                    Logging.ONCE_A_SECOND,
                    "{} cannot be read, so the whole list is read anew: {}",
                    event,
                    e.toString());
            readAnew();
        }
    }

    @Override
    public void subscribed() {
        enter(Phase.READING);
    }

    @Override
    public void lost() {
        enter(Phase.AWAY);
    }

    private void enter(Phase next) {
        lock.lock();
        try {
            readings++;
            phase = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void readAnew() {
        lock.lock();
        try {
            incomplete = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void add(AuthApi.RevokedSession session) {
        UUID id = Objects.requireNonNull(session.sessionId());
        sessions.add(id, session.tokensExpireAt().plus(clockSkew));
        listener.accept(id);
    }

    private void keep() throws InterruptedException {
        if (!readAndKeep()) {
            Thread.sleep(backoff.wait(failures++));
        }
    }

    /** Reads the list once, and keeps it until it has to be read again; false if it cannot be had. */
    private boolean readAndKeep() throws InterruptedException {
        long reading = awaitSubscription();
        try {
            sessions.expire(clock.instant());
            if (!read()) {
                return false;
            }
            failures = 0;
            inSync(reading);
            awaitLoss(reading);
            return true;
        } catch (RuntimeException e) {
            // Whatever it is must not end the thread that keeps the list.
            LOG.error("the revoked sessions cannot be kept, and are read anew", e);
            return false;
        }
    }

    private long awaitSubscription() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (phase == Phase.AWAY) {
                changed.await();
            }
            if (incomplete) {
                // Before the list is asked for: an event that comes meanwhile may tell of what is not in it yet.
                incomplete = false;
                rereadAt = System.nanoTime() + REREAD_INTERVAL.toNanos();
            }
            return readings;
        } finally {
            lock.unlock();
        }
    }

    private void inSync(long reading) {
        lock.lock();
        try {
            if (readings == reading && phase == Phase.READING) {
                phase = Phase.IN_SYNC;
                changed.signalAll();
                LOG.info("the revoked sessions are known: {}", sessions.size());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the list has to be read again, and forgets meanwhile what has expired. */
    private void awaitLoss(long reading) throws InterruptedException {
        long until = System.nanoTime() + Backoff.jittered(refreshInterval).toNanos();
        while (isCurrent(reading, Math.min(until - System.nanoTime(), SWEEP_INTERVAL.toNanos()))
                && System.nanoTime() - until < 0) {
            sessions.expire(clock.instant());
        }
    }

    /** Whether after that time the subscription still stands, and the list need not be read for an event that could not be read. */
    private boolean isCurrent(long reading, long waitNanos) throws InterruptedException {
        long until = System.nanoTime() + waitNanos;
        lock.lockInterruptibly();
        try {
            long left = left(until);
            while (readings == reading && left > 0) {
                changed.awaitNanos(left);
                left = left(until);
            }
            return readings == reading && !(incomplete && rereadAt - System.nanoTime() <= 0);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private long left(long until) {
        long now = System.nanoTime();
        return incomplete ? Math.min(until - now, rereadAt - now) : until - now;
    }

    /** Reads all pages; what they hold counts even where the last of them cannot be had. */
    private boolean read() {
        try {
            Optional<String> cursor = Optional.empty();
            for (int pages = 0; pages < MAX_PAGES; pages++) {
                AuthApi.RevocationPage page =
                        source.fetch(new AuthApi.Revocations(cursor, Optional.of(AuthApi.Revocations.MAX_LIMIT)));
                page.sessions().forEach(this::add);
                cursor = page.nextCursor();
                if (cursor.isEmpty()) {
                    return true;
                }
            }
            LOG.error("the list of revoked sessions does not end");
        } catch (ServiceException e) {
            // Said once: the broker and the auth service may be away for long, which readiness tells of.
            LOG.atLevel(failures > 0 ? Level.DEBUG : Level.INFO)
                    .log("the revoked sessions cannot be had: {}: {}", e.code().code(), e.text());
        } catch (RuntimeException e) {
            // Whatever it is must not end the thread that keeps trying.
            LOG.error("the revoked sessions cannot be had", e);
        }
        return false;
    }
}
