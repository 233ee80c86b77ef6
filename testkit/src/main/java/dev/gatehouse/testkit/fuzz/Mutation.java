package dev.gatehouse.testkit.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One change of bytes that knows nothing of what they mean. Stateless. */
final class Mutation {
    private static final int MAX_RANGE = 40;

    private Mutation() {}

    static byte[] of(Dice dice, byte[] bytes) {
        int at = dice.at(bytes.length);
        int to = Math.min(bytes.length, at + dice.between(1, MAX_RANGE));
        return switch (dice.below(7)) {
            case 0 -> changed(bytes, at, dice.below(256));
            case 1 -> changed(bytes, at, bytes.length == 0 ? 0 : bytes[at] ^ (1 << dice.below(8)));
            case 2 -> replaced(bytes, at, to, new byte[0]);
            case 3 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 4 -> Arrays.copyOf(bytes, at);
            case 5 -> replaced(bytes, at, at, dice.bytes(dice.between(1, MAX_RANGE)));
            default -> replaced(bytes, at, at, word(dice).getBytes(StandardCharsets.ISO_8859_1));
        };
    }

    private static String word(Dice dice) {
        return dice.of(
                "\r\n",
                "\n",
                "\r",
                "\r\n\r\n",
                "\0",
                " ",
                "\t",
                ":",
                ";",
                ",",
                "%00",
                "0\r\n\r\n",
                "-1",
                "99999999999999999999",
                "Transfer-Encoding: chunked\r\n",
                "Content-Length: 3\r\n",
                "Connection: close\r\n",
                "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n",
                "Expect: 100-continue\r\n",
                "GET /v1/fixed HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        if (changed.length > 0) {
            changed[at] = (byte) value;
        }
        return changed;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, from);
        all.writeBytes(by);
        all.write(bytes, to, bytes.length - to);
        return all.toByteArray();
    }
}
