package dev.gatehouse.benchmarks.websocket;

import dev.gatehouse.benchmarks.peer.Latencies;
import dev.gatehouse.benchmarks.peer.Load;
import java.time.Duration;
import java.util.List;

/** Sessions that end while a client is connected. Confined to the thread that runs the fleet. */
final class Revocations {
    private static final int REVOKED = 4401;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final WebSocketSystem system;
    private final SocketFleet fleet;

    Revocations(WebSocketSystem system, SocketFleet fleet) {
        this.system = system;
        this.fleet = fleet;
    }

    /**
     * How long clients stay connected when their session has ended.
     *
     * @param load what was closed with 4401; anything else is an error
     * @param maxMillis the longest
     */
    record Result(Load load, double maxMillis) {}

    /** Logs out one after the other. The time begins with the answer to the logout; none is less than 0. */
    Result run(List<Login> logins) {
        fleet.connect(logins.stream().map(Login::accessToken).toList());
        ClosedSockets closed = new ClosedSockets(logins.size());
        fleet.listen(closed);
        Latencies latencies = new Latencies();
        long longest = 0;
        long errors = 0;
        long begun = System.nanoTime();
        for (int i = 0; i < logins.size(); i++) {
            int index = i;
            logins.get(i).logout(system);
            long answered = System.nanoTime();
            if (fleet.await(() -> closed.code(index) != 0, LIMIT) && closed.code(index) == REVOKED) {
                long took = Math.max(0, closed.at(index) - answered);
                latencies.add(took);
                longest = Math.max(longest, took);
            } else {
                errors++;
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        fleet.shrink(0);
        return new Result(latencies.load(seconds, errors), longest / 1e6);
    }
}
