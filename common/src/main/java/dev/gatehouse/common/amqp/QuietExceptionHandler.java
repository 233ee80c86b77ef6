package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.impl.StrictExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves the log line about a lost connection to the {@link ConnectionLink}, which hears of the loss too. Like the library's default it
 * closes a channel whose consumer throws.
 */
final class QuietExceptionHandler extends StrictExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(QuietExceptionHandler.class);

    /** The library's own closes the channel on the connection's reader thread, which then waits 10 s for the answer that it alone can read. */
    @Override
    protected void handleChannelKiller(Channel channel, Throwable exception, String what) {
        log(what + " has thrown an exception; its channel is given up", exception);
        Channels.beginAbort(channel);
    }

    @Override
    protected void log(String message, Throwable failure) {
        if (failure instanceof java.io.IOException || failure instanceof com.rabbitmq.client.ShutdownSignalException) {
            LOG.debug("{}", message, failure);
        } else {
            LOG.error("{}", message, failure);
        }
    }
}
