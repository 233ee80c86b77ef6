package dev.gatehouse.common.amqp;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.gatehouse.common.lifecycle.CloseDeadline;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes channels. */
final class Channels {
    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);
    private static final Duration ABORT_LIMIT = Duration.ofSeconds(1);

    private Channels() {}

    static Channel open(Connection connection) throws IOException {
        @Nullable Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the connection has no channel left");
        }
        return channel;
    }

    /**
     * Closes a channel, whatever state it is in. Waits for the broker's answer, but not for long: where the socket takes nothing the library
     * waits until it does or the connection is closed, and so this is left to a thread of its own.
     */
    static void abort(Channel channel) {
        Thread closing = beginAbort(channel);
        try {
            if (!closing.join(CloseDeadline.atMost(ABORT_LIMIT))) {
                LOG.debug("the broker has not yet answered that a channel is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same, without waiting. */
    @CanIgnoreReturnValue
    static Thread beginAbort(Channel channel) {
        return Thread.ofVirtual().name("amqp-channel-close").start(() -> abortNow(channel));
    }

    private static void abortNow(Channel channel) {
        try {
            channel.abort();
        } catch (IOException e) {
            LOG.debug("a channel was lost before it was closed", e);
        }
    }
}
