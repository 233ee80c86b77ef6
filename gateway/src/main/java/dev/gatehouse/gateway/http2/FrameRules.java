package dev.gatehouse.gateway.http2;

import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;

/** What holds for a frame by itself, whatever its stream is doing (RFC 9113, section 6). Stateless. */
final class FrameRules {
    private static final int PRIORITY_BYTES = 5;
    private static final int PING_BYTES = 8;
    private static final int GOAWAY_BYTES = 8;

    private FrameRules() {}

    /** Throws where a frame ends the connection. */
    static void check(Frame frame) {
        switch (frame.type()) {
            case Frame.DATA, Frame.HEADERS, Frame.CONTINUATION, Frame.PRIORITY -> requireStream(frame);
            case Frame.RST_STREAM -> {
                requireStream(frame);
                require(frame.length() == Integer.BYTES, Http2ErrorCode.FRAME_SIZE, "RST_STREAM has a wrong size");
            }
            case Frame.SETTINGS -> {
                requireConnection(frame);
                boolean whole = frame.has(Frame.ACK) ? frame.length() == 0 : frame.length() % Frame.SETTING_BYTES == 0;
                require(whole, Http2ErrorCode.FRAME_SIZE, "SETTINGS has a wrong size");
            }
            case Frame.PING -> {
                requireConnection(frame);
                require(frame.length() == PING_BYTES, Http2ErrorCode.FRAME_SIZE, "PING has a wrong size");
            }
            case Frame.GOAWAY -> {
                requireConnection(frame);
                require(frame.length() >= GOAWAY_BYTES, Http2ErrorCode.FRAME_SIZE, "GOAWAY has a wrong size");
            }
            case Frame.WINDOW_UPDATE ->
                require(frame.length() == Integer.BYTES, Http2ErrorCode.FRAME_SIZE, "WINDOW_UPDATE has a wrong size");
            case Frame.PUSH_PROMISE -> throw new Http2Exception(Http2ErrorCode.PROTOCOL, "a client does not push");
            default -> {
                // Unknown types are ignored (RFC 9113, section 5.5).
            }
        }
    }

    /** Whether a {@code PRIORITY} frame is well-formed; if it is not, that is an error of its stream alone. */
    static boolean isPriority(Frame frame) {
        return frame.length() == PRIORITY_BYTES;
    }

    /** Throws where a setting has a value that it may not have (RFC 9113, section 6.5.2). */
    static void checkSettings(Frame frame) {
        for (int at = Frame.HEADER_BYTES; at < frame.bytes().length; at += Frame.SETTING_BYTES) {
            long value = frame.number(at + 2) & 0xffff_ffffL;
            switch (frame.number(at) >>> 16) {
                case Frame.SETTING_ENABLE_PUSH ->
                    require(value <= 1, Http2ErrorCode.PROTOCOL, "SETTINGS_ENABLE_PUSH is neither 0 nor 1");
                case Frame.SETTING_INITIAL_WINDOW_SIZE ->
                    require(
                            value <= Integer.MAX_VALUE,
                            Http2ErrorCode.FLOW_CONTROL,
                            "SETTINGS_INITIAL_WINDOW_SIZE is too large");
                case Frame.SETTING_MAX_FRAME_SIZE ->
                    require(
                            value >= Http2Bounds.MAX_FRAME_BYTES && value < 1 << 24,
                            Http2ErrorCode.PROTOCOL,
                            "SETTINGS_MAX_FRAME_SIZE is out of its range");
                default -> {
                    // Any value will do.
                }
            }
        }
    }

    static void require(boolean condition, Http2ErrorCode code, String otherwise) {
        if (!condition) {
            throw new Http2Exception(code, otherwise);
        }
    }

    private static void requireStream(Frame frame) {
        require(frame.stream() != 0, Http2ErrorCode.PROTOCOL, "a frame of a stream is on stream 0");
    }

    private static void requireConnection(Frame frame) {
        require(frame.stream() == 0, Http2ErrorCode.PROTOCOL, "a frame of the connection is on a stream");
    }
}
