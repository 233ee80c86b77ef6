package dev.gatehouse.testkit.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Makes inputs over WebSocket (RFC 6455, docs/WS_PROTOCOL.md): mostly conversations that are known to be answered, some with a known breach at their end,
 * some that come back after a lost connection, some mutated.
 */
final class WebSocketGrammar {
    private static final int MAX_MESSAGES = 8;
    private static final int MAX_NOISE = 500;
    /** Two connections each are within what an account may have. */
    private static final int MAX_CLIENTS = 7;

    private static final int MAX_LOSSES = 60;
    /** Some 0.1 ms. */
    private static final int MAX_SPINS = 4_000;

    private static final int MAX_TEXT = 2_000;
    private static final int NORMAL = 1000;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NOT_UTF_8 = 1007;
    private static final int TOO_BIG = 1009;
    private static final int UNINTELLIGIBLE = 4400;

    private final Dice dice;
    private final WebSocketFrames frames;
    private final UUID account;
    private final Set<String> expected = new HashSet<>();

    WebSocketGrammar(Dice dice) {
        this.dice = dice;
        this.frames = new WebSocketFrames(dice);
        ByteBuffer id = ByteBuffer.wrap(dice.bytes(2 * Long.BYTES));
        this.account = new UUID(id.getLong(), id.getLong());
    }

    FuzzCase next() {
        return switch (dice.below(12)) {
            case 0 -> upgrade();
            case 1, 2 -> mutated();
            case 3, 4, 5 -> resume();
            case 6, 7, 8 -> breach();
            default -> new WebSocketCase(account, talk(), expected, frames.close(NORMAL), Set.of(NORMAL));
        };
    }

    private FuzzCase upgrade() {
        byte[] bytes = WebSocketPeer.upgrade("Sec-WebSocket-Protocol: gatehouse.v1\r\nOrigin: http://a\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = dice.below(4); i > 0; i--) {
            bytes = Mutation.of(dice, bytes);
        }
        return new UpgradeCase(bytes);
    }

    private FuzzCase resume() {
        List<Integer> spins = new ArrayList<>();
        for (int i = dice.between(1, MAX_LOSSES); i > 0; i--) {
            spins.add(dice.between(-MAX_SPINS, MAX_SPINS));
        }
        return new ResumeCase(account, dice.between(1, MAX_CLIENTS), spins, dice.oneIn(2));
    }

    private List<byte[]> talk() {
        List<byte[]> talk = new ArrayList<>();
        for (int i = dice.below(MAX_MESSAGES); i > 0; i--) {
            talk.add(message("c" + i));
        }
        return talk;
    }

    private byte[] message(String id) {
        String answered = "\"type\":\"%s\",\"id\":\"" + id + "\"";
        return switch (dice.below(9)) {
            case 0, 1, 2 ->
                sent(
                        "{\"type\":\"command\",\"id\":\"%s\",\"domain\":\"fuzz\",\"command\":\"echo\",\"payload\":{\"text\":\"%s\"}}"
                                .formatted(
                                        id,
                                        dice.of("x", "\u00e4", "\u20ac", "\ud83d\ude00")
                                                .repeat(dice.below(MAX_TEXT))),
                        answered.formatted("result"));
            case 3 ->
                sent(
                        "{\"type\":\"command\",\"id\":\"" + id
                                + "\",\"domain\":\"fuzz\",\"command\":\"none\",\"payload\":{}}",
                        answered.formatted("error"));
            case 4 ->
                sent("{\"type\":\"ping\",\"nonce\":\"" + id + "\"}", "\"type\":\"pong\",\"nonce\":\"" + id + "\"");
            case 5 ->
                sent(
                        "{\"type\":\"subscribe\",\"id\":\"" + id + "\",\"topic\":\"public." + dice.word(5) + "\"}",
                        answered.formatted("result"));
            case 6 ->
                sent(
                        "{\"type\":\"subscribe\",\"id\":\"" + id + "\",\"topic\":\"private." + dice.word(5) + "\"}",
                        answered.formatted("error"));
            case 7 -> {
                byte[] payload = dice.bytes(dice.below(126));
                expected.add(WebSocketPeer.pong(payload));
                yield frames.frame(WebSocketFrames.FIN | WebSocketFrames.PING, payload);
            }
            default -> sent("{\"type\":\"subscribe\",\"id\":\"" + id + "\",\"topic\":1}", answered.formatted("error"));
        };
    }

