package dev.gatehouse.gateway.http;

import io.helidon.http.Header;
import java.util.List;
import java.util.Optional;

/**
 * An answer before it is written: JSON unless its headers name another content type, or nothing.
 *
 * @param status of HTTP
 * @param body holds the content; not copied, since it may be a reply that is handed on
 * @param start where the content begins in the body
 * @param end where it ends, exclusive
 * @param headers beside those that every answer has
 * @param gzip the whole content compressed, where it is the same for everybody
 */
record Answer(int status, byte[] body, int start, int end, List<Header> headers, Optional<GzipOnce> gzip) {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final byte[] NOTHING = {};

    Answer {
        headers = List.copyOf(headers);
    }

    Answer(int status, byte[] body, int start, int end, List<Header> headers) {
        this(status, body, start, end, headers, Optional.empty());
    }

    static Answer of(int status, byte[] body, Header... headers) {
        return new Answer(status, body, 0, body.length, List.of(headers));
    }

    static Answer noContent(List<Header> headers) {
        return new Answer(NO_CONTENT, NOTHING, 0, 0, headers);
    }

    /** The answer to a client that has this content already. It keeps the content, of which its headers still tell, and does not send it. */
    Answer notModified() {
        return new Answer(NOT_MODIFIED, body, start, end, headers);
    }

    /** Whether the status is one that has content (RFC 9110, section 6.4.1). */
    boolean hasContent() {
        return status != NO_CONTENT && status != NOT_MODIFIED;
    }

    int length() {
        return end - start;
    }
}
