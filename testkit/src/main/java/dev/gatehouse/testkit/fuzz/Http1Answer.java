package dev.gatehouse.testkit.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * An answer over HTTP/1.1.
 *
 * @param closes whether it says that the connection ends
 */
record Http1Answer(int status, boolean closes) {
    private static final int MAX_LINE = 16 * 1024;
    private static final int FIRST_FINAL = 200;

    /**
     * Reads the next one, and skips interim ones. Empty at the end of the connection.
     *
     * @param toHead whether it answers a HEAD
     * @throws ProtocolException if it is malformed
     */
    static Optional<Http1Answer> read(InputStream in, boolean toHead) throws IOException {
        String first = lineOrEnd(in);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        if (!first.matches("HTTP/1\\.1 [1-5][0-9][0-9] .*")) {
            throw new ProtocolException("no status line: '" + first + "'");
        }
        int status = Integer.parseInt(first.substring(9, 12));
        int length = 0;
        boolean closes = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String field = line.toLowerCase(Locale.ROOT);
            if (field.startsWith("content-length:")) {
                length = Integer.parseInt(field.substring(15).strip());
            } else if (field.startsWith("transfer-encoding:")) {
                throw new ProtocolException("an answer in chunks, which no route has");
            }
            closes |= field.startsWith("connection:") && field.contains("close");
        }
        if (status < FIRST_FINAL) {
            return read(in, toHead);
        }
        boolean empty = toHead || status == 204 || status == 304;
        if (!empty && in.readNBytes(length).length < length) {
            throw new ProtocolException("the connection ends within an answer");
        }
        return Optional.of(new Http1Answer(status, closes));
    }

    /** The end of a connection; a reset counts as one, since the gateway may have bytes that it has not read. */
    private static String lineOrEnd(InputStream in) throws IOException {
        try {
            int c = in.read();
            return c < 0 ? "" : (char) c + line(in);
        } catch (SocketException e) {
            return "";
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        while (c >= 0 && c != '\n' && line.length() < MAX_LINE) {
            line.append((char) c);
            c = in.read();
        }
        if (c != '\n' || line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
            throw new ProtocolException("an answer has a line that does not end with CR LF: '" + line + "'");
        }
        line.setLength(line.length() - 1);
        return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
