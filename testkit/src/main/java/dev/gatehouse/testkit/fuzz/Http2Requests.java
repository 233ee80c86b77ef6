package dev.gatehouse.testkit.fuzz;

import dev.gatehouse.testkit.fuzz.HpackTable.Field;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Requests on the streams of one connection, of each of which it is known what becomes of it. Not thread-safe. */
final class Http2Requests {
    private static final int MAX_BODY = 3_000;
    private static final int MAX_VALUE = 200;
    private static final int MAX_FIELDS = 12;
    private static final int MIN_OVERFLOWING = HpackTable.DEFAULT_BYTES;
    private static final int MAX_OVERFLOWING = 6_000;
    /** {@code accept-encoding: gzip, deflate}, one octet each. */
    private static final int REPEATED = 0x90;

    private static final int MAX_REPEATED = 16_000;
    private static final String RESET = "reset 1";
    private static final int CANCEL = 8;
    /** For any answer. */
    private static final int WIDE_WINDOW = 1 << 20;

    private final Dice dice;
    private final HpackBlocks headers;
    private final List<Http2Step> steps;
    private final int tableBytes;
    private final boolean narrow;
    private final Map<Integer, Set<String>> outcomes = new HashMap<>();
    private final List<Field> known = new ArrayList<>();
    private int stream = 1;

    /**
     * Begins with the beginning of a connection.
     *
     * @param steps to which the requests are added
     * @param narrow whether the windows of streams have no room for an answer
     */
    Http2Requests(Dice dice, HpackBlocks headers, List<Http2Step> steps, int tableBytes, boolean narrow) {
        this.dice = dice;
        this.headers = headers;
        this.steps = steps;
        this.tableBytes = tableBytes;
        this.narrow = narrow;
    }

    void add() {
        between();
        switch (dice.below(17)) {
            case 0, 1, 2, 3 -> get("/v1/fixed", "200");
            case 4 -> bodiless(Http2Grammar.request("HEAD", "/v1/fixed"), "200");
            case 5 -> get("/v1/" + dice.word(8), "404");
            case 6 -> get("/v1/mine", "401");
            case 7 -> bodiless(Http2Grammar.request(dice.of("DELETE", "get", "TRACE"), "/v1/fixed"), "405");
            case 8 -> malformed();
            case 9 -> repeated();
            case 10 -> get("/v1/items/" + dice.word(6), "200");
            case 11 -> overflowing();
            case 12 -> givenUp();
            default -> post();
        }
        if (narrow) {
            widen();
        }
        stream += 2 * dice.of(1, 1, 1, 2, 50);
    }

    void await() {
        steps.add(new Http2Step.Await());
    }

    /** The input, which ends with an error of the connection or does not. */
    FuzzCase known(OptionalInt goAway) {
        return new Http2Case(steps, outcomes, goAway, true, tableBytes);
    }

    /** A stream that has not begun. */
    int nextStream() {
        return stream;
    }

    void send(Http2Frame frame) {
        steps.add(Http2Step.Send.of(frame));
    }

    void send(byte[] bytes) {
        steps.add(new Http2Step.Send(bytes));
    }

    /** Frames between requests that change nothing. */
    private void between() {
        if (dice.oneIn(3)) {
            switch (dice.below(5)) {
                case 0 -> send(new Http2Frame(Http2Frame.PING, 0, 0, dice.bytes(8)));
                case 1 -> send(new Http2Frame(Http2Frame.PRIORITY, 0, stream, dice.bytes(5)));
                case 2 -> send(Http2Frame.settings(Http2Frame.MAX_FRAME_SIZE, 1 << 20));
                case 3 -> send(new Http2Frame(dice.between(10, 255), dice.below(256), stream, dice.bytes(9)));
                default -> send(Http2Frame.windowUpdate(0, dice.between(1, 1_000)));
            }
        }
    }

    private void get(String path, String outcome) {
        bodiless(Http2Grammar.request("GET", path), outcome);
    }

    private void bodiless(List<Field> request, String outcome) {
        request.addAll(fields());
        headers(request, true);
        outcomes.put(stream, Set.of(outcome));
    }

    /** The table has no room for one of the fields, which empties it (RFC 7541, section 4.4). */
    private void overflowing() {
        List<Field> request = Http2Grammar.request("GET", "/v1/fixed");
        request.addAll(fields());
        request.add(new Field("x-" + dice.word(3), dice.word(dice.between(MIN_OVERFLOWING - 60, MAX_OVERFLOWING))));
        request.addAll(fields());
        headers(request, true);
        outcomes.put(stream, Set.of("200"));
    }

    /** A request that its client gives up at once. Whatever comes of it is right. */
    private void givenUp() {
        headers(Http2Grammar.request("GET", "/v1/items/1"), true);
        send(new Http2Frame(Http2Frame.RST_STREAM, 0, stream, Http2Frame.number4(CANCEL)));
    }

    private void widen() {
        for (int i = dice.below(4); i > 0; i--) {
            send(Http2Frame.windowUpdate(stream, dice.between(1, 50)));
        }
        send(Http2Frame.windowUpdate(stream, WIDE_WINDOW));
    }

