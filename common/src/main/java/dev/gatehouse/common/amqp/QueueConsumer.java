package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Consumes a queue over a channel of its own, and declares and consumes it anew whenever the connection, the channel or the queue was lost.
 * Thread-safe.
 */
public final class QueueConsumer extends LinkPart implements AutoCloseable {
    private final ConsumedQueue queue;
    private final ConnectionLink link;
    private final ConsumerListener listener;
    private final AtomicReference<@Nullable ConsumerSession> session = new AtomicReference<>();
    /** The latest that was made, open or not, over or not: it may be given up before it counts as open. */
    private volatile @Nullable ConsumerSession latest;
    /** Sessions that are over, whose channels only the link's thread closes, because that waits for the broker. */
    private final Queue<ConsumerSession> over = new ConcurrentLinkedQueue<>();
    /** Until that is over it is not opened again, or the listener might hear of a loss after it has heard of what came next. */
    private final AtomicInteger tellingOfLoss = new AtomicInteger();
    /** Set before anybody looks for the session to end, and read after a session has been set: one of both sees the other. */
    private volatile boolean closing;

    QueueConsumer(ConsumedQueue queue, ConnectionLink link, ConsumerListener listener) {
        this.queue = queue;
        this.link = link;
        this.listener = listener;
    }

    /** Begins to work; called once. */
    public void start() {
        link.add(this);
    }

    /** The name of the queue while it is consumed. */
    public Optional<String> queueName() {
        return Optional.ofNullable(session.get()).map(ConsumerSession::queueName);
    }

    /** Says that what {@link ConsumerListener#canReceive} tells has become true. */
    public void canReceive() {
        link.partWanted();
    }

    /** Gives up the channel, so that the broker delivers what is unacknowledged again, once the consumer is open again. */
    public void reopen() {
        endLatest();
    }

    /** Receives no more, now or ever, and waits until what has been received is acknowledged, but not over the limit. */
    public boolean drain(Duration limit) throws InterruptedException {
        closing = true;
        link.remove(this);
        ConsumerSession current = session.get();
        return current == null || current.drain(limit);
    }

    @Override
    public void close() {
        closing = true;
        link.remove(this);
        endLatest();
        closeOver();
    }

    @Override
    String partName() {
        return queue.label();
    }

    @Override
    boolean isOpen() {
        return session.get() != null || tellingOfLoss.get() > 0;
    }

    @Override
    boolean canOpen() {
        return !closing && listener.canReceive();
    }

    @Override
    void open(Connection connection) throws IOException {
        closeOver();
        Channel channel = Channels.open(connection);
        try {
            ConsumerSession fresh =
                    new ConsumerSession(channel, link.writes(), queue, queue.declare(channel), this::lost);
            latest = fresh;
            fresh.start(listener);
            listener.opened();
            session.set(fresh);
            if (closing || !fresh.isCurrent()) {
                fresh.end();
                lost(fresh);
                closeOver();
            }
        } catch (IOException | RuntimeException e) {
            Channels.abort(channel);
            throw e;
        }
    }

    /**
     * Not every broker says so when it deletes a queue under its consumer, and none when it deletes an exchange. On a channel of its own,
     * because the broker closes it for asking after a queue that is not there.
     */
    @Override
    void verify(Connection connection) throws IOException {
        ConsumerSession current = session.get();
        if (current == null) {
            return;
        }
        Channel channel = Channels.open(connection);
        try {
            channel.queueDeclarePassive(current.queueName());
            queue.restore(channel);
        } catch (IOException | ShutdownSignalException e) {
            current.end();
            throw e;
        } finally {
            Channels.abort(channel);
        }
    }

    private void endLatest() {
        ConsumerSession current = latest;
        if (current != null) {
            current.end();
        }
    }

    private void lost(ConsumerSession ended) {
        boolean told = false;
        tellingOfLoss.incrementAndGet();
        try {
            if (session.compareAndSet(ended, null)) {
                over.add(ended);
                told = true;
                listener.lost();
            }
        } finally {
            tellingOfLoss.decrementAndGet();
            if (told) {
                link.partLost();
            }
        }
    }

    private void closeOver() {
        for (ConsumerSession ended = over.poll(); ended != null; ended = over.poll()) {
            ended.closeChannel();
        }
    }
}
