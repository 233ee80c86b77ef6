package dev.gatehouse.common.wire;

/**
 * Reads one chunked body (RFC 9112, section 7.1), as strictly as any proxy before it may: lines end with CR LF, sizes are hexadecimal digits. Chunk
 * extensions are ignored and trailers dropped, within bounds. It takes bytes as they come, and keeps none. Not thread-safe.
 */
final class ChunkedBody {
    private static final int MAX_SIZE_DIGITS = 15;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        LINE_START,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        LAST_LF,
        END
    }

    private final Http1Limits limits;
    private State state = State.SIZE;
    private long size;
    /** All chunks up to now, as far as their sizes are known. */
    private long total;

    private int digits;
    /** Bytes of extensions and trailers, of the whole body. */
    private int overhead;

    private int trailers;

    ChunkedBody(Http1Limits limits) {
        this.limits = limits;
    }

    boolean isOver() {
        return state == State.END;
    }

    /**
     * Goes on to the next byte of data, or to the end of the body, or to where the bytes end.
     *
     * @return where that is
     * @throws BodyRefusedException if what comes before it breaks the framing
     */
    int skipFraming(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && state != State.DATA && state != State.END) {
            take(bytes[at++]);
        }
        return at;
    }

    /** How many of so many bytes are data of the current chunk. */
    int dataBytes(int available) {
        return state == State.DATA ? (int) Math.min(size, available) : 0;
    }

    /** Data has been taken. */
    void taken(int count) {
        size -= count;
        if (size == 0) {
            state = State.DATA_CR;
        }
    }

    private void take(byte c) {
        switch (state) {
            case SIZE -> size(c);
            case EXTENSION -> extension(c);
            case SIZE_LF -> sizeEnd(c);
            case DATA_CR -> expect(c, '\r', State.DATA_LF);
            case DATA_LF -> {
                expect(c, '\n', State.SIZE);
                size = 0;
                digits = 0;
            }
            case LINE_START -> lineStart(c);
            case TRAILER_NAME -> trailerName(c);
            case TRAILER_VALUE -> trailerValue(c);
            case TRAILER_LF -> expect(c, '\n', State.LINE_START);
            case LAST_LF -> expect(c, '\n', State.END);
            case DATA, END -> throw new IllegalStateException("no framing here");
        }
    }

    private void size(byte c) {
        int digit = HttpSyntax.hexDigit(c);
        if (digit >= 0) {
            digits++;
            if (digits > MAX_SIZE_DIGITS) {
                throw BodyRefusedException.malformed("the size of a chunk has too many digits");
            }
            size = size << 4 | digit;
        } else if (digits > 0 && c == '\r') {
            state = State.SIZE_LF;
        } else if (digits > 0 && (c == ';' || HttpSyntax.isBlank(c))) {
            state = State.EXTENSION;
        } else {
            throw BodyRefusedException.malformed("the size of a chunk is no hexadecimal number");
        }
    }

    private void extension(byte c) {
        count();
        if (c == '\r') {
            state = State.SIZE_LF;
        } else if (isControl(c)) {
            throw BodyRefusedException.malformed("a chunk extension has characters that it may not have");
        }
    }

    private void sizeEnd(byte c) {
        total += size;
        if (total > limits.bodyBytes()) {
            throw BodyRefusedException.tooLarge("the body is too large");
        }
        expect(c, '\n', size == 0 ? State.LINE_START : State.DATA);
    }

    private void lineStart(byte c) {
        if (c == '\r') {
            state = State.LAST_LF;
            return;
        }
        trailers++;
        if (trailers > limits.fields()) {
            throw BodyRefusedException.tooLarge("there are too many trailers");
        }
        state = State.TRAILER_NAME;
        trailerName(c);
        if (state != State.TRAILER_NAME) {
            throw malformedTrailer();
        }
    }

    private void trailerName(byte c) {
        count();
        if (c == ':') {
            state = State.TRAILER_VALUE;
        } else if (!HttpSyntax.isTokenCharacter(c)) {
            throw malformedTrailer();
        }
    }

    private void trailerValue(byte c) {
        count();
        if (c == '\r') {
            state = State.TRAILER_LF;
        } else if (isControl(c)) {
            throw malformedTrailer();
        }
    }

    private void count() {
        overhead++;
        if (overhead > limits.headerBytes()) {
            throw BodyRefusedException.tooLarge("chunk extensions and trailers are too large");
        }
    }

    private void expect(byte c, char expected, State next) {
        if (c != expected) {
            throw BodyRefusedException.malformed("lines of a chunked body must end with CR LF");
        }
        state = next;
    }

    private static boolean isControl(byte c) {
        return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f;
    }

    private static BodyRefusedException malformedTrailer() {
        return BodyRefusedException.malformed("a trailer is malformed");
    }
}
