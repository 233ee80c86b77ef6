package dev.gatehouse.benchmarks.soak;

import java.time.Duration;

/** What a client can ask the gateway. */
enum Kind {
    REGISTER("/v1/auth/register"),
    LOGIN("/v1/auth/login"),
    REFRESH("/v1/auth/refresh"),
    LOGOUT("/v1/auth/logout"),
    VALIDATE("/v1/auth/validate"),
    ME("/v1/auth/me"),
    ECHO("/v1/soak/echo"),
    SLOW("/v1/soak/slow"),
    SECURE("/v1/soak/secure");

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SLOW_TIMEOUT = Duration.ofMillis(500);

    private final String path;

    Kind(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    /** How long the gateway waits for the service. */
    Duration timeout() {
        return this == SLOW ? SLOW_TIMEOUT : TIMEOUT;
    }
}
