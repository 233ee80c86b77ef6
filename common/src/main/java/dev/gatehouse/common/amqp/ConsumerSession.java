package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.gatehouse.common.telemetry.Logging;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumption of a queue over one channel, until that is lost. What becomes of messages is written by one thread of its own, and only for
 * those that came over this very channel. Whatever a message holds, and whatever its listener throws, ends neither the channel nor the connection.
 */
final class ConsumerSession {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerSession.class);

    private final Channel channel;
    private final GatheredWrites writes;
    private final ConsumedQueue queue;
    private final String queueName;
    private final SerialWriter<Settlement> settlements;
    private final Settlement.Kind rejected;
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
        // Qpid delivers again what is rejected, whatever it is told to do with it.
        this.rejected =
                BrokerProduct.isQpid(channel.getConnection()) ? Settlement.Kind.ACKNOWLEDGED : Settlement.Kind.REJECTED;
        this.settlements = new SerialWriter<>(
                queueName + "-acks", Math.max(1, queue.prefetch()), this::writeSettlements, unwritten -> end());
    }

    String queueName() {
        return queueName;
    }

    boolean isCurrent() {
        return !over.get();
    }

    void start(ConsumerListener listener) throws IOException {
        if (settles()) {
            channel.basicQos(queue.prefetch());
            settlements.start();
        }
        InboundFrames.of(channel).keep(channel.getChannelNumber(), queue.maxBodyBytes() + 1);
        channel.addShutdownListener(cause -> end());
        consumerTag = channel.basicConsume(queueName, !settles(), new Receiver(listener));
    }

    /** Whether the broker wants to know what becomes of messages. */
    private boolean settles() {
        return queue.prefetch() > 0;
    }

    /** Ends the session; the broker delivers again what is unacknowledged once the channel is closed. */
    void end() {
        if (over.compareAndSet(false, true)) {
            settlements.close();
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

    private void writeSettlements(List<Settlement> batch) {
        try {
            if (batch.size() == 1) {
                batch.getFirst().write(channel);
            } else {
                writeTogether(batch);
            }
        } catch (IOException | ShutdownSignalException e) {
            LOG.debug("messages of {} are not acknowledged, and will be delivered again", queueName, e);
        } finally {
            unacknowledged.ended(batch.size());
        }
    }

    private void writeTogether(List<Settlement> batch) throws IOException {
        writes.begin();
        try {
            for (Settlement settlement : batch) {
                settlement.write(channel);
            }
        } finally {
            writes.end(channel.getConnection());
        }
    }

    /** Hands deliveries on; runs on the connection's reader thread. */
    private final class Receiver extends DefaultConsumer {
        private final ConsumerListener listener;

        Receiver(ConsumerListener listener) {
            super(channel);
            this.listener = listener;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            if (isCurrent()) {
                unacknowledged.begun();
                handOn(
                        new Received(WireProperties.message(envelope, properties, body), envelope.getDeliveryTag()),
                        ReadableHeader.flaw(properties));
            }
        }

        /** What is thrown to the library makes it close the channel, and the broker deliver the same message again. */
        private void handOn(Received received, Optional<String> flaw) {
            try {
                if (flaw.isPresent()) {
                    listener.unreadable(received, flaw.get());
                } else {
                    listener.delivered(received);
                }
            } catch (RuntimeException | Error e) {
                LOG.error(Logging.ONCE_A_SECOND, "{}: a message was not taken", queue.label(), e);
                received.notTaken();
            }
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
            settle(Settlement.Kind.ACKNOWLEDGED);
        }

        @Override
        public void reject(String reason) {
            LOG.warn(Logging.ONCE_A_SECOND, "{}: a message is rejected: {}", queue.label(), reason);
            settle(rejected);
        }

        /** It gets one more try: what was thrown may have had nothing to do with it. */
        void notTaken() {
            settle(message.redelivered() ? rejected : Settlement.Kind.REQUEUED);
        }

        private void settle(Settlement.Kind kind) {
            if (isCurrent() && settles() && !settlements.offer(new Settlement(tag, kind))) {
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
