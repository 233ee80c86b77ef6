package dev.gatehouse.benchmarks.websocket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How a client goes from HTTP to WebSocket (RFC 6455, section 4.1), and what it is greeted with. */
final class Upgrade {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String SWITCHING = "HTTP/1.1 101 ";
    private static final String ID = "\"connection_id\":\"";
    private static final int UUID_LENGTH = 36;

    private Upgrade() {}

    static byte[] request(String token) {
        return ("GET /v1/connect HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Authorization: Bearer " + token + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** How long the head of the answer is; 0 where it is not whole. */
    static int headLength(byte[] read) {
        int end = new String(read, StandardCharsets.ISO_8859_1).indexOf(END_OF_HEAD);
        return end < 0 ? 0 : end + END_OF_HEAD.length();
    }

    static boolean isAccepted(byte[] answer) {
        return new String(answer, StandardCharsets.ISO_8859_1).startsWith(SWITCHING);
    }

    /** What hello says. */
    static String connectionId(byte[] hello) throws IOException {
        String text = new String(hello, StandardCharsets.UTF_8);
        int start = text.indexOf(ID) + ID.length();
        if (start < ID.length() || text.length() < start + UUID_LENGTH) {
            throw new IOException("not greeted with a connection id");
        }
        return text.substring(start, start + UUID_LENGTH);
    }
}
