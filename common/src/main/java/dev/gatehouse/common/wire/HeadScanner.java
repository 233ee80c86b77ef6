package dev.gatehouse.common.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the head of one HTTP/1.1 request, line by line, and finds out how its body is framed (RFC 9112, sections 3, 5 and 6). Not thread-safe.
 */
final class HeadScanner {
    private static final int MAX_LENGTH_DIGITS = 18;

    private final Http1Limits limits;
    private final RequestLine requestLine = new RequestLine();
    private int fields;
    private int hosts;
    private int lengths;
    private int codings;
    private long length;
    private @Nullable Violation violation;
    /** What is wrong with the meaning of a field, told once all fields are known: the answer depends on some of them. */
    private @Nullable Violation deferred;

    HeadScanner(Http1Limits limits) {
        this.limits = limits;
    }

    /** Looks at the request line; may change it in place. Returns whether it is well-formed. */
    boolean requestLine(byte[] bytes, int from, int to) {
        violation = requestLine.scan(bytes, from, to);
        return violation == null;
    }

    /** Looks at a field line. Returns whether it is well-formed. */
    boolean field(byte[] bytes, int from, int to) {
        violation = scanField(bytes, from, to);
        return violation == null;
    }

    /** Looks at all of the head together. Returns whether it is well-formed. */
    boolean complete() {
        violation = whole();
        return violation == null;
    }

    /** The request as far as it has been looked at. */
    RequestHead head() {
        return new RequestHead(requestLine.method(), requestLine.version(), Optional.ofNullable(violation));
    }

    RequestLine requestLine() {
        return requestLine;
    }

    /** What the request says that its body's length is; 0 if there is none, or it is chunked. */
    long bodyLength() {
        return length;
    }

    boolean isChunked() {
        return codings > 0;
    }

    void refuse(Violation reason) {
        violation = reason;
    }

    private @Nullable Violation whole() {
        if (deferred != null) {
            return deferred;
        }
        boolean http10 = requestLine.version() == HttpVersion.HTTP_1_0;
        if (hosts > 1 || (hosts == 0 && !http10)) {
            return Violation.malformed("there must be exactly one Host");
        }
        boolean unclear = lengths > 1 || codings > 1 || (lengths > 0 && codings > 0) || (codings > 0 && http10);
        return unclear ? Violation.malformed("the length of the body is not clear") : null;
    }

    private @Nullable Violation scanField(byte[] bytes, int from, int to) {
        fields++;
        if (fields > limits.fields()) {
            return Violation.tooLarge("there are too many headers");
        }
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        if (colon == to || !HttpSyntax.isToken(bytes, from, colon)) {
            return Violation.malformed("a header is malformed");
        }
        int start = colon + 1;
        int end = to;
        while (start < end && HttpSyntax.isBlank(bytes[start])) {
            start++;
        }
        while (start < end && HttpSyntax.isBlank(bytes[end - 1])) {
            end--;
        }
        if (!HttpSyntax.isFieldValue(bytes, start, end)) {
            return Violation.malformed("a header has characters that it may not have");
        }
        if (deferred == null) {
            deferred = meaning(bytes, from, colon - from, start, end);
        }
        return null;
    }

    /** What a field means to the framing. Most names are told apart by their length and first letter. */
    private @Nullable Violation meaning(byte[] bytes, int name, int nameLength, int start, int end) {
        int first = bytes[name] | 0x20;
        if (nameLength == 4 && first == 'h' && Ascii.equals("host", bytes, name, name + nameLength)) {
            return host(bytes, start, end);
        }
        if (nameLength == 14 && first == 'c' && Ascii.equals("content-length", bytes, name, name + nameLength)) {
            return contentLength(bytes, start, end);
        }
        if (nameLength == 17 && first == 't' && Ascii.equals("transfer-encoding", bytes, name, name + nameLength)) {
            return transferEncoding(bytes, start, end);
        }
        if (nameLength == 7 && first == 'u' && Ascii.equals("upgrade", bytes, name, name + nameLength)) {
            // Protocols are compared without regard to case (RFC 6455, section 4.2.1), but not by Helidon.
            Ascii.toLowerCase(bytes, start, end);
        }
        return null;
    }

    private @Nullable Violation host(byte[] bytes, int start, int end) {
        hosts++;
        return HttpSyntax.isHost(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1))
                ? null
                : Violation.malformed("Host is malformed");
    }

    private @Nullable Violation contentLength(byte[] bytes, int start, int end) {
        lengths++;
        if (start == end || end - start > MAX_LENGTH_DIGITS) {
            return Violation.malformed("Content-Length is no length");
        }
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return Violation.malformed("Content-Length is no length");
            }
            number = 10 * number + digit;
        }
        length = number;
        return number > limits.bodyBytes() ? Violation.tooLarge("the body is too large") : null;
    }

    private @Nullable Violation transferEncoding(byte[] bytes, int start, int end) {
        codings++;
        return Ascii.equals("chunked", bytes, start, end)
                ? null
                : Violation.malformed("Transfer-Encoding may only be chunked");
    }
}
