package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import io.helidon.http.Header;
import io.helidon.http.ServerRequestHeaders;
import java.util.Optional;

/** Bounds the header section of requests over HTTP/2, which Helidon bounds only while it is compressed. Immutable. */
final class Framing {
    /** What a header counts beside its name and value (RFC 9113, section 6.5.2). */
    private static final int HEADER_OVERHEAD_BYTES = 32;

    private final int maxHeaderBytes;

    /** @param maxHeaderBytes of the header section of a request over HTTP/2 */
    Framing(int maxHeaderBytes) {
        this.maxHeaderBytes = maxHeaderBytes;
    }

    /** What is wrong with a request's headers, if anything. */
    Optional<ServiceException> violation(ServerRequestHeaders headers) {
        return isTooLarge(headers) ? Optional.of(ServiceException.of(ErrorCode.PAYLOAD_TOO_LARGE)) : Optional.empty();
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
