package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker that is made again whenever it is lost, with what lives on it. One thread of its own connects, and opens
 * whatever part is not open, until everything is; then it waits for the next loss. {@code connection} is written by that thread only.
 */
final class ConnectionLink {
    private final GatheredWrites writes = new GatheredWrites();
    private final BrokerClient client;
    private final LinkLog log;
    private final Duration closeTimeout;
    private final Duration steadyTime;
    private final Duration verifyInterval;
    private final Backoff backoff;
    private final LinkSignal signal = new LinkSignal();
    private final List<LinkPart> parts = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile @Nullable Connection connection;
    private volatile boolean blocked;

    ConnectionLink(AmqpConfig config, String name) {
        this.client = new BrokerClient(config, name, writes);
        this.log = new LinkLog(name, config.address());
        this.closeTimeout = config.operationTimeout();
        this.steadyTime = config.reconnectMax();
        this.verifyInterval = config.heartbeat();
        this.backoff = new Backoff(
                config.reconnectMin(),
                config.reconnectMax(),
                () -> ThreadLocalRandom.current().nextDouble());
        this.thread = Thread.ofVirtual().name(name + "-link").unstarted(this::run);
    }

    /** The broker user that the connection is made as. */
    String user() {
        return client.user();
    }

    /** Gathers what is written to the connection. */
    GatheredWrites writes() {
        return writes;
    }

    void start() {
        thread.start();
    }

    /** Takes a part over: it is opened now, and again after each loss. */
    void add(LinkPart part) {
        parts.add(part);
        signal.wanted();
    }

    /** Lets go of a part, which closes itself. */
    void remove(LinkPart part) {
        parts.remove(part);
    }

    /** Says that a part is not open any more. */
    void partLost() {
        signal.lost();
    }

    /** Says that a part which could not be opened before can be now. */
    void partWanted() {
        signal.wanted();
    }

    boolean isReady() {
        Connection current = connection;
        return current != null && current.isOpen() && parts.stream().allMatch(LinkPart::isOpen);
    }

    /** Whether the broker takes no messages over this connection for now. */
    boolean isBlocked() {
        return blocked;
    }

    void close() {
        signal.end();
        thread.interrupt();
        Connection current = connection;
        if (current != null) {
            current.abort((int) closeTimeout.toMillis());
        }
    }

    private void run() {
        try {
            while (!signal.hasEnded()) {
                long began = System.nanoTime();
                if (heal()) {
                    while (!signal.awaitChange(verifyInterval)) {
                        verify();
                    }
                }
                if (System.nanoTime() - began > steadyTime.toNanos()) {
                    backoff.reset();
                }
                signal.pause(backoff.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean heal() {
        Connection current = connection;
        if (current == null || !current.isOpen()) {
            current = connect();
        }
        if (current == null) {
            return false;
        }
        boolean allOpen = true;
        for (LinkPart part : parts) {
            allOpen &= part.isOpen() || open(part, current);
        }
        return allOpen;
    }

    private void verify() {
        Connection current = connection;
        for (LinkPart part : parts) {
            try {
                if (current != null) {
                    part.verify(current);
                }
            } catch (IOException | RuntimeException e) {
                log.cannotOpen(part, e);
            }
        }
    }

    private @Nullable Connection connect() {
        try {
            Connection fresh = client.connect();
            blocked = false;
            fresh.addBlockedListener(this::blocked, this::unblocked);
            connection = fresh;
            fresh.addShutdownListener(this::lost);
            log.connected();
            if (signal.hasEnded()) {
                fresh.abort((int) closeTimeout.toMillis());
                return null;
            }
            return fresh;
        } catch (IOException | TimeoutException | RuntimeException e) {
            // Whatever it is must not end the thread that keeps trying.
            log.cannotConnect(e);
            return null;
        }
    }

    private boolean open(LinkPart part, Connection current) {
        try {
            if (!part.canOpen()) {
                return false;
            }
            part.open(current);
            log.opened(part);
            return true;
        } catch (IOException | RuntimeException e) {
            // As above.
            log.cannotOpen(part, e);
            return false;
        }
    }

    private void lost(ShutdownSignalException cause) {
        if (!signal.hasEnded()) {
            log.lost(cause);
        }
        signal.lost();
    }

    private void blocked(String reason) {
        blocked = true;
        log.blocked(reason);
        parts.forEach(LinkPart::blocked);
    }

    private void unblocked() {
        blocked = false;
        log.unblocked();
    }
}
