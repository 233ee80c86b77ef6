package dev.gatehouse.testkit.fuzz;

import java.util.Set;

/** Makes requests over HTTP/1.1 that are known to be refused. Not thread-safe. */
final class Http1Errors {
    private final Dice dice;
    private final Http1Requests requests;
    private final ChunkedBodies chunks;

    Http1Errors(Dice dice, Http1Requests requests) {
        this.dice = dice;
        this.requests = requests;
        this.chunks = new ChunkedBodies(dice);
    }

    Http1Message next() {
        return switch (dice.below(14)) {
            case 0, 1, 2, 3 -> last(requests.chunkedHead() + chunks.malformed(), 400);
            case 4, 5 -> last(requests.chunkedHead() + chunks.tooMuch(), 413);
            case 6 -> last(requests.chunkedHead() + chunks.announced(), 413);
            // The rest of the body may still come, so the connection goes on.
            case 7 -> Http1Grammar.answered(Http1Requests.ascii(requests.chunkedHead() + chunks.unfinished()), 413);
            case 8 -> last(length(), 400);
            case 9 -> last(field(), 400);
            case 10 -> last(host(), 400);
            case 11 -> last(line(), 400);
            case 12 -> last(tooLarge(), 413);
            default -> last(badLength(), 400, 413);
        };
    }

    private String badLength() {
        String length = dice.of("-1", "1, 1", "+5", "0x5", "5 5", "99999999999999999999", "", "1.0");
        return requests.head(
                "POST", "/v1/echo", "Content-Type: application/json\r\nContent-Length: " + length + "\r\n");
    }

    private String length() {
        String body = "{}";
        return requests.head(
                        "POST",
                        "/v1/echo",
                        "Content-Type: application/json\r\n"
                                + dice.of(
                                        "Content-Length: 2\r\nContent-Length: 2\r\n",
                                        "Content-Length: 2\r\nContent-Length: 3\r\n",
                                        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                                        "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
                                        "Transfer-Encoding: chunked, chunked\r\n",
                                        "Transfer-Encoding: gzip, chunked\r\n",
                                        "Transfer-Encoding: identity\r\n",
                                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                                        "Transfer-Encoding: chunked;q=1\r\n",
                                        "Transfer-Encoding:\r\n"))
                + body;
    }

    private String field() {
        return requests.head(
                "GET",
                "/v1/fixed",
                dice.of(
                        "X-A : b\r\n",
                        " X-A: b\r\n",
                        "X-A: b\r\n c\r\n",
                        "X-A\r\n",
                        ": b\r\n",
                        "X A: b\r\n",
                        "X-A: \0\r\n",
                        "X-A: b\n",
                        "X-A: b\rc\r\n",
                        "X-A: \u007f\r\n",
                        "X-\u00e4: b\r\n"));
    }

    private String host() {
        String head = requests.head("GET", "/v1/fixed");
        return head.replace(
                "Host: a\r\n",
                dice.of(
                        "",
                        "Host: a\r\nHost: a\r\n",
                        "Host: a b\r\n",
                        "Host: a/b\r\n",
                        "Host: a:x\r\n",
                        "Host: u@a\r\n"));
    }

    private String line() {
        return dice.of(
                        "GET /v1/fixed HTTP/2.0",
                        "GET  /v1/fixed HTTP/1.1",
                        "GET /v1/fixed  HTTP/1.1",
                        "GET /v1/fixed HTTP/1.1 ",
                        "GET /v1/fixed",
                        "GET /v1/fixed#x HTTP/1.1",
                        "GET v1/fixed HTTP/1.1",
                        "GET /v1/\u00e4 HTTP/1.1",
                        "G\u0001T /v1/fixed HTTP/1.1",
                        "GET http://u@a/v1/fixed HTTP/1.1",
                        "GET /v1/fi\txed HTTP/1.1",
                        "/v1/fixed HTTP/1.1",
                        "GET /v1/fixed http/1.1")
                + "\r\nHost: a\r\n\r\n";
    }

    private String tooLarge() {
        return switch (dice.below(3)) {
            case 0 -> requests.head("GET", "/v1/" + "x".repeat(FuzzRoutes.LINE_LIMIT + dice.below(20_000)));
            case 1 -> requests.head("GET", "/v1/fixed", "X-A: " + "x".repeat(FuzzRoutes.HEADER_LIMIT) + "\r\n");
            default -> requests.head("GET", "/v1/fixed", "X-A: b\r\n".repeat(FuzzRoutes.MAX_FIELDS + 1));
        };
    }

    private static Http1Message last(String request, Integer... statuses) {
        return new Http1Message(Http1Requests.ascii(request), Set.of(statuses), false, false);
    }
}
