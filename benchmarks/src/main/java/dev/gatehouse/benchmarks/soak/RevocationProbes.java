package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.Pauses;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Looks how long the gateway accepts the access tokens of sessions that have ended, on a route that it answers without asking a service.
 * Thread-safe.
 */
final class RevocationProbes {
    private static final int AT_A_TIME = 4;
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final long FAST_POLL_MILLIS = 15;
    private static final long SLOW_POLL_MILLIS = 250;
    private static final long FAST_POLLS = 70;

    private final GatewayClient client;
    private final Violations violations;
    private final Semaphore permits = new Semaphore(AT_A_TIME);
    private final Queue<Probe> probes = new ConcurrentLinkedQueue<>();

    /**
     * What one has seen.
     *
     * @param endedNanos when the client knew that the session had ended
     * @param acceptedNanos when the last request that was accepted was sent
     * @param refused whether the token was refused in the end
     */
    record Probe(String accessToken, String session, long endedNanos, long acceptedNanos, boolean refused) {
        double millis() {
            return (acceptedNanos - endedNanos) / 1e6;
        }
    }

    RevocationProbes(GatewayClient client, Violations violations) {
        this.client = client;
        this.violations = violations;
    }

    /** Looks after one token until it is refused, where not too many are looked after. */
    void look(ClientSession ended) {
        if (!permits.tryAcquire()) {
            return;
        }
        try {
            probes.add(poll(ended.accessToken(), ended.sessionId().toString()));
        } finally {
            permits.release();
        }
    }

    private Probe poll(String token, String session) {
        long ended = System.nanoTime();
        long accepted = ended;
        for (long i = 0; System.nanoTime() - ended < LIMIT.toNanos(); i++) {
            Answer answer = client.get(Kind.SECURE, token);
            if (answer.isInvalidToken()) {
                return new Probe(token, session, ended, accepted, true);
            }
            accepted = answer.isSuccess() ? answer.sentNanos() : accepted;
            Pauses.millis(i < FAST_POLLS ? FAST_POLL_MILLIS : SLOW_POLL_MILLIS);
        }
        return new Probe(token, session, ended, accepted, false);
    }

    /** All that has been seen. */
    List<Probe> all() {
        return List.copyOf(probes);
    }

    /** Holds that what was refused once is refused still. */
    void checkAgain() {
        for (Probe probe : probes) {
            if (probe.refused()) {
                Answer answer = client.get(Kind.SECURE, probe.accessToken());
                violations.require(
                        answer.isInvalidToken(),
                        Rule.REVOKED_FOR_GOOD,
                        "session " + probe.session() + " ended " + seconds(probe) + " s before: " + answer);
            }
        }
    }

    private static long seconds(Probe probe) {
        return Duration.ofNanos(System.nanoTime() - probe.endedNanos()).toSeconds();
    }
}
