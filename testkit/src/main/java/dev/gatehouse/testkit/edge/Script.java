package dev.gatehouse.testkit.edge;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What the clients of an attack do. Immutable, as long as nobody changes the arrays.
 *
 * @param opening what they speak
 * @param settings over HTTP/2, the payload of their first SETTINGS frame
 * @param pieces what each of them sends then, one piece after the other
 * @param pause between two pieces
 * @param connections how many of them there are at once
 * @param reads whether they take what the server sends; if not, they look at it only once {@link Attacker} has waited in vain
 */
public record Script(
        Opening opening, byte[] settings, List<byte[]> pieces, Duration pause, int connections, boolean reads) {
    /** How the connection begins. */
    public enum Opening {
        /** Over TLS where the server speaks TLS; the pieces are all that is sent. */
        HTTP1,
        /** The same, but {@code h2} is agreed upon, and the pieces come after the preface and SETTINGS. */
        HTTP2,
        /** The same, but what is sent ends within a frame or a header section: nothing follows it, not even a PING. */
        CUT_HTTP2,
        /** The same, but {@code h2} is agreed upon, and nothing is sent before the pieces. */
        BARE_HTTP2,
        /** Never over TLS. */
        CLEAR
    }

    private static Script of(Opening opening, byte[]... pieces) {
        return new Script(opening, new byte[0], Arrays.asList(pieces), Duration.ZERO, 1, true);
    }

    /** Octets over HTTP/1.1, written in ISO 8859-1. */
    public static Script http1(String text) {
        return of(Opening.HTTP1, octets(text));
    }

    public static Script http1(byte[]... pieces) {
        return of(Opening.HTTP1, pieces);
    }

    /** Frames behind the preface. */
    public static Script http2(byte[]... pieces) {
        return of(Opening.HTTP2, pieces);
    }

    /** Octets in the place of the preface. */
    public static Script bareHttp2(byte[]... pieces) {
        return of(Opening.BARE_HTTP2, pieces);
    }

    /** Octets without TLS, whatever the server speaks. */
    public static Script clear(byte[]... pieces) {
        return of(Opening.CLEAR, pieces);
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    Script withSettings(byte[] payload) {
        return new Script(opening, payload, pieces, pause, connections, reads);
    }

    /** Its bytes one by one, with a pause after each; the last piece only. */
    Script slowly(Duration between) {
        byte[] last = pieces.getLast();
        byte[][] slow = new byte[pieces.size() - 1 + last.length][];
        for (int i = 0; i < slow.length; i++) {
            int at = i - pieces.size() + 1;
            slow[i] = at < 0 ? pieces.get(i) : new byte[] {last[at]};
        }
        return new Script(opening, settings, Arrays.asList(slow), between, connections, reads);
    }

    Script from(int clients) {
        return new Script(opening, settings, pieces, pause, clients, reads);
    }

    /** What is sent ends within a frame or a header section. */
    Script cut() {
        return new Script(Opening.CUT_HTTP2, settings, pieces, pause, connections, reads);
    }

    Script withoutReading() {
        return new Script(opening, settings, pieces, pause, connections, false);
    }

    boolean isHttp2() {
        return hasPreface() || opening == Opening.BARE_HTTP2;
    }

    /** Whether the preface comes before the pieces. */
    boolean hasPreface() {
        return opening == Opening.HTTP2 || opening == Opening.CUT_HTTP2;
    }
}
