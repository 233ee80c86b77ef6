package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * Tells which of the messages that were published over a channel the broker has not taken, because the queue that they were for is full
 * ({@code x-overflow} reject-publish). One thread publishes; the connection's reader thread hears of it.
 */
final class Confirms {
    private final Channel channel;
    private final Consumer<String> rejected;
    /** The correlation ids of what is neither taken nor rejected, by the channel's sequence numbers. */
    private final ConcurrentNavigableMap<Long, String> undecided = new ConcurrentSkipListMap<>();

    private Confirms(Channel channel, Consumer<String> rejected) {
        this.channel = channel;
        this.rejected = rejected;
    }

    /**
     * Asks the broker to confirm what is published over the channel from now on.
     *
     * @param rejected told the correlation id of each message that was not taken
     */
    static Confirms on(Channel channel, Consumer<String> rejected) throws IOException {
        Confirms confirms = new Confirms(channel, rejected);
        channel.confirmSelect();
        channel.addConfirmListener(confirms::taken, confirms::refused);
        return confirms;
    }

    Channel channel() {
        return channel;
    }

    /** A message is the next that is published. */
    void expect(String correlationId) {
        undecided.put(channel.getNextPublishSeqNo(), correlationId);
    }

    private void taken(long tag, boolean multiple) {
        if (multiple) {
            undecided.headMap(tag, true).clear();
        } else {
            undecided.remove(tag);
        }
    }

    private void refused(long tag, boolean multiple) {
        var decided = undecided.subMap(multiple ? 0L : tag, true, tag, true);
        decided.values().forEach(rejected);
        decided.clear();
    }
}
