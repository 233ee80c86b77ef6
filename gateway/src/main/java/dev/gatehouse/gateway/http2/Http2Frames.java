package dev.gatehouse.gateway.http2;

import dev.gatehouse.common.edge.HeldBytes;
import dev.gatehouse.common.edge.SlowClients;
import dev.gatehouse.gateway.hpack.HpackException;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import io.helidon.http.http2.Http2Util;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads what a client sends over HTTP/2 one frame at a time, and lets through to Helidon only what is well-formed and fits its stream (RFC 9113). Errors of
 * a stream end it here; errors of the connection end it with the code that the RFC gives, as do floods of frames that cost the client nothing. Confined to
 * the connection's thread.
 */
final class Http2Frames implements Supplier<byte[]> {
    private static final byte[] NOTHING = {};
    /** A SETTINGS frame of more than 32 parameters counts as one for each 32. */
    private static final int SETTINGS_BYTES = 32 * Frame.SETTING_BYTES;

    private final DataReader reader;
    private final Http2Writes writes;
    private final Http2Streams streams;
    private final RequestStreams requests;
    private final SlowClients slowClients;
    private final HeaderSections sections;
    private final FrameBudget resets;
    private final FrameBudget control;
    private boolean prefaceRead;
    private boolean settingsRead;

    Http2Frames(
            DataReader reader,
            Http2Writes writes,
            Http2Streams streams,
            RequestStreams requests,
            HeldBytes held,
            SlowClients slowClients,
            Http2Bounds bounds,
            LongSupplier nanoTime) {
        this.reader = reader;
        this.writes = writes;
        this.streams = streams;
        this.requests = requests;
        this.slowClients = slowClients;
        this.sections = new HeaderSections(requests.maxBlockBytes(), held);
        this.resets = new FrameBudget("resets", bounds.resets(), Http2Bounds.PERIOD, nanoTime);
        this.control = new FrameBudget("control", bounds.controlFrames(), Http2Bounds.PERIOD, nanoTime);
    }

