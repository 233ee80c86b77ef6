package dev.gatehouse.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.List;

/**
 * Checks that a request's body has exactly one length that everybody between the client and here reads alike (RFC 9112, section 6.3):
 * the server below would pick one, or take a body for the next request.
 */
final class Framing {
    private static final int MAX_LENGTH_DIGITS = 18;

    private Framing() {}

    static boolean isUnambiguous(ServerRequestHeaders headers) {
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
}
