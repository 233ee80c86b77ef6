package dev.gatehouse.common.amqp;

import com.rabbitmq.client.ShutdownSignalException;
import dev.gatehouse.common.lifecycle.CloseDeadline;
import dev.gatehouse.common.lifecycle.Loop;
import dev.gatehouse.common.retry.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker that is made again whenever it is lost, with what lives on it. {@link LinkState} says what is to be done when;
 * one thread of its own does it. {@code connection} is written by that thread only.
 */
final class ConnectionLink {
    private final GatheredWrites writes = new GatheredWrites();
    private final BrokerClient client;
    private final LinkLog log;
    private final Duration closeTimeout;
    private final Duration verifyInterval;
    private final Backoff backoff;
    private final LinkLife life = new LinkLife();
    private final List<LinkPart> parts = new CopyOnWriteArrayList<>();
    private final Loop loop;
    /** What is to be done again because it has failed unforeseen; confined to the loop's thread. */
    private @Nullable LinkAction unfinished;

    private volatile @Nullable BrokerConnection connection;

    ConnectionLink(AmqpConfig config, String name) {
        this.client = new BrokerClient(config, name, writes);
        this.log = new LinkLog(name, config.address());
        this.closeTimeout = config.operationTimeout();
        this.verifyInterval = config.heartbeat();
        this.backoff = Backoff.jittered(config.reconnectMin(), config.reconnectMax());
        this.loop = new Loop(name + "-link", this::act);
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
        life.happened(LinkEvent.START);
        loop.start();
    }

    /** Takes a part over: it is opened now, and again after each loss. */
    void add(LinkPart part) {
        parts.add(part);
        life.happened(LinkEvent.PART_WANTED);
    }

    /** Lets go of a part, which closes itself. */
    void remove(LinkPart part) {
        parts.remove(part);
    }

    /** Says that a part is not open any more. */
    void partLost() {
        life.happened(LinkEvent.PART_LOST);
    }

    /** Says that a part which could not be opened before can be now. */
    void partWanted() {
        life.happened(LinkEvent.PART_WANTED);
    }

    /** Whether the connection is there, with all its parts, and the broker takes messages over it. */
    boolean isReady() {
        return life.state().isReady();
    }

    /** Whether the broker takes no messages over this connection for now. */
    boolean isBlocked() {
        return life.state().blocked();
    }

    /** Closes the connection; waits for the broker, but not for long, and not beyond the {@link CloseDeadline}. */
    void close() {
        life.happened(LinkEvent.CLOSE);
        loop.close();
        BrokerConnection current = connection;
        if (current != null) {
            current.close(CloseDeadline.atMost(closeTimeout));
        }
    }

    private void act() throws InterruptedException {
        Optional<LinkAction> next = Optional.ofNullable(unfinished).or(life::next);
        if (next.isEmpty()) {
            loop.end();
            return;
        }
        unfinished = next.get();
        perform(next.get());
        unfinished = null;
    }

    private void perform(LinkAction action) throws InterruptedException {
        switch (action) {
            case LinkAction.Work.CONNECT -> connect();
            case LinkAction.Work.OPEN -> life.happened(openAll() ? LinkEvent.PARTS_OPEN : LinkEvent.PARTS_MISSING);
            case LinkAction.Work.LOOK -> {
                parts.forEach(this::verify);
                life.happened(LinkEvent.LOOKED);
            }
            case LinkAction.Work.DISCARD -> current().close(closeTimeout);
            case LinkAction.Watch _ -> life.await(verifyInterval, LinkEvent.LOOK_DUE);
            case LinkAction.Pause pause -> life.await(backoff.wait(pause.round()), LinkEvent.PAUSE_OVER);
        }
    }

    private void connect() {
        try {
            BrokerConnection fresh = client.connect();
            connection = fresh;
            log.connected();
            // Before the listener, which is told at once of a loss that has happened already.
            life.happened(LinkEvent.CONNECTED);
            fresh.amqp().addBlockedListener(this::blocked, this::unblocked);
            fresh.amqp().addShutdownListener(this::lost);
        } catch (IOException | TimeoutException | RuntimeException e) {
            // Whatever it is must not end the thread that keeps trying.
            log.cannotConnect(e);
            life.happened(LinkEvent.CONNECT_FAILED);
        }
    }

    private boolean openAll() {
        boolean allOpen = true;
        for (LinkPart part : parts) {
            allOpen &= part.isOpen() || open(part);
        }
        return allOpen;
    }

    private boolean open(LinkPart part) {
        try {
            if (!part.canOpen()) {
                return false;
            }
            part.open(current().amqp());
            log.opened(part);
            return true;
        } catch (IOException | RuntimeException e) {
            // As above.
            log.cannotOpen(part, e);
            return false;
        }
    }

    private void verify(LinkPart part) {
        try {
            part.verify(current().amqp());
        } catch (IOException | RuntimeException e) {
            log.cannotOpen(part, e);
        }
    }

    private BrokerConnection current() {
        BrokerConnection current = connection;
        if (current == null) {
            throw new IllegalStateException("there is no connection yet");
        }
        return current;
    }

    private void lost(ShutdownSignalException cause) {
        if (life.state().phase() != LinkState.Phase.CLOSED) {
            log.lost(cause);
        }
        life.happened(LinkEvent.CONNECTION_LOST);
    }

    private void blocked(String reason) {
        life.happened(LinkEvent.BLOCKED);
        log.blocked(reason);
        parts.forEach(LinkPart::blocked);
    }

    private void unblocked() {
        life.happened(LinkEvent.UNBLOCKED);
        log.unblocked();
    }
}
