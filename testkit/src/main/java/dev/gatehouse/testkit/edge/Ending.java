package dev.gatehouse.testkit.edge;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** How the connection of an attack may end. */
public sealed interface Ending {
    /**
     * These answers, in the order of the requests, and no others.
     *
     * @param open whether the connection goes on; over HTTP/2 it still answers a PING
     */
    record Answers(List<Integer> statuses, boolean open) implements Ending {}

    /** An answer on this stream, whatever has become of others; the connection goes on. */
    record Answer(int stream, int status) implements Ending {}

    /** {@code GOAWAY} with a code, and then the end of the connection (RFC 9113, section 5.4.1). */
    record GoAway(int code) implements Ending {}

    /** {@code RST_STREAM} with a code (RFC 9113, section 5.4.2); the connection goes on. */
    record Reset(int stream, int code) implements Ending {}

    /** The connection ends without an answer to any request. */
    record End() implements Ending {}

    /** The connection ends, whatever came before. */
    record Lost() implements Ending {}

    static Ending answered(Integer... statuses) {
        return new Answers(Arrays.asList(statuses), true);
    }

    static Ending answeredAlike(int status, int times) {
        return new Answers(Collections.nCopies(times, status), true);
    }

    /** One answer, and then the end of the connection. */
    static Ending refused(int status) {
        return new Answers(List.of(status), false);
    }

    static Ending goAway(int code) {
        return new GoAway(code);
    }

    static Ending end() {
        return new End();
    }
}
