package dev.gatehouse.testkit.fuzz;

import dev.gatehouse.testkit.fuzz.HpackTable.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Bodies on many streams of one connection at a time, in small frames, within the windows. Not thread-safe. */
final class Http2Uploads {
    private static final int MIN_STREAMS = 20;
    private static final int MAX_STREAMS = 44;
    private static final int MIN_BODY = 14_000;
    private static final int MAX_BODY = 30_000;

    private final Dice dice;
    private final HpackBlocks headers;

    Http2Uploads(Dice dice, HpackBlocks headers) {
        this.dice = dice;
        this.headers = headers;
    }

    FuzzCase next(List<Http2Step> steps) {
        int streams = dice.between(MIN_STREAMS, MAX_STREAMS);
        byte[] body = ("{\"text\":\"" + "x".repeat(dice.between(MIN_BODY, MAX_BODY)) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
        int frame = dice.between(300, 1_200);
        Map<Integer, Set<String>> outcomes = new HashMap<>();
        for (int i = 0; i < streams; i++) {
            int stream = 2 * i + 1;
            List<Field> fields = Http2Grammar.request("POST", "/v1/echo");
            fields.add(new Field("content-type", "application/json"));
            steps.add(Http2Step.Send.of(
                    new Http2Frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS, stream, headers.encode(fields))));
            outcomes.put(stream, Set.of("200"));
        }
        // Each stream gets a frame in its turn, so that all of them have begun and none is at its end.
        for (int at = 0; at < body.length; at += frame) {
            int to = Math.min(body.length, at + frame);
            for (int i = 0; i < streams; i++) {
                steps.add(new Http2Step.Upload(2 * i + 1, Arrays.copyOfRange(body, at, to), to == body.length));
            }
        }
        return new Http2Case(steps, outcomes, OptionalInt.empty(), true, HpackTable.DEFAULT_BYTES);
    }
}