    private byte[] sent(String message, String answer) {
        expected.add(answer);
        return dice.oneIn(3) ? frames.fragments(message) : frames.text(message);
    }

    private FuzzCase mutated() {
        byte[] bytes = Http2Grammar.join(talk().toArray(byte[][]::new));
        expected.clear();
        bytes = bytes.length == 0 ? dice.bytes(dice.below(MAX_NOISE)) : bytes;
        for (int i = dice.between(1, 3); i > 0; i--) {
            bytes = Mutation.of(dice, bytes);
        }
        return new WebSocketCase(account, List.of(), Set.of(), bytes, Set.of());
    }

    private FuzzCase breach() {
        List<byte[]> talk = talk();
        byte[] word = dice.bytes(dice.below(100));
        return switch (dice.below(12)) {
            case 0 ->
                new WebSocketCase(
                        account, talk, expected, new byte[] {(byte) 0x81, 2, '{', '}'}, Set.of(PROTOCOL_ERROR));
            case 1 -> ends(talk, dice.of(0xc1, 0xa1, 0x91, 0xf1), word, PROTOCOL_ERROR);
            case 2 -> ends(talk, WebSocketFrames.FIN | dice.of(3, 4, 7, 11, 15), word, PROTOCOL_ERROR);
            case 3 ->
                ends(
                        talk,
                        WebSocketFrames.FIN | WebSocketFrames.PING,
                        new byte[dice.between(126, 300)],
                        PROTOCOL_ERROR);
            case 4 -> ends(talk, dice.of(WebSocketFrames.PING, WebSocketFrames.CLOSE), new byte[0], PROTOCOL_ERROR);
            case 5 -> ends(talk, WebSocketFrames.FIN, word, PROTOCOL_ERROR);
            case 6 -> ends(talk, WebSocketFrames.FIN | WebSocketFrames.TEXT, notUtf8(), NOT_UTF_8);
            case 7 ->
                ends(
                        talk,
                        WebSocketFrames.FIN | WebSocketFrames.TEXT,
                        new byte[FuzzRoutes.MESSAGE_LIMIT + dice.between(1, 9_000)],
                        TOO_BIG);
            case 8 -> ends(talk, WebSocketFrames.FIN | WebSocketFrames.BINARY, word, UNINTELLIGIBLE);
            case 9 ->
                ends(
                        talk,
                        WebSocketFrames.FIN | WebSocketFrames.TEXT,
                        dice.of("{", "[]", "1", "{}", "{\"type\":\"x\"}", "{\"type\":1}", "")
                                .getBytes(StandardCharsets.UTF_8),
                        UNINTELLIGIBLE);
            case 10 ->
                new WebSocketCase(
                        account,
                        talk,
                        expected,
                        frames.close(dice.of(0, 999, 1004, 1005, 1006, 1015, 2_999, 5_000, 65_535)),
                        Set.of(PROTOCOL_ERROR));
            default ->
                ends(
                        talk,
                        WebSocketFrames.FIN | WebSocketFrames.CLOSE,
                        Http2Grammar.join(new byte[] {3, (byte) 0xe8}, notUtf8()),
                        NOT_UTF_8);
        };
    }

    private byte[] notUtf8() {
        return dice.of(
                new byte[] {(byte) 0xc0, (byte) 0x80},
                new byte[] {'a', (byte) 0xff},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0xe2, (byte) 0x82});
    }

    private FuzzCase ends(List<byte[]> talk, int first, byte[] payload, int code) {
        return new WebSocketCase(account, talk, expected, frames.frame(first, payload), Set.of(code));
    }
}
