package dev.gatehouse.gateway.http;

import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for every request: method, route, status, time. Neither path nor query nor anything else that a client chose, except the request
 * id, which is in the logging context as on every line.
 */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("gateway.access");
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");
    private static final String NONE = "-";

    private AccessLog() {}

    static void request(String method, String route, int status, Duration took) {
        if (LOG.isInfoEnabled()) {
            LOG.info("{} {} {} {}us", METHODS.contains(method) ? method : NONE, route, status, took.toNanos() / 1_000);
        }
    }

    /** A request that could not even be read. */
    static void unreadable(int status) {
        LOG.info("{} {} {} {}", NONE, NONE, status, NONE);
    }
}