    /** The next bytes for Helidon: the preface, or frames. */
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
        if (!sections.isOpen()) {
            reader.ensureAvailable();
            slowClients.begin();
        }
        byte[] header = reader.readBytes(Frame.HEADER_BYTES);
        int length = new Frame(header).length();
        FrameRules.require(length <= Http2Bounds.MAX_FRAME_BYTES, Http2ErrorCode.FRAME_SIZE, "a frame is too large");
        byte[] bytes = Arrays.copyOf(header, Frame.HEADER_BYTES + length);
        if (length > 0) {
            System.arraycopy(reader.readBytes(length), 0, bytes, Frame.HEADER_BYTES, length);
        }
        Frame frame = new Frame(bytes);
        FrameRules.require(
                settingsRead || (frame.type() == Frame.SETTINGS && !frame.has(Frame.ACK)),
                Http2ErrorCode.PROTOCOL,
                "the first frame is not SETTINGS");
        settingsRead = true;
        FrameRules.check(frame);
        return frame;
    }

    /** What Helidon gets in the place of a frame. */
    private byte[] passed(Frame frame) {
        Optional<HeaderSection> section = sections.add(frame);
        if (!sections.isOpen()) {
            slowClients.end();
        }
        return switch (frame.type()) {
            case Frame.HEADERS, Frame.CONTINUATION -> section.map(this::headers).orElse(NOTHING);
            case Frame.DATA -> data(frame);
            case Frame.RST_STREAM -> reset(frame);
            case Frame.WINDOW_UPDATE -> windowUpdate(frame);
            case Frame.SETTINGS -> settings(frame);
            case Frame.PRIORITY -> priority(frame);
            case Frame.PING -> {
                control.spend();
                yield frame.has(Frame.ACK) ? NOTHING : frame.bytes();
            }
            default -> {
                // A client's GOAWAY says that it takes no pushes; what is under way goes on. Unknown types say nothing.
                control.spend();
                yield NOTHING;
            }
        };
    }

    private byte[] headers(HeaderSection section) {
        try {
            return switch (streams.phase(section.stream())) {
                case IDLE -> began(requests.open(section), section.stream());
                case OPEN -> trailers(section);
                case HALF_CLOSED -> {
                    requests.skip(section);
                    yield streamError(section.stream(), Http2ErrorCode.STREAM_CLOSED);
                }
                case RESET -> {
                    requests.skip(section);
                    yield NOTHING;
                }
                case CLOSED ->
                    throw new Http2Exception(Http2ErrorCode.STREAM_CLOSED, "HEADERS of a stream that has ended");
                case FORGOTTEN ->
                    throw new Http2Exception(Http2ErrorCode.PROTOCOL, "HEADERS of a stream that comes before the last");
            };
        } catch (HpackException e) {
            throw new Http2Exception(Http2ErrorCode.COMPRESSION, String.valueOf(e.getMessage()));
        }
    }

    private byte[] began(RequestStreams.Opening opening, int stream) {
        return switch (opening) {
            case RequestStreams.Opening.Begun(byte[] frames) -> frames;
            case RequestStreams.Opening.Ignored _ -> NOTHING;
            case RequestStreams.Opening.Refused(Http2ErrorCode code) -> {
                resets.spend();
                writes.reset(stream, code);
                yield NOTHING;
            }
        };
    }

    /** They are dropped: no route can ask for them. */
    private byte[] trailers(HeaderSection section) {
        int stream = section.stream();
        boolean wellFormed = requests.areTrailers(section) && section.last();
        if (!wellFormed || !streams.received(stream, 0, true)) {
            return streamError(stream, Http2ErrorCode.PROTOCOL);
        }
        return streams.unread().add(Frame.data(stream, NOTHING, true));
    }

    private byte[] data(Frame frame) {
        Frame plain = frame.has(Frame.PADDED) ? unpadded(frame) : frame;
        int stream = plain.stream();
        boolean last = plain.has(Frame.END_STREAM);
        if (plain.length() == 0 && !last) {
            // Helidon ends the connection after ten of them, and an empty frame is no data.
            control.spend();
        }
        return switch (streams.phase(stream)) {
            case IDLE -> throw new Http2Exception(Http2ErrorCode.PROTOCOL, "DATA of a stream that has not begun");
            case OPEN -> {
                if (plain.length() == 0 && !last) {
                    yield NOTHING;
                }
                byte[] frames = streams.unread().add(plain);
                yield streams.received(stream, plain.length(), last)
                        ? frames
                        : streamError(stream, Http2ErrorCode.PROTOCOL);
            }
            case HALF_CLOSED, CLOSED -> {
                streams.unread().skip(plain.length());
                yield streamError(stream, Http2ErrorCode.STREAM_CLOSED);
            }
            case RESET, FORGOTTEN -> {
                streams.unread().skip(plain.length());
                yield NOTHING;
            }
        };
    }

    private Frame unpadded(Frame frame) {
        FrameRules.require(frame.length() > 0, Http2ErrorCode.FRAME_SIZE, "a padded frame is empty");
        int padding = frame.paddingBytes();
        FrameRules.require(padding <= frame.length(), Http2ErrorCode.PROTOCOL, "the padding is longer than its frame");
        control.spend();
        streams.unread().skip(padding);
        if (streams.phase(frame.stream()) == Http2Streams.Phase.OPEN) {
            writes.credit(frame.stream(), padding);
        }
        return frame.withoutPadding();
    }

    private byte[] reset(Frame frame) {
        resets.spend();
        return switch (streams.phase(frame.stream())) {
            case IDLE -> throw new Http2Exception(Http2ErrorCode.PROTOCOL, "RST_STREAM of a stream that has not begun");
            case OPEN, HALF_CLOSED -> {
                streams.resetByClient(frame.stream());
                yield frame.bytes();
            }
            case CLOSED, FORGOTTEN, RESET -> NOTHING;
        };
    }

    private byte[] windowUpdate(Frame frame) {
        int stream = frame.stream();
        int increment = frame.number(Frame.HEADER_BYTES) & Integer.MAX_VALUE;
        if (stream == 0) {
            FrameRules.require(increment > 0, Http2ErrorCode.PROTOCOL, "WINDOW_UPDATE of nothing");
            FrameRules.require(
                    streams.windows().credit(0, increment), Http2ErrorCode.FLOW_CONTROL, "the window is too large");
            return frame.bytes();
        }
        return switch (streams.phase(stream)) {
            case IDLE ->
                throw new Http2Exception(Http2ErrorCode.PROTOCOL, "WINDOW_UPDATE of a stream that has not begun");
            case OPEN, HALF_CLOSED -> {
                if (increment == 0) {
                    yield streamError(stream, Http2ErrorCode.PROTOCOL);
                }
                yield streams.windows().credit(stream, increment)
                        ? frame.bytes()
                        : streamError(stream, Http2ErrorCode.FLOW_CONTROL);
            }
            case CLOSED, FORGOTTEN, RESET -> NOTHING;
        };
    }

    private byte[] settings(Frame frame) {
        // Each parameter is work, and a client needs but a few of them.
        for (int bytes = 0; bytes <= frame.length(); bytes += SETTINGS_BYTES) {
            control.spend();
        }
        if (frame.has(Frame.ACK)) {
            return NOTHING;
        }
        FrameRules.checkSettings(frame);
        peerSettings(frame);
        return frame.forHelidon().bytes();
    }

    /** Takes up what a client says of itself. */
    void peerSettings(Frame frame) {
        frame.setting(Frame.SETTING_HEADER_TABLE_SIZE).ifPresent(writes::peerTable);
        frame.setting(Frame.SETTING_INITIAL_WINDOW_SIZE)
                .ifPresent(size -> FrameRules.require(
                        streams.windows().initial(size),
                        Http2ErrorCode.FLOW_CONTROL,
                        "SETTINGS_INITIAL_WINDOW_SIZE makes a window too large"));
    }

    /** Priorities have no effect, and what they say is not looked at (RFC 9113, section 5.3.2). */
    private byte[] priority(Frame frame) {
        control.spend();
        if (FrameRules.isPriority(frame)) {
            return NOTHING;
        }
        return switch (streams.phase(frame.stream())) {
            case OPEN, HALF_CLOSED -> streamError(frame.stream(), Http2ErrorCode.FRAME_SIZE);
            case IDLE, CLOSED, FORGOTTEN, RESET ->
                throw new Http2Exception(Http2ErrorCode.FRAME_SIZE, "PRIORITY has a wrong size");
        };
    }

    /** Ends a stream. Returns what tells Helidon, for which the client has ended it. */
    private byte[] streamError(int stream, Http2ErrorCode code) {
        resets.spend();
        boolean known = streams.isWritable(stream);
        writes.reset(stream, code);
        return known ? Frame.of(Frame.RST_STREAM, stream, Frame.CANCEL).bytes() : NOTHING;
    }
}