    /** More fields than there may be, in few octets. */
    private void repeated() {
        byte[] first = headers.encode(Http2Grammar.request("GET", "/v1/fixed"));
        byte[] many = new byte[FuzzRoutes.MAX_FIELDS + 1 + dice.below(MAX_REPEATED)];
        Arrays.fill(many, (byte) REPEATED);
        block(Http2Grammar.join(first, many), true);
        outcomes.put(stream, Set.of("413"));
    }

    private void malformed() {
        List<Field> request = Http2Grammar.request("GET", "/v1/fixed");
        switch (dice.below(7)) {
            case 0 -> request.remove(dice.of(0, 1, 3).intValue());
            case 1 -> request.add(dice.of(request));
            case 2 -> request.add(new Field("connection", "close"));
            case 3 -> request.add(new Field("X-" + dice.word(3), "a"));
            case 4 -> request.add(new Field("x-a", dice.of("a\0", " a", "a ", "a\r\nb")));
            case 5 -> request.add(new Field("te", "gzip"));
            default -> {
                request.add(new Field("x-a", "b"));
                request.add(new Field(":path", "/"));
            }
        }
        headers(request, true);
        outcomes.put(stream, Set.of(RESET));
    }

    private void post() {
        byte[] body = ("{\"text\":\"" + "x".repeat(dice.below(MAX_BODY)) + "\"}").getBytes(StandardCharsets.US_ASCII);
        boolean json = !dice.oneIn(8);
        int told = dice.oneIn(2) ? body.length : dice.oneIn(8) ? body.length + dice.of(-1, 1) : -1;
        List<Field> request = Http2Grammar.request("POST", "/v1/echo");
        request.add(new Field("content-type", json ? "application/json" : "text/plain"));
        if (told >= 0) {
            request.add(new Field("content-length", Integer.toString(told)));
        }
        request.addAll(fields());
        headers(request, false);
        boolean trailers = dice.oneIn(5);
        data(body, !trailers);
        if (trailers) {
            headers(List.of(new Field("x-trailer", dice.word(5))), true);
        }
        boolean wrongLength = told >= 0 && told != body.length;
        Set<String> expected = new HashSet<>(Set.of(wrongLength ? RESET : json ? "200" : "415"));
        if (wrongLength && !json) {
            // Whichever is seen first.
            expected.add("415");
        }
        outcomes.put(stream, expected);
    }

    private void data(byte[] body, boolean last) {
        for (int at = 0; at < body.length; ) {
            int to = dice.oneIn(3) ? body.length : Math.min(body.length, at + dice.between(1, 900));
            byte[] piece = Arrays.copyOfRange(body, at, to);
            int flags = last && to == body.length ? Http2Frame.END_STREAM : 0;
            boolean padded = dice.oneIn(6);
            send(new Http2Frame(
                    Http2Frame.DATA,
                    padded ? flags | Http2Frame.PADDED : flags,
                    stream,
                    padded ? padded(piece) : piece));
            at = to;
        }
    }

    private byte[] padded(byte[] content) {
        int padding = dice.below(256);
        return Http2Grammar.join(new byte[] {(byte) padding}, content, new byte[padding]);
    }

    /** Some that have come before on this connection, and some that have not. */
    private List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (int i = dice.oneIn(2) ? 0 : dice.below(MAX_FIELDS); i > 0; i--) {
            if (known.isEmpty() || dice.oneIn(2)) {
                known.add(new Field("x-" + dice.word(dice.between(1, 12)), dice.word(dice.between(1, MAX_VALUE))));
            }
            fields.add(dice.of(known));
        }
        return fields;
    }

    private void headers(List<Field> fields, boolean last) {
        block(headers.encode(fields), last);
    }

    /** A block in as many frames as it takes, or more. */
    private void block(byte[] block, boolean last) {
        int to = dice.oneIn(4) ? dice.at(block.length) : Math.min(block.length, Http2Frame.MAX_PAYLOAD - 300);
        byte[] payload = Arrays.copyOf(block, to);
        int flags = (last ? Http2Frame.END_STREAM : 0) | (to == block.length ? Http2Frame.END_HEADERS : 0);
        if (dice.oneIn(5)) {
            flags |= Http2Frame.WITH_PRIORITY;
            payload = Http2Grammar.join(dice.bytes(5), payload);
        }
        if (dice.oneIn(5)) {
            flags |= Http2Frame.PADDED;
            payload = padded(payload);
        }
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(new Http2Frame(Http2Frame.HEADERS, flags, stream, payload).bytes());
        for (int at = to; at < block.length; ) {
            int next = Math.min(block.length, at + dice.between(200, Http2Frame.MAX_PAYLOAD));
            int end = next == block.length ? Http2Frame.END_HEADERS : 0;
            frames.writeBytes(
                    new Http2Frame(Http2Frame.CONTINUATION, end, stream, Arrays.copyOfRange(block, at, next)).bytes());
            at = next;
        }
        send(frames.toByteArray());
    }
}
