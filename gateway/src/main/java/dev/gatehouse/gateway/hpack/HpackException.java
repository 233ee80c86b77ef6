package dev.gatehouse.gateway.hpack;

/**
 * A header block that cannot be decoded. The two ends of the connection no longer agree on the dynamic table, so it is a connection error of type
 * {@code COMPRESSION_ERROR} (RFC 9113, section 4.3). The message contains nothing that the client has sent.
 */
public final class HpackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HpackException(String message) {
        // A client causes it whenever it likes, and its place in this package tells nothing: so no stack trace.
        super(message, null, false, false);
    }
}
