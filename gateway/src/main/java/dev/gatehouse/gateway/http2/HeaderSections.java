package dev.gatehouse.gateway.http2;

import dev.gatehouse.common.edge.HeldBytes;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts header sections together whose frames come one after the other, and bounds them in number and bytes of their frames. Confined to the
 * connection's thread.
 */
final class HeaderSections {
    /** Of one header section. The sum of their sizes is bounded, but not that of empty ones. */
    private static final int MAX_CONTINUATIONS = 64;

    private static final int PRIORITY_BYTES = 5;

    private final int maxBytes;
    private final HeldBytes held;
    private @Nullable Frame begun;
    private int continuations;
    private final ByteArrayOutputStream block = new ByteArrayOutputStream(0);

    /**
     * None has begun.
     *
     * @param maxBytes of an encoded section; over it the connection ends
     * @param held counts what is kept of one that is not complete
     */
    HeaderSections(int maxBytes, HeldBytes held) {
        this.maxBytes = maxBytes;
        this.held = held;
    }

    /** Whether a section has begun, so that only its next frame may come. */
    boolean isOpen() {
        return begun != null;
    }

    /** Takes in a frame of any type. Returns the section that it completes, if any. */
    Optional<HeaderSection> add(Frame frame) {
        Frame first = begun;
        if (frame.type() == Frame.CONTINUATION && first != null && frame.stream() == first.stream()) {
            continuations++;
            FrameRules.require(
                    continuations <= MAX_CONTINUATIONS,
                    Http2ErrorCode.ENHANCE_YOUR_CALM,
                    "a header section has too many frames");
            append(frame, Frame.HEADER_BYTES, frame.length());
            return frame.has(Frame.END_HEADERS) ? Optional.of(complete(first)) : Optional.empty();
        }
        if (first != null) {
            throw new Http2Exception(Http2ErrorCode.PROTOCOL, "a header section is interrupted");
        }
        return switch (frame.type()) {
            case Frame.HEADERS -> begin(frame);
            case Frame.CONTINUATION ->
                throw new Http2Exception(Http2ErrorCode.PROTOCOL, "CONTINUATION of no header section");
            default -> Optional.empty();
        };
    }

    private Optional<HeaderSection> begin(Frame frame) {
        int from = Frame.HEADER_BYTES;
        int length = frame.length();
        if (frame.has(Frame.PADDED)) {
            FrameRules.require(length > 0, Http2ErrorCode.FRAME_SIZE, "a padded frame is empty");
            length -= frame.paddingBytes();
            from++;
        }
        if (frame.has(Frame.PRIORITY_FLAG)) {
            from += PRIORITY_BYTES;
            length -= PRIORITY_BYTES;
        }
        if (length < 0) {
            boolean fits = frame.has(Frame.PRIORITY_FLAG) && !frame.has(Frame.PADDED);
            throw new Http2Exception(
                    fits ? Http2ErrorCode.FRAME_SIZE : Http2ErrorCode.PROTOCOL, "HEADERS is shorter than it says");
        }
        if (frame.has(Frame.END_HEADERS)) {
            return Optional.of(section(frame, Arrays.copyOfRange(frame.bytes(), from, from + length)));
        }
        begun = frame;
        continuations = 0;
        append(frame, from, length);
        return Optional.empty();
    }

    private void append(Frame frame, int from, int length) {
        FrameRules.require(
                block.size() + length <= maxBytes, Http2ErrorCode.ENHANCE_YOUR_CALM, "a header section is too large");
        FrameRules.require(held.hold(length), Http2ErrorCode.ENHANCE_YOUR_CALM, "too much is held for the client");
        block.write(frame.bytes(), from, length);
    }

    private HeaderSection complete(Frame first) {
        HeaderSection section = section(first, block.toByteArray());
        held.release(block.size());
        block.reset();
        begun = null;
        return section;
    }

    private static HeaderSection section(Frame first, byte[] block) {
        return new HeaderSection(first.stream(), first.has(Frame.END_STREAM), block);
    }
}
