package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.List;
import java.util.Optional;

/**
 * Checks that a request's body has exactly one length that everybody between the client and here reads alike (RFC 9112, section 6.3): the
 * server below would pick one, or take a body for the next request. Over HTTP/2 it also bounds the header section, which the server below
 * bounds only while it is compressed. Immutable.
 */
final class Framing {
    private static final int MAX_LENGTH_DIGITS = 18;
    /** What a header counts beside its name and value (RFC 9113, section 6.5.2). */
    private static final int HEADER_OVERHEAD_BYTES = 32;

    private static final List<HeaderName> OF_HTTP_1 = List.of(
            HeaderNames.TRANSFER_ENCODING,
            HeaderNames.CONNECTION,
            HeaderNames.UPGRADE,
            HeaderNames.create("Keep-Alive"),
            HeaderNames.create("Proxy-Connection"));

    private final int maxHeaderBytes;

    /** @param maxHeaderBytes of the header section of a request over HTTP/2 */
    Framing(int maxHeaderBytes) {
        this.maxHeaderBytes = maxHeaderBytes;
    }

    /** What is wrong with a request's headers, if anything. */
    Optional<ServiceException> violation(ServerRequestHeaders headers, boolean http2) {
        if (http2 && isTooLarge(headers)) {
            return Optional.of(ServiceException.of(ErrorCode.PAYLOAD_TOO_LARGE));
        }
        if (http2 && OF_HTTP_1.stream().anyMatch(headers::contains)) {
            return Optional.of(ServiceException.invalid("", "http", "a header belongs to HTTP/1.1"));
        }
        return isUnambiguous(headers)
                ? Optional.empty()
                : Optional.of(ServiceException.invalid("", "http", "the length of the body is not clear"));
    }

    private static boolean isUnambiguous(ServerRequestHeaders headers) {
        if (!headers.contains(HeaderNames.CONTENT_LENGTH) && !headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            return true;
        }
        List<String> lengths = headers.all(HeaderNames.CONTENT_LENGTH, List::of);
        List<String> encodings = headers.all(HeaderNames.TRANSFER_ENCODING, List::of);
        return encodings.isEmpty()
                ? lengths.size() == 1 && isLength(lengths.getFirst())
                : lengths.isEmpty() && encodings.equals(List.of("chunked"));
    }

    private static boolean isLength(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private boolean isTooLarge(ServerRequestHeaders headers) {
        long bytes = 0;
        for (Header header : headers) {
            for (String value : header.allValues()) {
                bytes += header.name().length() + value.length() + HEADER_OVERHEAD_BYTES;
            }
        }
        return bytes > maxHeaderBytes;
    }
}
