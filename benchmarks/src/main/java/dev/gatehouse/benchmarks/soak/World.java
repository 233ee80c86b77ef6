package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.Pauses;
import java.util.concurrent.atomic.AtomicBoolean;

/** What all clients share. Thread-safe. */
final class World {
    private static final String PASSWORD = "a long and calm sea voyage 47";

    private final GatewayClient client;
    private final Facts facts;
    private final Violations violations;
    private final RevocationProbes probes;
    private final AtomicBoolean open = new AtomicBoolean(true);

    World(GatewayClient client, Facts facts, Violations violations) {
        this.client = client;
        this.facts = facts;
        this.violations = violations;
        this.probes = new RevocationProbes(client, violations);
    }

    GatewayClient client() {
        return client;
    }

    Facts facts() {
        return facts;
    }

    Violations violations() {
        return violations;
    }

    RevocationProbes probes() {
        return probes;
    }

    String password() {
        return PASSWORD;
    }

    /** Whether clients are to go on. */
    boolean isOpen() {
        return open.get();
    }

    void close() {
        open.set(false);
    }

    void pause(long millis) {
        if (isOpen()) {
            Pauses.millis(millis);
        }
    }

    /** Anything but a success must tell of a fault. */
    void expectSuccess(Answer answer) {
        violations.require(answer.isSuccess() || answer.tellsOfFault(), Rule.EXPECTED, answer.toString());
    }
}
