package dev.gatehouse.common.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client sends over HTTP/1.1 and hands it on to Helidon, one head or one piece of a body at a time. Only what is well-formed and within its
 * bounds gets through; for a request that is not, Helidon gets an empty one in its place, and {@link #request} says why it is refused. A chunked body
 * is handed on in chunks of our own. It holds at most one head, or what one read of the socket has brought. Confined to the connection's thread.
 */
public final class Http1Reader implements Supplier<byte[]> {
    private static final byte[] NOTHING = {};
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
    private static final byte[] REFUSED_LINE = ascii("GET / HTTP/1.1\r\n");
    private static final byte[] END_OF_LINE = ascii("\r\n");

    private static final List<String> OF_BODY = List.of("content-length", "transfer-encoding");
    /** What a client that speaks HTTP/1.0 cannot mean (RFC 9110, sections 7.8 and 10.1.1). */
    private static final List<String> OF_HTTP_1_1 = List.of("upgrade", "expect");

    private enum State {
        HEAD,
        LENGTH,
        CHUNKED,
        OTHER_PROTOCOL,
        REFUSED
    }

    private final Supplier<byte[]> source;
    private final Http1Limits limits;
    private final Runnable headBegins;
    private final HeadMemory memory;
    private State state = State.HEAD;
    private RequestHead request = new RequestHead("", HttpVersion.HTTP_1_1, Optional.empty());

    /** What has been read and not been handed on: from {@code start} to {@code end}. */
    private byte[] buffer = NOTHING;

    private int start;
    private int end;
    /** Of a body with a length, what has not been handed on. */
    private long unread;
    /** The body, if it is chunked. */
    private @Nullable ChunkedBody chunks;

    /**
     * Nothing is read yet.
     *
     * @param source the next bytes of the client, at least one; throws an unchecked exception at their end
     * @param headBegins run when the first byte of a request has come
     * @param memory counts what is kept of a head that does not come as a whole
     */
    public Http1Reader(Supplier<byte[]> source, Http1Limits limits, Runnable headBegins, HeadMemory memory) {
        this.source = source;
        this.limits = limits;
        this.headBegins = headBegins;
        this.memory = memory;
    }

    /** The request whose head has been handed on last. */
    public RequestHead request() {
        return request;
    }

    /** Whether all of the current request's body has come, and only has to be taken. */
    public boolean isBodyHere() {
        return switch (state) {
            case LENGTH -> unread <= end - start;
            case CHUNKED -> false;
            case HEAD, OTHER_PROTOCOL, REFUSED -> true;
        };
    }

    /** Whether nothing of a request has come that has not been handed on. */
    public boolean isBetweenRequests() {
        return state == State.HEAD && start == end;
    }

    /** From now on the client speaks another protocol, and its bytes are handed on as they come. */
    public void switchProtocol() {
        state = State.OTHER_PROTOCOL;
    }

    /**
     * The next bytes: a head, or a piece of a body.
     *
     * @throws BodyRefusedException if a body breaks its framing
     */
    @Override
    public byte[] get() {
        return switch (state) {
            case HEAD -> head();
            case LENGTH -> body();
            case CHUNKED -> chunk(Objects.requireNonNull(chunks));
            case OTHER_PROTOCOL -> takeAll();
            // After a request that was refused nothing counts any more.
            case REFUSED -> throw BodyRefusedException.malformed("a request that was refused has no body");
        };
    }

    private byte[] takeAll() {
        return start < end ? take(end - start) : source.get();
    }

    // --- heads ---

    /** Most connections wait here most of the time, so what it takes to read a head is made after that. */
    private byte[] head() {
        if (start == end) {
            fill();
        }
        headBegins.run();
        HeadScanner scanner = new HeadScanner(limits);
        HeadLines lines = new HeadLines(scanner, limits);
        int kept = 0;
        try {
            while (!lines.scan(buffer, start, end)) {
                int more = end - start - kept;
                memory.hold(more);
                kept += more;
                fill();
            }
        } finally {
            memory.release(kept);
        }
        start += lines.skipped();
        request = scanner.head();
        return lines.isRefused() ? refused(lines) : accepted(scanner, lines.length());
    }

    private byte[] accepted(HeadScanner scanner, int length) {
        if (scanner.isChunked()) {
            chunks = new ChunkedBody(limits);
            state = State.CHUNKED;
        } else if (scanner.bodyLength() > 0) {
            unread = scanner.bodyLength();
            state = State.LENGTH;
        }
        byte[] head = take(length);
        if (request.version() == HttpVersion.HTTP_1_0) {
            disable(head, OF_HTTP_1_1);
        }
        return scanner.requestLine().isAbsolute() ? HeadEdit.inOriginForm(head, scanner.requestLine()) : head;
    }

    /** Helidon gets the lines that are well-formed, because the answer depends on some of them, but no body. */
    private byte[] refused(HeadLines lines) {
        state = State.REFUSED;
        byte[] fields = Arrays.copyOfRange(buffer, start + lines.fieldsFrom(), start + lines.wellFormedTo());
        buffer = NOTHING;
        start = 0;
        end = 0;
        disable(fields, OF_BODY);
        disable(fields, OF_HTTP_1_1);
        return joined(REFUSED_LINE, fields, END_OF_LINE);
    }

    private static void disable(byte[] lines, List<String> names) {
        names.forEach(name -> HeadEdit.disable(name, lines));
    }

    // --- bodies ---

    private byte[] body() {
        if (start == end) {
            fill();
        }
        byte[] piece = take((int) Math.min(unread, end - start));
        unread -= piece.length;
        if (unread == 0) {
            state = State.HEAD;
        }
        return piece;
    }

    private byte[] chunk(ChunkedBody body) {
        while (true) {
            if (start == end) {
                fill();
            }
            start = body.skipFraming(buffer, start, end);
            if (body.isOver()) {
                chunks = null;
                state = State.HEAD;
                return LAST_CHUNK;
            }
            int count = body.dataBytes(end - start);
            if (count > 0) {
                body.taken(count);
                byte[] size = ascii(HexFormat.of().toHexDigits(count, 8) + "\r\n");
                return joined(size, take(count), END_OF_LINE);
            }
        }
    }

    // --- the buffer ---

    /** Reads on. What is there already moves to the front, and the buffer grows so that each byte is moved only a few times. */
    private void fill() {
        byte[] more = source.get();
        int held = end - start;
        if (held == 0) {
            buffer = more;
            start = 0;
            end = more.length;
            return;
        }
        if (buffer.length - start < held + more.length) {
            buffer = Arrays.copyOfRange(buffer, start, start + Math.max(2 * held, held + more.length));
            start = 0;
        }
        System.arraycopy(more, 0, buffer, start + held, more.length);
        end = start + held + more.length;
    }

    private byte[] take(int count) {
        byte[] taken = start == 0 && count == buffer.length ? buffer : Arrays.copyOfRange(buffer, start, start + count);
        start += count;
        if (start == end) {
            buffer = NOTHING;
            start = 0;
            end = 0;
        }
        return taken;
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
