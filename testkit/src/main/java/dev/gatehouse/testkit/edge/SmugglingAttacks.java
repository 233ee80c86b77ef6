package dev.gatehouse.testkit.edge;

import java.util.ArrayList;
import java.util.List;

/** Requests over HTTP/1.1 whose end a proxy in front might see at another place (RFC 9112, section 11.2). Each hides a second request. */
final class SmugglingAttacks {
    private static final String POST =
            "POST " + AttackRoutes.FREE + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    private static final String HIDDEN = "GET " + AttackRoutes.FIXED + " HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String NO_CHUNK = "0\r\n\r\n";

    /** Of a head, what makes its length unclear; and the section of RFC 9112 that forbids it. */
    private static final List<List<String>> UNCLEAR = List.of(
            List.of("a length and chunks", "6.1", "Content-Length: 5\r\nTransfer-Encoding: chunked"),
            List.of("chunks and a length", "6.1", "Transfer-Encoding: chunked\r\nContent-Length: 5"),
            List.of("two lengths", "6.3", "Content-Length: 5\r\nContent-Length: 0"),
            List.of("one length twice", "6.3", "Content-Length: 5\r\nContent-Length: 5"),
            List.of("a list of lengths", "6.3", "Content-Length: 5, 5"),
            List.of("a length with a sign", "6.3", "Content-Length: +5"),
            List.of("a negative length", "6.3", "Content-Length: -5"),
            List.of("a hexadecimal length", "6.3", "Content-Length: 0x5"),
            List.of("a length with a blank in it", "6.3", "Content-Length: 5 5"),
            List.of("an empty length", "6.3", "Content-Length:"),
            List.of("a length beyond 2^64", "6.3", "Content-Length: 18446744073709551621"),
            List.of("a blank before the colon of a length", "5.1", "Content-Length : 5"),
            List.of("a blank before the colon of a coding", "5.1", "Transfer-Encoding : chunked"),
            List.of("a blank before a name", "2.2", " Transfer-Encoding: chunked"),
            List.of("a folded coding", "5.2", "Transfer-Encoding:\r\n chunked"),
            List.of("a folded header with a coding", "5.2", "X: y\r\n\tTransfer-Encoding: chunked"),
            List.of("a line feed alone", "2.2", "X: y\nTransfer-Encoding: chunked"),
            List.of("a carriage return alone", "2.2", "X: y\rTransfer-Encoding: chunked"),
            List.of("NUL in a value", "5.5", "X: \0\r\nTransfer-Encoding: chunked"),
            List.of("NUL in a name", "5.1", "Transfer-\0Encoding: chunked"),
            List.of("a header without a colon", "5", "Transfer-Encoding chunked"),
            List.of("a header without a name", "5", ": chunked"),
            List.of("two codings", "6.1", "Transfer-Encoding: gzip, chunked"),
            List.of("chunked twice", "6.1", "Transfer-Encoding: chunked, chunked"),
            List.of("two headers with codings", "6.1", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
            List.of("a coding that nobody knows", "6.1", "Transfer-Encoding: xchunked"),
            List.of("a coding that is none", "6.1", "Transfer-Encoding: identity"),
            List.of("a coding with a parameter", "6.1", "Transfer-Encoding: chunked;q=1"),
            List.of("a quoted coding", "6.1", "Transfer-Encoding: \"chunked\""),
            List.of("a coding behind a vertical tab", "5.5", "Transfer-Encoding: \u000bchunked"),
            List.of("two hosts", "3.2", "Host: b"));

    private SmugglingAttacks() {}

    static List<Attack> all() {
        List<Attack> attacks = new ArrayList<>();
        for (List<String> row : UNCLEAR) {
            attacks.add(refused(row.get(0), row.get(1), POST + row.get(2) + "\r\n\r\n" + NO_CHUNK + HIDDEN));
        }
        attacks.add(refused(
                "chunks over HTTP/1.0",
                "6.1",
                POST.replace("HTTP/1.1", "HTTP/1.0") + "Transfer-Encoding: chunked\r\n\r\n" + NO_CHUNK + HIDDEN));
        attacks.add(refused(
                "a line feed at the end of the request line", "2.2", "GET / HTTP/1.1\nHost: a\r\n\r\n" + HIDDEN));
        attacks.add(refused("a second version", "3", "GET / HTTP/1.1 HTTP/1.1\r\nHost: a\r\n\r\n" + HIDDEN));
        attacks.add(refused("no host", "3.2", "GET / HTTP/1.1\r\n\r\n" + HIDDEN));
        attacks.add(Attack.of(
                "a coding in capitals",
                "9112 7",
                Script.http1(POST + "Transfer-Encoding: CHUNKED\r\n\r\n2\r\n{}\r\n" + NO_CHUNK + HIDDEN),
                Ending.answered(200, 200)));
        attacks.add(Attack.of(
                "a request in the body of one that is refused",
                "9112 9.3",
                Script.http1("POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: " + HIDDEN.length() + "\r\n\r\n"
                        + HIDDEN + HIDDEN.replace(AttackRoutes.FIXED, "/other")),
                Ending.answered(404, 404)));
        return attacks;
    }

    private static Attack refused(String name, String section, String octets) {
        return Attack.of(name, "9112 " + section, Script.http1(octets), Ending.refused(400));
    }
}
