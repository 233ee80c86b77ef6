package dev.gatehouse.cli.call;

import java.util.List;

/** What comes of a call. */
sealed interface Answer {
    /**
     * Somebody has answered.
     *
     * @param head the status line and the headers; empty over the bus
     * @param body as it came; not copied
     * @param remark what is to be said beside it; empty for nothing
     */
    record Received(boolean success, List<String> head, byte[] body, String remark) implements Answer {
        public Received {
            head = List.copyOf(head);
        }
    }

    /**
     * Nobody could be reached, or nobody answered in time.
     *
     * @param reason one line for people, without user or password
     */
    record Unreached(String reason) implements Answer {}
}
