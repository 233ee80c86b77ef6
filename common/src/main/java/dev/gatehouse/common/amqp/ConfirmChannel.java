package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel with publisher confirms, and what has been published over it and not confirmed yet. One thread publishes. */
final class ConfirmChannel {
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmChannel.class);

    private final Channel channel;
    private final ConcurrentNavigableMap<Long, Unconfirmed> unconfirmed = new ConcurrentSkipListMap<>();

    private record Unconfirmed(ConfirmedBatch batch, int index) {
        void settle(boolean isConfirmed) {
            batch.settle(index, isConfirmed);
        }

        String messageId() {
            return batch.messages().get(index).messageId();
        }
    }

    ConfirmChannel(Channel channel) {
        this.channel = channel;
    }

    void start() throws IOException {
        channel.confirmSelect();
        channel.addConfirmListener(
                (tag, multiple) -> settle(tag, multiple, true), (tag, multiple) -> settle(tag, multiple, false));
        // A message that no queue takes is returned first and confirmed then.
        channel.addReturnListener(returned -> returned(returned.getProperties()));
    }

    int unconfirmed() {
        return unconfirmed.size();
    }

    /**
     * Publishes a message; false where it may not have gone out. After any other exception, which is the library's for a message that cannot
     * be encoded, the channel must be {@linkplain #abandon abandoned}: its sequence numbers are no longer the broker's.
     */
    boolean publish(ConfirmedBatch batch, int index, PersistentMessage message, BasicProperties properties) {
        long tag = channel.getNextPublishSeqNo();
        unconfirmed.put(tag, new Unconfirmed(batch, index));
        try {
            channel.basicPublish(
                    message.exchange(), message.routingKey(), message.mandatory(), properties, message.body());
            return true;
        } catch (IOException | AlreadyClosedException e) {
            LOG.debug("a message may not have been published", e);
            unconfirmed.remove(tag);
            return false;
        }
    }

    /** The channel is gone: nothing more will be confirmed. */
    void lost() {
        unconfirmed.values().forEach(message -> message.settle(false));
        unconfirmed.clear();
    }

    /** Closes the channel, without waiting for the broker. */
    void abandon() {
        Channels.beginAbort(channel);
    }

    void close() {
        Channels.abort(channel);
        lost();
    }

    private void settle(long tag, boolean multiple, boolean isConfirmed) {
        Map<Long, Unconfirmed> settled =
                multiple ? unconfirmed.headMap(tag, true) : unconfirmed.subMap(tag, true, tag, true);
        settled.values().forEach(message -> message.settle(isConfirmed));
        settled.clear();
    }

    private void returned(BasicProperties properties) {
        unconfirmed.values().stream()
                .filter(message -> message.messageId().equals(properties.getMessageId()))
                .forEach(message -> message.settle(false));
    }
}
