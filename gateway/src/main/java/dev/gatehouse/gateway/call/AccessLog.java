package dev.gatehouse.gateway.call;

import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for every request: method, route, status, time; for a command over WebSocket the code of its error in place of the status. Neither path nor query nor anything else that a client chose, except the request
 * id, which is in the logging context as on every line.
 */
public final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("gateway.access");
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");
    private static final String NONE = "-";

    private AccessLog() {}

    public static void request(String method, String route, int status, Duration took) {
        if (LOG.isInfoEnabled()) {
            LOG.info("{} {} {} {}us", METHODS.contains(method) ? method : NONE, route, status, took.toNanos() / 1_000);
        }
    }

    /** A command over WebSocket. */
    public static void command(String route, String result, Duration took) {
        LOG.info("WS {} {} {}us", route, result, took.toNanos() / 1_000);
    }

    /** A request that could not even be read. */
    public static void unreadable(int status) {
        LOG.info("{} {} {} {}", NONE, NONE, status, NONE);
    }
}
