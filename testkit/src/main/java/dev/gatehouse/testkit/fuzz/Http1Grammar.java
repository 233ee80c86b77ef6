package dev.gatehouse.testkit.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Makes inputs over HTTP/1.1 (RFC 9112): mostly pipelines that are known to be answered, some with a known error at their end, some mutated. */
final class Http1Grammar {
    private static final int MAX_PIPELINE = 4;
    private static final int MAX_PIECES = 5;
    private static final int MAX_NOISE = 2_000;

    private final Dice dice;
    private final Http1Requests requests;
    private final Http1Errors errors;

    Http1Grammar(Dice dice) {
        this.dice = dice;
        this.requests = new Http1Requests(dice);
        this.errors = new Http1Errors(dice, requests);
    }

    FuzzCase next() {
        return switch (dice.below(20)) {
            case 0 -> new Http1Case(pieces(dice.bytes(dice.below(MAX_NOISE))), List.of());
            case 1, 2, 3 -> new Http1Case(pieces(mutated()), List.of());
            case 4, 5, 6, 7, 8, 9, 10, 11 -> known(true);
            default -> known(false);
        };
    }

    private FuzzCase known(boolean wrong) {
        List<Http1Message> messages = new ArrayList<>();
        for (int i = dice.below(MAX_PIPELINE); i > 0; i--) {
            messages.add(requests.next());
        }
        messages.add(wrong ? errors.next() : requests.next());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        messages.forEach(message -> all.writeBytes(message.bytes()));
        return new Http1Case(pieces(all.toByteArray()), messages);
    }

    private byte[] mutated() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = dice.between(1, MAX_PIPELINE); i > 0; i--) {
            Http1Message message = dice.oneIn(3) ? errors.next() : requests.next();
            // Whose answer is read as if it had a body.
            if (!message.head()) {
                all.writeBytes(message.bytes());
            }
        }
        byte[] bytes = all.toByteArray();
        for (int i = dice.between(1, 3); i > 0; i--) {
            bytes = Mutation.of(dice, bytes);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1).startsWith("HEAD") ? new byte[0] : bytes;
    }

    private List<byte[]> pieces(byte[] bytes) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int i = dice.below(MAX_PIECES); i > 0 && from < bytes.length; i--) {
            int to = from + dice.at(bytes.length - from);
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
        return pieces;
    }

    static Http1Message answered(byte[] bytes, Integer... statuses) {
        return new Http1Message(bytes, Set.of(statuses), false, true);
    }
}
