package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Channel;
import java.io.IOException;

/**
 * What becomes of a message.
 *
 * @param tag the broker's name for its delivery
 */
record Settlement(long tag, Kind kind) {
    /** What becomes of it. */
    enum Kind {
        /** It is done with. */
        ACKNOWLEDGED,
        /** It is a dead letter where the queue has those, and dropped elsewhere. */
        REJECTED,
        /** It is delivered again. */
        REQUEUED
    }

    void write(Channel channel) throws IOException {
        switch (kind) {
            case ACKNOWLEDGED -> channel.basicAck(tag, false);
            case REJECTED -> channel.basicReject(tag, false);
            case REQUEUED -> channel.basicReject(tag, true);
        }
    }
}
