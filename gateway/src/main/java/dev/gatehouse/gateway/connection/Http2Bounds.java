package dev.gatehouse.gateway.connection;

import dev.gatehouse.common.config.ConfigReader;
import java.time.Duration;

/**
 * What a client may do over one HTTP/2 connection.
 *
 * @param enabled whether HTTP/2 is spoken at all, beside HTTP/1.1
 * @param streams requests at a time; over it, streams are refused by ending the connection
 * @param resets streams that may be given up within {@link #PERIOD}
 * @param controlFrames frames beside those that requests consist of, within {@link #PERIOD}
 */
public record Http2Bounds(boolean enabled, int streams, int resets, int controlFrames) {
    /** What frames are counted over. */
    static final Duration PERIOD = Duration.ofSeconds(10);
    /** Of a frame's payload, the least that the protocol allows to be the most. */
    static final int MAX_FRAME_BYTES = 16_384;
    /** What a client may send on a stream, and on the connection, before anybody has read it. */
    static final int WINDOW_BYTES = 256 * 1024;

    public static final Http2Bounds DEFAULT = new Http2Bounds(true, 128, 200, 1_000);

    public static Http2Bounds read(ConfigReader reader) {
        return new Http2Bounds(
                reader.bool("server.http2.enabled", DEFAULT.enabled),
                reader.integer("server.http2.max-concurrent-streams", DEFAULT.streams, 1, 10_000),
                reader.integer("server.http2.max-resets", DEFAULT.resets, 1, 1_000_000),
                reader.integer("server.http2.max-control-frames", DEFAULT.controlFrames, 10, 1_000_000));
    }

    /** Requests that may be worked on: as many as the client may have open, and as many that it has given up. */
    int running() {
        return 2 * streams;
    }

    /** Streams that the server below may remember; it forgets those that have ended only once there are as many. */
    int remembered() {
        return 2 * running();
    }
}
