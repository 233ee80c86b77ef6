package dev.gatehouse.common.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Http1ReaderPropertyTest {
    private static final Http1Limits LIMITS = new Http1Limits(60, 120, 6, 300);
    private static final List<String> PARTS = List.of(
            "GET",
            "POST",
            "post",
            " ",
            "/",
            "/a",
            "*",
            "http://a/b",
            "HTTP/1.1",
            "HTTP/1.0",
            "HTTP/1.",
            "\r\n",
            "\r",
            "\n",
            "Host: a",
            "Content-Length: 2",
            "Content-Length: ",
            "Transfer-Encoding: chunked",
            "X: y",
            ":",
            "2",
            "0",
            "ab",
            ";e",
            "\0",
            "\u00e9",
            "{}",
            "Upgrade: h2c",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "2\r\nab\r\n",
            "0\r\n\r\n");

    @Provide
    Arbitrary<List<String>> parts() {
        return Arbitraries.of(PARTS).list().ofMaxSize(30);
    }

    /** Bodies are handed on in the pieces that they come in; but for that it makes no difference how the bytes come. */
    @Property(tries = 3_000)
    void whatIsHandedOnDoesNotDependOnHowTheBytesCome(
            @ForAll("parts") List<String> parts, @ForAll("cuts") List<Integer> cuts) {
        String sent = String.join("", parts);
        String whole = Wire.of(LIMITS, sent).all();
        assertThat(Wire.inPieces(LIMITS, sent, 1).all()).isEqualTo(whole);
        assertThat(Wire.of(LIMITS, cut(sent, cuts)).all()).isEqualTo(whole);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 40).list().ofMaxSize(20);
    }

    private static List<String> cut(String text, List<Integer> lengths) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        for (int length : lengths) {
            if (at < text.length()) {
                pieces.add(text.substring(at, Math.min(text.length(), at + length)));
                at += length;
            }
        }
        if (at < text.length()) {
            pieces.add(text.substring(at));
        }
        return pieces;
    }
}
