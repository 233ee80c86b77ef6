package dev.gatehouse.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Requests that clients of all kinds might send, sound ones and others: the bytes, and whether their framing is sound. */
final class FuzzedRequests {
    private static final List<String> METHODS = List.of(
            "GET",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "HEAD",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "G\u0001T",
            "");
    private static final List<String> PATHS = List.of(
            "/",
            "/free",
            "/typed",
            "/items/%s",
            "/items/%s/parts/%s",
            "/mine",
            "/fixed",
            "/error",
            "/bare",
            "/once",
            "/limited",
            "/%s",
            "//%s",
            "/items/%s/",
            "*",
            "http://a/items/%s",
            "items/%s",
            "/openapi.json",
            "/docs",
            "/docs/%s");
    private static final List<String> SEGMENTS = List.of(
            "7",
            "a%20b",
            "%2F",
            "%00",
            "%c0%af",
            "%ed%a0%80",
            "%f0%9f%98%80",
            "%",
            "%4",
            "%zz",
            "..",
            ".",
            "%2e%2e",
            ";a=b",
            "\u00e4",
            "a?b",
            "#x",
            "{id}",
            "\\",
            "~!$&'()*+,;=:@");
    private static final List<String> NAMES = List.of(
            "Accept",
            "Accept-Encoding",
            "Authorization",
            "Connection",
            "Content-Encoding",
            "Content-Length",
            "Content-Type",
            "Cookie",
            "Expect",
            "Forwarded",
            "Host",
            "Idempotency-Key",
            "If-None-Match",
            "Origin",
            "Access-Control-Request-Method",
            "Access-Control-Request-Headers",
            "Range",
            "TE",
            "Transfer-Encoding",
            "Upgrade",
            "HTTP2-Settings",
            "X-Forwarded-For",
            "X-HTTP-Method-Override",
            "X-Request-ID",
            "traceparent");
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "*",
            "*/*",
            "text/html;q=0",
            "application/json",
            "application/json; charset=utf-16",
            "application/json;charset=\"utf-8\"",
            "APPLICATION/JSON",
            "application/json, text/plain",
            "text/plain",
            "multipart/form-data; boundary=x",
            "gzip",
            "gzip;q=0, identity;q=0",
            "br, *;q=0",
            "close",
            "keep-alive",
            "Upgrade, HTTP2-Settings",
            "h2c",
            "websocket",
            "100-continue",
            "chunked",
            "chunked, chunked",
            "0",
            "-1",
            "99999999999999999999",
            "1, 1",
            "0x10",
            "Bearer",
            "Bearer a.b.c",
            "Bearer eyJhbGciOiJub25lIn0.e30.",
            "Basic YTpi",
            "https://example.com",
            "null",
            "POST",
            "\"etag\"",
            "W/\"a\", \"b\"",
            "bytes=0-1",
            "for=192.0.2.1;proto=https, for=\"[2001:db8::1]:80\"",
            "1.2.3.4, unknown, ::1",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "a=b; c=d",
            "\u00e4\u00ff");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1",
            "01",
            "+1",
            "1.",
            ".5",
            "1e5",
            "1E+400",
            "-1e-400",
            "1e999999999",
            "9007199254740993",
            "18446744073709551616",
            "NaN",
            "Infinity",
            "0.1",
            "1" + "0".repeat(1_200));

    /** A larger body may still be on its way when the server has refused its head and closed the connection. */
    private static final int LARGE = 16_384;

    private FuzzedRequests() {}

    /**
     * A request.
     *
     * @param sound whether it has one body of a known length and a head that HTTP allows, so that it must be answered, and its connection may
     *     be used again
     */
    record Fuzzed(byte[] bytes, boolean head, boolean sound) {
        @Override
        public String toString() {
            return (sound ? "sound " : "") + new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    static Arbitrary<Fuzzed> any() {
        return Arbitraries.frequencyOf(Tuple.of(6, likely()), Tuple.of(6, sound()), Tuple.of(2, broken()));
    }

    /** What leads to a route, and gets past most of its checks. */
    private static Arbitrary<Fuzzed> likely() {
        Arbitrary<String> line = Arbitraries.of(
                "POST /free",
                "GET /typed?count=3",
                "GET /typed?on=true&tags=1&tags=2",
                "PUT /typed?price=1.5",
                "GET /items/a%20b",
                "PATCH /items/%F0%9F%98%80",
                "DELETE /items/7/parts/8",
                "GET /fixed",
                "HEAD /fixed",
                "GET /bare",
                "OPTIONS /free");
        Arbitrary<String> header = Combinators.combine(
                        Arbitraries.of(
                                "Accept",
                                "Accept-Encoding",
                                "Cookie",
                                "Forwarded",
                                "If-None-Match",
                                "Origin",
                                "X-Forwarded-For",
                                "X-Request-ID",
                                "traceparent",
                                "Access-Control-Request-Method"),
                        Arbitraries.of(VALUES.subList(0, VALUES.size() - 1)))
                .as((name, value) -> name + ": " + value + "\r\n");
        Arbitrary<byte[]> body = Arbitraries.oneOf(
                Arbitraries.just(new byte[0]),
                members(1).map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Combinators.combine(
                                Arbitraries.of("text", "a", "\u00e4", "tags", "nested"),
                                Arbitraries.of(
                                        "\"\"", "[]", "[1,2]", "{}", "{\"count\":3}", "null", "1e2", "\"\\u0000\""))
                        .as((name, value) -> ("{\"" + name + "\":" + value + "}").getBytes(StandardCharsets.UTF_8)));
        return Combinators.combine(line, header.list().ofMaxSize(3), body)
                .as((start, headers, json) -> request(
                        start.substring(0, start.indexOf(' ')),
                        start.substring(start.indexOf(' ') + 1),
                        "Host: a\r\n" + String.join("", headers),
                        json,
                        true));
    }

    private static Arbitrary<Fuzzed> sound() {
        Arbitrary<String> method = Arbitraries.of(METHODS.subList(0, 7));
        Arbitrary<String> names = Arbitraries.of(NAMES.stream()
                .filter(name -> !List.of(
                                "Connection", "Content-Length", "Expect", "Host", "Transfer-Encoding", "Upgrade")
                        .contains(name))
                .toList());
        Arbitrary<String> values = Arbitraries.of(VALUES.stream()
                .filter(value -> value.chars().allMatch(c -> c >= ' ' && c < 127))
                .toList());
        return Combinators.combine(method, target(), headers(names, values), body())
                .as((verb, target, headers, body) -> request(verb, target, "Host: a\r\n" + headers, body, true));
    }

    private static Arbitrary<Fuzzed> broken() {
        return Combinators.combine(
                        Arbitraries.of(METHODS),
                        Arbitraries.oneOf(target(), Arbitraries.strings().all().ofMaxLength(20)),
                        headers(Arbitraries.of(NAMES), Arbitraries.of(VALUES)),
                        body(),
                        Arbitraries.of(
                                " HTTP/1.1\r\n",
                                " HTTP/1.0\r\n",
                                " HTTP/2.0\r\n",
                                " HTTP/1.1\n",
                                "\r\n",
                                " HTTP/9\r\n"),
                        Arbitraries.integers().between(0, 60))
                .as((method, target, headers, body, version, cut) -> {
                    byte[] whole = bytes(method + " " + target + version + "Host: a\r\n" + headers + "\r\n", body);
                    int length = cut == 0 ? whole.length : Math.max(1, whole.length - cut);
                    return new Fuzzed(java.util.Arrays.copyOf(whole, length), method.equals("HEAD"), false);
                });
    }

    private static Fuzzed request(String method, String target, String headers, byte[] body, boolean sound) {
        String length = body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
        String type = headers.contains("Content-Type:") ? "" : "Content-Type: application/json\r\n";
        byte[] bytes = bytes(method + " " + target + " HTTP/1.1\r\n" + headers + type + length + "\r\n", body);
        // A target with a blank in it makes another request line.
        return new Fuzzed(bytes, method.equals("HEAD"), sound && isTarget(target) && body.length < LARGE);
    }

    private static boolean isTarget(String target) {
        return target.chars().allMatch(c -> c > ' ' && c < 127) && !target.isEmpty();
    }

    private static Arbitrary<String> target() {
        Arbitrary<String> segment = Arbitraries.oneOf(
                Arbitraries.of(SEGMENTS),
                Arbitraries.strings().withCharRange('!', '~').ofMaxLength(12),
                Arbitraries.just("x".repeat(3_000)));
        Arbitrary<String> pair = Combinators.combine(
                        Arbitraries.oneOf(
                                Arbitraries.of("count", "on", "tags", "text", "price", "id", "%", "", "a%20b"),
                                segment),
                        Arbitraries.of("=", "", "=="),
                        Arbitraries.oneOf(Arbitraries.of(NUMBERS.subList(0, 16)), segment))
                .as((name, equals, value) -> name + equals + value);
        Arbitrary<String> query =
                pair.list().ofMaxSize(4).map(pairs -> pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
        return Combinators.combine(Arbitraries.of(PATHS), segment, segment, query)
                .as((path, first, second, rest) -> path.formatted(first, second) + rest);
    }

    private static Arbitrary<String> headers(Arbitrary<String> names, Arbitrary<String> values) {
        return Combinators.combine(names, values)
                .as((name, value) -> name + ": " + value + "\r\n")
                .list()
                .ofMaxSize(5)
                .map(lines -> String.join("", lines));
    }

    private static Arbitrary<byte[]> body() {
        Arbitrary<byte[]> json = json(3).map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> object = members(2).map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> encoded = Combinators.combine(
                        members(1),
                        Arbitraries.of(
                                StandardCharsets.UTF_16,
                                StandardCharsets.UTF_16LE,
                                Charset.forName("UTF-32"),
                                StandardCharsets.ISO_8859_1))
                .as(String::getBytes);
        Arbitrary<byte[]> deep = Arbitraries.integers()
                .between(1, 3_000)
                .map(depth ->
                        ("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(StandardCharsets.UTF_8));
        return Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(new byte[0])),
                Tuple.of(6, object),
                Tuple.of(3, json),
                Tuple.of(2, Arbitraries.bytes().array(byte[].class).ofMaxSize(64)),
                Tuple.of(1, encoded),
                Tuple.of(1, deep),
                Tuple.of(1, Arbitraries.of(1_000, 70_000).map(byte[]::new)));
    }

    private static Arbitrary<String> json(int depth) {
        Arbitrary<String> text = Arbitraries.oneOf(
                Arbitraries.of(
                        "\"\"",
                        "\"a\"",
                        "\"\\u0000\"",
                        "\"\\ud800\"",
                        "\"\\x\"",
                        "\"\u00e4\ud83d\ude00\"",
                        "\"open",
                        "'a'"),
                Arbitraries.strings().all().ofMaxLength(8).map(raw -> "\"" + raw + "\""));
        Arbitrary<String> leaf = Arbitraries.oneOf(
                text,
                Arbitraries.of(NUMBERS),
                Arbitraries.of("true", "false", "null", "tru", "", "/**/1", "undefined"));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> array = json(depth - 1).list().ofMaxSize(3).map(items -> "[" + String.join(",", items) + "]");
        return Arbitraries.oneOf(leaf, array, members(depth - 1));
    }

    private static Arbitrary<String> members(int depth) {
        Arbitrary<String> name =
                Arbitraries.of("count", "on", "tags", "text", "price", "id", "nested", "", "__proto__", "\\u0061");
        return Combinators.combine(name, json(depth))
                .as((key, value) -> "\"" + key + "\":" + value)
                .list()
                .ofMaxSize(4)
                .map(members -> members.stream().collect(Collectors.joining(",", "{", "}")));
    }

    private static byte[] bytes(String head, byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }
}
