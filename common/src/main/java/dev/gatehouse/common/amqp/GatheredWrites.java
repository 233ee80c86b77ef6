package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets many messages go out with one write to the socket. The library flushes after each of them; while a writer gathers it does not, and
 * the writer flushes at its end. Thread-safe: several writers may gather at once, and what other threads send meanwhile goes out with it.
 */
final class GatheredWrites {
    private final AtomicInteger gathering = new AtomicInteger();

    /** A factory whose connections obey. */
    ConnectionFactory connectionFactory() {
        return new ConnectionFactory() {
            @Override
            protected synchronized FrameHandlerFactory createFrameHandlerFactory() throws IOException {
                FrameHandlerFactory plain = super.createFrameHandlerFactory();
                return (address, name) ->
                        new GatheringFrameHandler(plain.create(address, name), GatheredWrites.this::isOn);
            }
        };
    }

    /** From now on what is sent stays in the buffer, unless that is full, until {@link #end}. */
    void begin() {
        gathering.incrementAndGet();
    }

    /** Sends what has been gathered; called once after each {@link #begin}. Throws where the connection is broken. */
    void end(Connection connection) throws IOException {
        gathering.decrementAndGet();
        GatheringFrameHandler.of(connection).flushNow();
    }

    private boolean isOn() {
        return gathering.get() > 0;
    }
}
