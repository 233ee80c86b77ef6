package dev.gatehouse.testkit.fuzz;

import dev.gatehouse.testkit.fuzz.HpackTable.Field;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Makes inputs over HTTP/2 (RFC 9113, RFC 7541): mostly connections whose streams are known to be answered, some with a known error at their end, some
 * mutated.
 */
final class Http2Grammar {
    private static final int MAX_STREAMS = 8;
    private static final int MAX_NOISE = 2_000;
    /** For all answers of one input. */
    private static final int WIDE_WINDOW = 1 << 24;

    private final Dice dice;
    private final HpackBlocks headers;

    Http2Grammar(Dice dice) {
        this.dice = dice;
        this.headers = new HpackBlocks(dice);
    }

    FuzzCase next() {
        return switch (dice.below(24)) {
            case 0 -> unknown(join(preface(), dice.bytes(dice.below(MAX_NOISE))));
            case 1, 2, 3 -> mutated();
            case 4 -> new Http2Uploads(dice, headers).next(opening(HpackTable.DEFAULT_BYTES));
            case 5, 6, 7, 8, 9, 10 -> wrong();
            default -> requests(dice.between(1, MAX_STREAMS)).known(OptionalInt.empty());
        };
    }

    private Http2Requests requests(int streams) {
        int table = dice.of(
                HpackTable.DEFAULT_BYTES,
                HpackTable.DEFAULT_BYTES,
                1 << 16,
                0,
                dice.below(HpackTable.DEFAULT_BYTES),
                dice.below(200));
        boolean narrow = dice.oneIn(4);
        List<Http2Step> steps = opening(table);
        if (narrow) {
            steps.add(Http2Step.Send.of(Http2Frame.settings(Http2Frame.INITIAL_WINDOW_SIZE, dice.of(0, 1, 100))));
        }
        Http2Requests requests = new Http2Requests(dice, headers, steps, table, narrow);
        for (int i = 0; i < streams; i++) {
            requests.add();
        }
        return requests;
    }

    private List<Http2Step> opening(int table) {
        List<Http2Step> steps = new ArrayList<>();
        Http2Frame settings = table == HpackTable.DEFAULT_BYTES && dice.oneIn(2)
                ? Http2Frame.settings()
                : Http2Frame.settings(Http2Frame.HEADER_TABLE_SIZE, table);
        steps.add(new Http2Step.Send(join(preface(), settings.bytes())));
        steps.add(Http2Step.Send.of(Http2Frame.windowUpdate(0, WIDE_WINDOW)));
        return steps;
    }

    private FuzzCase wrong() {
        Http2Requests requests = requests(dice.below(3));
        requests.await();
        return new Http2Errors(dice, headers, requests).end();
    }

    private FuzzCase mutated() {
        byte[] all = requests(dice.between(1, MAX_STREAMS))
                .known(OptionalInt.empty())
                .bytes();
        int from = Http2Frame.PREFACE.length();
        byte[] frames = Arrays.copyOfRange(all, from, all.length);
        for (int i = dice.between(1, 3); i > 0; i--) {
            frames = dice.oneIn(2) ? Mutation.of(dice, frames) : frameMutated(frames);
        }
        return unknown(join(preface(), frames));
    }

    /** Changes one octet of the header of one frame. */
    private byte[] frameMutated(byte[] frames) {
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at + Http2Frame.HEADER_BYTES <= frames.length; ) {
            starts.add(at);
            at += Http2Frame.HEADER_BYTES
                    + ((frames[at] & 0xff) << 16 | (frames[at + 1] & 0xff) << 8 | (frames[at + 2] & 0xff));
        }
        byte[] changed = frames.clone();
        if (!starts.isEmpty()) {
            int at = dice.of(starts) + dice.below(Http2Frame.HEADER_BYTES);
            int value = dice.of(0, 1, changed[at] + 1, changed[at] - 1, dice.below(256));
            changed[at] = (byte) value;
        }
        return changed;
    }

    private static FuzzCase unknown(byte[] bytes) {
        return new Http2Case(
                List.of(new Http2Step.Send(bytes)), Map.of(), OptionalInt.empty(), false, HpackTable.DEFAULT_BYTES);
    }

    private static byte[] preface() {
        return Http2Frame.PREFACE.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** The fields with which every request begins. */
    static List<Field> request(String method, String path) {
        return new ArrayList<>(List.of(
                new Field(":method", method),
                new Field(":scheme", "http"),
                new Field(":authority", "a"),
                new Field(":path", path)));
    }
}
