package dev.gatehouse.testkit.edge;

import java.util.ArrayList;
import java.util.List;

/** Chunked bodies (RFC 9112, section 7.1) that break their framing, or announce or send more than anybody wants. */
final class ChunkAttacks {
    private static final String HEAD = "POST " + AttackRoutes.FREE
            + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String HIDDEN = "0\r\n\r\nGET " + AttackRoutes.FIXED + " HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String CHUNK = "7\r\n{\"a\":1}";
    private static final int ENDLESS_BYTES = 4 << 20;

    /** Bodies that break the framing; and the section of RFC 9112 that says so. */
    private static final List<List<String>> BROKEN = List.of(
            List.of("letters behind a chunk", "7.1", CHUNK + "AB"),
            List.of("LF CR behind a chunk", "7.1", CHUNK + "\n\r"),
            List.of("CR CR behind a chunk", "7.1", CHUNK + "\r\r"),
            List.of("a letter and LF behind a chunk", "7.1", CHUNK + "X\n"),
            List.of("NULs behind a chunk", "7.1", CHUNK + "\0\0"),
            List.of("a chunk that is longer than it says", "7.1", "6\r\n{\"a\":1}\r\n"),
            List.of("a size with a sign", "7.1", "+7\r\n{\"a\":1}\r\n"),
            List.of("a negative size", "7.1", "-7\r\n{\"a\":1}\r\n"),
            List.of("a size that begins with 0x", "7.1", "0x7\r\n{\"a\":1}\r\n"),
            List.of("a size behind a blank", "7.1", " 7\r\n{\"a\":1}\r\n"),
            List.of("a size that is no number", "7.1", "7_\r\n{\"a\":1}\r\n"),
            List.of("an empty size", "7.1", "\r\n{\"a\":1}\r\n"),
            List.of("a size with LF alone", "7.1", "7\n{\"a\":1}\r\n"),
            List.of(
                    "a size with CR alone",
                    "7.1",
                    "34\r{\"username\":\"ada\",\"password\":\"" + Attack.SECRET + "\"}\r\n"),
            List.of("a size of 64 bits and more", "7.1", "10000000000000007\r\n{\"a\":1}\r\n"),
            List.of("LF in an extension", "7.1.1", "7;a\nb\r\n{\"a\":1}\r\n"),
            List.of("NUL in an extension", "7.1.1", "7;\0\r\n{\"a\":1}\r\n"),
            List.of("a trailer without a name", "7.1.2", CHUNK + "\r\n0\r\n: y\r\n\r\n"),
            List.of("a folded trailer", "7.1.2", CHUNK + "\r\n0\r\nX: y\r\n z\r\n\r\n"),
            List.of("a trailer with LF alone", "7.1.2", CHUNK + "\r\n0\r\nX: y\n\r\n"));

    private ChunkAttacks() {}

    static List<Attack> all() {
        List<Attack> attacks = new ArrayList<>();
        for (List<String> row : BROKEN) {
            attacks.add(Attack.of(
                    row.get(0), "9112 " + row.get(1), Script.http1(HEAD + row.get(2) + HIDDEN), Ending.refused(400)));
        }
        attacks.addAll(endless());
        attacks.addAll(honest());
        return attacks;
    }

    private static List<Attack> endless() {
        String zeros = "0".repeat(ENDLESS_BYTES);
        String letters = "x".repeat(ENDLESS_BYTES);
        return List.of(
                Attack.of("a size without end", "9112 7.1", Script.http1(HEAD + zeros), Ending.refused(400)),
                tooLarge("an extension without end", "7.1.1", "7;a=" + letters),
                tooLarge("extensions without end", "7.1.1", "1;abcdefgh\r\n{\r\n".repeat(100_000)),
                tooLarge("a trailer without end", "7.1.2", "2\r\n{}\r\n0\r\nX: " + letters),
                tooLarge("a trailer's name without end", "7.1.2", "2\r\n{}\r\n0\r\n" + letters),
                tooLarge("trailers without end", "7.1.2", "2\r\n{}\r\n0\r\n" + "a:\r\n".repeat(100_000)),
                tooLarge("a chunk of 2^31 - 1 bytes", "7.1", "7fffffff\r\n" + letters),
                tooLarge("a chunk of 2^59 bytes", "7.1", "7ffffffffffffff\r\n" + letters),
                Attack.of(
                        "a body of 2 MB in chunks of one byte, which no route takes",
                        "9110 15.5.14",
                        Script.http1(HEAD + "1\r\n \r\n".repeat(2_000_000 / 6) + HIDDEN),
                        Ending.answered(413, 200)));
    }

    private static List<Attack> honest() {
        return List.of(
                Attack.of(
                        "extensions and trailers",
                        "9112 7.1.1",
                        Script.http1(HEAD + "2;a=b;c=\"d e\"\r\n{}\r\n0\r\nX-T: 1\r\nContent-Length: 7\r\n\r\n"),
                        Ending.answered(200)),
                Attack.of(
                        "a body of chunks of one byte",
                        "9112 7.1",
                        Script.http1(HEAD + "1\r\n{\r\n" + "1\r\n \r\n".repeat(60_000) + "1\r\n}\r\n" + HIDDEN),
                        Ending.answered(200, 200)));
    }

    private static Attack tooLarge(String name, String section, String body) {
        return Attack.of(name, "9112 " + section, Script.http1(HEAD + body), Ending.refused(413));
    }
}
