package dev.gatehouse.gateway.http2;

import dev.gatehouse.common.edge.SlowClients;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import io.helidon.http.http2.Http2Util;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads what a client sends over HTTP/2 one frame at a time, and keeps from the server below what that cannot deal with: floods of frames that
 * cost the client nothing, and frames of streams that have ended, which it would take for new streams or gather without anybody reading them.
 * Confined to the connection's thread.
 */
final class Http2Frames implements Supplier<byte[]> {
    /** Of one header section; the sum of their sizes is bounded by the server below, but not that of empty ones. */
    private static final int MAX_CONTINUATIONS = 64;

    private static final byte[] NOTHING = {};

    private final DataReader reader;
    private final Http2Writes writes;
    private final Http2Streams streams;
    private final SlowClients slowClients;
    private final FrameBudget resets;
    private final FrameBudget control;
    private boolean prefaceRead;
    /** The stream whose header section is not complete; 0 where there is none. */
    private int headersOf;

    private int continuations;

    Http2Frames(
            DataReader reader,
            Http2Writes writes,
            Http2Streams streams,
            SlowClients slowClients,
            Http2Bounds bounds,
            LongSupplier nanoTime) {
        this.reader = reader;
        this.writes = writes;
        this.streams = streams;
        this.slowClients = slowClients;
        this.resets = new FrameBudget("resets", bounds.resets(), Http2Bounds.PERIOD, nanoTime);
        this.control = new FrameBudget("control", bounds.controlFrames(), Http2Bounds.PERIOD, nanoTime);
    }

    /** The next bytes for the server below: the preface, or frames. */
    @Override
    public byte[] get() {
        if (!prefaceRead) {
            prefaceRead = true;
            return reader.readBytes(Http2Util.PREFACE_LENGTH);
        }
        while (true) {
            byte[] frames = passed(read());
            if (frames.length > 0) {
                return frames;
            }
        }
    }

    /** From the first byte of a frame to its last, and to the last of a header section, the client has as long as for a request. */
    private Frame read() {
        if (headersOf == 0) {
            reader.ensureAvailable();
            slowClients.begin();
        }
        byte[] header = reader.readBytes(Frame.HEADER_BYTES);
        int length = new Frame(header).length();
        if (length > Http2Bounds.MAX_FRAME_BYTES) {
            throw new Http2Exception(Http2ErrorCode.FRAME_SIZE, "a frame is too large");
        }
        byte[] bytes = Arrays.copyOf(header, Frame.HEADER_BYTES + length);
        if (length > 0) {
            System.arraycopy(reader.readBytes(length), 0, bytes, Frame.HEADER_BYTES, length);
        }
        Frame frame = new Frame(bytes);
        track(frame);
        if (headersOf == 0) {
            slowClients.end();
        }
        return frame;
    }

    private void track(Frame frame) {
        if (frame.type() == Frame.HEADERS && headersOf == 0) {
            headersOf = frame.has(Frame.END_HEADERS) ? 0 : frame.stream();
            continuations = 0;
        } else if (frame.type() == Frame.CONTINUATION && frame.stream() == headersOf) {
            continuations++;
            if (continuations > MAX_CONTINUATIONS) {
                throw new Http2Exception(Http2ErrorCode.ENHANCE_YOUR_CALM, "a header section has too many frames");
            }
            headersOf = frame.has(Frame.END_HEADERS) ? 0 : headersOf;
        } else if (headersOf != 0) {
            throw new Http2Exception(Http2ErrorCode.PROTOCOL, "a header section is interrupted");
        }
    }

    /** What the server below gets in the place of a frame. */
    private byte[] passed(Frame frame) {
        return switch (frame.type()) {
            case Frame.DATA -> data(frame);
            case Frame.HEADERS, Frame.CONTINUATION -> headers(frame);
            case Frame.RST_STREAM -> reset(frame);
            case Frame.WINDOW_UPDATE -> windowUpdate(frame);
            case Frame.SETTINGS -> settings(frame);
            case Frame.PING, Frame.PUSH_PROMISE, Frame.GOAWAY -> counted(frame);
            default -> {
                // Of priorities the server below would make streams, and of what nobody knows it would make nothing.
                control.spend();
                yield NOTHING;
            }
        };
    }

    private byte[] headers(Frame frame) {
        if (frame.type() == Frame.HEADERS && hasEnded(frame)) {
            throw new Http2Exception(Http2ErrorCode.STREAM_CLOSED, "headers of a stream that has ended");
        }
        if (!streams.open(frame.stream())) {
            return NOTHING;
        }
        byte[] before = streams.unread().flush(frame.stream());
        if (before.length == 0) {
            return frame.bytes();
        }
        byte[] all = Arrays.copyOf(before, before.length + frame.bytes().length);
        System.arraycopy(frame.bytes(), 0, all, before.length, frame.bytes().length);
        return all;
    }

    private byte[] data(Frame frame) {
        Frame plain = frame.has(Frame.PADDED) ? unpadded(frame) : frame;
        if (plain.length() == 0 && !plain.has(Frame.END_STREAM)) {
            // The server below would take it for the end of the body.
            control.spend();
            return NOTHING;
        }
        if (plain.stream() == 0 || !streams.isKnown(plain.stream())) {
            // It is for the server below to say what is wrong with it.
            return plain.bytes();
        }
        return streams.unread().add(plain).orElseGet(() -> {
            // Nobody reads it, and the client may still need what it has used of the connection's window.
            writes.credit(0, plain.length());
            return NOTHING;
        });
    }

    /** The server below takes a byte of the padding for data. */
    private Frame unpadded(Frame frame) {
        int padding = frame.paddingBytes();
        if (padding == 0 || padding > frame.length()) {
            throw new Http2Exception(Http2ErrorCode.PROTOCOL, "the padding is longer than its frame");
        }
        control.spend();
        writes.credit(0, padding);
        writes.credit(frame.stream(), padding);
        return frame.withoutPadding();
    }

    private byte[] reset(Frame frame) {
        resets.spend();
        if (hasEnded(frame)) {
            return NOTHING;
        }
        streams.reset(frame.stream());
        return frame.bytes();
    }

    private byte[] windowUpdate(Frame frame) {
        if (frame.length() == Integer.BYTES) {
            streams.windows().credit(frame.stream(), frame.number(Frame.HEADER_BYTES) & Integer.MAX_VALUE);
        }
        return hasEnded(frame) ? NOTHING : frame.bytes();
    }

    private byte[] settings(Frame frame) {
        if (!frame.has(Frame.ACK)) {
            frame.setting(Frame.SETTING_INITIAL_WINDOW_SIZE).ifPresent(streams.windows()::initial);
        }
        return counted(frame);
    }

    private byte[] counted(Frame frame) {
        control.spend();
        return frame.bytes();
    }

    private boolean hasEnded(Frame frame) {
        return frame.stream() != 0 && streams.isKnown(frame.stream()) && !streams.isRunning(frame.stream());
    }
}
