package dev.gatehouse.gateway.http;

import dev.gatehouse.common.rpc.RpcCaller;
import dev.gatehouse.common.rpc.RpcRequest;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.time.Duration;
import java.util.Optional;

/** The time that a request takes, and how much of it is waiting for a service. Confined to the request's thread. */
final class ServerTimings {
    private static final HeaderName SERVER_TIMING = HeaderNames.create("Server-Timing");
    private static final long NANOS_OF_TENTH = 100_000;

    private final long begun;
    private final boolean told;
    private boolean called;
    private long waited;

    /**
     * @param begun by {@link System#nanoTime}
     * @param told whether the client is told
     */
    ServerTimings(long begun, boolean told) {
        this.begun = begun;
        this.told = told;
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Calls a service. */
    byte[] call(RpcCaller rpc, RpcRequest request) {
        if (!told) {
            return rpc.call(request);
        }
        called = true;
        long sent = System.nanoTime();
        try {
            return rpc.call(request);
        } finally {
            waited += System.nanoTime() - sent;
        }
    }

    /** What the client is told: milliseconds, the waiting for a service beside the rest. Empty where it is told nothing. */
    Optional<Header> header() {
        if (!told) {
            return Optional.empty();
        }
        String own = "gateway;dur=" + millis(System.nanoTime() - begun - waited);
        return Optional.of(
                HeaderValues.create(SERVER_TIMING, true, false, called ? own + ", rpc;dur=" + millis(waited) : own));
    }

    private static String millis(long nanos) {
        long tenths = Math.max(0, nanos) / NANOS_OF_TENTH;
        return tenths / 10 + "." + tenths % 10;
    }
}
