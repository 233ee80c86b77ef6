package dev.gatehouse.gateway.redis;

import dev.gatehouse.common.lifecycle.CloseDeadline;
import dev.gatehouse.common.retry.Backoff;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the connection to Redis, looks after it when somebody has found trouble, and opens another when it is lost. Its one thread alone
 * does all that; the others only tell it of trouble.
 */
final class LinkKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkKeeper.class);

    /** How long Redis is left alone after trouble, before it is asked whether all is well again; shortened at random by up to half. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** Questions without an answer after which the connection itself is taken for dead. */
    private static final int MAX_MISSED = 3;

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final byte[] PROBE_VALUE = {'1'};

    private final RedisConfig config;
    private final LinkState state;
    private final Supplier<RedisConnections> client;
    private final Backoff reconnect;
    /** Many signals before the thread looks are one. */
    private final Semaphore signal = new Semaphore(0);

    private final Thread thread = Thread.ofVirtual().name("redis-link").unstarted(this::run);
    private volatile boolean closed;

    LinkKeeper(RedisConfig config, LinkState state) {
        this(config, state, () -> new RedisConnections(config));
    }

    /** @param client asked again after it has failed */
    LinkKeeper(RedisConfig config, LinkState state, Supplier<RedisConnections> client) {
        this.config = config;
        this.state = state;
        this.client = client;
        this.reconnect = Backoff.jittered(config.reconnectMin(), config.reconnectMax());
    }

    void start() {
        thread.start();
    }

    /** A command on a connection has failed, or the connection is lost. */
    void trouble(StatefulRedisConnection<String, byte[]> connection, Throwable cause) {
        if (state.abandon(connection, cause)) {
            signal.release();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CloseDeadline.atMost(CLOSE_LIMIT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (int failures = 0; !closed; failures++) {
                serve();
                Thread.sleep(reconnect.wait(failures));
            }
        } catch (InterruptedException e) {
            // Closing, which is the only reason to interrupt this thread.
        }
        state.close();
    }

    /** Returns when the link is closed, or has failed in a way that nobody has foreseen. */
    private void serve() throws InterruptedException {
        try (RedisConnections connections = client.get()) {
            for (int round = 0; !closed; round++) {
                if (serveOne(connections)) {
                    round = 0;
                }
                Thread.sleep(reconnect.wait(round));
            }
        } catch (RuntimeException e) {
            throwIfInterrupted();
            LOG.error("the link to Redis has failed unforeseen, and is made anew", e);
            state.stillUnusable(e);
        }
    }

    /** Opens a connection and stays with it as long as it is any good. Returns whether it ever was. */
    private boolean serveOne(RedisConnections connections) throws InterruptedException {
        try (StatefulRedisConnection<String, byte[]> connection = connections.open()) {
            connection.addListener(lossListener(connection));
            probe(connection);
            signal.drainPermits();
            state.use(connection);
            tend(connection);
            return true;
        } catch (RedisException e) {
            throwIfInterrupted();
            state.stillUnusable(e);
            return false;
        }
    }

    private void tend(StatefulRedisConnection<String, byte[]> connection) throws InterruptedException {
        for (int missed = 0; missed < MAX_MISSED && connection.isOpen(); ) {
            if (missed == 0) {
                signal.acquire();
            }
            if (connection.isOpen()) {
                Thread.sleep(Backoff.jittered(PAUSE));
                missed = isWell(connection) ? 0 : missed + 1;
            }
        }
    }

    private boolean isWell(StatefulRedisConnection<String, byte[]> connection) throws InterruptedException {
        try {
            probe(connection);
        } catch (RedisException e) {
            throwIfInterrupted();
            state.stillUnusable(e);
            return false;
        }
        state.use(connection);
        return true;
    }

    /** Redis is well when it can write: one that is full or a replica answers every ping. */
    private void probe(StatefulRedisConnection<String, byte[]> connection) {
        var _ = CommandAnswers.await(
                connection.async().set(config.keyPrefix() + "probe", PROBE_VALUE, SetArgs.Builder.px(PAUSE)),
                config.timeout());
    }

    private RedisConnectionStateListener lossListener(StatefulRedisConnection<String, byte[]> connection) {
        return new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(@Nullable RedisChannelHandler<?, ?> handler) {
                trouble(connection, new RedisException("the connection is lost"));
            }
        };
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
