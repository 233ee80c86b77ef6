package dev.gatehouse.testkit.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Makes well-formed requests over HTTP/1.1, of which it is known how they are answered. Not thread-safe. */
final class Http1Requests {
    private static final int MAX_FIELDS = 12;
    private static final int MAX_TEXT = 3_000;

    private final Dice dice;
    private final ChunkedBodies chunks;

    Http1Requests(Dice dice) {
        this.dice = dice;
        this.chunks = new ChunkedBodies(dice);
    }

    Http1Message next() {
        return switch (dice.below(16)) {
            case 0, 1, 2 -> answered(head("GET", target("/v1/fixed")), 200);
            case 3 -> new Http1Message(ascii(head("HEAD", "/v1/fixed")), Set.of(200), true, true);
            case 4 -> answered(head("OPTIONS", "/v1/fixed"), 204);
            case 5 -> answered(head("GET", "/v1/" + dice.word(8)), 404);
            case 6 -> answered(head(dice.of("DELETE", "get", "PUT", "TRACE", dice.word(5)), "/v1/fixed"), 405);
            case 7 -> answered(head("GET", "/v1/mine"), 401);
            case 8 -> answered(head("GET", "/v1/items/" + dice.word(6) + "%2F?a=1"), 200);
            case 9 -> answered(withLength("application/json", broken()), 400);
            case 10 -> answered(withLength("text/plain", json(10)), 415);
            case 11 -> answered(withLength("application/json", json(FuzzRoutes.BODY_LIMIT + dice.below(5_000))), 413);
            case 12, 13 -> answered(withLength("application/json", json(dice.below(MAX_TEXT))), 200);
            default -> chunked();
        };
    }

    /** A request with a chunked body that is well-formed. */
    Http1Message chunked() {
        return answered(chunkedHead() + chunks.wellFormed(json(dice.below(MAX_TEXT))), 200);
    }

    /** The head of a request whose chunked body comes next. */
    String chunkedHead() {
        return head(
                "POST",
                target("/v1/echo"),
                "Content-Type: application/json\r\n" + dice.of("Transfer-Encoding", "transfer-encoding") + ":"
                        + dice.of("", " ", "\t") + dice.of("chunked", "Chunked") + "\r\n"
                        + (dice.oneIn(8) ? "Expect: 100-continue\r\n" : ""));
    }

    String withLength(String type, String body) {
        return head(
                        "POST",
                        "/v1/echo",
                        "Content-Type: " + type + "\r\nContent-Length: " + "0".repeat(dice.oneIn(10) ? 3 : 0)
                                + body.length() + "\r\n")
                + body;
    }

    String head(String method, String target) {
        return head(method, target, "");
    }

    /** @param more lines of fields */
    String head(String method, String target, String more) {
        StringBuilder head = new StringBuilder(dice.oneIn(20) ? "\r\n" : "");
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        int host = dice.below(3);
        for (int i = 0; i < 3; i++) {
            if (i == host) {
                head.append("Host: a\r\n");
            }
            fields(head);
        }
        return head.append(more).append("\r\n").toString();
    }

    private void fields(StringBuilder head) {
        if (dice.oneIn(4)) {
            String name = dice.of("X-" + dice.word(6), "Accept-Encoding", "Cookie", "TE", "X-Forwarded-For");
            for (int i = dice.below(MAX_FIELDS); i > 0; i--) {
                head.append(name)
                        .append(dice.of(":", ": ", ":  ", ":\t"))
                        .append(dice.word(dice.between(1, 90)))
                        .append(dice.of("", " "))
                        .append("\r\n");
            }
        }
    }

    private String target(String path) {
        return switch (dice.below(6)) {
            case 0 -> "http://a" + path;
            case 1 -> path + "?";
            default -> path;
        };
    }

    /** One object with a text of that length. */
    String json(int length) {
        return "{\"text\":\"" + "x".repeat(length) + "\"}";
    }

    private String broken() {
        return dice.of(
                "{", "{}}", "[1]", "nul", "{\"a\":1,\"a\":2}", "{\"a\":\"\u0001\"}", "\"\"", "{'a':1}", "{\"a\":01}");
    }

    private static Http1Message answered(String request, int status) {
        return Http1Grammar.answered(ascii(request), status);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
