package dev.gatehouse.common.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request line (RFC 9112, section 3). What Helidon would read otherwise than it is meant is changed in place: a version other than HTTP/1.1, and
 * a method that is not written in capitals, which Helidon would write so. Not thread-safe.
 */
final class RequestLine {
    private static final String MAJOR_VERSION = "HTTP/1.";
    private static final String[] METHODS = {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"};

    private String method = "";
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private int targetFrom;
    private int targetTo;
    private int authorityFrom;
    private int authorityTo;

    /** Returns what is wrong with a line. Positions that are kept are counted from its beginning. */
    @Nullable
    Violation scan(byte[] bytes, int from, int to) {
        int methodEnd = indexOf(' ', bytes, from, to);
        if (methodEnd < 0 || !HttpSyntax.isToken(bytes, from, methodEnd)) {
            return Violation.malformed("the method is malformed");
        }
        int target = methodEnd + 1;
        int targetEnd = indexOf(' ', bytes, target, to);
        if (targetEnd < 0 || !HttpSyntax.isTarget(bytes, target, targetEnd)) {
            return Violation.malformed("the target of the request is malformed");
        }
        if (!readVersion(bytes, targetEnd + 1, to)) {
            return Violation.malformed("the version must be 1.1 or 1.0");
        }
        readMethod(bytes, from, methodEnd);
        targetFrom = target - from;
        targetTo = targetEnd - from;
        return readTarget(bytes, from) ? null : Violation.malformed("the target of the request is malformed");
    }

    String method() {
        return method;
    }

    HttpVersion version() {
        return version;
    }

    /** Whether the target is in absolute form (RFC 9112, section 3.2.2); its authority then stands for {@code Host}. */
    boolean isAbsolute() {
        return authorityTo > 0;
    }

    /** Where the authority of a target in absolute form begins. */
    int authorityFrom() {
        return authorityFrom;
    }

    int authorityTo() {
        return authorityTo;
    }

    /** Where the target begins. */
    int targetFrom() {
        return targetFrom;
    }

    int targetTo() {
        return targetTo;
    }

    private void readMethod(byte[] bytes, int from, int to) {
        for (String known : METHODS) {
            if (is(known, bytes, from, to)) {
                method = known;
                return;
            }
        }
        method = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        for (int i = from; i < to; i++) {
            if (bytes[i] >= 'a' && bytes[i] <= 'z') {
                bytes[i] = '-';
            }
        }
    }

    /** Any minor version of HTTP/1 is read as the highest that is known here (RFC 9110, section 2.5). */
    private boolean readVersion(byte[] bytes, int from, int to) {
        int last = from + MAJOR_VERSION.length();
        if (last != to - 1 || !is(MAJOR_VERSION, bytes, from, last)) {
            return false;
        }
        int minor = bytes[last] - '0';
        version = minor == 0 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
        bytes[last] = '1';
        return minor >= 0 && minor <= 9;
    }

    /** Origin form, asterisk form, authority form, or absolute form. */
    private boolean readTarget(byte[] bytes, int from) {
        int start = from + targetFrom;
        int end = from + targetTo;
        if (bytes[start] == '/') {
            return true;
        }
        if (method.equals("CONNECT")) {
            return HttpSyntax.isHost(text(bytes, start, end));
        }
        if (end - start == 1 && bytes[start] == '*') {
            return method.equals("OPTIONS");
        }
        int scheme = schemeEnd(bytes, start, end);
        if (scheme < 0) {
            return false;
        }
        int slash = scheme;
        while (slash < end && bytes[slash] != '/' && bytes[slash] != '?') {
            slash++;
        }
        authorityFrom = scheme - from;
        authorityTo = slash - from;
        return slash > scheme && HttpSyntax.isHost(text(bytes, scheme, slash));
    }

    private static int schemeEnd(byte[] bytes, int from, int to) {
        for (String scheme : new String[] {"http://", "https://"}) {
            int end = from + scheme.length();
            if (end <= to && Ascii.equals(scheme, bytes, from, end)) {
                return end;
            }
        }
        return -1;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    private static boolean is(String word, byte[] bytes, int from, int to) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(int c, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == c) {
                return i;
            }
        }
        return -1;
    }
}
