package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes messages over a channel of its own and waits for the broker to confirm them. Callers never wait for the socket: a bounded
 * queue of batches is drained by one writer thread, the only one that publishes over the channel. Thread-safe.
 */
public final class ConfirmedPublisher extends LinkPart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmedPublisher.class);

    /** The most messages of one batch. */
    public static final int MAX_BATCH = 1_000;

    private static final int MAX_WAITING_BATCHES = 64;
    /** A broker that owes more than this takes no more. */
    private static final int MAX_UNCONFIRMED = 4 * MAX_BATCH;

    private final String name;
    private final ConnectionLink link;
    private final String appId;
    private final List<String> exchanges;
    private final SerialWriter<ConfirmedBatch> writer;
    private final AtomicReference<@Nullable ConfirmChannel> channel = new AtomicReference<>();

    /**
     * @param appId the sender's name
     * @param exchanges what is declared before anything is published
     */
    ConfirmedPublisher(String name, ConnectionLink link, String appId, List<String> exchanges) {
        this.name = name;
        this.link = link;
        this.appId = appId;
        this.exchanges = List.copyOf(exchanges);
        this.writer = new SerialWriter<>(
                name + "-writer", MAX_WAITING_BATCHES, batches -> batches.forEach(this::write), this::broken);
    }

    /** Begins to work; called once. */
    public void start() {
        writer.start();
        link.add(this);
    }

    /**
     * Publishes messages in their order and waits until the broker has confirmed them, or can no longer, but not over the limit.
     *
     * @param messages at most {@link #MAX_BATCH}
     * @return the indices of the messages that are confirmed; any other may have been published or not
     */
    public BitSet publish(List<PersistentMessage> messages, Duration limit) throws InterruptedException {
        if (messages.size() > MAX_BATCH) {
            throw new IllegalArgumentException(messages.size() + " messages, at most " + MAX_BATCH);
        }
        ConfirmedBatch batch = new ConfirmedBatch(messages);
        if (!isOpen() || link.isBlocked() || !writer.offer(batch)) {
            return new BitSet();
        }
        return batch.await(limit);
    }

    @Override
    String partName() {
        return name + " publisher";
    }

    /** Whether messages can be published now. */
    @Override
    public boolean isOpen() {
        return channel.get() != null;
    }

    @Override
    void open(Connection connection) throws IOException {
        Channel opened = Channels.open(connection);
        ConfirmChannel fresh = new ConfirmChannel(opened);
        try {
            for (String exchange : exchanges) {
                Topology.declareTopicExchange(opened, exchange);
            }
            fresh.start();
        } catch (IOException | RuntimeException e) {
            fresh.close();
            throw e;
        }
        channel.set(fresh);
        opened.addShutdownListener(cause -> lost(fresh));
    }

    /** Stops; what waits is not confirmed. */
    @Override
    public void close() {
        link.remove(this);
        ConfirmChannel current = channel.getAndSet(null);
        writer.close().forEach(batch -> batch.refuseFrom(0));
        if (current != null) {
            current.close();
        }
    }

    private void lost(ConfirmChannel lost) {
        lost.lost();
        if (channel.compareAndSet(lost, null)) {
            link.partLost();
        }
    }

    /** Ends with the first message that cannot be published: those after it must not overtake it. */
    private void write(ConfirmedBatch batch) {
        List<PersistentMessage> messages = batch.messages();
        for (int i = 0; i < messages.size() && !batch.isOver(); i++) {
            if (!write(batch, i, messages.get(i))) {
                batch.refuseFrom(i);
                return;
            }
        }
    }

    private boolean write(ConfirmedBatch batch, int index, PersistentMessage message) {
        ConfirmChannel current = channel.get();
        if (current == null || link.isBlocked() || current.unconfirmed() >= MAX_UNCONFIRMED) {
            return false;
        }
        try {
            return current.publish(batch, index, message, message.properties(appId, link.user()));
        } catch (RuntimeException e) {
            LOG.error("{}: message {} cannot be published", name, message.messageId(), e);
            // The library has counted the message and the broker has not: every later confirm would be taken for
            // another message's.
            giveUp(current);
            return false;
        }
    }

    /** The writing has failed in a way that nobody has foreseen: nobody knows what has gone out. */
    private void broken(List<ConfirmedBatch> batches) {
        ConfirmChannel current = channel.get();
        if (current != null) {
            giveUp(current);
        }
        batches.forEach(batch -> batch.refuseFrom(0));
    }

    private void giveUp(ConfirmChannel current) {
        current.abandon();
        lost(current);
    }
}
