package dev.gatehouse.common.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Changes the few well-formed heads that Helidon would misread. Stateless. */
final class HeadEdit {
    private static final byte UNKNOWN = 'x';

    private HeadEdit() {}

    /** Gives each field of a name another name of the same length, which means nothing to anybody. */
    static void disable(String lowerCaseName, byte[] lines) {
        int from = 0;
        while (from < lines.length) {
            int to = lineEnd(lines, from);
            int nameEnd = from + lowerCaseName.length();
            if (nameEnd < to && lines[nameEnd] == ':' && Ascii.equals(lowerCaseName, lines, from, nameEnd)) {
                for (int i = from; i < nameEnd; i++) {
                    lines[i] = UNKNOWN;
                }
            }
            from = to + 2;
        }
    }

    /** A head whose target is in absolute form with the target in origin form, and the target's authority as {@code Host}. */
    static byte[] inOriginForm(byte[] head, RequestLine line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + 8);
        out.write(head, 0, line.targetFrom());
        out.writeBytes(target(head, line));
        int lineEnd = lineEnd(head, 0);
        out.write(head, line.targetTo(), lineEnd + 2 - line.targetTo());
        write(out, "Host: ");
        out.write(head, line.authorityFrom(), line.authorityTo() - line.authorityFrom());
        write(out, "\r\n");
        byte[] fields = Arrays.copyOfRange(head, lineEnd + 2, head.length);
        disable("host", fields);
        out.writeBytes(fields);
        return out.toByteArray();
    }

    /** {@code OPTIONS} of no path means the server as a whole (RFC 9112, section 3.2.4). */
    private static byte[] target(byte[] head, RequestLine line) {
        String rest =
                new String(head, line.authorityTo(), line.targetTo() - line.authorityTo(), StandardCharsets.US_ASCII);
        if (rest.isEmpty() && line.method().equals("OPTIONS")) {
            return "*".getBytes(StandardCharsets.US_ASCII);
        }
        return (rest.startsWith("/") ? rest : "/" + rest).getBytes(StandardCharsets.US_ASCII);
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static int lineEnd(byte[] lines, int from) {
        int at = from;
        while (at < lines.length && lines[at] != '\r') {
            at++;
        }
        return at;
    }
}
