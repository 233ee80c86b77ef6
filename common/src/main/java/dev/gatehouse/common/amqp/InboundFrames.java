package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.impl.Frame;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes what comes over a connection harmless before the library reads it: over a content header that it cannot read the library closes the
 * connection, the broker delivers the message again, and so for ever; and a body it keeps whole. Here such a header is replaced by
 * {@link ReadableHeader}, and of a body no more is kept than its channel wants. Frames are read by one thread; {@link #keep} may be called by any.
 */
final class InboundFrames {
    /** A channel without a consumer gets back what it has published itself, and has it already. */
    private static final int KEPT_OF_RETURNED = 0;

    /** The library reads over it, and knows by it that the connection is alive. */
    private static final Frame NOTHING = new Frame(AMQP.FRAME_HEARTBEAT, 0);

    /** By channel number. A number that is used again for another channel is set anew, or belongs to one that gets nothing. */
    private final Map<Integer, Integer> kept = new ConcurrentHashMap<>();
    /** The bodies that are coming in and are too large, by channel number; confined to the thread that reads. */
    private final Map<Integer, CutBody> cut = new HashMap<>();

    /** Those of the connection of a channel. */
    static InboundFrames of(Channel channel) {
        return GatheringFrameHandler.of(channel.getConnection()).inbound();
    }

    /** From now on no more than this is kept of each body that comes over a channel: its beginning. */
    void keep(int channel, int maxBytes) {
        kept.put(channel, maxBytes);
    }

    /** What the library is to read in place of a frame. */
    Frame readable(Frame frame) {
        return switch (frame.getType()) {
            case AMQP.FRAME_HEADER -> header(frame);
            case AMQP.FRAME_BODY -> body(frame);
            case AMQP.FRAME_METHOD -> method(frame);
            default -> frame;
        };
    }

    private Frame header(Frame frame) {
        byte[] payload = frame.getPayload();
        if (!ReadableHeader.isMessage(payload)) {
            return frame;
        }
        Optional<byte[]> replacement = ReadableHeader.replacement(payload);
        return bounded(frame.getChannel(), replacement.orElse(payload))
                .or(() -> replacement)
                .map(readable -> new Frame(frame.getType(), frame.getChannel(), readable))
                .orElse(frame);
    }

    /** The header with another size of the body; empty where that is within its bound. */
    private Optional<byte[]> bounded(int channel, byte[] header) {
        long size = ReadableHeader.bodySize(header);
        int most = kept.getOrDefault(channel, KEPT_OF_RETURNED);
        if (Long.compareUnsigned(size, most) <= 0) {
            return Optional.empty();
        }
        cut.put(channel, new CutBody(size, most));
        return Optional.of(ReadableHeader.withBodySize(header, most));
    }

    private Frame body(Frame frame) {
        CutBody body = cut.get(frame.getChannel());
        if (body == null) {
            return frame;
        }
        byte[] payload = frame.getPayload();
        byte[] wanted = body.wanted(payload);
        if (body.isOver()) {
            cut.remove(frame.getChannel());
        }
        if (wanted.length == 0) {
            return NOTHING;
        }
        return wanted.length == payload.length ? frame : new Frame(frame.getType(), frame.getChannel(), wanted);
    }

    /** A method that comes where a body was to come ends it. */
    private Frame method(Frame frame) {
        if (!cut.isEmpty()) {
            cut.remove(frame.getChannel());
        }
        return frame;
    }
}
