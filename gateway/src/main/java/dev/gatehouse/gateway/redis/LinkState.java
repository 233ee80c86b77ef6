package dev.gatehouse.gateway.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Redis is usable, and by which connection: each change is counted and told once. Thread-safe; whoever finds trouble ends the use of a
 * connection, and only the link's own thread begins it.
 */
final class LinkState {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    private final String address;
    private final AtomicReference<Optional<StatefulRedisConnection<String, byte[]>>> usable =
            new AtomicReference<>(Optional.empty());
    /** Why Redis is not usable; empty while it is, and before the first try. */
    private final AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());

    private final AtomicLong outages = new AtomicLong();

    LinkState(String address) {
        this.address = address;
    }

    Optional<StatefulRedisConnection<String, byte[]>> usable() {
        return usable.get();
    }

    void use(StatefulRedisConnection<String, byte[]> connection) {
        problem.set(Optional.empty());
        usable.set(Optional.of(connection));
        LOG.info("Redis at {} is usable", address);
    }

    /** Ends the use of a connection. Returns whether this call did it: of many that find the same trouble, one does. */
    boolean abandon(StatefulRedisConnection<String, byte[]> connection, Throwable cause) {
        Optional<StatefulRedisConnection<String, byte[]>> current = usable.get();
        if (!current.equals(Optional.of(connection)) || !usable.compareAndSet(current, Optional.empty())) {
            return false;
        }
        unusable(cause);
        return true;
    }

    /** Redis was not usable, and is not yet. */
    void stillUnusable(Throwable cause) {
        if (problem.get().isEmpty()) {
            unusable(cause);
        } else {
            problem.set(Optional.of(text(cause)));
            LOG.debug("Redis at {} is still not usable: {}", address, text(cause));
        }
    }

    void close() {
        usable.set(Optional.empty());
    }

    RedisStatus status() {
        return new RedisStatus(address, usable.get().isPresent(), outages.get(), problem.get());
    }

    private void unusable(Throwable cause) {
        outages.incrementAndGet();
        problem.set(Optional.of(text(cause)));
        LOG.warn("Redis at {} is not usable, and is tried again and again: {}", address, text(cause));
    }

    /** What has caused it all: the client's own words on top of it tell nothing. */
    private static String text(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
