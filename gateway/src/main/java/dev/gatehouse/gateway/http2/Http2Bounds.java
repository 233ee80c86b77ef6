package dev.gatehouse.gateway.http2;

import dev.gatehouse.common.config.ConfigReader;
import java.time.Duration;

/**
 * How clients come to HTTP/2, and what they may do over one connection.
 *
 * @param enabled whether HTTP/2 is spoken at all, beside HTTP/1.1; over TLS it is agreed on in the handshake
 * @param priorKnowledge whether a client may begin with it on a clear connection (RFC 9113, section 3.3)
 * @param h2cUpgrade whether a client may ask for it by {@code Upgrade: h2c} (RFC 7540, section 3.2; RFC 9113 has dropped it)
 * @param streams requests at a time; over it, streams are refused by ending the connection
 * @param resets streams that may be given up within {@link #PERIOD}
 * @param controlFrames frames beside those that requests consist of, within {@link #PERIOD}
 */
public record Http2Bounds(
        boolean enabled, boolean priorKnowledge, boolean h2cUpgrade, int streams, int resets, int controlFrames) {
    /** What frames are counted over. */
    static final Duration PERIOD = Duration.ofSeconds(10);
    /** Of a frame's payload, the least that the protocol allows to be the most. */
    static final int MAX_FRAME_BYTES = 16_384;
    /** What a client may send on a stream, and on the connection, before anybody has read it. */
    static final int WINDOW_BYTES = 256 * 1024;

    public static final Http2Bounds DEFAULT = new Http2Bounds(true, true, false, 128, 200, 1_000);

    public static Http2Bounds read(ConfigReader reader) {
        return new Http2Bounds(
                reader.bool("server.http2.enabled", DEFAULT.enabled),
                reader.bool("server.http2.prior-knowledge", DEFAULT.priorKnowledge),
                reader.bool("server.http2.h2c-upgrade", DEFAULT.h2cUpgrade),
                reader.integer("server.http2.max-concurrent-streams", DEFAULT.streams, 1, 10_000),
                reader.integer("server.http2.max-resets", DEFAULT.resets, 1, 1_000_000),
                reader.integer("server.http2.max-control-frames", DEFAULT.controlFrames, 10, 1_000_000));
    }

    /** The same for clients that ask for HTTP/2 by {@code Upgrade: h2c}, too. */
    public Http2Bounds withH2cUpgrade() {
        return new Http2Bounds(enabled, priorKnowledge, true, streams, resets, controlFrames);
    }

    /** Requests that may be worked on: as many as the client may have open, and as many that it has given up. */
    int running() {
        return 2 * streams;
    }

    /** Streams that Helidon may remember; it forgets those that have ended only once there are as many. */
    int remembered() {
        return 2 * running();
    }
}
