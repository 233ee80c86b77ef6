package dev.gatehouse.common.rpc;

import java.util.Optional;

/**
 * What has come of a request.
 *
 * @param result {@code ok}, an error code, or {@code expired}; for the access log
 * @param reply the body of the one reply; empty where there is to be none
 */
record Processed(String result, Optional<byte[]> reply) {
    /** Nobody waits any more, and nothing has been done. */
    static final Processed EXPIRED = new Processed("expired", Optional.empty());

    static Processed ok(byte[] reply) {
        return new Processed("ok", Optional.of(reply));
    }
}
