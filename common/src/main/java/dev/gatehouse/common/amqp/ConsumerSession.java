package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumption of a queue over one channel, until that is lost. Acknowledgements are written by one thread of its own, and only those of
 * messages that came over this very channel.
 */
final class ConsumerSession {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerSession.class);

    private final Channel channel;
    private final GatheredWrites writes;
    private final ConsumedQueue queue;
    private final String queueName;
    private final SerialWriter<Long> acknowledgements;
    private final Outstanding unacknowledged = new Outstanding();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Consumer<ConsumerSession> lost;
    private volatile String consumerTag = "";

    /**
     * @param lost told once when the session is over, whatever the reason
     */
    ConsumerSession(
            Channel channel,
            GatheredWrites writes,
            ConsumedQueue queue,
            String queueName,
            Consumer<ConsumerSession> lost) {
        this.channel = channel;
        this.writes = writes;
        this.queue = queue;
        this.queueName = queueName;
        this.lost = lost;
        this.acknowledgements = new SerialWriter<>(
                queueName + "-acks", Math.max(1, queue.prefetch()), this::writeAcknowledgements, tags -> end());
    }

    String queueName() {
        return queueName;
    }

    boolean isCurrent() {
        return !over.get();
    }

    void start(Consumer<Delivery> receiver) throws IOException {
        boolean needsNone = queue.prefetch() == 0;
        if (!needsNone) {
            channel.basicQos(queue.prefetch());
            acknowledgements.start();
        }
        channel.addShutdownListener(cause -> end());
        consumerTag = channel.basicConsume(queueName, needsNone, new Receiver(receiver));
    }

    /** Ends the session; the broker delivers again what is unacknowledged once the channel is closed. */
    void end() {
        if (over.compareAndSet(false, true)) {
            acknowledgements.close();
            unacknowledged.forget();
            lost.accept(this);
        }
    }

    /** Closes the channel, of a session that is over or not. Waits for the broker's answer within the bound of the connection. */
    void closeChannel() {
        end();
        Channels.abort(channel);
    }

    /** Receives no more, and waits until what has been received is acknowledged; both within the limit. */
    boolean drain(Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        // The library waits for the broker as long as an operation may take, which may be longer.
        Thread cancelling = Thread.ofVirtual().name(queueName + "-cancel").start(this::cancel);
        if (!cancelling.join(limit)) {
            LOG.debug("the broker has not yet answered that the consumer of {} is cancelled", queueName);
        }
        return unacknowledged.awaitNone(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    }

    private void cancel() {
        try {
            channel.basicCancel(consumerTag);
        } catch (IOException | ShutdownSignalException e) {
            LOG.debug("cannot cancel the consumer of {}", queueName, e);
        }
    }

    private void writeAcknowledgements(List<Long> tags) {
        try {
            if (tags.size() == 1) {
                channel.basicAck(tags.getFirst(), false);
            } else {
                writeTogether(tags);
            }
        } catch (IOException | ShutdownSignalException e) {
            LOG.debug("messages of {} are not acknowledged, and will be delivered again", queueName, e);
        } finally {
            unacknowledged.ended(tags.size());
        }
    }

    private void writeTogether(List<Long> tags) throws IOException {
        writes.begin();
        try {
            for (long tag : tags) {
                channel.basicAck(tag, false);
            }
        } finally {
            writes.end(channel.getConnection());
        }
    }

    /** Hands deliveries on; runs on the connection's reader thread. */
    private final class Receiver extends DefaultConsumer {
        private final Consumer<Delivery> receiver;

        Receiver(Consumer<Delivery> receiver) {
            super(channel);
            this.receiver = receiver;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            if (isCurrent()) {
                unacknowledged.begun();
                receiver.accept(new Received(
                        WireProperties.message(envelope, properties, cut(body)), envelope.getDeliveryTag()));
            }
        }

        private byte[] cut(byte[] body) {
            int most = queue.maxBodyBytes();
            return body.length > most ? Arrays.copyOf(body, most + 1) : body;
        }

        @Override
        public void handleCancel(String tag) {
            LOG.warn("the broker has cancelled the consumer of {}: the queue is gone", queueName);
            end();
        }
    }

    private final class Received implements Delivery {
        private final IncomingMessage message;
        private final long tag;

        Received(IncomingMessage message, long tag) {
            this.message = message;
            this.tag = tag;
        }

        @Override
        public IncomingMessage message() {
            return message;
        }

        @Override
        public boolean isCurrent() {
            return ConsumerSession.this.isCurrent();
        }

        @Override
        public void acknowledge() {
            if (isCurrent() && queue.prefetch() > 0 && !acknowledgements.offer(tag)) {
                LOG.error("more acknowledgements than messages of {}", queueName);
                end();
            }
        }

        @Override
        public void abandon() {
            end();
        }
    }
}
