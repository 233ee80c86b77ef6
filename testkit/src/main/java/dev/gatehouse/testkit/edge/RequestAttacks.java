package dev.gatehouse.testkit.edge;

import java.util.ArrayList;
import java.util.List;

/** Requests over HTTP/1.1 that are too large, too many, or seldom seen. */
final class RequestAttacks {
    private static final String FIXED = "GET " + AttackRoutes.FIXED + " HTTP/1.1\r\nHost: a\r\n";
    private static final int MEBIBYTE = 1 << 20;
    private static final int PIPELINED = 500;

    private RequestAttacks() {}

    static List<Attack> all() {
        List<Attack> attacks = new ArrayList<>(oversized());
        attacks.addAll(upgrades());
        attacks.addAll(methodsAndVersions());
        attacks.addAll(numbers());
        return attacks;
    }

    private static List<Attack> oversized() {
        String letters = "x".repeat(MEBIBYTE);
        return List.of(
                ends("a request line of 1 MiB", "9112 3", 413, "GET /" + letters + " HTTP/1.1\r\n\r\n"),
                ends("a method of 1 MiB", "9112 3.1", 413, letters + " / HTTP/1.1\r\n\r\n"),
                ends("a header of 1 MiB", "9110 5.4", 413, FIXED + "X: " + letters + "\r\n\r\n"),
                ends("a header's name of 1 MiB", "9110 5.4", 413, FIXED + letters + ": x\r\n\r\n"),
                ends(
                        "a header section without end",
                        "9110 5.4",
                        413,
                        FIXED + "Accept-Encoding: gzip\r\n".repeat(40_000)),
                ends("4,060 times one header", "9110 5.4", 413, FIXED + "A: b\r\n".repeat(4_060) + "\r\n"),
                ends("201 headers", "9110 5.4", 413, FIXED + "A: b\r\n".repeat(201) + "\r\n"),
                ends(
                        "a length of 10^15",
                        "9110 8.6",
                        413,
                        "POST " + AttackRoutes.FREE + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000000000\r\n\r\n"
                                + letters),
                ends("line ends without end", "9112 2.2", 400, "\r\n".repeat(MEBIBYTE)),
                ends("a TLS greeting", "9112 3", 400, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n"));
    }

    private static List<Attack> upgrades() {
        String h2c = "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n";
        return List.of(
                open("h2c without Connection", "9110 7.8", 200, FIXED + h2c + "\r\n"),
                open(
                        "h2c that Connection does not name",
                        "9110 7.8",
                        200,
                        FIXED + h2c + "Connection: keep-alive\r\n\r\n"),
                open(
                        "h2c as it should be, which is off",
                        "9113 3.1",
                        200,
                        FIXED + h2c + "Connection: Upgrade, HTTP2-Settings\r\n\r\n"),
                open(
                        "a WebSocket with a body",
                        "6455 4.1",
                        400,
                        "GET /v1/connect HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n" + WebSocketAttacks.UPGRADE
                                + "\r\nhello"),
                open(
                        "a WebSocket in absolute form",
                        "9112 3.2.2",
                        101,
                        "GET http://a/v1/connect HTTP/1.1\r\nHost: a\r\n" + WebSocketAttacks.UPGRADE + "\r\n"));
    }

    private static List<Attack> methodsAndVersions() {
        String post = "POST " + AttackRoutes.FREE + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
        return List.of(
                open("a method in small letters", "9110 9.1", 405, FIXED.replace("GET", "get") + "\r\n"),
                open("a method that nobody knows", "9110 9.1", 405, FIXED.replace("GET", "G+") + "\r\n"),
                open("CONNECT", "9110 9.3.6", 501, "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n"),
                ends("HTTP/1.0", "9110 2.5", 200, "GET " + AttackRoutes.FIXED + " HTTP/1.0\r\n\r\n"),
                ends("HTTP/3.0", "9112 2.3", 400, FIXED.replace("HTTP/1.1", "HTTP/3.0") + "\r\n"),
                open(
                        "the coding identity",
                        "9110 8.4",
                        200,
                        post + "Content-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}"),
                Attack.of(
                        "a method in small letters over HTTP/2",
                        "9110 9.1",
                        Script.http2(Http2Wire.frame(
                                Http2Wire.HEADERS,
                                Http2Wire.END_HEADERS | Http2Wire.END_STREAM,
                                1,
                                Http2Wire.block("get", AttackRoutes.FIXED))),
                        Ending.answered(405)));
    }

    private static List<Attack> numbers() {
        return List.of(
                Attack.of(
                        "500 requests in one write",
                        "9112 9.3.2",
                        Script.http1((FIXED + "\r\n").repeat(PIPELINED)),
                        Ending.answeredAlike(200, PIPELINED)),
                Attack.of(
                        "500 requests that are refused, in one write",
                        "9112 9.3.2",
                        Script.http1(FIXED.replace(AttackRoutes.FIXED, "/none")
                                .concat("\r\n")
                                .repeat(PIPELINED)),
                        Ending.answeredAlike(404, PIPELINED)));
    }

    private static Attack ends(String name, String rfc, int status, String octets) {
        return Attack.of(name, rfc, Script.http1(octets), Ending.refused(status));
    }

    private static Attack open(String name, String rfc, int status, String octets) {
        return Attack.of(name, rfc, Script.http1(octets), Ending.answered(status));
    }
}
