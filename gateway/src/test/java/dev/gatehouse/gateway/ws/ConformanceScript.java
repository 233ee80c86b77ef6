package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays the script of a case with a client, step by step. */
final class ConformanceScript {
    private static final byte[] NORMAL = {0x03, (byte) 0xE8};

    private final RawWebSocket client;
    private final ConformancePayloads payloads = new ConformancePayloads();
    private int chop = Integer.MAX_VALUE;
    private int cut = Integer.MAX_VALUE;
    /** Of the frame that was cut. */
    private byte[] rest = {};

    private boolean closed;
    private boolean sentBehindClose;
    /** What has been read, and was not waited for yet. */
    private RawWebSocket.@Nullable Frame ahead;

    ConformanceScript(RawWebSocket client) {
        this.client = client;
    }

    void play(List<String> script) throws IOException {
        for (int i = 0; i < script.size(); i++) {
            String word = script.get(i);
            if (word.startsWith("repeat=")) {
                List<String> repeated = script.subList(i + 1, script.size() - 1);
                for (int n = number(word); n > 0; n--) {
                    play(repeated);
                }
                i = script.size() - 2;
            } else {
                step(word);
            }
        }
    }

    private void step(String word) throws IOException {
        if (word.startsWith("+")) {
            frame(Integer.parseInt(word.substring(1, 3), 16), payloads.of(word.substring(4)));
        } else if (word.startsWith("~~")) {
            fragments(RawWebSocket.BINARY, word.substring(2));
        } else if (word.startsWith("~")) {
            fragments(RawWebSocket.TEXT, word.substring(1));
        } else if (word.startsWith("chop=")) {
            chop = number(word);
        } else if (word.startsWith("cut=")) {
            cut = number(word);
        } else if (word.startsWith("pong:")) {
            RawWebSocket.Frame pong = next();
            assertThat(pong.opCode()).isEqualTo(RawWebSocket.PONG);
            assertThat(pong.payload()).isEqualTo(payloads.of(word.substring(5)));
        } else if (word.equals("answer")) {
            answered(next());
        } else if (word.equals("answer?")) {
            RawWebSocket.Frame frame = next();
            if (frame.opCode() == RawWebSocket.TEXT) {
                answered(frame);
            } else {
                ahead = frame;
            }
        } else if (word.startsWith("close:")) {
            close(word.substring(6));
        } else if (word.equals("bye")) {
            frame(RawWebSocket.FIN | RawWebSocket.CLOSE, NORMAL);
            close("1000");
        } else {
            throw new IllegalArgumentException(word);
        }
    }

    private static int number(String word) {
        return Integer.parseInt(word.substring(word.indexOf('=') + 1));
    }

    private RawWebSocket.Frame next() throws IOException {
        RawWebSocket.Frame frame = ahead == null ? client.frame() : ahead;
        ahead = null;
        return frame;
    }

    private void answered(RawWebSocket.Frame frame) {
        assertThat(frame.opCode()).isEqualTo(RawWebSocket.TEXT);
        payloads.assertAnswered(frame.payload());
    }

    private void close(String code) throws IOException {
        RawWebSocket.Frame frame = next();
        assertThat(frame.opCode()).isEqualTo(RawWebSocket.CLOSE);
        int expected = code.startsWith("x") ? HexFormat.fromHexDigits(code.substring(1)) : Integer.parseInt(code);
        assertThat(frame.payload().length == 0 ? 0 : frame.closeCode()).isEqualTo(expected);
        if (!closed) {
            client.raw(rest);
            client.answer(frame);
        }
        if (sentBehindClose) {
            // What is behind a close frame is not read, so that the end may be a reset.
            assertThat(client.isEnded()).isTrue();
        } else {
            client.awaitCleanEnd();
        }
    }

    private void fragments(int opCode, String word) throws IOException {
        int colon = word.indexOf(':');
        int size = Integer.parseInt(word.substring(0, colon));
        byte[] message = payloads.of(word.substring(colon + 1));
        for (int at = 0; at < message.length; at += size) {
            int end = Math.min(message.length, at + size);
            int first = (at == 0 ? opCode : RawWebSocket.CONTINUATION) | (end == message.length ? RawWebSocket.FIN : 0);
            frame(first, Arrays.copyOfRange(message, at, end));
        }
    }

    private void frame(int first, byte[] payload) throws IOException {
        byte[] frame = RawWebSocket.masked(first, payload);
        int sent = frame.length - Math.max(0, payload.length - cut);
        rest = Arrays.copyOfRange(frame, sent, frame.length);
        frame = Arrays.copyOf(frame, sent);
        int size = Math.min(chop, frame.length);
        for (int at = 0; at < frame.length; at += size) {
            client.raw(Arrays.copyOfRange(frame, at, Math.min(frame.length, at + size)));
        }
        sentBehindClose |= closed;
        closed |= (first & 0xF) == RawWebSocket.CLOSE;
    }
}
