package dev.gatehouse.common.rpc;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for every request that a server was sent: what it was, what came of it, and how long that took. The request id is in the logging context. */
final class RpcAccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("rpc.access");

    private RpcAccessLog() {}

    /**
     * @param operation a routing key of the server's own, never one that merely came with a message
     * @param result {@code ok}, an error code, or {@code expired}
     */
    static void request(String operation, String result, Duration took) {
        if (LOG.isInfoEnabled()) {
            LOG.info("{} {} {}us", operation, result, took.toNanos() / 1_000);
        }
    }
}
