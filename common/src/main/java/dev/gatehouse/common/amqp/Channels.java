package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes channels. */
final class Channels {
    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

    private Channels() {}

    static Channel open(Connection connection) throws IOException {
        @Nullable Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the connection has no channel left");
        }
        return channel;
    }

    /** Closes a channel, whatever state it is in. Waits for the broker's answer within the bound of the connection. */
    static void abort(Channel channel) {
        try {
            channel.abort();
        } catch (IOException e) {
            LOG.debug("a channel was lost before it was closed", e);
        }
    }
}
